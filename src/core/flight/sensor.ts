/** Sensors: the vehicle's true state, with noise, quantised into a terminal's 16-bit data words. */
import { at } from '../at.js';
import type { SensorConfig } from '../config.js';
import { key, noise } from '../prng.js';
import type { VehicleModel } from './vehicle-model.js';

const LEAST = -0x8000;
const GREATEST = 0x7fff;

/** Two's complement, saturating: a real sensor pegs, it does not wrap. A counter wraps by its nature. */
export function toWord(valueLsb: number): number {
  return Math.max(LEAST, Math.min(GREATEST, Math.round(valueLsb))) & 0xffff;
}

export function fromWord(word: number): number {
  return (word << 16) >> 16;
}

export class SensorBank {
  /** One entry per data word, in wire order. */
  readonly words: readonly SensorConfig[];
  readonly #vehicle: VehicleModel;
  readonly #noiseKey: number;
  #cycleKey = 0;
  #cycle = 0;

  constructor(sensors: readonly SensorConfig[], vehicle: VehicleModel, noiseKey: number) {
    this.words = sensors.flatMap((sensor) => Array.from({ length: sensor.copies }, () => sensor));
    this.#vehicle = vehicle;
    this.#noiseKey = noiseKey;
  }

  beginCycle(cycle: number): void {
    this.#cycle = cycle;
    this.#cycleKey = key(this.#noiseKey, cycle);
  }

  /** Fills the first `count` data words as they stand now. */
  sample(data: Int32Array, count: number): void {
    for (let i = 0; i < count; i++)
      data[i] = i < this.words.length ? this.#sampleWord(at(this.words, i), i) : 0;
  }

  #sampleWord(sensor: SensorConfig, index: number): number {
    if (sensor.signal === 'counter') return this.#cycle & 0xffff;
    const truth = sensor.signal === 'constant' ? sensor.value : this.#vehicle.signalLsb(sensor.signal);
    return toWord(truth + sensor.noiseLsb * noise(this.#cycleKey, index));
  }
}
