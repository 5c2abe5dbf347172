/** Sensors: the vehicle's true state, with noise, quantised into a terminal's 16-bit data words. */
import { float64At, int32At, objectAt } from '../at.js';
import type { SensorConfig } from '../config.js';
import { key, noise } from '../prng.js';
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

/** Where a word's truth is not measured. */
const NOT_MEASURED = -1;

export class SensorBank {
  /** One entry per data word, in wire order. */
  readonly words: readonly SensorConfig[];
  /** By word: place among MEASURED, or NOT_MEASURED. */
  readonly #measured: Int32Array;
  readonly #vehicle: VehicleModel;
  readonly #noiseKey: number;
  #cycleKey = 0;
  #cycle = 0;

  constructor(sensors: readonly SensorConfig[], vehicle: VehicleModel, noiseKey: number) {
    this.words = sensors.flatMap((sensor) => Array.from({ length: sensor.copies }, () => sensor));
    this.#measured = Int32Array.from(this.words, ({ signal }) => MEASURED.indexOf(signal));
    this.#vehicle = vehicle;
    this.#noiseKey = noiseKey;
  }

  beginCycle(cycle: number): void {
    this.#cycle = cycle;
    this.#cycleKey = key(this.#noiseKey, cycle);
  }

  /** Fills the first `count` data words as they stand now. */
  sample(data: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) data[i] = i < this.words.length ? this.#sampleWord(i) : 0;
  }

  #sampleWord(index: number): number {
    const { signal, value, noiseLsb } = objectAt(this.words, index);
    if (signal === 'counter') return this.#cycle & 0xffff;
    const measured = int32At(this.#measured, index);
    const truth = measured === NOT_MEASURED ? value : float64At(this.#vehicle.truthLsb, measured);
    return toWord(truth + noiseLsb * noise(this.#cycleKey, index));
  }
}
