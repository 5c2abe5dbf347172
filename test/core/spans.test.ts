import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Spans, spansBy, type Span } from '../../src/core/spans.js';

/** Spans in order without overlap, from gaps and lengths. */
const spans = fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(3))).map((steps) => {
  let next = -1;
  return steps.map(([gap, length], what): Span<number> => {
    const first = next + gap;
    next = first + length;
    return { cycles: [first, next], what };
  });
});

it('find what a search from the start finds, whatever cycles are left out', () => {
  fc.assert(
    fc.property(spans, fc.array(fc.nat(40)), fc.boolean(), (list, cycles, backwards) => {
      const found = new Spans(backwards ? list.toReversed() : list);
      for (const cycle of cycles.toSorted((a, b) => a - b)) {
        const wanted = list.find(({ cycles: [first, last] }) => first <= cycle && cycle <= last);
        expect(found.at(cycle)).toBe(wanted?.what);
      }
    }),
  );
});

it('are kept apart by their keys', () => {
  const both = spansBy([
    { key: 'a', cycles: [0, 1], what: 1 },
    { key: 'b', cycles: [1, 1], what: 2 },
    { key: 'a', cycles: [3, 3], what: 3 },
  ]);
  const of = (key: string) => [0, 1, 2, 3].map((cycle) => both.get(key)?.at(cycle));
  expect([of('a'), of('b'), of('c')]).toEqual([
    [1, 1, undefined, 3],
    [undefined, 2, undefined, undefined],
    [undefined, undefined, undefined, undefined],
  ]);
});
