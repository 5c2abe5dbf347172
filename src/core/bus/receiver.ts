/**
 * A receiver: a filter, a threshold, a tolerance for crossings, a little noise of its own, and a decoder.
 *
 * This is the one place where two healthy computers can come to differ. MIL-STD-1553B leaves each maker free between
 * 0.20 and 0.86 Vpp (4.5.2.1.2.1): the Byzantine band. A level inside it, or a crossing more than 150 ns off, may be a
 * word to one receiver and nothing to the next, and both are within their specification.
 *
 * Noise is bounded, so where the margin exceeds the bound its draw cannot matter. `clarity` says so for a whole
 * transmission at once; only a marginal one is worked out half-bit by half-bit. Both ways give the same reading.
 *
 * Where a wave arrives more than once, the receiver hears the sum, on the half-bit grid of the direct wave: that comes
 * first, before there is anything else to synchronise to.
 */
import { int32At, objectAt } from '../at.js';
import type { ReceiverConfig } from '../config.js';
import { draw, key, noise, NOISE_BOUND_SIGMA } from '../prng.js';
import type { TimeNs } from '../time.js';
import { Echoes } from './echoes.js';
import type { Arrival } from './line.js';
import type { Reading } from './reading.js';
import {
  crossingLateNs,
  newWaveform,
  slopeMvPerNs,
  strongestMv,
  weakestMv,
  windowMeanMv,
  type Waveform,
} from './signal.js';
import type { Transmission } from './transmission.js';
import {
  BAD_BIT_COUNT,
  BAD_CONTIGUITY,
  BAD_MANCHESTER,
  decode,
  MIL_STD_1553B_WORD,
  SHUTTLE_WORD,
  SYNC_HALF_BITS,
} from './word.js';

/** What a receiver's hearing comes down to; a threshold of Infinity is a deaf one's. */
export interface Ears {
  thresholdMv: number;
  noiseMv: number;
}

/** Bends a receiver's ears; a fault of its own. */
export interface EarBehaviour {
  bend(ears: Ears, timeNs: TimeNs): void;
}

export type Clarity = 'heard' | 'silent' | 'marginal';

const LONGEST_WORD = Math.max(MIL_STD_1553B_WORD.halfBits, SHUTTLE_WORD.halfBits);
/** Noise draws set aside for one word: one a half-bit, one a crossing. */
const DRAWS_PER_WORD = 2 * LONGEST_WORD;
/** Names the draws for what stands after a word. */
const EXCESS = 1;
/** Names the draws for who talks at the same time. */
const JAM = 1;
/** The first crossing inside a word. */
const MID_SYNC = SYNC_HALF_BITS / 2;

export class Receiver {
  readonly #config: ReceiverConfig;
  readonly #zeroCrossingNs: number;
  /** Half of the peak-to-peak threshold: one polarity's. */
  #thresholdMv = 0;
  #noiseMv = 0;
  readonly #ears: Ears = { thresholdMv: 0, noiseMv: 0 };
  /** What is wrong with these ears. */
  readonly behaviours: EarBehaviour[] = [];
  /** The wave that arrived last, its echoes, and what can be said of them. */
  readonly #wave = newWaveform();
  readonly #echoes = new Echoes();
  #clarity: Clarity;
  readonly #states = new Int32Array(LONGEST_WORD);

  /** Take the short cut where it is exact. Off only to prove that it is. */
  shortCut = true;
  /** How many transmissions were worked out half-bit by half-bit. */
  closeLooks = 0;

  constructor(config: ReceiverConfig) {
    this.#config = config;
    this.#zeroCrossingNs = config.zeroCrossingNs;
    this.#settle(-Infinity);
    this.#clarity = this.clarity(this.#wave);
  }

  /**
   * Makes a reading of a transmission.
   * @param arrivals the direct wave, then its echoes; the same list as long as nothing about the line changes
   * @param noiseKey names the noise of this receiver on this bus in this cycle
   * @param firstWord number of the transmission's first word on this bus in this cycle
   */
  hear(
    tx: Transmission,
    arrivals: readonly Arrival[],
    noiseKey: number,
    firstWord: number,
    reading: Reading,
  ): void {
    if (!this.hearsClearly(tx, arrivals, reading)) this.lookClosely(tx, noiseKey, firstWord, reading);
  }

  /** Makes a reading of a transmission about which there is no doubt. @returns false if it needs a close look */
  hearsClearly(tx: Transmission, arrivals: readonly Arrival[], reading: Reading): boolean {
    const earsChanged = this.behaviours.length > 0 && this.#settle(tx.startNs);
    const direct = objectAt(arrivals, 0);
    const waveChanged = arrive(tx.wave, direct.gain, this.#wave);
    const echoesChanged = this.#echoes.take(arrivals, tx.wave);
    if (waveChanged || echoesChanged || earsChanged)
      this.#clarity = this.clarity(this.#wave, this.#echoes.boundMv);
    reading.startNs = tx.startNs + direct.delayNs;
    const clarity = this.shortCut && !tx.isDisturbed ? this.#clarity : 'marginal';
    if (clarity === 'heard' && !tx.isDamaged) reading.takeVerbatim(tx.words, tx.count);
    else if (clarity === 'silent') reading.silence();
    else return false;
    return true;
  }

  /**
   * Can noise, or echoes of at most `echoMv`, change anything about a transmission that arrives like this?
   * Echoes are a disturbance with a bound, as noise is; the only difference is that a close look knows them.
   */
  clarity(wave: Waveform, echoMv = 0): Clarity {
    const boundMv = this.#noiseMv * NOISE_BOUND_SIGMA + echoMv;
    if (strongestMv(wave) + boundMv < this.#thresholdMv) return 'silent';
    if (weakestMv(wave) - boundMv < this.#thresholdMv) return 'marginal';
    const skewNs = Math.abs(crossingLateNs(wave, true) - crossingLateNs(wave, false));
    const jitterNs = boundMv / slopeMvPerNs(wave);
    return skewNs + 2 * jitterNs <= this.#zeroCrossingNs ? 'heard' : 'marginal';
  }

  /** Lets what is wrong with these ears act. @returns whether they are now others than they were */
  #settle(timeNs: TimeNs): boolean {
    const ears = this.#ears;
    const { thresholdMv, noiseMv } = ears;
    ears.thresholdMv = this.#config.thresholdMv;
    ears.noiseMv = this.#config.noiseMv;
    for (const behaviour of this.behaviours) behaviour.bend(ears, timeNs);
    this.#thresholdMv = ears.thresholdMv / 2;
    this.#noiseMv = ears.noiseMv;
    return ears.thresholdMv !== thresholdMv || ears.noiseMv !== noiseMv;
  }

  /** The transmission that arrived last, half-bit by half-bit. */
  lookClosely(tx: Transmission, noiseKey: number, firstWord: number, reading: Reading): void {
    this.closeLooks++;
    const isSure = this.shortCut && this.#clarity === 'heard' && !tx.isDisturbed;
    if (tx.count === 0) {
      reading.silence();
      return;
    }
    reading.begin();
    while (reading.count < tx.count) {
      if (tx.isDamaged && tx.damage.gapNs(reading.count) > tx.format.greatestGapNs) {
        reading.fail(BAD_CONTIGUITY);
        return;
      }
      // What can be said of all half-bits of a wave holds for a sound word among damaged ones too.
      if (isSure && tx.damage.isPlain(reading.count)) {
        reading.words[reading.count] = int32At(tx.words, reading.count);
        reading.count++;
        continue;
      }
      const firstDraw = (firstWord + reading.count) * DRAWS_PER_WORD;
      const word = this.#readWord(tx, reading.count, noiseKey, firstDraw);
      if (word < 0) {
        reading.fail(word);
        return;
      }
      reading.words[reading.count] = tx.isDamaged
        ? tx.damage.resolve(reading.count, word, 2 * this.#thresholdMv)
        : word;
      reading.count++;
    }
  }

  #readWord(tx: Transmission, word: number, noiseKey: number, firstDraw: number): number {
    const wave = this.#wave;
    const hasEchoes = this.#echoes.any;
    let before = tx.neighbour(word, -1);
    let here = tx.neighbour(word, 0);
    for (let half = 0; half < tx.format.halfBits; half++) {
      const after = tx.neighbour(word, half + 1);
      const directMv = tx.isDamaged
        ? windowMeanMv(wave, before, here, after, tx.lateNs(word, half), tx.lateNs(word, half + 1))
        : windowMeanMv(wave, before, here, after);
      const meanMv = hasEchoes ? directMv + this.#echoes.meanMv(tx, word, half) : directMv;
      const levelMv = meanMv + this.#noiseMv * noise(noiseKey, firstDraw + half);
      this.#states[half] = this.#sliced(
        tx.isDisturbed ? levelMv + disturbanceMv(tx, firstDraw + half) : levelMv,
      );
      before = here;
      here = after;
    }
    const image = decode(tx.format, this.#states);
    if (image < 0) return image;
    if (tx.isDamaged && this.#hearsMore(tx, word, noiseKey, firstDraw)) return BAD_BIT_COUNT;
    return this.#crossingsInTime(tx, word, noiseKey, firstDraw + LONGEST_WORD) ? image : BAD_MANCHESTER;
  }

  #sliced(levelMv: number): number {
    return Math.abs(levelMv) < this.#thresholdMv ? 0 : Math.sign(levelMv);
  }

  /** Where a word should be over, is there one more bit? Neither an idle line nor a sync begins like one. */
  #hearsMore(tx: Transmission, word: number, noiseKey: number, firstDraw: number): boolean {
    const end = tx.format.halfBits;
    if (tx.damage.excess(word) === 0) return false;
    const excessKey = key(noiseKey, EXCESS);
    const heard = (half: number): number => {
      const [before, here, after] = [half - 1, half, half + 1].map((h) => tx.stateAt(word, h));
      const directMv = windowMeanMv(this.#wave, before ?? 0, here ?? 0, after ?? 0);
      const meanMv = directMv + this.#echoes.meanMv(tx, word, half);
      return this.#sliced(meanMv + this.#noiseMv * noise(excessKey, firstDraw + half));
    };
    const first = heard(end);
    return first !== 0 && heard(end + 1) === -first;
  }

  /** Each crossing inside the word against the one before it (MIL-STD-1553B 4.5.2.1.2.1: at least ±150 ns). */
  #crossingsInTime(tx: Transmission, word: number, noiseKey: number, firstDraw: number): boolean {
    const wave = this.#wave;
    const hasEchoes = this.#echoes.any;
    const nsPerMv = 1 / slopeMvPerNs(wave);
    let previousLateNs = NaN;
    for (let half = MID_SYNC; half < tx.format.halfBits; half++) {
      const rising = int32At(this.#states, half) > 0;
      if (rising === int32At(this.#states, half - 1) > 0) continue;
      const jitterNs = this.#noiseMv * noise(noiseKey, firstDraw + half) * nsPerMv;
      const waveLateNs = hasEchoes
        ? this.#echoes.crossingLateNs(tx, word, half, wave, rising)
        : crossingLateNs(wave, rising) + tx.lateNs(word, half);
      const lateNs = tx.isDisturbed
        ? waveLateNs + jitterNs + disturbanceMv(tx, firstDraw + half) * nsPerMv
        : waveLateNs + jitterNs;
      // In this form, because a wave without any level has no crossings: NaN is not in time.
      const inTime = Math.abs(lateNs - previousLateNs) <= this.#zeroCrossingNs;
      if (!inTime && half > MID_SYNC) return false;
      previousLateNs = lateNs;
    }
    return true;
  }
}

/**
 * What is on the line besides, at one draw's moment. Who talks at the same time does so on a half-bit grid of his own: a
 * window lies on a level of his, high or low, or across an edge.
 */
function disturbanceMv({ noiseMv, jamMv, disturbanceKey }: Transmission, index: number): number {
  const noisyMv = noiseMv > 0 ? noiseMv * noise(disturbanceKey, index) : 0;
  if (jamMv === 0) return noisyMv;
  const place = draw(key(disturbanceKey, JAM), index) / 0x8000_0000 - 1;
  return noisyMv + jamMv * Math.max(-1, Math.min(1, 2 * place));
}

/** What arrives of a wave. @returns whether it differs from what arrived last */
function arrive(sent: Waveform, gain: number, received: Waveform): boolean {
  const positiveMv = sent.positiveMv * gain;
  const negativeMv = sent.negativeMv * gain;
  const same =
    received.positiveMv === positiveMv &&
    received.negativeMv === negativeMv &&
    received.edgeNs === sent.edgeNs &&
    received.risingLateNs === sent.risingLateNs &&
    received.fallingLateNs === sent.fallingLateNs;
  received.positiveMv = positiveMv;
  received.negativeMv = negativeMv;
  received.edgeNs = sent.edgeNs;
  received.risingLateNs = sent.risingLateNs;
  received.fallingLateNs = sent.fallingLateNs;
  return !same;
}
