/** Who is taken in, as beacons tell it; and how the set stands, as they who come are told. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsOf, hasBit, Newcomers } from '../../../src/live/hosts/newcomers.js';
import { arrivalsOf, stateBody } from '../../../src/live/hosts/set-state.js';

describe('newcomers', () => {
  it('stand in three beacons after the one in whose cycle they said hello', () => {
    const newcomers = new Newcomers(4);
    newcomers.welcome(2, 10);
    newcomers.welcome(3, 11);
    expect([11, 12, 13, 14, 15].map((cycle) => newcomers.joinedIn(cycle))).toEqual([12, 12, 12, 8, 0]);
  });

  it('are news once in those, and again when they come again', () => {
    const newcomers = new Newcomers(4);
    expect([11, 12, 13].map((cycle) => newcomers.heard(cycle, 0b0100))).toEqual([[2], [], []]);
    expect(newcomers.heard(14, 0b0110)).toEqual([1]);
    expect(newcomers.heard(15, 0b0110)).toEqual([2]);
  });

  it('are news to who missed the first beacon too', () => {
    expect(new Newcomers(4).heard(13, 0b1000)).toEqual([3]);
    // Of a computer that there is not, nothing is said.
    expect(new Newcomers(4).heard(13, 0b10000)).toEqual([]);
  });

  it('are forgotten by who leads no more', () => {
    const newcomers = new Newcomers(4);
    newcomers.welcome(2, 10);
    newcomers.forget();
    expect(newcomers.joinedIn(11)).toBe(0);
  });

  it('come in anew when even who saw only the last of the beacons takes that for news', () => {
    const newcomers = new Newcomers(4);
    expect(newcomers.welcome(2, 10)).toBe(true);
    newcomers.heard(11, newcomers.joinedIn(11));
    expect([11, 12, 13, 14, 15, 16].map((cycle) => newcomers.welcome(2, cycle))).toEqual([
      ...[false, false, false, false, false],
      true,
    ]);
  });

  it('have a bit each, up to the 32nd', () => {
    expect([bitsOf([]), bitsOf([0, 3]), bitsOf([31])]).toEqual([0, 9, 0x80000000]);
    expect([0, 1, 31].map((station) => hasBit(0x80000001, station))).toEqual([true, false, true]);
  });
});

describe('the state of the set', () => {
  const bits = (count: number) => fc.array(fc.constantFrom(0, 1), { minLength: count, maxLength: count });
  const sets = fc.integer({ min: 1, max: 8 }).chain((n) =>
    fc.record({
      n: fc.constant(n),
      state: fc.record({ left: bits(n), takesPart: bits(n), cast: bits(n * n), lamps: bits(n * n) }),
      bypassed: fc.integer({ min: 0, max: 32 }).chain(bits),
    }),
  );

  it('comes out of a packet as it went in', () => {
    fc.assert(
      fc.property(sets, ({ n, state, bypassed }) => {
        const body = stateBody(state, bypassed, n);
        const packet = { type: 'state', sender: 0, sequence: 0, slot: 255, cycle: 9, ...body } as const;
        const arrivals = arrivalsOf([1], packet, n, bypassed.length);
        expect(arrivals).toEqual({ computers: [1], state: { ...state, bypassed } });
      }),
    );
  });

  it('is told to who comes alone: of others only that they come', () => {
    expect(arrivalsOf([], undefined, 4, 1)).toBeUndefined();
    expect(arrivalsOf([2], undefined, 4, 1)).toEqual({ computers: [2] });
  });
});
