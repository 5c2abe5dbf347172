/**
 * The line between two taps: how long a wave travels and how much of it arrives.
 *
 * `arrivals` is a list because a wave can arrive more than once: an end that is not matched to Z0 sends back an echo.
 * Here every end is matched, so the direct wave is the only one.
 */
import type { LineConfig } from '../config.js';

export interface Arrival {
  readonly delayNs: number;
  /** Level at the receiver over level at the transmitter's stub, 0 … 1. */
  readonly gain: number;
}

export class Line {
  readonly #config: LineConfig;

  constructor(config: LineConfig) {
    this.#config = config;
  }

  /** The waves that reach tap `to` from tap `from`, the direct one first. */
  arrivals(from: string, to: string): readonly Arrival[] {
    const metres = Math.abs(this.#tapM(from) - this.#tapM(to));
    return [{ delayNs: Math.round(metres / this.#config.velocityMPerNs), gain: this.#gain(metres) }];
  }

  /** What a stub drives: the line in both directions, Z0 / 2. */
  get loadOhm(): number {
    return this.#config.impedanceOhm / 2;
  }

  /** Loss compounds metre by metre; taps are at whole metres, so no power function is needed. */
  #gain(metres: number): number {
    let gain = 1;
    for (let m = 0; m < metres; m++) gain *= 1 - this.#config.lossPpmPerM / 1e6;
    return gain;
  }

  #tapM(station: string): number {
    return this.#config.tapsM[station] ?? 0;
  }
}
