import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageFormat } from '../../../src/core/bus/message.js';
import { Reading } from '../../../src/core/bus/reading.js';
import { Transmission } from '../../../src/core/bus/transmission.js';
import type { WordFormatName } from '../../../src/core/config.js';
import { SYNC, UTTERANCE, Utterance } from '../../../src/core/exchange/utterance.js';
import { holds } from '../../support/property.js';

const FORMATS: readonly WordFormatName[] = ['mil-std-1553b', 'shuttle'];

/** What a perfect ear makes of what an utterance is composed to. */
function readingOf(utterance: Utterance, format: WordFormatName): Reading {
  const tx = new Transmission(messageFormat(format).word);
  utterance.compose(messageFormat(format), tx);
  const reading = new Reading();
  reading.kind = 'ok';
  reading.count = tx.count;
  reading.words.set(tx.words);
  return reading;
}

function saying(kind: number, words: readonly number[], commander = 3): Utterance {
  const utterance = new Utterance();
  utterance.setEmpty(kind, 1, commander);
  utterance.words = words.length;
  utterance.data.set(words);
  return utterance;
}

const contentOf = ({ sender, commander, kind, words, data }: Utterance): unknown => ({
  sender,
  commander,
  kind,
  data: [...data.subarray(0, words)],
});

describe.each(FORMATS)('an utterance in %s words', (format) => {
  const { maxDataWords } = messageFormat(format);

  it('comes back as it was said', () => {
    const words = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1, maxLength: maxDataWords });
    const kind = fc.constantFrom(...Object.values(UTTERANCE));
    holds(
      fc.property(words, kind, fc.nat(30), (data, said, commander) => {
        const utterance = saying(said, data, commander);
        const heard = new Utterance();
        expect(heard.parse(messageFormat(format), 1, readingOf(utterance, format))).toBe(true);
        expect(contentOf(heard)).toEqual(contentOf(utterance));
      }),
    );
  });

  const damages: readonly (readonly [what: string, damage: (reading: Reading) => unknown])[] = [
    ['a reading in error', (reading) => (reading.kind = 'manchester')],
    ['silence', (reading) => reading.silence()],
    ['a data word where the header should be', (reading) => reading.words.copyWithin(0, 1)],
    ['a word too few', (reading) => reading.count--],
    ['a word too many', (reading) => reading.count++],
    ['a second header among the data', (reading) => reading.words.copyWithin(1, 0, 1)],
  ];
  it.each(damages)('is no message from %s', (_what, damage) => {
    const reading = readingOf(saying(UTTERANCE.reading, [1, 2, 3]), format);
    damage(reading);
    expect(new Utterance().parse(messageFormat(format), 1, reading)).toBe(false);
  });

  it('is refused where the header cannot name it', () => {
    expect(() => readingOf(saying(UTTERANCE.reading, [1], 31), format)).toThrow('31 elements at most');
    const tooLong = Array.from({ length: maxDataWords + 1 }, () => 0);
    expect(() => readingOf(saying(UTTERANCE.reading, tooLong), format)).toThrow('one message');
  });
});

it('a Shuttle data word without its validity pattern makes no message', () => {
  const reading = readingOf(saying(UTTERANCE.reading, [1, 2]), 'shuttle');
  // SEV is the last three bits before parity: 101 becomes 000, the number of ones stays odd.
  reading.words[2] = (reading.words[2] ?? 0) & ~0b1010;
  expect(new Utterance().parse(messageFormat('shuttle'), 1, reading)).toBe(false);
});

describe('changing what is said', () => {
  it('a value becomes "I received an error", about the same element', () => {
    const utterance = saying(UTTERANCE.reading, [7, 8, 9]);
    utterance.reportError();
    expect(contentOf(utterance)).toEqual({
      sender: 1,
      commander: 3,
      kind: UTTERANCE.readingError,
      data: [0],
    });
  });

  it.each([
    [UTTERANCE.readingError, UTTERANCE.reading],
    [UTTERANCE.readingNone, UTTERANCE.reading],
    [UTTERANCE.privateNone, UTTERANCE.privateWord],
    [UTTERANCE.reading, UTTERANCE.reading],
    [UTTERANCE.syncCode, UTTERANCE.syncCode],
  ])('kind %i claims to have a value as kind %i', (before, after) => {
    const utterance = saying(before, [0]);
    utterance.claimValue();
    expect(utterance.kind).toBe(after);
  });

  it.each([
    ['I/O complete', SYNC.ioComplete, SYNC.ioProblem, true],
    ['I/O problem', SYNC.ioProblem, SYNC.ioComplete, true],
    ['common set', SYNC.commonSet, SYNC.commonSet, false],
  ])('the sync code %s is swapped', (_name, before, after, swapped) => {
    const utterance = saying(UTTERANCE.syncCode, [before]);
    expect([utterance.swapSyncCode(), utterance.data[0]]).toEqual([swapped, after]);
  });

  it('a copy is a copy', () => {
    const original = saying(UTTERANCE.reading, [7, 8, 9]);
    const copy = new Utterance();
    copy.copyFrom(original);
    original.data[0] = 0;
    expect(contentOf(copy)).toEqual({ sender: 1, commander: 3, kind: UTTERANCE.reading, data: [7, 8, 9] });
  });
});
