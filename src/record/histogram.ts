/**
 * A distribution of times, kept in a fixed number of counters so that recording allocates nothing: buckets of equal
 * width inside an octave, twice as wide in the next one (log-linear, as in G. Tene's HdrHistogram). Up to 64 ns every
 * value has a bucket of its own; above, a bucket is 1/32 of its octave, so a percentile is at most 3.2 % too high.
 *
 *   0 1 2 … 63 | 64 66 … 126 | 128 132 … 252 | 256 264 … 504 | …
 */
import { assert } from '../core/at.js';

/** Buckets in an octave, as a power of two. */
const STEP_BITS = 5;
const STEPS = 1 << STEP_BITS;
/** Below this every value has its own bucket. */
const FINE = 2 * STEPS;
/** What does not fit into 31 bits is shifted by so many first. */
const HIGH_BITS = 20;
const HIGH = 2 ** HIGH_BITS;
/** The longest time that is told apart, about 26 days; longer ones count as this. */
const LONGEST = 2 ** 51 - 1;
const BUCKETS = bucketOf(LONGEST) + 1;

/** Plain data, to be sent to another thread or written to a file. */
export interface HistogramData {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** Lowest value and count of each bucket that is not empty, in order. */
  readonly buckets: readonly (readonly [from: number, count: number])[];
}

export class Histogram {
  count = 0;
  sum = 0;
  /** Exact; Infinity while there is none. */
  min = Infinity;
  /** Exact; 0 while there is none. */
  max = 0;
  readonly #counts = new Float64Array(BUCKETS);

  static from(data: HistogramData): Histogram {
    const histogram = new Histogram();
    histogram.add(data);
    return histogram;
  }

  /** Counts a time, rounded to whole nanoseconds; less than nothing counts as 0. */
  record(timeNs: number): void {
    const whole = timeNs < 0 ? 0 : timeNs > LONGEST ? LONGEST : Math.round(timeNs);
    this.count++;
    this.sum += whole;
    if (whole < this.min) this.min = whole;
    if (whole > this.max) this.max = whole;
    const bucket = bucketOf(whole);
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
  }

  add(data: HistogramData): void {
    this.count += data.count;
    this.sum += data.sum;
    if (data.count > 0) this.min = Math.min(this.min, data.min);
    this.max = Math.max(this.max, data.max);
    for (const [from, count] of data.buckets) {
      const bucket = bucketOf(from);
      this.#counts[bucket] = (this.#counts[bucket] ?? 0) + count;
    }
  }

  get mean(): number {
    return this.count === 0 ? 0 : this.sum / this.count;
  }

  /** The least value that `percent` % of all are not above, as far as buckets tell: the top of its bucket, at most max. */
  percentile(percent: number): number {
    assert(percent >= 0 && percent <= 100, 'a percentile is between 0 and 100');
    const wanted = Math.max(1, Math.ceil((percent / 100) * this.count - 1e-9));
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      seen += this.#counts[bucket] ?? 0;
      if (seen >= wanted) return Math.min(this.max, topOf(bucket));
    }
    return this.max;
  }

  toData(): HistogramData {
    const buckets: (readonly [number, number])[] = [];
    this.#counts.forEach((count, bucket) => {
      if (count > 0) buckets.push([lowOf(bucket), count]);
    });
    const { count, sum, min, max } = this;
    return { count, sum, min: count === 0 ? 0 : min, max, buckets };
  }
}

function bucketOf(value: number): number {
  if (value < FINE) return value;
  if (value < 2 ** 31) return place(31 - Math.clz32(value), value, 0);
  const high = Math.floor(value / HIGH);
  return place(31 - Math.clz32(high) + HIGH_BITS, high, HIGH_BITS);
}

/** @param shifted the value without its last `bits` bits */
function place(octave: number, shifted: number, bits: number): number {
  return (octave - STEP_BITS + 1) * STEPS + (shifted >>> (octave - STEP_BITS - bits)) - STEPS;
}

function lowOf(bucket: number): number {
  if (bucket < FINE) return bucket;
  return (STEPS + (bucket % STEPS)) * widthOf(bucket);
}

function widthOf(bucket: number): number {
  return bucket < FINE ? 1 : 2 ** (Math.floor(bucket / STEPS) - 1);
}

function topOf(bucket: number): number {
  return lowOf(bucket) + widthOf(bucket) - 1;
}

/** The highest value of the bucket that a value falls into. */
export function bucketTop(value: number): number {
  return topOf(bucketOf(value));
}
