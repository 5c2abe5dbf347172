import { describe, expect, it } from 'vitest';
import { assert, AssertionError, at, int32At, objectAt } from '../../src/core/at.js';

describe('checked element access', () => {
  it('gives the item', () => {
    expect(at(['a', 'b'], 1)).toBe('b');
    expect(at([null], 0)).toBeNull();
    expect(at(new Uint8Array([7]), 0)).toBe(7);
    expect(int32At(new Int32Array([-7, 0]), 1)).toBe(0);
    expect(objectAt([{ x: 1 }, null], 1)).toBeNull();
  });

  it.each([-1, 2, 0.5, NaN])('stops at index %s of two', (index) => {
    expect(() => at(['a', 'b'], index)).toThrow(AssertionError);
    expect(() => int32At(new Int32Array(2), index)).toThrow(`index ${index} is outside an array of 2`);
    expect(() => objectAt([{}, {}], index)).toThrow(AssertionError);
  });

  it('stops at a hole', () => {
    const holey: string[] = [];
    holey[1] = 'b';
    expect(() => at(holey, 0)).toThrow(AssertionError);
  });
});

describe('assert', () => {
  it('stops with the message unless the condition holds', () => {
    assert(true, 'not thrown');
    expect(() => assert(false, 'two and two')).toThrow(new AssertionError('two and two'));
  });
});
