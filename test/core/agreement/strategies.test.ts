import { describe, expect, it } from 'vitest';
import { memberMask, Strategies } from '../../../src/core/agreement/adversary.js';
import { InteractiveConsistency } from '../../../src/core/agreement/interactive-consistency.js';
import { MessageTree, OralMessages, runOralMessages, type Majority } from '../../../src/core/agreement/om.js';
import { DEFAULT } from '../../../src/core/agreement/value.js';
import { at } from '../../../src/core/at.js';
import { dumbOm } from '../../support/dumb-om.js';
import { brokenBy, brokenByVectors } from '../../support/interactive-consistency.js';

// Nothing here is sampled: every adversary of the size is tried, and the counts are those of the literature's smallest
// cases. Where an algorithm must fail, it has to fail that often: a check that cannot fail checks nothing.

interface Tally {
  strategies: number;
  ic1: number;
  ic2: number;
}

/** All strategies of each one of `traitors` against OM(m) under commander 0. */
function exhaust(n: number, m: number, values: number, traitors: number[], majority?: Majority): Tally {
  const tree = new MessageTree(n, m);
  const exchange = new OralMessages(tree, majority);
  const tally = { strategies: 0, ic1: 0, ic2: 0 };
  for (const traitor of traitors) {
    const strategies = new Strategies(tree, { commanders: [0], traitors: memberMask([traitor]), values });
    const before = tally.strategies;
    do {
      const value = at(strategies.values, 0);
      const decisions = runOralMessages(exchange, 0, value, strategies.adversary);
      const broken = brokenBy(decisions, 0, value, 1 << traitor);
      tally.strategies++;
      if (broken.ic1) tally.ic1++;
      if (broken.ic2) tally.ic2++;
    } while (strategies.next());
    expect(strategies.total).toBe(tally.strategies - before);
  }
  return tally;
}

describe('one commander, n = 4, m = 1, any single traitor', () => {
  it.each([
    [2, 27, 54],
    [3, 64, 144],
    [4, 125, 300],
  ])(
    'V = %i: %i strategies of the commander, %i of a lieutenant, none breaks it',
    (values, commander, lieutenants) => {
      expect(exhaust(4, 1, values, [0])).toEqual({ strategies: commander, ic1: 0, ic2: 0 });
      expect(exhaust(4, 1, values, [1, 2, 3])).toEqual({ strategies: lieutenants, ic1: 0, ic2: 0 });
    },
  );

  it.each([2, 3])('V = %i: decides as the recursion of the paper does', (values) => {
    const tree = new MessageTree(4, 1);
    const exchange = new OralMessages(tree);
    for (const traitor of [0, 1, 2, 3]) {
      const strategies = new Strategies(tree, { commanders: [0], traitors: memberMask([traitor]), values });
      do {
        const value = at(strategies.values, 0);
        const script = strategies.adversary.script();
        const dumb = dumbOm(1, [0], value, [1, 2, 3], (path, receiver, truth) => {
          const lie = script[[...path, receiver].join('>')];
          return lie === undefined ? truth : (lie ?? DEFAULT);
        });
        const fast = runOralMessages(exchange, 0, value, strategies.adversary);
        expect([...fast]).toEqual([value, dumb.get(1), dumb.get(2), dumb.get(3)]);
      } while (strategies.next());
    }
  });
});

describe('what must fail', () => {
  it.each([
    [2, 27, 18],
    [3, 64, 54],
  ])(
    'OM(0), n = 4, V = %i: of %i strategies of the commander %i split the lieutenants',
    (values, strategies, ic1) => {
      expect(exhaust(4, 0, values, [0])).toEqual({ strategies, ic1, ic2: 0 });
    },
  );

  it.each([
    [2, 12, 4],
    [3, 24, 12],
  ])(
    'OM(1), n = 3, V = %i: of %i strategies of a lieutenant %i break validity',
    (values, strategies, ic2) => {
      expect(exhaust(3, 1, values, [1, 2])).toEqual({ strategies, ic1: 0, ic2 });
    },
  );

  it('OM(1), n = 4, with a majority that takes the first vote', () => {
    const first: Majority = (votes, offset) => at(votes, offset);
    expect(exhaust(4, 1, 2, [0], first)).toEqual({ strategies: 27, ic1: 18, ic2: 0 });
  });

  it('OM(1), n = 4, with a majority that takes the last vote', () => {
    const last: Majority = (votes, offset, count) => at(votes, offset + count - 1);
    const { ic2 } = exhaust(4, 1, 2, [1, 2, 3], last);
    expect(ic2).toBeGreaterThan(0);
  });
});

describe('interactive consistency, n = 4, m = 1, V = 2, any one traitor', () => {
  it('holds against all 629,856', () => {
    const exchange = new InteractiveConsistency(4, 1);
    let strategyCount = 0;
    let broken = 0;
    for (const traitor of [0, 1, 2, 3]) {
      const traitors = memberMask([traitor]);
      const strategies = new Strategies(exchange.tree, { commanders: [0, 1, 2, 3], traitors, values: 2 });
      do {
        const vectors = exchange.run(strategies.values, strategies.adversary);
        const { ic1, ic2 } = brokenByVectors(vectors, strategies.values, traitors);
        if (ic1 || ic2) broken++;
        strategyCount++;
      } while (strategies.next());
    }
    expect([strategyCount, broken]).toEqual([629_856, 0]);
  });
});

describe('the walk through all strategies', () => {
  const tree = new MessageTree(4, 1);
  const scope = { commanders: [0], traitors: memberMask([3]), values: 2 };
  const now = (strategies: Strategies): string =>
    JSON.stringify([[...strategies.values], strategies.adversary.script()]);

  it('visits each once and comes back to the first', () => {
    const strategies = new Strategies(tree, scope);
    const first = now(strategies);
    const seen = new Set<string>();
    do seen.add(now(strategies));
    while (strategies.next());
    expect(seen.size).toBe(18);
    expect(now(strategies)).toBe(first);
  });

  it('can be entered anywhere', () => {
    const walking = new Strategies(tree, scope);
    const jumping = new Strategies(tree, scope);
    for (let position = 0; position < walking.total; position++) {
      jumping.seek(position);
      expect(now(jumping)).toBe(now(walking));
      walking.next();
    }
    expect(() => jumping.seek(18)).toThrow('no such strategy');
  });

  it('leaves out silence if told so, and what traitors tell each other', () => {
    expect(new Strategies(tree, { ...scope, silence: false }).total).toBe(2 * 2 * 2);
    // 1 and 3 lie: each has one loyal lieutenant to tell something about the commander, and 2^1 for his value.
    expect(new Strategies(tree, { ...scope, traitors: memberMask([1, 3]) }).total).toBe(2 * 3 * 3);
  });

  it('counts more than it could visit', () => {
    const everybody = { commanders: [0, 1, 2, 3, 4, 5, 6], traitors: memberMask([6]), values: 2 };
    expect(new Strategies(new MessageTree(7, 2), everybody).total).toBeGreaterThan(1e70);
  });
});
