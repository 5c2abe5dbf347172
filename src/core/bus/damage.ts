/**
 * Damage to single words of a transmission, as they leave the transmitter: the error injector's menu (MIL-HDBK-1553A
 * 100.5: parity, word length, bi-phase, sync, message length, contiguity; and zero crossings).
 *
 * It changes what is on the wire, half-bit by half-bit, and tells no receiver what to make of it: a damaged
 * transmission has no short cut, so each finds out with its own decoder. Words are counted from 0, bits as bit times from
 * 1: the sync is bits 1 to 3, the first data bit is bit 4 (MIL-STD-1553B 4.3.3.5).
 */
import { byteAt, float64At, int32At } from '../at.js';
import {
  BAD_BIT_COUNT,
  BAD_CONTIGUITY,
  decode,
  encode,
  HALF_BIT_NS,
  isCommandSync,
  SYNC_HALF_BITS,
  type HalfBits,
  type Image,
  type WordFormat,
} from './word.js';

/** The first half of bit n, or the second. */
export type BitHalf = 'first' | 'second';
/** The crossing at the beginning of bit n, there only where the bit before is its like; or the one in its middle. */
export type Crossing = 'leading' | 'mid';

/** Words may be so many bits longer, or shorter. */
export const MOST_EXTRA_BITS = 3;
/** A crossing may come so much early or late: the signal model's own limit. */
export const MOST_SHIFT_NS = 250;
const COMMAND_SYNC = 0b111000;
const DATA_SYNC = 0b000111;
/** MIL-STD-1553B 4.5.2.1.1.2: crossings of an output deviate by no more. */
const OUTPUT_CROSSING_NS = 25;

/** What is damaged: a transmission, without what it knows about its damage. */
interface Words {
  readonly format: WordFormat;
  readonly words: Int32Array;
  count: number;
}

export class Damage {
  readonly #tx: Words;
  /** Room for one word in the lists by half-bit. */
  readonly #stride: number;
  readonly #halves: HalfBits;
  /** By half-bit: how much later than the grid the edge at its start comes, ns. */
  readonly #lateNs: Float64Array;
  /** By word, in half-bits. */
  readonly #lengths: Int32Array;
  readonly #gaps: Int32Array;
  readonly #starts: Int32Array;
  /** By word: 1 = other on the wire than a sound word. */
  readonly #touched: Uint8Array;
  #laidOut = false;
  #stretchNs = 0;
  #blurred: { readonly word: number; readonly mask: number; readonly thresholdMv: number } | undefined;

  constructor(tx: Words) {
    const most = tx.words.length;
    this.#tx = tx;
    this.#stride = tx.format.halfBits + 2 * MOST_EXTRA_BITS;
    this.#halves = new Int32Array(most * this.#stride);
    this.#lateNs = new Float64Array(most * this.#stride);
    this.#lengths = new Int32Array(most);
    this.#gaps = new Int32Array(most);
    this.#starts = new Int32Array(most);
    this.#touched = new Uint8Array(most);
  }

  /** Starts from all words as they should be. */
  begin(): void {
    for (let w = 0; w < this.#tx.count; w++) this.#compose(w);
    this.#lateNs.fill(0);
    this.#touched.fill(0);
    this.#stretchNs = 0;
    this.#blurred = undefined;
    this.#laidOut = false;
  }

  invertParity(word: number): void {
    this.replace(word, int32At(this.#tx.words, word) ^ 1);
    this.#touched[word] = 1;
  }

  /** Another sync's sync: a data word in place of a command word, or the other way round. */
  invertSync(word: number): void {
    this.replace(word, int32At(this.#tx.words, word) ^ (1 << (this.#tx.format.payloadBits + 1)));
  }

  /** Sends another word; one of right parity is as good as any to every decoder. */
  replace(word: number, image: Image): void {
    this.#tx.words[word] = image;
    encode(this.#tx.format, image, this.#halves, word * this.#stride);
  }

  /** @param pattern six half-bits, the first in bit 5: 1 high, 0 low; the other sync's makes another word, a valid one */
  breakSync(word: number, pattern: number): void {
    const isCommand = isCommandSync(this.#tx.format, int32At(this.#tx.words, word));
    if (pattern === (isCommand ? DATA_SYNC : COMMAND_SYNC)) {
      this.invertSync(word);
      return;
    }
    this.#touched[word] = 1;
    for (let i = 0; i < SYNC_HALF_BITS; i++)
      this.#halves[word * this.#stride + i] = (pattern >>> (SYNC_HALF_BITS - 1 - i)) & 1 ? 1 : -1;
  }

  /** Both halves of bit n at one level: no Manchester code. */
  breakBit(word: number, bit: number, half: BitHalf): void {
    const place = this.#place(word, bit) + (half === 'first' ? 0 : 1);
    this.#halves[place] = -int32At(this.#halves, place);
    this.#touched[word] = 1;
  }

  /**
   * Bits that are neither 0 nor 1: Driscoll's "½". These receivers have three states and would call such a bit broken; one
   * that slices with a single comparator takes it for a 1 or a 0, each by its own threshold. This stands for those: it is
   * stated, and does not come out of the waveform. With an even number of such bits parity stays right.
   */
  blur(word: number, payloadBits: number, thresholdMv: number): void {
    this.#touched[word] = 1;
    this.#blurred = { word, mask: payloadBits << 1, thresholdMv };
  }

  /** What a word that was decoded is to a receiver of this threshold, peak to peak. */
  resolve(word: number, image: Image, thresholdMv: number): Image {
    const blurred = this.#blurred;
    if (blurred?.word !== word || thresholdMv <= blurred.thresholdMv) return image;
    return image ^ blurred.mask;
  }

  /** Ends a word so many bits late (with ones), or early. */
  changeBitCount(word: number, bits: number): void {
    const { halfBits } = this.#tx.format;
    this.#lengths[word] = halfBits + 2 * bits;
    this.#touched[word] = 1;
    for (let i = 0; i < 2 * bits; i++)
      this.#halves[word * this.#stride + halfBits + i] = i % 2 === 0 ? 1 : -1;
    this.#laidOut = false;
  }

  /** Dead time before a word beyond what its format has there, in whole half-bits. Before the first word there is none. */
  widenGap(word: number, gapNs: number): void {
    this.#gaps[word] = int32At(this.#gaps, word) + gapNs / HALF_BIT_NS;
    this.#laidOut = false;
  }

  /** Takes away the last words, or says the last one again, as often as there is room. */
  changeWordCount(words: number): void {
    const tx = this.#tx;
    const count = Math.max(0, Math.min(tx.words.length, tx.count + words));
    for (let w = tx.count; w < count; w++) {
      tx.words[w] = int32At(tx.words, Math.max(0, w - 1));
      this.#compose(w);
    }
    tx.count = count;
    this.#laidOut = false;
  }

  /** @returns false where there is no such crossing */
  shiftCrossing(word: number, bit: number, crossing: Crossing, lateNs: number): boolean {
    const place = this.#place(word, bit) + (crossing === 'leading' ? 0 : 1);
    if (int32At(this.#halves, place) === int32At(this.#halves, place - 1)) return false;
    this.#touched[word] = 1;
    this.#lateNs[place] = clamp(float64At(this.#lateNs, place) + lateNs);
    return true;
  }

  /** Holds one level for as long as the words would take: 1 or −1. */
  hold(state: number): void {
    this.#halves.fill(state);
    this.#touched.fill(1);
  }

  /** Sends half-bits that are so much longer than they should be, ns. Receivers find their bearings anew at each sync. */
  stretch(nsPerHalfBit: number): void {
    this.#stretchNs += nsPerHalfBit;
  }

  get durationNs(): number {
    this.#layOut();
    const last = this.#tx.count - 1;
    if (last < 0) return 0;
    const halves = int32At(this.#starts, last) + int32At(this.#lengths, last);
    return Math.round(halves * (HALF_BIT_NS + this.#stretchNs));
  }

  /** Does a word stand on the wire as any sound one does? Who hears those beyond doubt need not look closely at it. */
  isPlain(word: number): boolean {
    return this.#stretchNs === 0 && byteAt(this.#touched, word) === 0;
  }

  /** Dead time before a word, all of it, ns. */
  gapNs(word: number): number {
    return word === 0 ? 0 : int32At(this.#gaps, word) * HALF_BIT_NS;
  }

  /** Half-bits that stand after a word's proper end. */
  excess(word: number): number {
    return Math.max(0, int32At(this.#lengths, word) - this.#tx.format.halfBits);
  }

  /** The line state any number of half-bits from the start of a word, in whichever word or gap that is. */
  stateAt(word: number, half: number): number {
    const place = this.#find(word, half);
    return place < 0 ? 0 : int32At(this.#halves, place);
  }

  /** How much later than the grid the edge at the start of a half-bit comes, ns. */
  lateNs(word: number, half: number): number {
    const place = this.#find(word, half);
    const ownNs = place < 0 ? 0 : float64At(this.#lateNs, place);
    return this.#stretchNs === 0 ? ownNs : clamp(ownNs + this.#stretchNs * half);
  }

  /** What perfect and strict ears, right at the transmitter, find wrong with a word: a code of the decoder; 0 if nothing. */
  flawOf(word: number): number {
    const { format } = this.#tx;
    if (word > 0 && this.gapNs(word) !== format.gapNs) return BAD_CONTIGUITY;
    if (int32At(this.#lengths, word) !== format.halfBits) return BAD_BIT_COUNT;
    return Math.min(0, decode(format, this.#halves, word * this.#stride));
  }

  /** Are there words, and nothing wrong with any that these ears would find? */
  get isSound(): boolean {
    for (let w = 0; w < this.#tx.count; w++) if (this.flawOf(w) !== 0) return false;
    return this.#tx.count > 0;
  }

  /** Has a word a crossing that no output should have? */
  isSkewed(word: number): boolean {
    for (let half = 0; half < int32At(this.#lengths, word); half++)
      if (Math.abs(float64At(this.#lateNs, word * this.#stride + half)) > OUTPUT_CROSSING_NS) return true;
    return false;
  }

  #place(word: number, bit: number): number {
    return word * this.#stride + 2 * (bit - 1);
  }

  #compose(word: number): void {
    const { format, words } = this.#tx;
    this.#lengths[word] = format.halfBits;
    this.#gaps[word] = format.gapNs / HALF_BIT_NS;
    encode(format, int32At(words, word), this.#halves, word * this.#stride);
  }

  /** Place of a half-bit in the lists by half-bit; −1 on an idle line. */
  #find(word: number, half: number): number {
    this.#layOut();
    const wanted = int32At(this.#starts, word) + half;
    if (wanted < 0) return -1;
    let there = word;
    while (there > 0 && int32At(this.#starts, there) > wanted) there--;
    while (there + 1 < this.#tx.count && int32At(this.#starts, there + 1) <= wanted) there++;
    const inWord = wanted - int32At(this.#starts, there);
    return inWord < int32At(this.#lengths, there) ? there * this.#stride + inWord : -1;
  }

  /** Words follow one another, each at its length and after its gap. */
  #layOut(): void {
    if (this.#laidOut) return;
    let end = 0;
    for (let w = 0; w < this.#tx.count; w++) {
      const start = end + (w === 0 ? 0 : int32At(this.#gaps, w));
      this.#starts[w] = start;
      end = start + int32At(this.#lengths, w);
    }
    this.#laidOut = true;
  }
}

function clamp(lateNs: number): number {
  return Math.max(-MOST_SHIFT_NS, Math.min(MOST_SHIFT_NS, lateNs));
}
