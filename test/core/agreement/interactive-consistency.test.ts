import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  memberMask,
  perfectLinks,
  ScriptedAdversary,
  SeededAdversary,
} from '../../../src/core/agreement/adversary.js';
import { InteractiveConsistency } from '../../../src/core/agreement/interactive-consistency.js';
import { strictMajority } from '../../../src/core/agreement/majority.js';
import type { Majority } from '../../../src/core/agreement/om.js';
import { FIRST_VALUE } from '../../../src/core/agreement/value.js';
import { at } from '../../../src/core/at.js';
import { brokenByVectors } from '../../support/interactive-consistency.js';
import { holds } from '../../support/property.js';

const UNBROKEN = { ic1: false, ic2: false };
const exchanges = [
  [4, 1],
  [5, 1],
  [7, 2],
  [8, 2],
] as const;

describe('interactive consistency', () => {
  it.each([
    [4, 1, 36],
    [7, 2, 1_092],
    [10, 3, 36_090],
    [13, 4, 1_408_992],
  ])('among %i with m = %i takes %3$i messages and survives m liars', (n, m, messages) => {
    const exchange = new InteractiveConsistency(n, m);
    expect(n * exchange.tree.messages).toBe(messages);
    const values = Int32Array.from({ length: n }, (_, member) => FIRST_VALUE + member);
    const traitors = memberMask(Array.from({ length: m }, (_, i) => 3 * i));
    const vectors = exchange.run(values, new SeededAdversary(exchange.tree, traitors, n, n));
    expect(brokenByVectors(vectors, values, traitors)).toEqual(UNBROKEN);
  });

  it('gives everybody everybody’s value where nobody lies', () => {
    const vectors = new InteractiveConsistency(4, 1).run(Int32Array.of(5, 6, 7, 8), perfectLinks);
    expect([...vectors]).toEqual([5, 6, 7, 8, 5, 6, 7, 8, 5, 6, 7, 8, 5, 6, 7, 8]);
  });

  it.each(exchanges)('(%i, %i): IC1 and IC2 hold under any seeded liars, up to m', (n, m) => {
    const exchange = new InteractiveConsistency(n, m);
    const traitors = fc.subarray([...Array(n).keys()], { maxLength: m }).map(memberMask);
    const values = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: n, maxLength: n });
    holds(
      fc.property(
        traitors,
        fc.integer(),
        fc.integer({ min: 1, max: n }),
        values,
        (mask, seed, range, list) => {
          const own = Int32Array.from(list);
          const vectors = exchange.run(own, new SeededAdversary(exchange.tree, mask, seed, range));
          expect(brokenByVectors(vectors, own, mask)).toEqual(UNBROKEN);
        },
      ),
    );
  });

  it('holds under any single fault, whatever it says to whom', () => {
    const exchange = new InteractiveConsistency(4, 1);
    const said = fc.option(fc.integer({ min: 0, max: 4 }));
    // All nine messages that member t sends: three as commander, two about each of the others.
    const script = fc.nat(3).chain((t) => {
      const [a, b, c] = [(t + 1) % 4, (t + 2) % 4, (t + 3) % 4];
      const own = [a, b, c].map((q) => `${t}>${q}`);
      const relayed = [a, b, c].flatMap((from) =>
        [a, b, c].filter((q) => q !== from).map((q) => `${from}>${t}>${q}`),
      );
      const lies = fc.record(Object.fromEntries([...own, ...relayed].map((name) => [name, said])));
      return fc.tuple(fc.constant(t), lies);
    });
    const values = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 4, maxLength: 4 });
    holds(
      fc.property(script, values, ([traitor, lies], list) => {
        const own = Int32Array.from(list);
        const vectors = exchange.run(own, new ScriptedAdversary(exchange.tree, lies));
        expect(brokenByVectors(vectors, own, 1 << traitor)).toEqual(UNBROKEN);
      }),
      1000,
    );
  });

  it('takes one value per member', () => {
    expect(() => new InteractiveConsistency(4, 1).run(new Int32Array(3), perfectLinks)).toThrow('one value');
  });
});

describe('a damaged exchange is seen to break it', () => {
  /** How often IC1 and IC2 are broken in 200 exchanges with one rotating liar. */
  function brokenWith(n: number, m: number, majority: Majority): { ic1: number; ic2: number } {
    const exchange = new InteractiveConsistency(n, m, majority);
    const adversary = new SeededAdversary(exchange.tree, 0, 0, n);
    const values = Int32Array.from({ length: n }, (_, member) => FIRST_VALUE + member);
    const count = { ic1: 0, ic2: 0 };
    for (let i = 0; i < 200; i++) {
      adversary.seed = i;
      adversary.traitors = 1 << (i % n);
      const { ic1, ic2 } = brokenByVectors(exchange.run(values, adversary), values, adversary.traitors);
      if (ic1) count.ic1++;
      if (ic2) count.ic2++;
    }
    return count;
  }

  it('by a majority that returns the first vote', () => {
    expect(brokenWith(4, 1, (votes, offset) => at(votes, offset)).ic1).toBe(200);
  });

  it('by one that returns the last vote', () => {
    const { ic1, ic2 } = brokenWith(4, 1, (votes, offset, count) => at(votes, offset + count - 1));
    expect(ic1).toBeGreaterThan(100);
    expect(ic2).toBeGreaterThan(100);
  });

  it('by too few members', () => {
    expect(brokenWith(3, 1, strictMajority).ic2).toBeGreaterThan(100);
  });

  it('by too few rounds', () => {
    expect(brokenWith(4, 0, strictMajority).ic1).toBe(200);
  });

  it('and only by the damage', () => {
    expect(brokenWith(4, 1, strictMajority)).toEqual({ ic1: 0, ic2: 0 });
  });
});
