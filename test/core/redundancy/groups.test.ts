import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupsOf, partition, patternOf } from '../../../src/core/redundancy/groups.js';
import { holds } from '../../support/property.js';

/** Groups of computers 1, 2, … where all pairs go together but those named: "12 34" keeps 1 from 2 and 3 from 4. */
function groupsWithout(computers: number, pairs: string): number[][] {
  const labels = new Uint8Array(computers);
  const apart = new Set(pairs.split(' ').flatMap((pair) => [pair, pair.slice(1) + pair.slice(0, 1)]));
  partition(labels, (i, j) => !apart.has(`${i + 1}${j + 1}`));
  return groupsOf(labels);
}

const text = (groups: readonly (readonly number[])[]): string =>
  groups.map((group) => group.map((i) => i + 1).join('')).join(' ');

describe('groups', () => {
  it.each([
    [4, '', '1234', '4'],
    [4, '14 24 34', '123 4', '3-1'],
    [4, '12 13 14', '234 1', '3-1'], // the largest first, whoever it is
    [4, '14 24 34 12 23', '13 2 4', '2-1-1'],
    [4, '13 14 23 24', '12 34', '2-2'], // equal sizes in the scenario's order
    [4, '12 14 32 34', '13 24', '2-2'],
    [4, '12 13 14 23 24 34', '1 2 3 4', '1-1-1-1'],
    [5, '12 13 23 24 25', '145 2 3', '3-1-1'],
  ])('of %i computers, apart %s: %s, pattern %s', (computers, apart, groups, pattern) => {
    const found = groupsWithout(computers, apart);
    expect([text(found), patternOf(found)]).toEqual([groups, pattern]);
  });

  it('are groups of computers that all go together, also where acceptance does not carry over', () => {
    // 1 accepts 2 and 2 accepts 3, but 1 does not accept 3: whoever comes first takes 2.
    expect(text(groupsWithout(3, '13'))).toBe('12 3');
    expect(text(groupsWithout(4, '13 14'))).toBe('12 34');
  });

  it('tell when they change', () => {
    const labels = new Uint8Array(3);
    const apart = (i: number, j: number): boolean => Math.max(i, j) < 2;
    expect(partition(labels, () => true)).toBe(false);
    expect(partition(labels, apart)).toBe(true);
    expect(partition(labels, apart)).toBe(false);
    expect(partition(labels, () => true)).toBe(true);
  });

  it('hold each computer once, only such as go together, the largest first', () => {
    const pairs = fc.uniqueArray(fc.tuple(fc.nat(6), fc.nat(6)), { selector: ([i, j]) => 7 * i + j });
    holds(
      fc.property(fc.integer({ min: 1, max: 7 }), pairs, (computers, apart) => {
        const together = (i: number, j: number): boolean =>
          !apart.some(([a, b]) => (a === i && b === j) || (a === j && b === i));
        const labels = new Uint8Array(computers);
        partition(labels, together);
        const groups = groupsOf(labels);
        expect(groups.flat().sort((a, b) => a - b)).toEqual([...labels.keys()]);
        for (const group of groups) {
          expect(group).toEqual([...group].sort((a, b) => a - b));
          for (const i of group) for (const j of group) if (i < j) expect(together(i, j)).toBe(true);
        }
        const sizes = groups.map((group) => group.length);
        expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
      }),
    );
  });
});
