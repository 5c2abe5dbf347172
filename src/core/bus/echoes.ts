/**
 * The echoes of one transmission at one receiver: the same trapezoid again, later, weaker, perhaps upside down.
 *
 * Words are broadband, so an echo is no weaker or stronger *signal*: it is other half-bits, laid over those at hand. A
 * receiver keeps to the half-bit grid of the direct wave. What an echo of offset d adds to a window is the mean of the
 * sent wave over that window, d earlier; its offset may be any, also many half-bits. A crossing it moves as noise does,
 * by its level over the slope, but always the same way: where the filtered direct edge and the filtered echoes together
 * are zero.
 */
import { objectAt } from '../at.js';
import type { Arrival } from './line.js';
import {
  crossingLateNs,
  edgeLateNs,
  edgePassed,
  newWaveform,
  peakMv,
  slopeMvPerNs,
  strongestMv,
  WINDOW_NS,
  WINDOW_START_NS,
  type Waveform,
} from './signal.js';
import type { Transmission } from './transmission.js';
import { HALF_BIT_NS } from './word.js';

/** Halvings in the search for a crossing: from at most 1.5 µs to below 0.1 ns in 14. */
const HALVINGS = 14;

const NONE: readonly Arrival[] = [{ delayNs: 0, gain: 1 }];

export class Echoes {
  /** No echo nor sum of echoes is ever stronger, mV. */
  boundMv = 0;
  #arrivals = NONE;
  #gainSum = 0;
  #sent: Waveform = newWaveform();

  /**
   * Takes in what arrives, echoes from number 1 on.
   * @returns whether it may matter to what was concluded from the last
   */
  take(arrivals: readonly Arrival[], sent: Waveform): boolean {
    if (arrivals.length === 1 && this.#arrivals.length === 1) return false;
    const before = this.#arrivals;
    const beforeMv = this.boundMv;
    if (arrivals !== before) this.#gainSum = gainSum(arrivals);
    this.#arrivals = arrivals;
    this.#sent = sent;
    this.boundMv = this.#gainSum * strongestMv(sent);
    return arrivals !== before || this.boundMv !== beforeMv;
  }

  get any(): boolean {
    return this.#arrivals.length > 1;
  }

  /** What the echoes add to the mean of a half-bit over the receiver's window, or over one that is so much later, mV. */
  meanMv(tx: Transmission, word: number, half: number, laterNs = 0): number {
    const direct = objectAt(this.#arrivals, 0);
    let sum = 0;
    for (let i = 1; i < this.#arrivals.length; i++) {
      const { delayNs, gain } = objectAt(this.#arrivals, i);
      sum += gain * meanEarlierMv(this.#sent, tx, word, half, delayNs - direct.delayNs - laterNs);
    }
    return sum;
  }

  /**
   * When the crossing at the start of a half-bit comes, relative to the grid, ns; NaN where the sum does not cross zero.
   * @param wave the direct wave as it arrives
   */
  crossingLateNs(tx: Transmission, word: number, half: number, wave: Waveform, rising: boolean): number {
    const lateNs = crossingLateNs(wave, rising) + tx.lateNs(word, half);
    const slope = slopeMvPerNs(wave);
    // Beyond `wholeNs` the edge is over, so from there on its level alone counts.
    const wholeNs = Math.max(wave.edgeNs, WINDOW_NS);
    const isSure = this.boundMv < Math.min(wave.positiveMv, wave.negativeMv);
    const reachNs = isSure ? this.boundMv / slope : wholeNs;
    const perNs = rising ? slope : -slope;
    let before = -reachNs;
    let after = reachNs;
    if (!isSure) {
      const crosses =
        this.#sumMv(tx, word, half, wave, before * perNs, lateNs + before) > 0 !== rising &&
        this.#sumMv(tx, word, half, wave, after * perNs, lateNs + after) > 0 === rising;
      if (!crosses) return NaN;
    }
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (before + after) / 2;
      const isOver = this.#sumMv(tx, word, half, wave, middle * perNs, lateNs + middle) > 0 === rising;
      if (isOver) after = middle;
      else before = middle;
    }
    return lateNs + (before + after) / 2;
  }

  /** Direct wave and echoes behind the filter, `laterNs` after the start of a half-bit, mV. */
  #sumMv(
    tx: Transmission,
    word: number,
    half: number,
    wave: Waveform,
    edgeMv: number,
    laterNs: number,
  ): number {
    const directMv = Math.max(-wave.negativeMv, Math.min(wave.positiveMv, edgeMv));
    // A window about the start of a half-bit lies half a half-bit before that half-bit's own.
    return directMv + this.meanMv(tx, word, half, laterNs - HALF_BIT_NS / 2);
  }
}

/** Mean of the sent wave over the window of a half-bit, `earlierNs` before that; levels of the sender. */
export function meanEarlierMv(
  sent: Waveform,
  tx: Transmission,
  word: number,
  half: number,
  earlierNs: number,
): number {
  const whole = Math.floor(earlierNs / HALF_BIT_NS);
  const here = half - whole;
  const startNs = WINDOW_START_NS - (earlierNs - whole * HALF_BIT_NS);
  // The window begins 375 ns before `here` at the earliest and ends 375 ns after its start: three edges can reach into it.
  let before = tx.stateAt(word, here - 2);
  let mean = peakMv(sent, before);
  for (let edge = -1; edge <= 1; edge++) {
    const state = tx.stateAt(word, here + edge);
    if (state !== before) {
      const swing = peakMv(sent, state) - peakMv(sent, before);
      const edgeNs = edge * HALF_BIT_NS + edgeLateNs(sent, before, state) + tx.lateNs(word, here + edge);
      mean += swing * edgePassed(sent, startNs - edgeNs);
    }
    before = state;
  }
  return mean;
}

/** Of the echoes alone. */
function gainSum(arrivals: readonly Arrival[]): number {
  let sum = 0;
  for (let i = 1; i < arrivals.length; i++) sum += Math.abs(objectAt(arrivals, i).gain);
  return sum;
}
