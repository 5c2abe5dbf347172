/**
 * Words as they stand on the wire: a sync, a payload sent most significant bit first, one odd-parity bit.
 *
 * Manchester II bi-phase (MIL-STD-1553B 4.3.3.2): a 1 is high then low, a 0 low then high. The line has three states,
 * +, − and idle, on a grid of half bit times. A sync is three half-bits of one level and three of the other, which no
 * data can imitate; the first half is positive for a command or status word and negative for a data word (4.3.3.5).
 *
 * An **image** is a word as one integer: sync, payload, parity, from the top. Images travel; half-bits are made of
 * them only where a receiver has to look closely.
 */
import { int32At } from '../at.js';
import type { WordFormatName } from '../config.js';

export type Image = number;
export type Sync = 'command' | 'data';

/** Line states of half-bits: +1, −1, and 0 for idle. As wide as they are so that `int32At` serves them. */
export type HalfBits = Int32Array;

export const SYNC_HALF_BITS = 6;
export const HALF_BIT_NS = 500;

export interface WordFormat {
  readonly name: WordFormatName;
  readonly payloadBits: number;
  /** Half-bits in a word: sync, payload, parity. */
  readonly halfBits: number;
  readonly wordNs: number;
  /** Dead time between the words of one transmission. */
  readonly gapNs: number;
  /** Longest dead time after which a word still belongs to what came before. */
  readonly greatestGapNs: number;
}

function wordFormat(
  name: WordFormatName,
  payloadBits: number,
  gapNs: number,
  greatestGapNs: number,
): WordFormat {
  const halfBits = SYNC_HALF_BITS + 2 * (payloadBits + 1);
  return { name, payloadBits, halfBits, wordNs: halfBits * HALF_BIT_NS, gapNs, greatestGapNs };
}

/**
 * 20 bit times, contiguous (MIL-STD-1553B 4.3.3.4, 4.3.3.6). From 2 µs of dead line on, 4 by the standard's measure, words
 * must not be taken for contiguous (MIL-HDBK-1553A 100.5.2.1.5); below, that is free, and these ears are patient.
 */
export const MIL_STD_1553B_WORD = wordFormat('mil-std-1553b', 16, 0, 1_500);
/** 28 bit times, 33 µs with the gap: similar to MIL-STD-1553 but not it. Its word time-out while reading is 33 µs, as the standard measures. */
export const SHUTTLE_WORD = wordFormat('shuttle', 24, 5_000, 31_000);

/** What keeps a stretch of half-bits from being a word; negative, so that it cannot be an image. */
export const SILENT = -1;
export const BAD_SYNC = -2;
export const BAD_MANCHESTER = -3;
export const BAD_BIT_COUNT = -4;
export const BAD_PARITY = -5;
/** A good word, but too long after the one before. */
export const BAD_CONTIGUITY = -6;

/** The bit that makes the number of ones in payload and parity odd. */
export function oddParity(payload: number): number {
  let x = payload ^ (payload >>> 16);
  x ^= x >>> 8;
  x ^= x >>> 4;
  return ((0x6996 >>> (x & 15)) & 1) ^ 1;
}

export function makeImage(format: WordFormat, sync: Sync, payload: number): Image {
  const syncBit = sync === 'command' ? 1 : 0;
  return (syncBit << (format.payloadBits + 1)) | (payload << 1) | oddParity(payload);
}

export function payloadOf(format: WordFormat, image: Image): number {
  return (image >>> 1) & ((1 << format.payloadBits) - 1);
}

export function isCommandSync(format: WordFormat, image: Image): boolean {
  return image >>> (format.payloadBits + 1) === 1;
}

/** Writes the line states of a word; `parity` errors in the image are sent as they are. */
export function encode(format: WordFormat, image: Image, out: HalfBits, offset = 0): void {
  const first = isCommandSync(format, image) ? 1 : -1;
  for (let i = 0; i < SYNC_HALF_BITS; i++) out[offset + i] = i < SYNC_HALF_BITS / 2 ? first : -first;
  for (let bit = format.payloadBits, place = offset + SYNC_HALF_BITS; bit >= 0; bit--, place += 2) {
    const half = (image >>> bit) & 1 ? 1 : -1;
    out[place] = half;
    out[place + 1] = -half;
  }
}

/**
 * Reads a word from line states, half-bit by half-bit.
 * @returns the image, or what is wrong (SILENT … BAD_PARITY, all negative), in the order in which a decoder meets it.
 */
export function decode(format: WordFormat, halves: HalfBits, offset = 0): Image {
  const syncBit = decodeSync(format, halves, offset);
  if (syncBit < 0) return syncBit;
  let bits = syncBit;
  for (let place = offset + SYNC_HALF_BITS; place < offset + format.halfBits; place += 2) {
    const first = int32At(halves, place);
    if (first === 0 || first !== -int32At(halves, place + 1)) return brokenBit(format, halves, offset, place);
    bits = (bits << 1) | (first > 0 ? 1 : 0);
  }
  return oddParity(payloadOf(format, bits)) === (bits & 1) ? bits : BAD_PARITY;
}

function decodeSync(format: WordFormat, halves: HalfBits, offset: number): number {
  const first = int32At(halves, offset);
  let matches = 0;
  for (let i = 0; i < SYNC_HALF_BITS; i++) {
    if (int32At(halves, offset + i) === (i < SYNC_HALF_BITS / 2 ? first : -first)) matches++;
  }
  if (first !== 0 && matches === SYNC_HALF_BITS) return first > 0 ? 1 : 0;
  return isIdle(halves, offset, offset + format.halfBits) ? SILENT : BAD_SYNC;
}

/** A word that stops at a bit boundary has too few bits; anything else is no Manchester code. */
function brokenBit(format: WordFormat, halves: HalfBits, offset: number, place: number): number {
  return isIdle(halves, place, offset + format.halfBits) ? BAD_BIT_COUNT : BAD_MANCHESTER;
}

function isIdle(halves: HalfBits, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (int32At(halves, i) !== 0) return false;
  return true;
}
