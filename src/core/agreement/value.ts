/**
 * What the generals talk about. An agreement compares values and passes them on; it never looks inside. So a value, be it
 * eight words from a terminal or a sumword, is replaced by a small integer before the exchange, and equal ids mean
 * equal words: comparing two messages is then one comparison of integers, however long the messages are.
 *
 * The interner keeps the words behind the ids of one exchange. It is emptied, not rebuilt, between exchanges.
 */
import { assert, AssertionError, int32At } from '../at.js';

/** A value inside an exchange: DEFAULT, REPORTED_ERROR, or an id given out by an {@link Interner}. */
export type ValueId = number;

/** No message came, or no value has a majority: RETREAT in Lamport, Shostak, Pease 1982 §3. */
export const DEFAULT: ValueId = 0;

/** "I received an error", R(E): a value of its own, without the kind of error (Lincoln, Rushby 1993). */
export const REPORTED_ERROR: ValueId = 1;

/** The first id that stands for words. */
export const FIRST_VALUE: ValueId = 2;

/**
 * At least. A new value then nearly always finds its slot free, as the processor has learned to expect; in slots half
 * full, or full of what was put there before `clear`, it guesses wrong at every other value.
 */
const SLOTS_PER_VALUE = 4;

const TOO_LONG = 'a value is longer than the interner was made for';

/** So that base + an id is a small integer in every engine. */
const LAST_BASE = 0x1fffffff;

/**
 * Gives equal words equal ids. Two values are equal when they have equally many words and each word is equal.
 * @param maxWords the longest value, in words
 * @param capacity how many different values may be held at once
 */
export class Interner {
  private readonly words: Int32Array;
  private readonly counts: Int32Array;
  /** Open addressing: base + the id last put into each slot; less than base if that was before the last `clear`. */
  private readonly slots: Int32Array;
  private readonly slotMask: number;
  private readonly end: ValueId;
  private next: ValueId = FIRST_VALUE;
  /** Grows with every `clear` by as many as there are ids, so that slots need not be wiped. */
  private base: number;

  constructor(
    private readonly maxWords: number,
    capacity: number,
  ) {
    assert(maxWords >= 0 && capacity >= 1, 'an interner holds at least one value');
    let slots = 2;
    while (slots < SLOTS_PER_VALUE * capacity) slots *= 2;
    this.end = FIRST_VALUE + capacity;
    // One place more: for the words that are being looked up.
    this.words = new Int32Array((this.end + 1) * maxWords);
    this.counts = new Int32Array(this.end + 1);
    this.slots = new Int32Array(slots);
    this.slotMask = slots - 1;
    this.base = this.end;
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
    // Not by `assert`: a boolean of two comparisons, made to be tested, costs 3 of the 11 ns that this takes.
    if (count < 0 || count > this.maxWords) throw new AssertionError(TOO_LONG);
    const id = this.next;
    const { slots, slotMask, base } = this;
    let slot = this.store(id, words, offset, count) & slotMask;
    for (let held = int32At(slots, slot) - base; held >= 0; held = int32At(slots, slot) - base) {
      if (this.areEqual(held, id)) return held;
      slot = (slot + 1) & slotMask;
    }
    assert(id < this.end, 'more different values in one exchange than the interner was made for');
    this.next = id + 1;
    slots[slot] = base + id;
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
    this.base += this.end;
    if (this.base <= LAST_BASE) return;
    this.slots.fill(0);
    this.base = this.end;
  }

  /** Puts words where `id` would have them, behind all values given out, and hashes them on the way: FNV-1a by words. */
  private store(id: ValueId, words: Int32Array, offset: number, count: number): number {
    const store = this.words;
    const start = id * this.maxWords;
    let hash = 0x811c9dc5 ^ count;
    for (let i = 0; i < count; i++) {
      const word = int32At(words, offset + i);
      store[start + i] = word;
      hash = Math.imul(hash ^ word, 0x01000193);
    }
    this.counts[id] = count;
    // Slots are chosen by the low bits, and a factor carries upwards only.
    return hash ^ (hash >>> 15);
  }

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
