/**
 * The vote word by word: equality as a choice. Each word of a value is agreed on as if it had an exchange of its own, so
 * the outcome may be a value that nobody sent: of (1,2,9), (1,8,3) and (7,2,3) nothing has a majority as a whole, and
 * (1,2,3) word by word.
 *
 * A word without a majority is DEFAULT by itself and leaves the others alone, at every depth of an OM(m); so a value
 * may have holes on its way. Missing words are DEFAULT, and a vote of R(E) is R(E) in every word.
 */
import { int32At } from '../at.js';
import type { Majority } from './om.js';
import { DEFAULT, FIRST_VALUE, REPORTED_ERROR, type Interner, type ValueId } from './value.js';
import { strictMajority } from './majority.js';

/** Words that are none; a word of a message has 16 bits. */
const NO_WORD = -1;
const ERROR_WORD = -2;

/** The vote; it needs room in the interner for one value more at each place where votes are counted. */
export function wordMajority(interner: Interner, maxWords: number, mostVotes: number): Majority {
  const votesOnWord = new Int32Array(mostVotes);
  const outcome = new Int32Array(maxWords);
  return (votes, offset, count) => {
    const words = longest(interner, votes, offset, count);
    for (let w = 0; w < words; w++) {
      for (let v = 0; v < count; v++) votesOnWord[v] = wordOf(interner, int32At(votes, offset + v), w);
      outcome[w] = majorityWord(votesOnWord, count);
    }
    if (words > 0) return named(interner, outcome, words);
    return strictMajority(votes, offset, count);
  };
}

/** A value has data only without a hole. */
export function hasHole(interner: Interner, id: ValueId): boolean {
  for (let w = 0; w < interner.count(id); w++) if (interner.word(id, w) < 0) return true;
  return false;
}

function longest(interner: Interner, votes: Int32Array, offset: number, count: number): number {
  let words = 0;
  for (let v = offset; v < offset + count; v++) words = Math.max(words, interner.count(int32At(votes, v)));
  return words;
}

function wordOf(interner: Interner, vote: ValueId, w: number): number {
  if (vote === REPORTED_ERROR) return ERROR_WORD;
  return vote >= FIRST_VALUE && w < interner.count(vote) ? interner.word(vote, w) : NO_WORD;
}

/** Words as ids would do for {@link strictMajority}, but that its DEFAULT is 0, which a word may be. */
function majorityWord(votes: Int32Array, count: number): number {
  for (let v = 0; v < count; v++) votes[v] = int32At(votes, v) + 1;
  // Now NO_WORD is 0, i.e. DEFAULT.
  return strictMajority(votes, 0, count) - 1;
}

/** The words as a value. Trailing holes are what only liars filled; where all is a hole, it is no value. */
function named(interner: Interner, words: Int32Array, count: number): ValueId {
  let end = count;
  while (end > 0 && int32At(words, end - 1) === NO_WORD) end--;
  if (end === 0) return DEFAULT;
  for (let w = 0; w < end; w++) if (int32At(words, w) !== ERROR_WORD) return interner.intern(words, 0, end);
  return REPORTED_ERROR;
}
