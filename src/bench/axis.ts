/** A logarithmic axis of times, and a histogram spread over its columns: for the terminal and for pictures alike. */
import type { HistogramData } from '../record/histogram.js';
import { bucketTop } from '../record/histogram.js';

export interface Axis {
  readonly lowNs: number;
  readonly highNs: number;
}

/** From the least to the greatest time of all, with a little room. */
export function axisOf(histograms: readonly HistogramData[]): Axis {
  const filled = histograms.filter(({ count }) => count > 0);
  const low = Math.max(1, Math.min(...filled.map(({ min }) => min)));
  const high = Math.max(low, ...filled.map(({ max }) => max));
  return filled.length === 0 ? { lowNs: 1, highNs: 10 } : { lowNs: low / 1.1, highNs: high * 1.1 };
}

/** Where a time lies on the axis: 0 … 1. */
export function placeOn({ lowNs, highNs }: Axis, timeNs: number): number {
  const place = Math.log(Math.max(timeNs, lowNs) / lowNs) / Math.log(highNs / lowNs);
  return Math.min(1, place);
}

/** How many there are in each column. A bucket wider than a column is shared out, so that no gaps show that are none. */
export function columnsOn(axis: Axis, { buckets }: HistogramData, columns: number): Float64Array {
  const counts = new Float64Array(columns);
  for (const [from, count] of buckets) {
    const start = placeOn(axis, from) * columns;
    const end = Math.max(start, placeOn(axis, bucketTop(from) + 1) * columns);
    const first = Math.min(columns - 1, Math.floor(start));
    const last = Math.min(columns - 1, Math.floor(end));
    for (let column = first; column <= last; column++) {
      const overlap = Math.min(end, column + 1) - Math.max(start, column);
      const share = first === last ? 1 : overlap / (end - start);
      counts[column] = (counts[column] ?? 0) + count * share;
    }
  }
  return counts;
}

/** 1, 2, 5, 10, 20 … ns inside the axis; every second decade's start only where there are too many. */
export function ticksOn({ lowNs, highNs }: Axis, most: number): number[] {
  for (const steps of [[1, 2, 5], [1, 3], [1]]) {
    const ticks: number[] = [];
    for (let decade = 1; decade <= highNs; decade *= 10) {
      for (const step of steps)
        if (decade * step >= lowNs && decade * step <= highNs) ticks.push(decade * step);
    }
    if (ticks.length <= most) return ticks;
  }
  return [];
}
