import { describe, expect, it } from 'vitest';
import { MODES } from '../../src/core/exchange/modes.js';
import { borneBy, standingOf } from '../../src/core/membership.js';

const om = (m: number) => ({ name: `om${m}`, m, commander: 'terminal' as const });
const ic = (m: number) => ({ name: `ic${m}`, m, commander: 'computers' as const });
const status = { name: 'status', m: 0, commander: undefined };

describe('so many members', () => {
  it.each([
    [om(1), 5, '5 computers in the set: om1 bears a fault at once (N > 3)'],
    [om(1), 4, '4 computers in the set: om1 bears a fault at once (N > 3)'],
    [
      om(1),
      3,
      '3 computers in the set: om1 agrees on readings (n = 4) but no longer on private words (N > 3)',
    ],
    [om(1), 2, '2 computers in the set: comparison only; of two that disagree nobody can tell who is right'],
    [om(1), 1, '1 computer in the set: simplex, there is nothing to compare it with'],
    [om(1), 0, 'no computer is left in the set: no more votes are cast, each goes on by itself'],
    [ic(1), 3, '3 computers in the set: ic1 no longer bears a fault (N > 3)'],
    [om(2), 7, '7 computers in the set: om2 bears 2 faults at once (N > 6)'],
    [
      om(2),
      6,
      '6 computers in the set: om2 agrees on readings (n = 7) but no longer on private words (N > 6)',
    ],
    [om(2), 5, '5 computers in the set: om2 no longer bears 2 faults (N > 6), but 1 (N > 3)'],
    [om(2), 3, '3 computers in the set: om2 no longer bears 2 faults (N > 6), but 1 on readings (n = 4)'],
    [ic(2), 6, '6 computers in the set: ic2 no longer bears 2 faults (N > 6), but 1 (N > 3)'],
    [status, 3, '3 computers in the set: status promises no agreement'],
    [status, 2, '2 computers in the set: comparison only; of two that disagree nobody can tell who is right'],
  ])('%o with %i', (mode, members, text) => {
    expect(standingOf(mode, members).text).toBe(text);
  });

  it('bear what the bound says, and no more than the mode is made for', () => {
    for (let n = 0; n <= 16; n++) {
      for (let m = 0; m <= 5; m++) {
        const f = borneBy(n, m);
        expect(f === 0 || n > 3 * f).toBe(true);
        expect(f === m || n <= 3 * (f + 1)).toBe(true);
      }
    }
  });

  it('hold in every mode of the list just where its bound is met, if there are three', () => {
    for (const mode of MODES)
      for (let n = 3; n <= 16; n++) expect(standingOf(mode, n).holds).toBe(n > 3 * mode.m);
  });
});
