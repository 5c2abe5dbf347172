/** The bus monitor follows all ten message formats of MIL-STD-1553B (4.3.3.6), and the shuttle of words within each. */
import { describe, expect, it } from 'vitest';
import { BusMonitor } from '../../../src/core/bus/bus-monitor.js';
import { startAfterNs } from '../../../src/core/bus/message.js';
import { sending } from '../../support/bus.js';
import { command, data, mode, status } from '../../support/terminal-desk.js';
import { MIL_STD_1553B_WORD as WORD } from '../../../src/core/bus/word.js';

type Turn = readonly [from: string, words: readonly number[], afterUs?: number];

function violationsOf(...turns: readonly Turn[]): unknown {
  const monitor = new BusMonitor();
  let endNs = 0;
  for (const [from, words, afterUs = 6] of turns) {
    const tx = sending(WORD, words);
    tx.startNs = startAfterNs(endNs, afterUs * 1000);
    monitor.transmission('main', from, tx);
    endNs = tx.endNs;
  }
  return Object.fromEntries(monitor.violations);
}

const FORMATS: Readonly<Record<string, readonly Turn[]>> = {
  'BC→RT': [
    ['A', [command(10, 0, 1, 2), data(1), data(2)]],
    ['T', [status(10)]],
  ],
  'RT→BC': [
    ['A', [command(10, 1, 1, 2)]],
    ['T', [status(10), data(1), data(2)]],
  ],
  'RT→RT': [
    ['A', [command(10, 0, 1, 2), command(11, 1, 1, 2)]],
    ['U', [status(11), data(1), data(2)]],
    ['T', [status(10)]],
  ],
  'mode code without data': [
    ['A', [mode('synchronize')]],
    ['T', [status(10)]],
  ],
  'mode code with data, transmitted': [
    ['A', [mode('transmit-bit-word')]],
    ['T', [status(10), data(0)]],
  ],
  'mode code with data, received': [
    ['A', [mode('synchronize-with-data'), data(3)]],
    ['T', [status(10)]],
  ],
  'BC→RTs': [['A', [command(31, 0, 1, 2), data(1), data(2)]]],
  'RT→RTs': [
    ['A', [command(31, 0, 1, 2), command(11, 1, 1, 2)]],
    ['U', [status(11), data(1), data(2)]],
  ],
  'broadcast mode code without data': [['A', [mode('synchronize', 31)]]],
  'broadcast mode code with data': [['A', [mode('synchronize-with-data', 31), data(3)]]],
};
const NEXT: Turn = ['A', [command(10, 1, 1, 1)], 10];

describe.each(Object.entries(FORMATS))('%s', (_, turns) => {
  const answers = turns.slice(1);

  it('in order, and the next message after it', () => {
    expect(violationsOf(...turns, NEXT)).toEqual({});
  });

  it('a word too many in any of its transmissions', () => {
    turns.forEach((_turn, i) => {
      const longer = turns.map(([from, words], t): Turn => [from, t === i ? [...words, data(9)] : words]);
      expect(violationsOf(...longer)).toEqual({ 'word-count': 1 });
    });
  });

  it('an answer too early or too late, or of another terminal, or with a bit set that has no use', () => {
    answers.forEach((_answer, i) => {
      const at = (afterUs: number): readonly Turn[] =>
        turns.map(([from, words], t): Turn => (t === i + 1 ? [from, words, afterUs] : [from, words]));
      expect([violationsOf(...at(4)), violationsOf(...at(12))]).toEqual([{}, {}]);
      expect([violationsOf(...at(3.9)), violationsOf(...at(13.1))]).toEqual([
        { 'response-time': 1 },
        { 'response-time': 1 },
      ]);
      const with1st = (first: number): readonly Turn[] =>
        turns.map(([from, words], t): Turn =>
          t === i + 1 ? [from, [first, ...words.slice(1)]] : [from, words],
        );
      expect(violationsOf(...with1st(status(9)))).toEqual({ address: 1 });
      const own = answers[i]?.[1][0] ?? 0;
      for (const bit of [0x80, 0x40, 0x20]) {
        const address = (own >>> 12) & 31;
        expect(violationsOf(...with1st(status(address, bit)))).toEqual({ 'unused-bits': 1 });
      }
    });
  });

  it('message error or busy excuse the data words that are not there', () => {
    const [first, second] = turns;
    const address = ((second?.[1][0] ?? 0) >>> 12) & 31;
    if (first === undefined || second === undefined) return;
    for (const flag of [0x400, 0x8])
      expect(violationsOf(first, [second[0], [status(address, flag)]])).toEqual({});
  });
});
