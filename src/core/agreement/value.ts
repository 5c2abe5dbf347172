/**
 * What the generals talk about. An agreement compares values and passes them on; it never looks inside. So a value, be it
 * eight words from a terminal or a sumword, is replaced by a small integer before the exchange, and equal ids mean
 * equal words: comparing two messages is then one comparison of integers, however long the messages are.
 *
 * The interner keeps the words behind the ids of one exchange. It is emptied, not rebuilt, between exchanges.
 */
import { assert, int32At } from '../at.js';

/** A value inside an exchange: DEFAULT, REPORTED_ERROR, or an id given out by an {@link Interner}. */
export type ValueId = number;

/** No message came, or no value has a majority: RETREAT in Lamport, Shostak, Pease 1982 §3. */
export const DEFAULT: ValueId = 0;

/** "I received an error", R(E): a value of its own, without the kind of error (Lincoln, Rushby 1993). */
export const REPORTED_ERROR: ValueId = 1;

/** The first id that stands for words. */
export const FIRST_VALUE: ValueId = 2;

/**
 * Gives equal words equal ids. Two values are equal when they have equally many words and each word is equal.
 * @param maxWords the longest value, in words
 * @param capacity how many different values may be held at once
 */
export class Interner {
  private readonly words: Int32Array;
  private readonly counts: Int32Array;
  private readonly hashes: Int32Array;
  /** Open addressing: the id last put into each slot. At most half full, so a search ends soon. */
  private readonly slots: Int32Array;
  private readonly slotOf: Int32Array;
  private readonly slotMask: number;
  private readonly end: ValueId;
  private next: ValueId = FIRST_VALUE;

  constructor(
    private readonly maxWords: number,
    capacity: number,
  ) {
    assert(maxWords >= 0 && capacity >= 1, 'an interner holds at least one value');
    let slots = 2;
    while (slots < 2 * capacity) slots *= 2;
    this.end = FIRST_VALUE + capacity;
    // One place more: for the words that are being looked up.
    this.words = new Int32Array((this.end + 1) * maxWords);
    this.counts = new Int32Array(this.end + 1);
    this.hashes = new Int32Array(this.end);
    this.slots = new Int32Array(slots);
    this.slotOf = new Int32Array(this.end).fill(-1);
    this.slotMask = slots - 1;
  }

  /** How many different values are held. */
  get size(): number {
    return this.next - FIRST_VALUE;
  }

  /**
   * The id of the `count` words at `offset`: the one given out before for equal words, or a new one.
   * @throws AssertionError when the value is too long, or there is no room for another
   */
  intern(words: Int32Array, offset: number, count: number): ValueId {
    assert(count >= 0 && count <= this.maxWords, 'a value is longer than the interner was made for');
    const id = this.next;
    const hash = this.store(id, words, offset, count);
    const { slots, slotOf, hashes, slotMask } = this;
    let slot = hash & slotMask;
    // A slot counts only as long as its id is given out and points back to it, so that `clear` need not wipe.
    for (
      let held = int32At(slots, slot);
      held < id && int32At(slotOf, held) === slot;
      held = int32At(slots, slot)
    ) {
      if (int32At(hashes, held) === hash && this.areEqual(held, id)) return held;
      slot = (slot + 1) & slotMask;
    }
    assert(id < this.end, 'more different values in one exchange than the interner was made for');
    this.next = id + 1;
    slots[slot] = id;
    slotOf[id] = slot;
    hashes[id] = hash;
    return id;
  }

  /** How many words stand behind `id`; none behind DEFAULT and REPORTED_ERROR. */
  count(id: ValueId): number {
    this.mustHold(id);
    return int32At(this.counts, id);
  }

  /** Word `i` (0 … count − 1) of `id`. */
  word(id: ValueId, i: number): number {
    assert(i >= 0 && i < this.count(id), 'no such word in this value');
    return int32At(this.words, id * this.maxWords + i);
  }

  /** Copies the words of `id` to the start of `target`; returns how many there are. */
  copyTo(id: ValueId, target: Int32Array): number {
    const count = this.count(id);
    assert(count <= target.length, 'no room for the words of this value');
    const start = id * this.maxWords;
    for (let i = 0; i < count; i++) target[i] = int32At(this.words, start + i);
    return count;
  }

  /** Forgets all values; ids given out before mean nothing any more. */
  clear(): void {
    this.next = FIRST_VALUE;
  }

  /**
   * Puts words where `id` would have them, behind all values given out, and hashes them on the way: FNV-1a by
   * pairs of 16-bit words instead of bytes, stirred at the end, since slots are chosen by the low bits.
   */
  private store(id: ValueId, words: Int32Array, offset: number, count: number): number {
    const store = this.words;
    const start = id * this.maxWords;
    let hash = 0x811c9dc5 ^ count;
    let i = 0;
    for (; i + 1 < count; i += 2) {
      const word = int32At(words, offset + i);
      const next = int32At(words, offset + i + 1);
      store[start + i] = word;
      store[start + i + 1] = next;
      hash = Math.imul(hash ^ word ^ ((next << 16) | (next >>> 16)), 0x01000193);
    }
    if (i < count) {
      store[start + i] = int32At(words, offset + i);
      hash = Math.imul(hash ^ int32At(words, offset + i), 0x01000193);
    }
    this.counts[id] = count;
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return hash ^ (hash >>> 13);
  }

  /** The true comparison: equal hashes only make it worth while. */
  private areEqual(a: ValueId, b: ValueId): boolean {
    const count = int32At(this.counts, a);
    if (count !== int32At(this.counts, b)) return false;
    const store = this.words;
    const startA = a * this.maxWords;
    const startB = b * this.maxWords;
    for (let i = 0; i < count; i++)
      if (int32At(store, startA + i) !== int32At(store, startB + i)) return false;
    return true;
  }

  private mustHold(id: ValueId): void {
    assert(id >= DEFAULT && id < this.next, 'this id was not given out in this exchange');
  }
}
