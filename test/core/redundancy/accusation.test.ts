import { describe, expect, it } from 'vitest';
import { Accusation } from '../../../src/core/redundancy/accusation.js';

/** One letter per computer of four: `.` it heard well, `E` it erred, ` ` it said nothing. @returns 1 where it is accused */
function accusedOn(reads: readonly string[], needs = { computers: 2, errors: 2 }): number[] {
  const accusation = new Accusation(4, 1, needs);
  return reads.map((read) => {
    read.split('').forEach((said, computer) => {
      if (said !== ' ') accusation.report(0, computer, said === 'E');
    });
    return accusation.closeRead(0) ? 1 : 0;
  });
}

describe('a source is accused', () => {
  it.each([
    ['nobody errs', ['....', '....', '....'], [0, 0, 0]],
    ['one computer errs all the time', ['...E', '...E', '...E'], [0, 0, 0]],
    ['two err once', ['..EE', '....', '..EE'], [0, 0, 0]],
    ['two err twice running, together', ['..EE', '..EE'], [0, 1]],
    ['two err twice running, one after the other', ['...E', '...E', '....', '.E..', '.E..'], [0, 0, 0, 0, 1]],
    ['two err, one of them with a pause', ['...E', '...E', '.E..', '....', '.E..'], [0, 0, 0, 0, 0]],
    ['only once', ['EEEE', 'EEEE', 'EEEE', 'EEEE'], [0, 1, 0, 0]],
    ['silence in between changes nothing', ['.E.E', '    ', '.E.E'], [0, 0, 1]],
  ])('%s', (_what, reads, accused) => {
    expect(accusedOn(reads)).toEqual(accused);
  });

  it('by as many computers and errors as the rules say', () => {
    expect(accusedOn(['...E'], { computers: 1, errors: 1 })).toEqual([1]);
    expect(accusedOn(['.EEE', '.EEE'], { computers: 3, errors: 3 })).toEqual([0, 0]);
    expect(accusedOn(['.EEE', '.EEE', '.EEE'], { computers: 3, errors: 3 })).toEqual([0, 0, 1]);
  });

  it('each element by itself', () => {
    const accusation = new Accusation(2, 2, { computers: 2, errors: 1 });
    accusation.report(0, 0, true);
    accusation.report(1, 1, true);
    expect([accusation.closeRead(0), accusation.closeRead(1)]).toEqual([false, false]);
  });
});

describe('where each pair of computers has a wire of its own', () => {
  it('a read counts once, however often it is told', () => {
    const accusation = new Accusation(2, 1, { computers: 2, errors: 2 });
    const told = (): boolean => {
      for (const computer of [0, 1])
        for (let wire = 0; wire < 3; wire++) accusation.report(0, computer, true);
      return accusation.closeRead(0);
    };
    expect([told(), told()]).toEqual([false, true]);
  });

  it('who tells some that it erred and others that it did not is no witness', () => {
    const accusation = new Accusation(2, 1, { computers: 1, errors: 1 });
    accusation.report(0, 0, true);
    accusation.report(0, 0, false);
    expect(accusation.closeRead(0)).toBe(false);
  });
});

describe('after an acquittal', () => {
  it('the new unit has a clean record, and can be accused again', () => {
    const accusation = new Accusation(2, 1, { computers: 2, errors: 2 });
    const read = (): boolean => {
      for (const computer of [0, 1]) accusation.report(0, computer, true);
      return accusation.closeRead(0);
    };
    expect([read(), read(), read()]).toEqual([false, true, false]);
    accusation.acquit(0);
    expect([read(), read(), read()]).toEqual([false, true, false]);
  });
});
