/**
 * The line between two taps: how long a wave travels and how much of it arrives, once or again and again.
 *
 * Z0 ends at a terminator Zt. What is not absorbed there comes back, by Γ = (Zt − Z0) / (Zt + Z0): nothing from a matched
 * end, all of it from an open one, all of it upside down from a short. A wave leaves its tap both ways; each way is
 * followed from end to end (as if from images of the sender behind the ends) until its echoes fall under 1 %. Taps
 * themselves reflect nothing, and a transmitter lets pass what comes by.
 */
import { float64At } from '../at.js';
import type { LineConfig } from '../config.js';
import type { TimeNs } from '../time.js';

export interface Arrival {
  readonly delayNs: number;
  /** Level at the receiver over level at the transmitter's stub; negative upside down, above 1 where echoes add up. */
  readonly gain: number;
}

/** Bends the terminators of a line; a fault, seen from the wire. */
export interface LineBehaviour {
  /** @param endsOhm the terminators at the two ends */
  bend(endsOhm: Float64Array, timeNs: TimeNs): void;
}

/** Echoes below this share of what was sent are left out. */
const LEAST_GAIN = 0.01;
/**
 * Reflections that are followed each way. Between two ends that both absorb nothing, on a line without loss, a wave would
 * never die; on any real line the 1 % comes first.
 */
const MOST_REFLECTIONS = 32;

export class Line {
  readonly behaviours: LineBehaviour[] = [];
  readonly #config: LineConfig;
  readonly #endsOhm: Float64Array;

  constructor(config: LineConfig) {
    this.#config = config;
    this.#endsOhm = Float64Array.from(config.terminatorsOhm);
  }

  /** Lets what is wrong with the line act. @returns whether its ends are now others than they were */
  settle(timeNs: TimeNs): boolean {
    if (this.behaviours.length === 0) return false;
    const nearOhm = float64At(this.#endsOhm, 0);
    const farOhm = float64At(this.#endsOhm, 1);
    this.#endsOhm.set(this.#config.terminatorsOhm);
    for (const behaviour of this.behaviours) behaviour.bend(this.#endsOhm, timeNs);
    return float64At(this.#endsOhm, 0) !== nearOhm || float64At(this.#endsOhm, 1) !== farOhm;
  }

  /** The waves that reach tap `to` from tap `from`: the direct one first, then its echoes as they come. */
  arrivals(from: string, to: string): readonly Arrival[] {
    const fromM = this.#tapM(from);
    const toM = this.#tapM(to);
    const metres = Math.abs(fromM - toM);
    const byDelay = new Map<number, number>([[this.#delayNs(metres), this.#gain(metres)]]);
    for (const end of [0, 1]) {
      for (const { delayNs, gain } of this.#echoes(fromM, toM, end))
        byDelay.set(delayNs, (byDelay.get(delayNs) ?? 0) + gain);
    }
    const arrivals = Array.from(byDelay, ([delayNs, gain]) => ({ delayNs, gain }));
    return arrivals.sort((a, b) => a.delayNs - b.delayNs);
  }

  /** What a stub drives: the line in both directions, Z0 / 2. */
  get loadOhm(): number {
    return this.#config.impedanceOhm / 2;
  }

  /** The wave that leaves towards `end`, each time that it comes by after a reflection. */
  #echoes(fromM: number, toM: number, end: number): Arrival[] {
    const { lengthM } = this.#config;
    const echoes: Arrival[] = [];
    let metres = end === 0 ? fromM : lengthM - fromM;
    let level = this.#gain(metres);
    for (let turn = 0; turn < MOST_REFLECTIONS; turn++) {
      const at = (end + turn) % 2;
      level *= this.#reflection(at);
      const backM = at === 0 ? toM : lengthM - toM;
      const gain = level * this.#gain(backM);
      // Each later one is weaker, so none worth its while is missed.
      if (Math.abs(gain) < LEAST_GAIN) break;
      echoes.push({ delayNs: this.#delayNs(metres + backM), gain });
      level *= this.#gain(lengthM);
      metres += lengthM;
    }
    return echoes;
  }

  /** Γ of an end. */
  #reflection(end: number): number {
    const { impedanceOhm } = this.#config;
    const ohm = float64At(this.#endsOhm, end);
    return (ohm - impedanceOhm) / (ohm + impedanceOhm);
  }

  #delayNs(metres: number): number {
    return Math.round(metres / this.#config.velocityMPerNs);
  }

  /** Loss compounds metre by metre; taps are at whole metres, so no power function is needed. */
  #gain(metres: number): number {
    const { lossPpmPerM } = this.#config;
    if (lossPpmPerM === 0) return 1;
    let gain = 1;
    for (let m = 0; m < metres; m++) gain *= 1 - lossPpmPerM / 1e6;
    return gain;
  }

  #tapM(station: string): number {
    return this.#config.tapsM[station] ?? 0;
  }
}
