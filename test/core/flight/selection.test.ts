import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MidValue } from '../../../src/core/flight/selection.js';
import { dumbMedian } from '../../support/dumb-median.js';
import { holds } from '../../support/property.js';
import { readTable } from '../../support/table.js';

const table = readTable(new URL('./selection.table.txt', import.meta.url));

describe('mid-value select', () => {
  it.each(table)('$line', ({ inputs, outcome }) => {
    const selection = new MidValue(6, 10);
    selection.select(Int32Array.from(inputs, Number), inputs.length);
    expect([String(selection.value), selection.flag]).toEqual(outcome);
  });

  it('is the dumb median of every list of up to six over five readings', () => {
    const selection = new MidValue(6, 1);
    const readings = new Int32Array(6);
    for (let count = 0, all = 1; count <= 6; count++, all *= 5) {
      for (let number = 0; number < all; number++) {
        for (let i = 0, rest = number; i < count; i++, rest = Math.trunc(rest / 5))
          readings[i] = (rest % 5) - 2;
        selection.select(readings, count);
        const dumb = dumbMedian([...readings.subarray(0, count)]);
        if (selection.value !== (dumb ?? 0))
          expect.fail(`${readings.join(' ')} (${count}) -> ${selection.value}`);
      }
    }
  });

  it('is the dumb median of any readings, and leaves them as they are', () => {
    const selection = new MidValue(8, 0);
    holds(
      fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 8 }), (list) => {
        const readings = Int32Array.from(list);
        selection.select(readings, readings.length);
        expect(selection.value).toBe(dumbMedian(list));
        expect([...readings]).toEqual(list);
      }),
    );
  });

  it('stays within the healthy sensors, whatever one of three or four says', () => {
    const selection = new MidValue(4, 0);
    const healthy = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 3 });
    holds(
      fc.property(healthy, fc.integer(), fc.nat(3), (good, wild, place) => {
        selection.select(Int32Array.from(good.toSpliced(place, 0, wild)), good.length + 1);
        expect(selection.value).toBeGreaterThanOrEqual(Math.min(...good));
        expect(selection.value).toBeLessThanOrEqual(Math.max(...good));
      }),
    );
  });

  it('says how far apart the two were that it averaged', () => {
    const selection = new MidValue(4, 10);
    const gap = (...readings: number[]): number => {
      selection.select(Int32Array.from(readings), readings.length);
      return selection.gap;
    };
    expect([gap(), gap(4), gap(4, 9), gap(1, 9, 4), gap(1, 4, 9, 30)]).toEqual([0, 0, 5, 0, 5]);
  });

  it('takes no more readings than it was made for', () => {
    expect(() => new MidValue(2, 0).select(new Int32Array(3), 3)).toThrow('more readings');
    expect(() => new MidValue(2, -1)).toThrow('tolerance');
  });
});
