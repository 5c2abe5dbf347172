import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT, FIRST_VALUE, Interner, REPORTED_ERROR } from '../../../src/core/agreement/value.js';
import { holds } from '../../support/property.js';

const MAX_WORDS = 8;

function wordsOf(interner: Interner, id: number): number[] {
  return Array.from({ length: interner.count(id) }, (_, i) => interner.word(id, i));
}

describe('the interner', () => {
  it('gives equal words, and only them, equal ids', () => {
    // Few words, so that equal values and shared slots are common.
    const value = fc.array(fc.constantFrom(0, 1, 0x10000, -1), { maxLength: MAX_WORDS });
    const interner = new Interner(MAX_WORDS, 40);
    holds(
      fc.property(fc.array(value, { maxLength: 40 }), fc.nat(3), (values, offset) => {
        interner.clear();
        const idOf = new Map<string, number>();
        for (const words of values) {
          const padded = Int32Array.from([...Array<number>(offset).fill(7), ...words, 9]);
          const id = interner.intern(padded, offset, words.length);
          expect(id).toBe(idOf.get(words.join()) ?? FIRST_VALUE + idOf.size);
          expect(wordsOf(interner, id)).toEqual(words);
          idOf.set(words.join(), id);
        }
        expect(interner.size).toBe(idOf.size);
      }),
    );
  });

  it('is not taken in by equal hashes', () => {
    // Among 300,000 values about ten pairs share a 32-bit hash, some of them with different word counts.
    const many = 300_000;
    const interner = new Interner(3, many);
    const words = new Int32Array(3);
    for (let i = 0; i < many; i++) {
      words.set([i, Math.imul(i, 0x9e3779b1) >> 3, i >> 5]);
      if (interner.intern(words, 0, 2 + (i % 2)) !== FIRST_VALUE + i)
        expect.fail(`value ${i} is taken for another`);
    }
  });

  it('is not taken in by the same hash and beginning', () => {
    // The third word is chosen so that FNV-1a, seeded with the count, ends where it ends after the first two.
    const step = (hash: number, word: number): number => Math.imul(hash ^ word, 0x01000193);
    const afterTwo = (count: number): number => step(step(0x811c9dc5 ^ count, 4), 5);
    const third = afterTwo(3) ^ Math.imul(afterTwo(2), 0x359c449b); // the inverse of FNV's factor
    expect(step(afterTwo(3), third)).toBe(afterTwo(2));
    const words = new Int32Array([4, 5, third]);
    const interner = new Interner(3, 2);
    expect([interner.intern(words, 0, 3), interner.intern(words, 0, 2)]).toEqual([
      FIRST_VALUE,
      FIRST_VALUE + 1,
    ]);
  });

  it('tells a short value from the same with a zero behind', () => {
    const interner = new Interner(2, 3);
    const zeros = new Int32Array(2);
    expect([0, 1, 2].map((count) => interner.intern(zeros, 0, count))).toEqual([2, 3, 4]);
  });

  it('copies the words out', () => {
    const interner = new Interner(3, 1);
    const id = interner.intern(new Int32Array([4, 5, 6]), 1, 2);
    const target = new Int32Array(3);
    expect(interner.copyTo(id, target)).toBe(2);
    expect([...target]).toEqual([5, 6, 0]);
    expect(() => interner.copyTo(id, new Int32Array(1))).toThrow('no room');
  });

  it('has no words behind DEFAULT and R(E)', () => {
    const interner = new Interner(3, 1);
    expect([interner.count(DEFAULT), interner.count(REPORTED_ERROR)]).toEqual([0, 0]);
    expect(() => interner.word(REPORTED_ERROR, 0)).toThrow('no such word');
  });

  it('forgets when cleared, and starts anew', () => {
    const interner = new Interner(1, 2);
    interner.intern(new Int32Array([5]), 0, 1);
    interner.clear();
    expect(() => interner.count(FIRST_VALUE)).toThrow('not given out');
    expect(interner.intern(new Int32Array([6]), 0, 1)).toBe(FIRST_VALUE);
    expect(interner.word(FIRST_VALUE, 0)).toBe(6);
  });

  it('forgets as often as it is cleared', () => {
    // With so many ids, some hundred times use up all numbers that slots may hold.
    const interner = new Interner(1, 1 << 20);
    const words = new Int32Array([5, 6]);
    for (let i = 0; i < 1500; i++) {
      interner.clear();
      const ids = [0, i & 1, 1].map((offset) => interner.intern(words, offset, 1));
      if (ids.join() !== (i & 1 ? '2,3,3' : '2,2,3')) expect.fail(`after ${i} times: ${ids.join()}`);
    }
  });

  it('stops at what it was not made for', () => {
    const interner = new Interner(2, 2);
    const words = new Int32Array([1, 2, 3]);
    interner.intern(words, 0, 1);
    interner.intern(words, 1, 1);
    expect(interner.intern(words, 0, 1)).toBe(FIRST_VALUE);
    expect(() => interner.intern(words, 2, 1)).toThrow('more different values');
    expect(() => interner.intern(words, 0, 3)).toThrow('longer');
    expect(() => new Interner(2, 0)).toThrow('at least one');
  });
});
