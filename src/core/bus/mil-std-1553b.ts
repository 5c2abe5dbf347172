/** MIL-STD-1553B messages (4.3.3.5, 4.3.3.6): the command, status and data word, and the RT→BC transfer C gap S D…. */
import { int32At } from '../at.js';
import type { MessageFormat } from './message.js';
import { hasDataWord, modeCode } from './mode-code.js';
import type { Reading } from './reading.js';
import type { Transmission } from './transmission.js';
import {
  isCommandSync,
  makeImage,
  MIL_STD_1553B_WORD as WORD,
  oddParity,
  payloadOf,
  type Image,
} from './word.js';

/** Command word, from the top: terminal address 5, T/R 1, subaddress or mode 5, word count or mode code 5 (4.3.3.5.1). */
export interface CommandWord {
  address: number;
  /** T/R bit: true = the terminal transmits. */
  transmit: boolean;
  subaddress: number;
  /** Data words 1 … 32; 32 is sent as 0 (4.3.3.5.1.5). */
  words: number;
}

export function packCommand(command: Readonly<CommandWord>): number {
  const transmit = command.transmit ? 1 : 0;
  return (command.address << 11) | (transmit << 10) | (command.subaddress << 5) | (command.words & 31);
}

export function unpackCommand(payload: number): CommandWord {
  return {
    address: payload >>> 11,
    transmit: (payload & 0x0400) !== 0,
    subaddress: (payload >>> 5) & 31,
    words: payload & 31 || 32,
  };
}

/** Subaddresses that mean "the last field is a mode code" (4.3.3.5.1.4). */
export function isModeCode(subaddress: number): boolean {
  return subaddress === 0 || subaddress === 31;
}

/** All terminals at once (4.3.3.5.1.2). */
export const BROADCAST_ADDRESS = 31;

/** Status word bits (4.3.3.5.3), by bit time; bits 12 to 14 are reserved and 0. */
export const STATUS = {
  messageError: 0x0400,
  instrumentation: 0x0200,
  serviceRequest: 0x0100,
  broadcastReceived: 0x0010,
  busy: 0x0008,
  subsystemFlag: 0x0004,
  dynamicBusControl: 0x0002,
  terminalFlag: 0x0001,
} as const;

export function packStatus(address: number, flags: number): number {
  return (address << 11) | flags;
}

export function statusAddress(payload: number): number {
  return payload >>> 11;
}

/** Reserved bits of a status word, 0 in all of them (4.3.3.5.3.6). */
export const STATUS_RESERVED = 0x00e0;

/** Flags that say that the data which should follow is not there. */
export const NO_DATA_FLAGS = STATUS.messageError | STATUS.busy;

const payload = (image: Image): number => payloadOf(WORD, image);

/** Place, from `first` on, of the first word that is no data word; `end` if all before that are. */
function endOfData(reading: Reading, first: number, end: number): number {
  for (let w = first; w < end; w++) if (isCommandSync(WORD, int32At(reading.words, w))) return w;
  return end;
}

/** Data words, 16 bits of each: `makeImage` without its sync bit, as most words of all traffic are made here. */
export function appendData(data: Int32Array, words: number, tx: Transmission): void {
  const first = tx.extend(words);
  for (let i = 0; i < words; i++) {
    const bits = int32At(data, i) & 0xffff;
    tx.words[first + i] = (bits << 1) | oddParity(bits);
  }
}

export const MIL_STD_1553B: MessageFormat = {
  word: WORD,
  maxDataWords: 32,
  // 4.3.3.9 asks for 14 µs at least; more would only cost time.
  responseTimeoutNs: 14_000,
  // 4.3.3.8.
  maxResponseNs: 12_000,
  firstData: 1,

  composeRead({ address, subaddress, words }, tx) {
    tx.append(makeImage(WORD, 'command', (address << 11) | 0x0400 | (subaddress << 5) | (words & 31)));
  },

  parseRead(image, command) {
    const word = payload(image);
    command.address = word >>> 11;
    command.subaddress = (word >>> 5) & 31;
    command.words = word & 31 || 32;
    return isCommandSync(WORD, image) && (word & 0x0400) !== 0 && !isModeCode(command.subaddress);
  },

  composeResponse(address, data, words, tx) {
    tx.append(makeImage(WORD, 'command', packStatus(address, 0)));
    appendData(data, words, tx);
  },

  checkResponse(reading, command) {
    const status = int32At(reading.words, 0);
    if (!isCommandSync(WORD, status)) return reading.cut(0, 'sync');
    if (statusAddress(payload(status)) !== command.address) return reading.cut(0, 'address');
    if ((payload(status) & NO_DATA_FLAGS) !== 0) return reading.cut(1, 'validity');
    const expected = 1 + command.words;
    const end = Math.min(reading.count, expected);
    const place = endOfData(reading, 1, end);
    if (place < end) return reading.cut(place, 'sync');
    return reading.count === expected ? 'ok' : reading.cut(expected, 'word-count');
  },

  outline({ words, count }, outline) {
    outline.words = outline.answers = outline.firstWords = outline.secondWords = 0;
    const first = int32At(words, 0);
    if (!isCommandSync(WORD, first)) return;
    const command = payload(first);
    const second = count > 1 ? int32At(words, 1) : 0;
    const isTransmit = (command & 0x0400) !== 0;
    const isMode = isModeCode((command >>> 5) & 31);
    const isData = !isTransmit && !isMode;
    const isTransfer = isData && isCommandSync(WORD, second) && (payload(second) & 0x0400) !== 0;
    // What begins like a reserved mode code is more likely a status word out of place.
    if (isMode && modeCode(command & 31, isTransmit) === undefined) return;
    const counted = command & 31 || 32;
    const data = isMode ? (hasDataWord(command & 31) ? 1 : 0) : counted;
    outline.hasHeaders = isData && !isTransfer;
    outline.words = isTransfer ? 2 : isTransmit ? 1 : 1 + data;
    const receiver = command >>> 11;
    const answers = receiver === BROADCAST_ADDRESS ? 0 : 1;
    outline.answers = isTransfer ? answers + 1 : answers;
    outline.firstAddress = isTransfer ? payload(second) >>> 11 : receiver;
    outline.firstWords = isTransfer || isTransmit ? data : 0;
    outline.secondAddress = receiver;
  },

  excusesData: (image) => isCommandSync(WORD, image) && (payload(image) & NO_DATA_FLAGS) !== 0,

  isUnusedClear: (image) => !isCommandSync(WORD, image) || (payload(image) & STATUS_RESERVED) === 0,

  // A broadcast receive command: its subaddress says what follows; the commander stands where the address would,
  // because the intercomputer bus has one sender and no terminals to address.
  composeHeader({ commander, kind, words }, tx) {
    tx.append(makeImage(WORD, 'command', (commander << 11) | (kind << 5) | (words & 31)));
  },

  composeData(_sender, data, words, tx) {
    appendData(data, words, tx);
  },

  parseHeader(image, header) {
    const word = payload(image);
    header.commander = word >>> 11;
    header.kind = (word >>> 5) & 31;
    header.words = word & 31 || 32;
    return isCommandSync(WORD, image) && (word & 0x0400) === 0 && !isModeCode(header.kind);
  },

  checkData: (reading, header, first = 1) =>
    reading.count === first + header.words && endOfData(reading, first, reading.count) === reading.count,

  dataOf: (image) => payload(image) & 0xffff,
};
