import { describe, expect, it } from 'vitest';
import { messageFormat } from '../../../src/core/bus/message.js';
import { Transmission } from '../../../src/core/bus/transmission.js';
import { RelayRecord } from '../../../src/core/exchange/relay-record.js';
import { UTTERANCE, Utterance } from '../../../src/core/exchange/utterance.js';
import { Accusation } from '../../../src/core/redundancy/accusation.js';

const NAMES = [{ name: 'A' }, { name: 'B' }];

describe.each(['mil-std-1553b', 'shuttle'] as const)('the record of relays (%s)', (format) => {
  /** Computers that are witnesses after one read in which these were said; each [from, kind]. */
  function isAccusedAfter(...said: readonly (readonly [from: string, kind: number])[]): boolean {
    const accusation = new Accusation(2, 6, { computers: 2, errors: 1 });
    const record = new RelayRecord(NAMES, format, accusation);
    for (const [from, kind] of said) {
      const utterance = new Utterance();
      utterance.setEmpty(kind, 0, 5);
      const tx = new Transmission(messageFormat(format).word);
      utterance.compose(messageFormat(format), tx);
      record.transmission('ICC', from, tx);
    }
    return accusation.closeRead(5);
  }
  const { readingError, reading, privateNone, syncCode } = UTTERANCE;

  it('takes "I received an error" for evidence', () => {
    expect(isAccusedAfter(['A', readingError], ['B', readingError])).toBe(true);
  });

  it.each([
    ['a reading', ['B', reading] as const],
    ['a word that is no reading', ['B', privateNone] as const],
    ['a sync code', ['B', syncCode] as const],
    ['somebody who is no computer', ['T', readingError] as const],
  ])('but not %s', (_what, other) => {
    expect(isAccusedAfter(['A', readingError], other)).toBe(false);
  });

  it('but not hearsay: what a computer says that another one heard', () => {
    const accusation = new Accusation(2, 6, { computers: 2, errors: 1 });
    const record = new RelayRecord(NAMES, format, accusation);
    for (const [from, via] of [
      ['A', []],
      ['B', [0]],
      ['B', [0, 4, 3, 2, 1]],
    ] as const) {
      const utterance = new Utterance();
      utterance.setEmpty(readingError, 0, 5);
      for (const computer of via) utterance.cameBy(computer);
      const tx = new Transmission(messageFormat(format).word);
      utterance.compose(messageFormat(format), tx);
      expect(tx.count).toBe(2 + via.length);
      record.transmission('ICC', from, tx);
    }
    expect(accusation.closeRead(5)).toBe(false);
    expect(isAccusedAfter(['A', readingError], ['B', readingError])).toBe(true);
  });

  it('nor what is said of an element that there is not', () => {
    const utterance = new Utterance();
    utterance.setEmpty(readingError, 0, 5);
    const tx = new Transmission(messageFormat(format).word);
    utterance.compose(messageFormat(format), tx);
    const accusation = new Accusation(1, 5, { computers: 1, errors: 1 });
    new RelayRecord(NAMES, format, accusation).transmission('ICC', 'A', tx);
    expect(accusation.closeRead(4)).toBe(false);
  });

  it('nor what is no message', () => {
    const accusation = new Accusation(1, 1, { computers: 1, errors: 1 });
    const tx = new Transmission(messageFormat(format).word);
    messageFormat(format).composeData(0, Int32Array.of(0), 1, tx);
    new RelayRecord(NAMES, format, accusation).transmission('ICC', 'A', tx);
    expect(accusation.closeRead(0)).toBe(false);
  });
});
