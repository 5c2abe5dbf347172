/** A terminal's protocol alone, at a desk: readings go in by hand, answers come out as text. */
import { expect } from 'vitest';
import { modeNamed } from '../../src/core/bus/mode-code.js';
import { Reading } from '../../src/core/bus/reading.js';
import { SILENCE, TerminalProtocol } from '../../src/core/bus/terminal-protocol.js';
import { Transmission } from '../../src/core/bus/transmission.js';
import { isCommandSync, makeImage, MIL_STD_1553B_WORD as WORD, payloadOf } from '../../src/core/bus/word.js';
import type { LegalSubaddresses, ModeName } from '../../src/core/config.js';

export const T = 10;
export const OTHER = 11;
export const ALL = 31;
export const command = (address: number, transmit: 0 | 1, subaddress: number, words: number): number =>
  makeImage(WORD, 'command', (address << 11) | (transmit << 10) | (subaddress << 5) | (words & 31));
export const data = (value: number): number => makeImage(WORD, 'data', value);
export const status = (address: number, flags = 0): number =>
  makeImage(WORD, 'command', (address << 11) | flags);
export const mode = (name: ModeName, address = T): number => {
  const { code, transmit } = modeNamed(name);
  return command(address, transmit ? 1 : 0, 31, code);
};

/** Terminal 10, whose subaddress s has the data words 100 s, 100 s + 1 … */
export class Desk {
  readonly written: string[] = [];
  readonly #protocol: TerminalProtocol;

  constructor(legal?: LegalSubaddresses) {
    const read = (subaddress: number, words: Int32Array, count: number): void => {
      for (let i = 0; i < count; i++) words[i] = 100 * subaddress + i;
    };
    const write = (subaddress: number, words: Int32Array, count: number): void => {
      this.written.push(`${subaddress}: ${[...words.subarray(0, count)].join(' ')}`);
    };
    this.#protocol = new TerminalProtocol(T, { read, write }, legal);
  }

  get modes(): TerminalProtocol['modes'] {
    return this.#protocol.modes;
  }

  get waits(): boolean {
    return this.#protocol.waits;
  }

  /** What it answers: "-" for nothing, else its status flags in hexadecimal and its data words. */
  hear(
    images: readonly number[],
    how: { kind?: Reading['kind']; line?: number; startNs?: number } = {},
  ): string {
    const reading = new Reading();
    reading.kind = how.kind ?? 'ok';
    reading.words.set(images);
    reading.count = images.length;
    reading.startNs = how.startNs ?? 0;
    const tx = new Transmission(WORD);
    const sent = new Int32Array(64);
    const count = this.#protocol.hear(how.line ?? 0, reading, sent, tx);
    if (count === SILENCE) {
      expect(tx.count).toBe(0);
      return '-';
    }
    expect(tx.count).toBe(1 + count);
    const [first = 0, ...rest] = tx.words.subarray(0, tx.count);
    expect([isCommandSync(WORD, first), payloadOf(WORD, first) >>> 11]).toEqual([true, T]);
    expect(rest.every((image) => !isCommandSync(WORD, image))).toBe(true);
    const words = rest.map((image) => payloadOf(WORD, image));
    expect(words).toEqual([...sent.subarray(0, count)]);
    return [(payloadOf(WORD, first) & 0x7ff).toString(16), ...words].join(' ');
  }
}

export const TRANSMIT = command(T, 1, 2, 3);
export const RECEIVE = command(T, 0, 4, 2);
export const STATUS = [mode('transmit-status')];
export const LAST = [mode('transmit-last-command')];
export const payload = (image: number): number => payloadOf(WORD, image);
