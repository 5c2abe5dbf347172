/** One station's turn on the wire: words back to back, one waveform. Kept and refilled, never allocated in a cycle. */
import { int32At } from '../at.js';
import type { TimeNs } from '../time.js';
import { Damage } from './damage.js';
import { newWaveform } from './signal.js';
import { encode, HALF_BIT_NS, type HalfBits, type Image, type WordFormat } from './word.js';

/** Longest transmission: a message between computers of 63 data words, its header, and whom it came by. */
export const MAX_WORDS = 63 + 1 + 5;

export class Transmission {
  readonly format: WordFormat;
  readonly words = new Int32Array(MAX_WORDS);
  count = 0;
  startNs: TimeNs = 0;
  /** Shaped afresh for each transmission by the transmitter that sends it. */
  readonly wave = newWaveform();

  readonly #halves: HalfBits;
  #encoded = false;
  #damage: Damage | undefined;
  /** Are words on the wire other than they should be? Then no receiver has a short cut. */
  isDamaged = false;
  /** What else is on the line while this passes: wide-band noise, rms behind the receivers' filters, mV … */
  noiseMv = 0;
  /** … and somebody who talks at the same time, peak, mV. */
  jamMv = 0;
  /** Names the draws of both, which are the same for all who hear. */
  disturbanceKey = 0;

  constructor(format: WordFormat) {
    this.format = format;
    this.#halves = new Int32Array(MAX_WORDS * format.halfBits);
  }

  clear(): void {
    this.count = 0;
    this.isDamaged = false;
    this.noiseMv = this.jamMv = 0;
  }

  get isDisturbed(): boolean {
    return this.noiseMv > 0 || this.jamMv > 0;
  }

  /** What is wrong with single words; to ask for it makes a transmission a damaged one. To be done when all words are in. */
  get damage(): Damage {
    this.#damage ??= new Damage(this);
    if (!this.isDamaged) this.#damage.begin();
    this.isDamaged = true;
    return this.#damage;
  }

  /** Adds a well-formed word. */
  append(image: Image): void {
    this.words[this.count++] = image;
    this.#encoded = false;
  }

  /** Makes room for so many well-formed words, to be written to `words`. @returns the place of the first */
  extend(count: number): number {
    const first = this.count;
    this.count += count;
    this.#encoded = false;
    return first;
  }

  /** Distance between the starts of two successive words. */
  get stepNs(): number {
    return this.format.wordNs + this.format.gapNs;
  }

  get durationNs(): number {
    if (this.isDamaged) return this.damage.durationNs;
    return this.count === 0 ? 0 : this.count * this.stepNs - this.format.gapNs;
  }

  get endNs(): TimeNs {
    return this.startNs + this.durationNs;
  }

  /** Line states of all words, undamaged, one after the other; made only when a receiver has to look closely. */
  get halves(): HalfBits {
    if (!this.#encoded) {
      for (let w = 0; w < this.count; w++)
        encode(this.format, int32At(this.words, w), this.#halves, w * this.format.halfBits);
      this.#encoded = true;
    }
    return this.#halves;
  }

  /** The line state next to a half-bit: its neighbour in the word, or, where words are contiguous, in the next word. */
  neighbour(word: number, half: number): number {
    if (this.isDamaged) return this.damage.stateAt(word, half);
    const inside = half >= 0 && half < this.format.halfBits;
    const place = word * this.format.halfBits + half;
    const onWire = place >= 0 && place < this.count * this.format.halfBits;
    return onWire && (inside || this.format.gapNs === 0) ? int32At(this.halves, place) : 0;
  }

  /** The line state any number of half-bits from the start of a word, in whichever word or gap that is. */
  stateAt(word: number, half: number): number {
    if (this.isDamaged) return this.damage.stateAt(word, half);
    const step = this.stepNs / HALF_BIT_NS;
    const inWord = Math.floor(half / step);
    const place = half - inWord * step;
    const there = word + inWord;
    if (there < 0 || there >= this.count || place >= this.format.halfBits) return 0;
    return int32At(this.halves, there * this.format.halfBits + place);
  }

  /** How much later than the grid the edge at the start of a half-bit comes through damage, ns. */
  lateNs(word: number, half: number): number {
    return this.isDamaged ? this.damage.lateNs(word, half) : 0;
  }
}
