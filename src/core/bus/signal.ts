/**
 * The signal: what a transmitter puts on the wire, and what is left of it behind a receiver's filter.
 *
 * A transmission is a trapezoid in time: an amplitude for each polarity, an edge of some length, crossings that may
 * come early or late. The receiver integrates over the middle half of each half-bit, which leaves a flat top as it is
 * and halves the rms of wide-band noise. An edge that is slow or displaced reaches into that window and costs level.
 *
 * Levels here are **peak**, i.e. half of the peak-to-peak values of a scenario. The model holds while an edge comes at
 * most half a half-bit late or early, and is at most 750 ns long: then only neighbours reach into a window.
 */
import type { TransmitterConfig } from '../config.js';
import { HALF_BIT_NS } from './word.js';

export interface Waveform {
  /** Peak of the positive and of the negative half-wave, mV, both ≥ 0; unequal when the polarities are unbalanced. */
  positiveMv: number;
  negativeMv: number;
  /** A whole edge, 0 % to 100 %, ns, from one peak to the other. */
  edgeNs: number;
  /** How late rising and falling edges come (negative: early), ns; MIL-STD-1553B 4.5.2.1.1.2 allows ±25. */
  risingLateNs: number;
  fallingLateNs: number;
}

/** The part of a half-bit over which a receiver integrates, in its middle, ns. */
export const WINDOW_NS = 250;
/** Where in the half-bit that begins. */
export const WINDOW_START_NS = (HALF_BIT_NS - WINDOW_NS) / 2;

/** A healthy transmitter's output. Its 10 %–90 % rise time is 80 % of the edge. */
export function setHealthy(wave: Waveform, transmitter: TransmitterConfig): void {
  wave.positiveMv = wave.negativeMv = transmitter.levelMv / 2;
  wave.edgeNs = transmitter.riseNs / 0.8;
  wave.risingLateNs = wave.fallingLateNs = 0;
}

export function newWaveform(): Waveform {
  return { positiveMv: 0, negativeMv: 0, edgeNs: 0, risingLateNs: 0, fallingLateNs: 0 };
}

/** Peak level of a line state: +1, −1 or idle. */
export function peakMv(wave: Waveform, state: number): number {
  return state > 0 ? wave.positiveMv : state < 0 ? -wave.negativeMv : 0;
}

/** When an edge crosses zero, relative to the half-bit grid, ns. Unbalanced polarities shift it along the edge. */
export function crossingLateNs(wave: Waveform, rising: boolean): number {
  const swing = wave.positiveMv + wave.negativeMv;
  if (swing === 0) return 0;
  const start = rising ? wave.negativeMv : wave.positiveMv;
  return (rising ? wave.risingLateNs : wave.fallingLateNs) + wave.edgeNs * (start / swing - 0.5);
}

/** Steepness of a crossing behind the filter, mV/ns: the window smears the edge over its own length. */
export function slopeMvPerNs(wave: Waveform): number {
  return (wave.positiveMv + wave.negativeMv) / Math.max(wave.edgeNs, WINDOW_NS);
}

/**
 * Mean level of a half-bit over the receiver's window, given its neighbours' line states, mV; its own two edges may come
 * later yet than those of the wave.
 */
export function windowMeanMv(
  wave: Waveform,
  before: number,
  here: number,
  after: number,
  startLateNs = 0,
  endLateNs = 0,
): number {
  const level = peakMv(wave, here);
  const lostBefore =
    (level - peakMv(wave, before)) * intrusion(wave, edgeLateNs(wave, before, here) + startLateNs);
  const lostAfter =
    (level - peakMv(wave, after)) * intrusion(wave, -edgeLateNs(wave, here, after) - endLateNs);
  return level - lostBefore - lostAfter;
}

/** How late an edge from one state to another comes, ns. */
export function edgeLateNs(wave: Waveform, from: number, to: number): number {
  return to > from ? wave.risingLateNs : wave.fallingLateNs;
}

/** Share of the window's area that an edge takes, which ends `late` ns later (seen from the window) than it should. */
function intrusion(wave: Waveform, late: number): number {
  const reach = late + wave.edgeNs / 2 - WINDOW_START_NS;
  if (reach <= 0) return 0;
  return (lostNs(wave, reach) - lostNs(wave, reach - WINDOW_NS)) / WINDOW_NS;
}

/** Area between the old level and the new one over the last `reach` ns before an edge ends, for a swing of 1. */
function lostNs({ edgeNs }: Waveform, reach: number): number {
  if (reach <= 0) return 0;
  return reach < edgeNs ? (reach * reach) / (2 * edgeNs) : reach - edgeNs / 2;
}

/** Share of an edge's swing that a window holds which begins `startNs` after the edge's middle: 0 before it, 1 after. */
export function edgePassed(wave: Waveform, startNs: number): number {
  return (passedNs(wave, startNs + WINDOW_NS) - passedNs(wave, startNs)) / WINDOW_NS;
}

/** Area under an edge up to `ns` after its middle, for a swing of 1. */
function passedNs({ edgeNs }: Waveform, ns: number): number {
  const begunNs = ns + edgeNs / 2;
  if (begunNs <= 0) return 0;
  return begunNs < edgeNs ? (begunNs * begunNs) / (2 * edgeNs) : ns;
}

/** The weakest and the strongest half-bit that any word can have behind the filter, mV. */
export function weakestMv(wave: Waveform): number {
  const { positiveMv, negativeMv, risingLateNs, fallingLateNs } = wave;
  const swingMv = positiveMv + negativeMv;
  const high =
    positiveMv - swingMv * intrusion(wave, risingLateNs) - swingMv * intrusion(wave, -fallingLateNs);
  const low =
    negativeMv - swingMv * intrusion(wave, fallingLateNs) - swingMv * intrusion(wave, -risingLateNs);
  return Math.min(high, low);
}

export function strongestMv(wave: Waveform): number {
  return Math.max(wave.positiveMv, wave.negativeMv);
}
