/**
 * The exact distribution of the bounded noise, worked out here once more: a sum of twelve uniform bytes, by convolution.
 * Standard deviation 1 is 256 steps of the sum.
 */
import { expect } from 'vitest';

const BYTES = 12;
export const GREATEST_SUM = BYTES * 255;
/** P(sum = s), s = 0 … 3060. */
export const SUM_CHANCES = convolve();

function convolve(): Float64Array {
  let chances = Float64Array.of(1);
  for (let byte = 0; byte < BYTES; byte++) {
    const next = new Float64Array(chances.length + 255);
    chances.forEach((chance, sum) => {
      for (let value = 0; value < 256; value++) next[sum + value] = (next[sum + value] ?? 0) + chance / 256;
    });
    chances = next;
  }
  return chances;
}

/** The noise that a sum stands for. */
export const noiseOf = (sum: number): number => (sum - GREATEST_SUM / 2) / 256;

/** Mean of `f(noise)`. */
export function mean(f: (noise: number) => number): number {
  return SUM_CHANCES.reduce((total, chance, sum) => total + chance * f(noiseOf(sum)), 0);
}

/** What noise makes of one half-bit: read as sent, as idle, as its opposite. */
export interface HalfBitChances {
  readonly right: number;
  readonly idle: number;
  readonly wrong: number;
}

/** @param levelMv and @param thresholdMv peak to peak, @param noiseMv rms: as in a scenario */
export function halfBitChances(levelMv: number, thresholdMv: number, noiseMv: number): HalfBitChances {
  const reads = (noise: number): number => levelMv / 2 + noiseMv * noise;
  return {
    right: mean((noise) => (reads(noise) >= thresholdMv / 2 ? 1 : 0)),
    idle: mean((noise) => (Math.abs(reads(noise)) < thresholdMv / 2 ? 1 : 0)),
    wrong: mean((noise) => (reads(noise) <= -thresholdMv / 2 ? 1 : 0)),
  };
}

/** Holds a count against its binomial distribution: within five standard deviations. */
export function expectAsOften(count: number, tries: number, chance: number, what = 'count'): void {
  const sigma = Math.sqrt(tries * chance * (1 - chance));
  const text = `${what}: ${count} of ${tries}, expected ${(tries * chance).toFixed(1)} ± ${sigma.toFixed(1)}`;
  expect(Math.abs(count - tries * chance), text).toBeLessThanOrEqual(5 * sigma);
}
