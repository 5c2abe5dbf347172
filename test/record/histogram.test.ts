import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketTop, Histogram } from '../../src/record/histogram.js';

function histogramOf(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

describe('a histogram', () => {
  it.each([
    [0, 0],
    [63, 63],
    [64, 65],
    [127, 127],
    [128, 131],
    [1_000, 1_007],
    [2 ** 31 - 1, 2 ** 31 - 1],
    [2 ** 31, 2 ** 31 + 2 ** 26 - 1],
    [2 ** 40 + 1, 2 ** 40 + 2 ** 35 - 1],
    [2 ** 51 - 1, 2 ** 51 - 1],
  ])('has %d in the bucket that ends at %d', (value, top) => expect(bucketTop(value)).toBe(top));

  it('tells percentiles, of which the last is the greatest time itself', () => {
    const histogram = histogramOf([...Array.from({ length: 98 }, () => 10), 20, 5_001]);
    expect([50, 98, 99, 99.9, 100].map((p) => histogram.percentile(p))).toEqual([10, 10, 20, 5_001, 5_001]);
    expect([histogram.min, histogram.max, histogram.count, histogram.mean]).toEqual([10, 5_001, 100, 60.01]);
  });

  it('knows nothing of nothing', () => {
    const { mean, max } = new Histogram();
    expect([mean, max, new Histogram().percentile(99)]).toEqual([0, 0, 0]);
    expect(new Histogram().toData()).toEqual({ count: 0, sum: 0, min: 0, max: 0, buckets: [] });
  });

  it('takes what is out of range for the end of the range', () => {
    const histogram = histogramOf([-5, 0.4, 1e300]);
    expect([histogram.min, histogram.max]).toEqual([0, 2 ** 51 - 1]);
  });

  it('is never below the true percentile and at most 1/32 above', () => {
    const times = fc.array(fc.integer({ min: 0, max: 2 ** 45 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 100 }), (values, percent) => {
        const sorted = [...values].sort((a, b) => a - b);
        const exact = sorted[Math.max(0, Math.ceil((percent / 100) * values.length - 1e-9) - 1)] ?? NaN;
        const told = histogramOf(values).percentile(percent);
        expect(told).toBeGreaterThanOrEqual(exact);
        expect(told).toBeLessThanOrEqual(exact * (1 + 1 / 32));
      }),
    );
  });

  it('is the same whether recorded whole or in parts that are sent and added', () => {
    const times = fc.array(fc.integer({ min: 0, max: 2 ** 40 }));
    fc.assert(
      fc.property(times, times, (a, b) => {
        const sum = Histogram.from(histogramOf(a).toData());
        sum.add(histogramOf(b).toData());
        expect(sum.toData()).toEqual(histogramOf([...a, ...b]).toData());
      }),
    );
  });
});
