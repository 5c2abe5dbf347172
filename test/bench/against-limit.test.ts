import { describe, expect, it } from 'vitest';
import { parseLimit, pinned, ratiosOf, rowOf } from '../../src/bench/against-limit.js';

describe('a limit program says', () => {
  it.each([
    [
      'rep 0: 2790000 cycles/s\nJS mode=whole-vector best 2812345 cycles/s = 355.6 ns/cycle (101.2 M msg/s) bad=0 chk=1',
      { language: 'JS', n: 4, m: 1, perSecond: 2_812_345 },
      'ic/4-1',
    ],
    [
      'JS N=7 m=2 ic: messages 1092, best 23.507 us, 42540 /s, 21.5 ns/msg, bad=0 chk=3114683707',
      { language: 'JS', n: 7, m: 2, perSecond: 42_540 },
      'ic/7-2',
    ],
    [
      'C  N=13 m=4 ic: messages 1408992, best 10400.1 us, 96 /s, 7.4 ns/msg, bad=0 chk=1',
      { language: 'C', n: 13, m: 4, perSecond: 96 },
      'ic/13-4',
    ],
    ['JS N=10 m=3 ic: … 1393 /s', { language: 'JS', n: 10, m: 3, perSecond: 1_393 }, 'ic/10-3'],
  ])('%s', (output, figure, row) => {
    expect(parseLimit(output)).toEqual(figure);
    expect(rowOf(figure)).toBe(row);
  });

  it.each([
    ['', 'printed neither'],
    ['JS N=7 m=2 one: messages 156, best 3.4 us, 294117 /s', 'give "ic" instead of "one"'],
    ['JS mode=whole-vector best 2812345 cycles/s bad=3', 'found its own answers wrong'],
  ])('nothing of use in %j', (output, told) => expect(() => parseLimit(output)).toThrow(told));

  it('a size that has no row', () => {
    const figure = { language: 'C', n: 5, m: 1, perSecond: 1 };
    expect(() => rowOf(figure)).toThrow('there is no row for N = 5, m = 1 — there are 4 1, 7 2, 10 3, 13 4');
  });
});

describe('the ratios', () => {
  it('are taken turn by turn', () => {
    const figure = { language: 'JS', n: 4, m: 1, perSecond: 1 };
    const ratios = ratiosOf(figure, [100, 200, 100], [60, 80, 50]);
    expect([ratios.min, ratios.median, ratios.max]).toEqual([0.4, 0.5, 0.6]);
  });

  it('are of programs on one core, where that can be said', () => {
    expect(pinned(['a', 'b'], false)).toEqual(['a', 'b']);
    expect(pinned(['a'], true)).toEqual(['taskset', '-c', expect.stringMatching(/^\d+$/), 'a']);
  });
});
