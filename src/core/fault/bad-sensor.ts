/**
 * A sensor that reads wrong, or the same for ever. The terminal reports it faithfully, alike to all: no decoder, and no
 * exchange of readings, finds anything; selection over redundant sensors may.
 */
import { int32At } from '../at.js';
import type { FaultOf } from '../config.js';
import { fromWord, toWord, type SensorBehaviour } from '../flight/sensor.js';
import type { TimeNs } from '../time.js';
import type { Fault } from './fault.js';

type Config = FaultOf<'wrong-sensor'> | FaultOf<'stuck-sensor'>;

export class BadSensor implements SensorBehaviour {
  readonly #fault: Fault;
  readonly #config: Config;
  /** By data word: where it is stuck, once it is. */
  readonly #held = new Map<number, number>();

  constructor(fault: Fault, config: Config) {
    this.#fault = fault;
    this.#config = config;
  }

  bend(data: Int32Array, count: number, timeNs: TimeNs): void {
    if (!this.#fault.acts(timeNs)) {
      this.#held.clear();
      return;
    }
    const { sensor } = this.#config;
    const first = sensor ?? 0;
    const end = Math.min(count, sensor === undefined ? count : sensor + 1);
    for (let i = first; i < end; i++) data[i] = this.#read(i, int32At(data, i));
    if (first < end) this.#fault.apply(timeNs);
  }

  #read(place: number, word: number): number {
    if (this.#config.behaviour === 'wrong-sensor') return toWord(fromWord(word) + this.#config.addLsb);
    if (this.#config.valueLsb !== undefined) return toWord(this.#config.valueLsb);
    const held = this.#held.get(place) ?? word;
    this.#held.set(place, held);
    return held;
  }
}
