import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draw, key, noise, NOISE_BOUND_SIGMA } from '../../src/core/prng.js';
import { expectAsOften, GREATEST_SUM, mean, noiseOf, SUM_CHANCES } from '../support/irwin-hall.js';
import { holds } from '../support/property.js';

const int32 = fc.integer({ min: -0x80000000, max: 0x7fffffff });

/** Noise numbers 0 … count − 1 of a stream. */
const stream = (streamKey: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => noise(streamKey, index));

/** Correlation of two streams of standard deviation 1. */
const correlation = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0) / a.length;

describe('draws', () => {
  it('are 32-bit integers, each a function of key and counter alone', () => {
    holds(
      fc.property(int32, fc.nat(), (streamKey, counter) => {
        const first = draw(streamKey, counter);
        expect(Number.isInteger(first) && first >= 0 && first <= 0xffffffff).toBe(true);
        draw(streamKey + 1, counter + 1);
        expect(draw(streamKey, counter)).toBe(first);
      }),
    );
  });

  it('come out alike in whatever order they are made, and whichever are left out', () => {
    const forwards = Array.from({ length: 100 }, (_, i) => draw(124, i));
    for (let i = 99; i >= 0; i -= 3) expect(draw(124, i)).toBe(forwards[i]);
  });

  it('are what they have always been: a changed generator changes every trace', () => {
    const draws = [draw(0, 1), draw(124, 0), draw(-1, 7), key(124, 1), key(key(124, 1), 2), noise(124, 5)];
    expect(draws).toEqual([33_350_994, 1_211_731_012, 1_448_771_575, -1_525_493_579, -446_325_413, 0.421875]);
  });

  it('have each bit set half the time', () => {
    const set = new Uint32Array(32);
    for (let i = 0; i < 20_000; i++) {
      const word = draw(99, i);
      for (let bit = 0; bit < 32; bit++) if ((word >>> bit) & 1) set[bit] = (set[bit] ?? 0) + 1;
    }
    set.forEach((count, bit) => expectAsOften(count, 20_000, 0.5, `bit ${bit}`));
  });

  it('do not repeat within a stream: the mixer is one to one', () => {
    expect(new Set(Array.from({ length: 100_000 }, (_, i) => draw(5, i))).size).toBe(100_000);
  });
});

describe('keys', () => {
  it('differ for each cycle, bus and receiver', () => {
    const keys = new Set<number>();
    for (let cycle = 0; cycle < 225; cycle++)
      for (let bus = 0; bus < 8; bus++)
        for (let receiver = 0; receiver < 8; receiver++) keys.add(key(key(key(124, cycle), bus), receiver));
    // Of 14,400 random 32-bit keys, two alike turn up once in 41 seeds.
    expect(keys.size).toBe(225 * 8 * 8);
  });

  it('are no key of another order, and not the draws of their parent', () => {
    expect(key(key(1, 2), 3)).not.toBe(key(key(1, 3), 2));
    expect(key(1, 2)).not.toBe(key(2, 1));
    expect(key(7, 3) >>> 0).not.toBe(draw(7, 3));
  });

  it('name streams that have nothing to do with each other', () => {
    const count = 10_000;
    const streams = [key(1, 0), key(1, 1), key(2, 0), key(key(1, 0), 0), key(key(1, 0), 1)].map((streamKey) =>
      stream(streamKey, count),
    );
    streams.forEach((a, i) => {
      for (const b of streams.slice(i + 1))
        expect(Math.abs(correlation(a, b))).toBeLessThan(5 / Math.sqrt(count));
    });
  });
});

describe('noise', () => {
  const COUNT = 200_000;
  const drawn = stream(key(124, 1), COUNT);

  it('stays within its bound, just under six sigma, and both ends of it exist', () => {
    expect(NOISE_BOUND_SIGMA).toBe(3060 / 512);
    expect([noiseOf(0), noiseOf(GREATEST_SUM)]).toEqual([-NOISE_BOUND_SIGMA, NOISE_BOUND_SIGMA]);
    holds(
      fc.property(int32, fc.nat(), (streamKey, index) => {
        const value = noise(streamKey, index);
        expect(Math.abs(value)).toBeLessThanOrEqual(NOISE_BOUND_SIGMA);
        expect(Number.isInteger(value * 256)).toBe(true);
      }),
      1_000,
    );
  });

  it('has mean 0 and variance 1 by its exact distribution', () => {
    expect(mean(() => 1)).toBeCloseTo(1, 12);
    expect(mean((x) => x)).toBeCloseTo(0, 12);
    expect(mean((x) => x * x)).toBeCloseTo((12 * (256 * 256 - 1)) / 12 / 65_536, 12);
  });

  it('has that mean and variance as drawn', () => {
    const fourth = mean((x) => x * x * x * x);
    const meanDrawn = drawn.reduce((sum, x) => sum + x, 0) / COUNT;
    const varianceDrawn = drawn.reduce((sum, x) => sum + x * x, 0) / COUNT;
    expect(Math.abs(meanDrawn)).toBeLessThan(5 / Math.sqrt(COUNT));
    expect(Math.abs(varianceDrawn - 1)).toBeLessThan(5 * Math.sqrt((fourth - 1) / COUNT));
  });

  it('has that distribution, in bands of half a sigma', () => {
    for (let band = -8; band < 8; band++) {
      const inBand = (x: number): boolean => Math.floor(x * 2) === band;
      const chance = mean((x) => (inBand(x) ? 1 : 0));
      expectAsOften(drawn.filter(inBand).length, COUNT, chance, `${band / 2} sigma`);
    }
    expect(SUM_CHANCES.length).toBe(3061);
  });

  it('does not remember: neighbours are not correlated', () => {
    for (const lag of [1, 2, 3, 56, 112])
      expect(Math.abs(correlation(drawn.slice(lag), drawn))).toBeLessThan(5 / Math.sqrt(COUNT - lag));
  });
});
