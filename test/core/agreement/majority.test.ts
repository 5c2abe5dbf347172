import { describe, expect, it } from 'vitest';
import { strictMajority } from '../../../src/core/agreement/majority.js';
import { dumbMajority } from '../../support/dumb-om.js';
import { readTable } from '../../support/table.js';

const table = readTable(new URL('./majority.table.txt', import.meta.url));

describe('strict majority', () => {
  it.each(table)('$line', ({ inputs, outcome }) => {
    const votes = Int32Array.from(inputs, Number);
    expect([strictMajority(votes, 0, votes.length)]).toEqual(outcome.map(Number));
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7])('is the dumb one on every vote of %i over four values', (count) => {
    const votes = new Int32Array(count);
    let all = 1;
    for (let i = 0; i < count; i++) all *= 4;
    for (let number = 0; number < all; number++) {
      for (let i = 0, rest = number; i < count; i++, rest = Math.trunc(rest / 4)) votes[i] = rest % 4;
      const fast = strictMajority(votes, 0, count);
      if (fast !== dumbMajority([...votes])) expect.fail(`${votes.join(' ')} -> ${fast}`);
    }
  });

  it('votes on a part of the array', () => {
    expect(strictMajority(new Int32Array([3, 3, 3, 2, 2, 4, 2, 3]), 3, 4)).toBe(2);
    expect(strictMajority(new Int32Array([3, 3, 3, 2, 2, 4, 2, 3]), 3, 3)).toBe(2);
  });

  it('stops where there are no such votes', () => {
    expect(() => strictMajority(new Int32Array(3), 1, 3)).toThrow('outside');
    expect(() => strictMajority(new Int32Array(4), 1, 4)).toThrow('outside');
  });
});
