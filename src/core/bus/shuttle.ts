/**
 * The Shuttle's serial bus: 1 Mbit/s Manchester, similar to MIL-STD-1553 but not it. A multiplexer-demultiplexer (MDM)
 * answers a command with a pre-stored scan of data words, each with its own address and validity pattern; there is no
 * status word. The data word is widely told (sync 3, unit address 5, data 16, SEV 3 = 101, parity 1). The layout of
 * the command word's 24 bits is **our reconstruction**: only its length is published.
 */
import { int32At } from '../at.js';
import type { MessageFormat } from './message.js';
import type { ReadingKind } from './reading.js';
import { isCommandSync, makeImage, payloadOf, SHUTTLE_WORD as WORD, type Image } from './word.js';

/** Serial validity pattern that each response word must carry. */
export const SEV = 0b101;

/** Command word (reconstruction), from the top: unit address 5, mode 4, scan 9, word count 6. */
export function packShuttleCommand(address: number, mode: number, scan: number, words: number): number {
  return (address << 19) | (mode << 15) | (scan << 6) | words;
}

/** Data word, from the top: unit address 5, data 16, SEV 3. */
export function packShuttleData(address: number, data: number, sev: number = SEV): number {
  return (address << 19) | ((data & 0xffff) << 3) | sev;
}

const READ_SCAN = 0;

const payload = (image: Image): number => payloadOf(WORD, image);
const address = (image: Image): number => payload(image) >>> 19;
const isValid = (image: Image): boolean => (payload(image) & 7) === SEV;

/** What a response word carries beside its data and parity: sync, unit address and SEV, as a mask of its image. */
const FRAME = makeImage(WORD, 'command', packShuttleData(31, 0, 7)) & ~1;

function frameError(image: Image, unit: number): ReadingKind {
  if (isCommandSync(WORD, image)) return 'sync';
  return address(image) === unit ? 'validity' : 'address';
}

export const SHUTTLE: MessageFormat = {
  word: WORD,
  maxDataWords: 63,
  // The word time-out while reading.
  responseTimeoutNs: 33_000,
  maxResponseNs: 33_000,
  firstData: 0,

  composeRead(command, tx) {
    const bits = packShuttleCommand(command.address, READ_SCAN, command.subaddress, command.words);
    tx.append(makeImage(WORD, 'command', bits));
  },

  parseRead(image, command) {
    const bits = payload(image);
    command.address = bits >>> 19;
    command.subaddress = (bits >>> 6) & 0x1ff;
    command.words = bits & 63;
    return isCommandSync(WORD, image) && ((bits >>> 15) & 15) === READ_SCAN && command.words > 0;
  },

  composeResponse(unit, data, words, tx) {
    for (let i = 0; i < words; i++)
      tx.append(makeImage(WORD, 'data', packShuttleData(unit, int32At(data, i))));
  },

  checkResponse(reading, command) {
    const frame = makeImage(WORD, 'data', packShuttleData(command.address, 0)) & FRAME;
    const end = Math.min(reading.count, command.words);
    for (let w = 0; w < end; w++) {
      const image = int32At(reading.words, w);
      if ((image & FRAME) !== frame) return reading.cut(w, frameError(image, command.address));
    }
    return reading.count === command.words ? 'ok' : reading.cut(command.words, 'word-count');
  },

  outline({ words }, outline) {
    const image = int32At(words, 0);
    const bits = payload(image);
    outline.words = outline.answers = 0;
    if (!isCommandSync(WORD, image)) return;
    const isRead = ((bits >>> 15) & 15) === READ_SCAN;
    const data = bits & 63;
    if (data === 0) return;
    outline.hasHeaders = !isRead;
    outline.words = isRead ? 1 : 1 + data;
    outline.answers = isRead ? 1 : 0;
    outline.firstAddress = bits >>> 19;
    outline.firstWords = data;
  },

  excusesData: () => false,

  isUnusedClear: () => true,

  composeHeader({ commander, kind, words }, tx) {
    tx.append(makeImage(WORD, 'command', packShuttleCommand(commander, kind, 0, words)));
  },

  composeData(sender, data, words, tx) {
    for (let i = 0; i < words; i++)
      tx.append(makeImage(WORD, 'data', packShuttleData(sender, int32At(data, i))));
  },

  parseHeader(image, header) {
    header.commander = address(image);
    header.kind = (payload(image) >>> 15) & 15;
    header.words = payload(image) & 63;
    return isCommandSync(WORD, image) && header.kind !== READ_SCAN && header.words > 0;
  },

  checkData(reading, header, first = 1) {
    for (let w = first; w < reading.count; w++) {
      const image = int32At(reading.words, w);
      if (isCommandSync(WORD, image) || !isValid(image)) return false;
    }
    return reading.count === first + header.words;
  },

  dataOf: (image) => (payload(image) >>> 3) & 0xffff,
};
