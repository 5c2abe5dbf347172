/**
 * The one source of chance: a counter-based generator.
 *
 * A draw is a pure function of what it is for (seed, cycle, bus, receiver, word, half-bit), not of how many draws
 * came before it. So a draw that is not needed can be left out without changing any other: the receiver's short cut
 * over a healthy wire stays exact, and a run can be resumed anywhere.
 */

/** A 32-bit mixer (C. Wellons, "hash prospector", lowbias32): every input bit flips each output bit about half the time. */
function scramble(x: number): number {
  let h = x | 0;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return h ^ (h >>> 16);
}

/** Derives the key of a narrower purpose from a wider one, e.g. key(key(seed, cycle), bus). */
export function key(parent: number, part: number): number {
  return scramble((scramble(parent) + Math.imul(part | 0, 0x9e3779b9)) | 0);
}

/** 32 random bits, number `counter` of the sequence named by `streamKey`, as a signed integer. */
function bits(streamKey: number, counter: number): number {
  return scramble((streamKey + Math.imul(counter | 0, 0x9e3779b9)) | 0);
}

/** The same as a uniform integer, 0 … 2^32 − 1. */
export function draw(streamKey: number, counter: number): number {
  return bits(streamKey, counter) >>> 0;
}

/** Sum of the four bytes of a word, two at a time. */
function byteSum(x: number): number {
  const pairs = (x & 0x00ff00ff) + ((x >>> 8) & 0x00ff00ff);
  return (pairs & 0xffff) + (pairs >>> 16);
}

/** Draws that one `noise` uses up of its stream. */
const DRAWS_PER_NOISE = 3;
/** Twice the mean of a sum of twelve bytes. */
const NOISE_CENTRE = 12 * 255;
/** Standard deviation of `2 × sum of twelve bytes`: 2 √(12 (256² − 1) / 12) = 511.996. */
const NOISE_SIGMA = 512;

/** Bound of `noise` in units of its standard deviation: 3060 / 512, just under six. */
export const NOISE_BOUND_SIGMA = NOISE_CENTRE / NOISE_SIGMA;

/**
 * Bell-shaped noise of standard deviation 1, bounded at ±NOISE_BOUND_SIGMA: the sum of twelve uniform bytes
 * (Irwin–Hall), so integers do all the work and no logarithm or cosine is needed.
 */
export function noise(streamKey: number, index: number): number {
  const counter = Math.imul(index, DRAWS_PER_NOISE);
  const sum =
    byteSum(bits(streamKey, counter)) +
    byteSum(bits(streamKey, counter + 1)) +
    byteSum(bits(streamKey, counter + 2));
  return (2 * sum - NOISE_CENTRE) / NOISE_SIGMA;
}
