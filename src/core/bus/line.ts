/**
 * The line between two taps: how long a wave travels and how much of it arrives, once or again and again.
 *
 * Z0 ends at a terminator Zt. What is not absorbed there comes back, by Γ = (Zt − Z0) / (Zt + Z0): nothing from a matched
 * end, all of it from an open one, all of it upside down from a short. A wave leaves its tap both ways; each way is
 * followed from end to end (as if from images of the sender behind the ends) until its echoes fall under 1 %. Taps
 * themselves reflect nothing, and a transmitter lets pass what comes by.
 */
import { at, float64At } from '../at.js';
import type { LineConfig } from '../config.js';
import type { TimeNs } from '../time.js';
import type { Transmission } from './transmission.js';

export interface Arrival {
  readonly delayNs: number;
  /** Level at the receiver over level at the transmitter's stub; negative upside down, above 1 where echoes add up. */
  readonly gain: number;
}

/** Where a line is interrupted: each side of the place ends there in so much. */
export interface Break {
  readonly atM: number;
  readonly ohm: number;
}

/** What can be wrong with a line itself. */
export interface LineState {
  /** The terminators at its two ends. */
  readonly endsOhm: Float64Array;
  readonly breaks: Break[];
}

/** Bends a line; a fault, seen from the wire. */
export interface LineBehaviour {
  bend(line: LineState, timeNs: TimeNs): void;
}

/** Puts something else on the line beside what is sent. */
export interface Disturbance {
  disturb(tx: Transmission): void;
}

/** Echoes below this share of what was sent are left out. */
const LEAST_GAIN = 0.01;
/**
 * Reflections that are followed each way. Between two ends that both absorb nothing, on a line without loss, a wave would
 * never die; on any real line the 1 % comes first.
 */
const MOST_REFLECTIONS = 32;

/** A stretch of line between two ends, each a place and what stands there. */
interface Stretch {
  readonly endsM: readonly [number, number];
  readonly endsOhm: readonly [number, number];
}

export class Line {
  readonly behaviours: LineBehaviour[] = [];
  readonly disturbances: Disturbance[] = [];
  readonly #config: LineConfig;
  readonly #state: LineState;
  readonly #before: { readonly endsOhm: Float64Array; readonly breaks: Break[] };

  constructor(config: LineConfig) {
    this.#config = config;
    this.#state = { endsOhm: Float64Array.from(config.terminatorsOhm), breaks: [] };
    this.#before = { endsOhm: Float64Array.from(config.terminatorsOhm), breaks: [] };
  }

  /** Lets what is wrong with the line act. @returns whether it is now another than it was */
  settle(timeNs: TimeNs): boolean {
    const { endsOhm, breaks } = this.#state;
    this.#before.endsOhm.set(endsOhm);
    this.#before.breaks.length = 0;
    this.#before.breaks.push(...breaks);
    endsOhm.set(this.#config.terminatorsOhm);
    breaks.length = 0;
    for (const behaviour of this.behaviours) behaviour.bend(this.#state, timeNs);
    return this.#hasChanged();
  }

  #hasChanged(): boolean {
    const { endsOhm, breaks } = this.#before;
    const now = this.#state;
    return (
      endsOhm.some((ohm, end) => ohm !== float64At(now.endsOhm, end)) ||
      breaks.length !== now.breaks.length ||
      breaks.some((place, i) => place !== now.breaks[i])
    );
  }

  /** The waves that reach tap `to` from tap `from`: the direct one first, then its echoes as they come. */
  arrivals(from: string, to: string): readonly Arrival[] {
    const fromM = this.#tapM(from);
    const toM = this.#tapM(to);
    const metres = Math.abs(fromM - toM);
    const stretch = this.#stretchAt(fromM);
    // Beyond a break nothing arrives.
    if (!isSame(stretch, this.#stretchAt(toM))) return [{ delayNs: this.#delayNs(metres), gain: 0 }];
    const byDelay = new Map<number, number>([[this.#delayNs(metres), this.#gain(metres)]]);
    for (const end of [0, 1]) {
      for (const { delayNs, gain } of this.#echoes(stretch, fromM, toM, end))
        byDelay.set(delayNs, (byDelay.get(delayNs) ?? 0) + gain);
    }
    const arrivals = Array.from(byDelay, ([delayNs, gain]) => ({ delayNs, gain }));
    return arrivals.sort((a, b) => a.delayNs - b.delayNs);
  }

  /** What a stub drives: the line in both directions, Z0 / 2. */
  get loadOhm(): number {
    return this.#config.impedanceOhm / 2;
  }

  /** Between which ends a tap lies; at a break it hangs on the near side. */
  #stretchAt(tapM: number): Stretch {
    const { endsOhm, breaks } = this.#state;
    let [nearM, farM] = [0, this.#config.lengthM];
    let [nearOhm, farOhm] = [float64At(endsOhm, 0), float64At(endsOhm, 1)];
    for (const { atM, ohm } of breaks) {
      if (atM < tapM && atM >= nearM) [nearM, nearOhm] = [atM, ohm];
      if (atM >= tapM && atM <= farM) [farM, farOhm] = [atM, ohm];
    }
    return { endsM: [nearM, farM], endsOhm: [nearOhm, farOhm] };
  }

  /** The wave that leaves towards `end`, each time that it comes by after a reflection. */
  #echoes({ endsM, endsOhm }: Stretch, fromM: number, toM: number, end: number): Arrival[] {
    const echoes: Arrival[] = [];
    let metres = Math.abs(fromM - at(endsM, end));
    let level = this.#gain(metres);
    for (let turn = 0; turn < MOST_REFLECTIONS; turn++) {
      const there = (end + turn) % 2;
      level *= this.#reflection(at(endsOhm, there));
      const backM = Math.abs(toM - at(endsM, there));
      const gain = level * this.#gain(backM);
      // Each later one is weaker, so none worth its while is missed.
      if (Math.abs(gain) < LEAST_GAIN) break;
      echoes.push({ delayNs: this.#delayNs(metres + backM), gain });
      const lengthM = endsM[1] - endsM[0];
      level *= this.#gain(lengthM);
      metres += lengthM;
    }
    return echoes;
  }

  /** Γ of an end. */
  #reflection(ohm: number): number {
    const { impedanceOhm } = this.#config;
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

function isSame(a: Stretch, b: Stretch): boolean {
  return a.endsM[0] === b.endsM[0] && a.endsM[1] === b.endsM[1];
}
