/**
 * A flight computer: its copy of each element's data, selection over redundant sensors, the control law, the sumword.
 *
 * What comes in through `take`, `keepStale` and `bypass` is for the exchange to decide; from there on it is a
 * deterministic machine, so computers that take the same inputs stay the same.
 */
import { byteAt, float64At, int32At, objectAt } from '../at.js';
import type { ActuatorConfig, ComputerConfig, SignalName, VehicleModelConfig } from '../config.js';
import { Receiver } from '../bus/receiver.js';
import { MAX_WORDS } from '../bus/transmission.js';
import { Transmitter } from '../bus/transmitter.js';
import type { TimeNs } from '../time.js';
import { ControlLaw, newAttitude } from './control-law.js';
import { MidValue } from './selection.js';
import { fromWord } from './sensor.js';

/** Redundant sensors of one signal that lie further apart than this, two against two, are flagged. */
const SENSOR_TOLERANCE_LSB = 100;

/** Where the words of a signal are to be found: parallel lists of element and word. */
export interface SensorPlaces {
  readonly elements: Int32Array;
  readonly words: Int32Array;
}

/** By axis. */
export interface SensorMap {
  readonly angles: readonly SensorPlaces[];
  readonly rates: readonly SensorPlaces[];
}

/** What leaves a computer for the actuators. */
export interface Outputs {
  readonly commands: Int32Array;
  /** Do they arrive? */
  present: boolean;
}

/** Bends them; a fault of the computer. */
export interface OutputBehaviour {
  bend(outputs: Outputs, timeNs: TimeNs): void;
}

const ANGLE_SIGNALS: readonly SignalName[] = ['roll', 'pitch', 'yaw'];
const RATE_SIGNALS: readonly SignalName[] = ['rollRate', 'pitchRate', 'yawRate'];

/** @param signals what each word of each element carries */
export function mapSensors(signals: readonly (readonly SignalName[])[]): SensorMap {
  const places = (wanted: SignalName): SensorPlaces => {
    const found = signals.flatMap((words, element) =>
      words.flatMap((signal, word) => (signal === wanted ? [{ element, word }] : [])),
    );
    return {
      elements: Int32Array.from(found, (f) => f.element),
      words: Int32Array.from(found, (f) => f.word),
    };
  };
  return { angles: ANGLE_SIGNALS.map(places), rates: RATE_SIGNALS.map(places) };
}

export class FlightComputer {
  readonly name: string;
  readonly index: number;
  readonly receiver: Receiver;
  readonly transmitter: Transmitter;
  readonly law: ControlLaw;
  readonly outputs: Outputs;
  readonly behaviours: OutputBehaviour[] = [];

  /** Data words in use, by element: the last that were taken. */
  readonly inputs: readonly Int32Array[];
  /** By element, 1 = no longer used nor polled, until a crew event restores it. */
  readonly bypassed: Uint8Array;
  /** By element, 1 = this cycle's data was taken, 0 = stale. */
  readonly fresh: Uint8Array;
  /** Signals whose sensors lay two against two in this cycle. */
  flagged = 0;

  readonly #sensors: SensorMap;
  readonly #attitude = newAttitude();
  readonly #midValue: MidValue;
  readonly #candidates: Int32Array;

  constructor(
    config: ComputerConfig,
    index: number,
    world: {
      elements: number;
      sensors: SensorMap;
      vehicle: VehicleModelConfig;
      actuators: readonly ActuatorConfig[];
    },
  ) {
    this.name = config.id;
    this.index = index;
    this.receiver = new Receiver(config.receiver);
    this.transmitter = new Transmitter(config.transmitter);
    this.law = new ControlLaw(world.vehicle, world.actuators);
    this.outputs = { commands: this.law.commands, present: true };
    this.inputs = Array.from({ length: world.elements }, () => new Int32Array(MAX_WORDS));
    this.bypassed = new Uint8Array(world.elements);
    this.fresh = new Uint8Array(world.elements);
    this.#sensors = world.sensors;
    const places = [...world.sensors.angles, ...world.sensors.rates].map((p) => p.elements.length);
    const capacity = Math.max(1, ...places);
    this.#midValue = new MidValue(capacity, SENSOR_TOLERANCE_LSB);
    this.#candidates = new Int32Array(capacity);
  }

  /** Has it power? */
  get isOn(): boolean {
    return this.transmitter.isOn;
  }

  /** Without power it says nothing, hears nothing and remembers nothing. */
  set isOn(isOn: boolean) {
    this.transmitter.isOn = isOn;
    this.reset();
  }

  /** Takes new data of an element into use; a short read leaves the rest as it was. */
  take(element: number, data: Int32Array, words: number): void {
    const input = objectAt(this.inputs, element);
    for (let i = 0; i < words; i++) input[i] = int32At(data, i);
    this.fresh[element] = 1;
  }

  keepStale(element: number): void {
    this.fresh[element] = 0;
  }

  bypass(element: number): void {
    this.fresh[element] = 0;
    this.bypassed[element] = 1;
  }

  /** Selection and law on the inputs as they stand. */
  step(timeNs: TimeNs): void {
    this.flagged = 0;
    const { angleLsb, rateLsb, valid } = this.#attitude;
    for (let axis = 0; axis < valid.length; axis++) {
      const hasAngle = this.#select(objectAt(this.#sensors.angles, axis), angleLsb, axis);
      const hasRate = this.#select(objectAt(this.#sensors.rates, axis), rateLsb, axis);
      valid[axis] = hasAngle && hasRate ? 1 : 0;
    }
    this.law.step(this.#attitude, timeNs);
    if (this.behaviours.length === 0) return;
    this.outputs.present = true;
    for (const behaviour of this.behaviours) behaviour.bend(this.outputs, timeNs);
  }

  /** Sum of the quantised outputs, modulo 2^16. */
  get sumword(): number {
    let sum = 0;
    for (const command of this.law.commands) sum += command;
    return sum & 0xffff;
  }

  /** A fresh start, as after loading: every member of a re-formed set begins alike. */
  reset(): void {
    for (const words of this.inputs) words.fill(0);
    this.bypassed.fill(0);
    this.law.reset();
  }

  /** All that another one has in use and remembers. */
  takeOver(other: FlightComputer): void {
    this.inputs.forEach((words, element) => {
      words.set(objectAt(other.inputs, element));
    });
    this.bypassed.set(other.bypassed);
    this.law.state.set(other.law.state);
    this.law.commands.set(other.law.commands);
  }

  holdsSameStateAs(other: FlightComputer): boolean {
    const { state, commands } = this.law;
    for (let i = 0; i < state.length; i++)
      if (float64At(state, i) !== float64At(other.law.state, i)) return false;
    for (let i = 0; i < commands.length; i++)
      if (int32At(commands, i) !== int32At(other.law.commands, i)) return false;
    return true;
  }

  /** Mid-value select over the sensors of a signal that are in use. */
  #select(places: SensorPlaces, out: Float64Array, axis: number): boolean {
    let count = 0;
    const candidates = this.#candidates;
    const { elements, words } = places;
    for (let i = 0; i < elements.length; i++) {
      const element = int32At(elements, i);
      if (byteAt(this.bypassed, element) === 1) continue;
      candidates[count++] = fromWord(int32At(objectAt(this.inputs, element), int32At(words, i)));
    }
    this.#midValue.select(this.#candidates, count);
    if (this.#midValue.flag === 'two-two') this.flagged++;
    out[axis] = this.#midValue.value;
    return count > 0;
  }
}
