import { describe, expect, it } from 'vitest';
import { heldFor, NO_SUMWORD, SumwordComparison } from '../../../src/core/redundancy/sumwords.js';

/** Runs exchanges of computer 0 with computer 1: `=` the same word, `x` another, `-` none came. */
function votesAfter(exchanges: string, limit = 3): string {
  const comparison = new SumwordComparison(2, limit);
  const word = { '=': 7, x: 8, '-': NO_SUMWORD };
  const vote = (came: string): string =>
    comparison.compare(0, 1, 7, word[came as keyof typeof word]) ? 'V' : '.';
  return exchanges.split('').map(vote).join('');
}

describe('sumword comparison', () => {
  it.each([
    ['====', '....', 'equal outputs'],
    ['xxx', '..V', 'three straight miscompares'],
    ['xxxxx', '..VVV', 'and it goes on'],
    ['xx=xx', '.....', 'a match resets'],
    ['xx=xxx', '.....V', 'and three more are needed'],
    ['---', '..V', 'a word that did not come matches nothing'],
    ['x-x', '..V', 'nor is it a match in between'],
    ['xxx=', '..V.', 'a match after the vote'],
  ])('%s -> %s  %s', (exchanges, votes) => {
    expect(votesAfter(exchanges)).toBe(votes);
  });

  it('goes by its limit', () => {
    expect([votesAfter('xx', 1), votesAfter('xxxxxx', 5)]).toEqual(['VV', '....VV']);
  });

  it('does not lose count in a very long run', () => {
    expect(votesAfter('x'.repeat(600), 300)).toBe('.'.repeat(299) + 'V'.repeat(301));
  });

  it('counts each pair, in each direction, by itself', () => {
    const comparison = new SumwordComparison(3, 2);
    comparison.compare(0, 1, 7, 8);
    expect(comparison.compare(0, 2, 7, 8)).toBe(false);
    expect(comparison.compare(1, 0, 8, 7)).toBe(false);
    expect(comparison.compare(0, 1, 7, 8)).toBe(true);
  });

  it('begins anew after a reset', () => {
    const comparison = new SumwordComparison(2, 2);
    comparison.compare(0, 1, 7, 8);
    comparison.reset();
    expect(comparison.compare(0, 1, 7, 8)).toBe(false);
  });

  it('finds the word that i holds for j in row i, column j', () => {
    const vectors = Int32Array.of(11, 12, 13, 21, 22, 23, 31, 32, 33);
    expect([heldFor(vectors, 3, 0, 2), heldFor(vectors, 3, 2, 0), heldFor(vectors, 3, 1, 1)]).toEqual([
      13, 31, 22,
    ]);
  });
});
