/**
 * The vote of the oral messages: majority(v1, …, vn−1) of Lamport, Shostak, Pease 1982 §3. A value wins that more than
 * half of all votes name; missing messages are votes for DEFAULT and count in the base. A tie, or a largest group of less
 * than half, gives DEFAULT: a plurality or the smallest value would be another algorithm.
 *
 * First the only value that could have a majority, then whether it has one (Boyer, Moore 1981), as Copilot's voting does:
 *
 *     a a b -> a     a b -> DEFAULT     a b c -> DEFAULT     a a b b -> DEFAULT     (nothing) -> DEFAULT
 */
import { int32At } from '../at.js';
import { DEFAULT, type ValueId } from './value.js';

/**
 * The value named by more than half of the `count` votes at `offset`, else DEFAULT.
 * @throws AssertionError when a vote is outside the array
 */
export function strictMajority(votes: Int32Array, offset: number, count: number): ValueId {
  if (count === 3)
    return majorityOfThree(int32At(votes, offset), int32At(votes, offset + 1), int32At(votes, offset + 2));
  const end = offset + count;
  let candidate = DEFAULT;
  let lead = 0;
  for (let i = offset; i < end; i++) {
    const vote = int32At(votes, i);
    if (lead === 0) candidate = vote;
    lead += vote === candidate ? 1 : -1;
  }
  // All alike, as healthy computers are: nothing to verify.
  if (lead === count) return candidate;
  let support = 0;
  for (let i = offset; i < end; i++) if (int32At(votes, i) === candidate) support++;
  return 2 * support > count ? candidate : DEFAULT;
}

/** The same of three votes. It is the vote of OM(1) among four, so the commonest there is, and goes without a loop. */
export function majorityOfThree(a: ValueId, b: ValueId, c: ValueId): ValueId {
  if (a === b || a === c) return a;
  return b === c ? b : DEFAULT;
}
