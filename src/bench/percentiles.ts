/** Figures of a distribution and of a few repetitions. */
import { assert, at } from '../core/at.js';
import { Histogram, type HistogramData } from '../record/histogram.js';
import type { Percentiles, Spread, Summary } from './report.js';

export function percentilesOf(histogram: Histogram): Percentiles {
  return {
    p50: histogram.percentile(50),
    p99: histogram.percentile(99),
    p999: histogram.percentile(99.9),
    max: histogram.max,
  };
}

export function summaryOf(histogram: Histogram): Summary {
  const { min, mean } = histogram;
  return { ...percentilesOf(histogram), min: histogram.count === 0 ? 0 : min, mean: Math.round(mean) };
}

/** All repetitions in one. */
export function merged(parts: readonly HistogramData[]): Histogram {
  const histogram = new Histogram();
  for (const part of parts) histogram.add(part);
  return histogram;
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  assert(values.length > 0, 'there is no median of nothing');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? at(sorted, middle) : (at(sorted, middle - 1) + at(sorted, middle)) / 2;
}

export function spreadOf(of: Spread['of'], better: Spread['better'], repetitions: readonly number[]): Spread {
  return {
    of,
    better,
    min: Math.min(...repetitions),
    median: median(repetitions),
    max: Math.max(...repetitions),
    repetitions,
  };
}
