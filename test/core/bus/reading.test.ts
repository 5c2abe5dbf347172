import { describe, expect, it } from 'vitest';
import { messageFormat } from '../../../src/core/bus/message.js';
import { Reading } from '../../../src/core/bus/reading.js';
import {
  BAD_BIT_COUNT,
  BAD_MANCHESTER,
  BAD_PARITY,
  BAD_SYNC,
  MIL_STD_1553B_WORD,
  SHUTTLE_WORD,
  SILENT,
} from '../../../src/core/bus/word.js';

describe('a reading', () => {
  it('is silence until something is heard', () => {
    const reading = new Reading();
    expect([reading.kind, reading.count]).toEqual(['no-response', 0]);
    reading.kind = 'ok';
    reading.count = 3;
    reading.silence();
    expect([reading.kind, reading.count]).toEqual(['no-response', 0]);
  });

  it.each([
    [SILENT, 'no-response', 'word-count'],
    [BAD_SYNC, 'sync', 'sync'],
    [BAD_MANCHESTER, 'manchester', 'manchester'],
    [BAD_BIT_COUNT, 'bit-count', 'bit-count'],
    [BAD_PARITY, 'parity', 'parity'],
  ])('names error %i of the decoder: %s in the first word, %s later', (error, first, later) => {
    const reading = new Reading();
    reading.fail(error);
    expect(reading.kind).toBe(first);
    reading.count = 1;
    reading.fail(error);
    expect(reading.kind).toBe(later);
  });

  it('is verbatim only while it is all that was sent, and as it was sent', () => {
    const reading = new Reading();
    const sent = Int32Array.of(7, 8, 9);
    reading.takeVerbatim(sent, 3);
    expect([reading.kind, reading.count, reading.verbatim, reading.words]).toEqual(['ok', 3, true, sent]);
    reading.cut(2, 'word-count');
    expect([reading.count, reading.verbatim]).toEqual([2, false]);
    reading.takeVerbatim(sent, 3);
    reading.silence();
    expect(reading.verbatim).toBe(false);
  });

  it('has words of its own when they come one by one: what was sent is not written to', () => {
    const reading = new Reading();
    const sent = Int32Array.of(7, 8, 9);
    reading.takeVerbatim(sent, 3);
    reading.begin();
    expect([reading.kind, reading.count, reading.verbatim]).toEqual(['ok', 0, false]);
    reading.words[reading.count++] = 1;
    expect([...sent]).toEqual([7, 8, 9]);
  });

  it('keeps the words before an error, and never more than there are', () => {
    const reading = new Reading();
    reading.count = 3;
    expect([reading.cut(2, 'address'), reading.count]).toEqual(['address', 2]);
    expect([reading.cut(5, 'word-count'), reading.count]).toEqual(['word-count', 2]);
  });
});

describe('message formats', () => {
  it('are found by the name of their words', () => {
    expect(messageFormat('mil-std-1553b').word).toBe(MIL_STD_1553B_WORD);
    expect(messageFormat('shuttle').word).toBe(SHUTTLE_WORD);
  });
});
