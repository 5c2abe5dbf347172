import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InteractiveConsistency } from '../../../src/core/agreement/interactive-consistency.js';
import { strictMajority } from '../../../src/core/agreement/majority.js';
import { MessageTree, OralMessages, type Transport } from '../../../src/core/agreement/om.js';
import { at } from '../../../src/core/at.js';
import { holds } from '../../support/property.js';

// What `ic` rests on: interactive consistency on what N computers heard of a terminal, and the majority of each vector, is
// OM(m + 1) with the terminal as commander, message by message. Here both are run, and told the same lies.

/** What a liar says instead, by who said what to whom: members' numbers, the same in both ways to run it. */
type Lie = (path: readonly number[], receiver: number) => number;

/** Liars are among the computers; a message's path begins with the computer whose reading it is about. */
const lying = (
  tree: MessageTree,
  liars: number,
  lie: Lie,
  membersOf: (path: readonly number[], commander: number) => number[],
): Transport => ({
  carry(round, commander, messages) {
    messages.forEach((honest, i) => {
      const path = membersOf(tree.pathOf(round, i), commander);
      const [receiver] = membersOf([at(at(tree.receiver, round), i)], commander);
      const sender = path.at(-1) ?? -1;
      const isLie = ((liars >> sender) & 1) === 1 && receiver !== undefined;
      messages[i] = isLie ? lie(path, receiver) : honest;
    });
  },
});

function byVectors(
  n: number,
  m: number,
  readings: Int32Array,
  liars: number,
  lie: Lie,
): { vectors: number[][]; used: number[] } {
  const ic = new InteractiveConsistency(n, m);
  const members = (path: readonly number[], commander: number): number[] =>
    path.map((p) => (p + commander) % n);
  const held = ic.run(readings, lying(ic.tree, liars, lie, members));
  const vectors = Array.from({ length: n }, (_, i) => [...held.subarray(i * n, (i + 1) * n)]);
  return { vectors, used: vectors.map((vector) => strictMajority(Int32Array.from(vector), 0, n)) };
}

function byTree(
  n: number,
  m: number,
  readings: Int32Array,
  liars: number,
  lie: Lie,
): { vectors: number[][]; used: number[] } {
  const tree = new MessageTree(n + 1, m + 1);
  const exchange = new OralMessages(tree);
  const members = (path: readonly number[]): number[] => path.filter((p) => p > 0).map((p) => p - 1);
  const transport = lying(tree, liars, lie, members);
  exchange.hearCommander(readings);
  for (let round = 1; round <= m + 1; round++) {
    exchange.relay(round);
    transport.carry(round, 0, exchange.messages(round));
  }
  const used = [...exchange.decide()].slice(1);
  const vectors = Array.from({ length: n }, (_, i) => Array.from({ length: n }, () => at(readings, i)));
  exchange.outcomes(1).forEach((entry, i) => {
    at(vectors, at(at(tree.receiver, 1), i) - 1)[at(at(tree.sender, 1), i) - 1] = entry;
  });
  return { vectors, used };
}

describe('interactive consistency on the readings of a terminal', () => {
  it.each([
    [3, 1],
    [4, 1],
    [5, 1],
    [5, 2],
    [7, 2],
  ])('is one OM(m + 1) that the terminal commands: N = %i, m = %i, any liars', (n, m) => {
    const id = fc.nat(4);
    const drawn = fc.record({
      readings: fc.array(id, { minLength: n, maxLength: n }),
      liars: fc.nat((1 << n) - 1),
      lies: fc.array(id, { minLength: 64, maxLength: 64 }),
    });
    holds(
      fc.property(drawn, ({ readings, liars, lies }) => {
        const lie: Lie = (path, receiver) =>
          at(lies, [...path, receiver].reduce((sum, p) => 5 * sum + p + 1, 0) % lies.length);
        const [ids, honest] = [Int32Array.from(readings), Array.from({ length: n }, (_, i) => i)];
        const loyal = honest.filter((i) => ((liars >> i) & 1) === 0);
        const [one, other] = [byVectors(n, m, ids, liars, lie), byTree(n, m, ids, liars, lie)];
        // All computers, liars too: they vote as the others do.
        expect(other.used).toEqual(one.used);
        for (const i of honest) expect(at(other.vectors, i)).toEqual(at(one.vectors, i));
        if (n > 3 * m && n - loyal.length <= m) {
          const vectors = new Set(loyal.map((i) => at(other.vectors, i).join()));
          expect(vectors.size, 'IC1').toBeLessThanOrEqual(1);
          for (const i of loyal)
            for (const c of loyal) expect(at(at(other.vectors, i), c), 'IC2').toBe(at(ids, c));
        }
      }),
      150,
    );
  });
});
