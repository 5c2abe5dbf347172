/** Sensors: the vehicle's true state, or what was recorded elsewhere, with noise, as a terminal's 16-bit data words. */
import { assert, at, float64At, int32At, objectAt } from '../at.js';
import type { Samples, SensorConfig } from '../config.js';
import { key, noise } from '../prng.js';
import { NS_PER_US, type TimeNs } from '../time.js';
import { MEASURED, type VehicleModel } from './vehicle-model.js';

const LEAST = -0x8000;
const GREATEST = 0x7fff;

/** Two's complement, saturating: a real sensor pegs, it does not wrap. A counter wraps by its nature. */
export function toWord(valueLsb: number): number {
  return Math.max(LEAST, Math.min(GREATEST, Math.round(valueLsb))) & 0xffff;
}

export function fromWord(word: number): number {
  return (word << 16) >> 16;
}

/** Where a word's truth comes from, if not from the vehicle (a place among MEASURED) or its own value (-1). */
const COUNTER = -2;
const RECORDED = -3;

function sourceOf({ signal, column }: SensorConfig): number {
  if (signal === 'counter') return COUNTER;
  return column === undefined ? MEASURED.indexOf(signal) : RECORDED;
}

/** Bends what the sensors of a terminal read; a fault of theirs. */
export interface SensorBehaviour {
  bend(data: Int32Array, count: number, timeNs: TimeNs): void;
}

export class SensorBank {
  readonly behaviours: SensorBehaviour[] = [];
  /** One entry per data word, in wire order. */
  readonly words: readonly SensorConfig[];
  /** By word: where its truth comes from, and its noise. */
  readonly #from: Int32Array;
  readonly #noiseLsb: Float64Array;
  /** By word: its column of the recording; null where it has none. */
  readonly #recorded: readonly (Int16Array | null)[];
  readonly #samples: Samples | undefined;
  readonly #vehicle: VehicleModel;
  readonly #noiseKey: number;
  #cycleKey = 0;
  #cycle = 0;
  #startNs: TimeNs = 0;
  /** Of the recording, the row that holds in this cycle. */
  #row = 0;

  constructor(sensors: readonly SensorConfig[], vehicle: VehicleModel, noiseKey: number, samples?: Samples) {
    this.words = sensors.flatMap((sensor) => Array.from({ length: sensor.copies }, () => sensor));
    this.#from = Int32Array.from(this.words, sourceOf);
    this.#noiseLsb = Float64Array.from(this.words, ({ noiseLsb }) => noiseLsb);
    this.#recorded = this.words.map(({ column }) =>
      column === undefined ? null : columnOf(samples, column),
    );
    this.#samples = samples;
    this.#vehicle = vehicle;
    this.#noiseKey = noiseKey;
  }

  /** Cycles begin in order. */
  beginCycle(cycle: number, startNs: TimeNs): void {
    this.#startNs = startNs;
    this.#cycle = cycle;
    this.#cycleKey = key(this.#noiseKey, cycle);
    if (this.#samples !== undefined) this.#goToRow(this.#samples, cycle, startNs);
  }

  #goToRow({ rows, fromUs }: Samples, cycle: number, startNs: TimeNs): void {
    if (fromUs === undefined) this.#row = Math.min(cycle, rows - 1);
    else while (this.#row + 1 < rows && float64At(fromUs, this.#row + 1) * NS_PER_US <= startNs) this.#row++;
  }

  /** Fills the first `count` data words as they stand now. */
  sample(data: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) data[i] = i < this.words.length ? this.#sampleWord(i) : 0;
    for (const behaviour of this.behaviours) behaviour.bend(data, count, this.#startNs);
  }

  #sampleWord(index: number): number {
    const from = int32At(this.#from, index);
    if (from === COUNTER) return this.#cycle & 0xffff;
    const truth = from >= 0 ? float64At(this.#vehicle.truthLsb, from) : this.#given(from, index);
    return toWord(truth + float64At(this.#noiseLsb, index) * noise(this.#cycleKey, index));
  }

  /** What does not come from the vehicle. */
  #given(from: number, index: number): number {
    const recorded = from === RECORDED ? objectAt(this.#recorded, index) : null;
    return recorded === null ? objectAt(this.words, index).value : at(recorded, this.#row);
  }
}

function columnOf(samples: Samples | undefined, name: string): Int16Array {
  const column = samples?.columns.get(name);
  assert(column !== undefined, `the recording of the scenario is there, and has a column ${name}`);
  return column;
}
