import { describe, expect, it } from 'vitest';
import type { MessageFormat } from '../../../src/core/bus/message.js';
import { Reading } from '../../../src/core/bus/reading.js';
import { RemoteTerminal } from '../../../src/core/bus/remote-terminal.js';
import { packShuttleCommand, SHUTTLE } from '../../../src/core/bus/shuttle.js';
import { MAX_WORDS, Transmission } from '../../../src/core/bus/transmission.js';
import { makeImage } from '../../../src/core/bus/word.js';
import { FORMATS, HEALTHY } from '../../support/bus.js';
import { bus } from '../../support/flight-bus.js';

/** Terminal 10, and how it answers what it heard: data words, and words on the wire. */
function answers(format: MessageFormat, kind: Reading['kind'], ...images: number[]): [number, number] {
  const receiver = { thresholdMv: 500, zeroCrossingNs: 200, noiseMv: 3 };
  const config = { id: 'T', bus: 'B', address: 10, responseUs: 6, transmitter: HEALTHY, receiver, words: [] };
  const terminal = new RemoteTerminal(config);
  let sampled = 0;
  terminal.source = (_, words) => (sampled += words);
  const reading = new Reading();
  reading.kind = kind;
  reading.words.set(images);
  reading.count = images.length;
  const tx = new Transmission(format.word);
  const words = terminal.answer(format, reading, new Int32Array(MAX_WORDS), tx);
  expect(sampled).toBe(Math.max(0, words));
  return [words, tx.count];
}

function readCommand(format: MessageFormat, address = 10, words = 4): number {
  const tx = new Transmission(format.word);
  format.composeRead({ address, subaddress: 1, words }, tx);
  return tx.words[0] ?? -1;
}

const SILENT = [-1, 0];

describe.each(FORMATS)('a remote terminal, in $name', ({ format }) => {
  it('answers a command of its own with as many data words as asked', () => {
    const status = format.firstData;
    expect(answers(format, 'ok', readCommand(format))).toEqual([4, 4 + status]);
    const most = format.maxDataWords;
    expect(answers(format, 'ok', readCommand(format, 10, most))).toEqual([most, most + status]);
  });

  it('is silent, and samples nothing, when nothing or nothing valid came (4.4.3.3)', () => {
    expect(answers(format, 'no-response')).toEqual(SILENT);
    for (const kind of ['sync', 'manchester', 'parity', 'bit-count'] as const)
      expect(answers(format, kind, readCommand(format))).toEqual(SILENT);
  });

  it('is silent when another is meant', () => {
    for (let address = 0; address < 32; address++)
      expect(answers(format, 'ok', readCommand(format, address))[0]).toBe(address === 10 ? 4 : -1);
  });

  it('is silent for a data word, for two words, for a message between computers', () => {
    const command = readCommand(format);
    const payload = (command >>> 1) & ((1 << format.word.payloadBits) - 1);
    expect(answers(format, 'ok', makeImage(format.word, 'data', payload))).toEqual(SILENT);
    expect(answers(format, 'ok', command, command)).toEqual(SILENT);
    const tx = new Transmission(format.word);
    format.composeHeader({ commander: 10, kind: 1, words: 4 }, tx);
    expect(answers(format, 'ok', tx.words[0] ?? -1)).toEqual(SILENT);
  });

  it('sends 16 bits a word, whatever its source gives, and says so to who asks what was sent', () => {
    const { controller, element, terminal, ears } = bus({ format, slots: [{ words: 3 }] });
    terminal.source = (data) => data.set([-1, 0x12345, 0x8000]);
    for (const isShort of [true, false]) {
      ears[0].shortCut = isShort;
      controller.runMinorFrame(0);
      const data = new Int32Array(3);
      expect(element.dataHeardBy(0, data)).toBe(3);
      expect([...data]).toEqual([0xffff, 0x2345, 0x8000]);
      expect([...element.sent.subarray(0, element.sentWords)]).toEqual([...data]);
    }
  });

  it('sends zeros until it has a source', () => {
    const receiver = { thresholdMv: 500, zeroCrossingNs: 200, noiseMv: 3 };
    const config = {
      id: 'T',
      bus: 'B',
      address: 10,
      responseUs: 6,
      transmitter: HEALTHY,
      receiver,
      words: [],
    };
    const data = new Int32Array(4).fill(7);
    new RemoteTerminal(config).source(data, 3);
    expect([...data]).toEqual([0, 0, 0, 7]);
  });
});

describe('a remote terminal', () => {
  it('is silent for another mode, and for a scan of no words at all (Shuttle)', () => {
    const command = (mode: number, words: number): number =>
      makeImage(SHUTTLE.word, 'command', packShuttleCommand(10, mode, 1, words));
    expect(answers(SHUTTLE, 'ok', command(0, 1))).toEqual([1, 1]);
    expect(answers(SHUTTLE, 'ok', command(1, 1))).toEqual(SILENT);
    expect(answers(SHUTTLE, 'ok', command(0, 0))).toEqual(SILENT);
  });
});
