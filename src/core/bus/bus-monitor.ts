/**
 * The bus monitor: sees every transmission with perfect ears, right at the transmitter, and holds it against the
 * format's rules. What it counts is the yardstick for what the computers' ears made of the same words.
 *
 * It follows each line: a message, then the answers of other stations that it asks for, in whichever of the formats; else
 * the next message.
 */
import { int32At } from '../at.js';
import {
  leadingHeaders,
  messageFormat,
  responseTimeNs,
  type MessageFormat,
  type Outline,
  type ReadCommand,
} from './message.js';
import type { WireTap } from './medium.js';
import type { Transmission } from './transmission.js';
import {
  BAD_BIT_COUNT,
  BAD_CONTIGUITY,
  BAD_MANCHESTER,
  BAD_PARITY,
  BAD_SYNC,
  oddParity,
  payloadOf,
  type WordFormat,
} from './word.js';

/** What can be wrong with traffic as it was sent. */
export type Invariant =
  | 'overlap'
  | 'response-time'
  | 'intermessage-gap'
  | 'contiguity'
  | 'word-count'
  | 'address'
  | 'parity'
  | 'sync'
  | 'manchester'
  | 'bit-count'
  | 'zero-crossing'
  | 'unused-bits';

/** Both the least response time (MIL-STD-1553B 4.3.3.8) and the least intermessage gap (4.3.3.7). */
const LEAST_NS = 4_000;
/** What both measure where there is no dead time at all. */
const CONTIGUOUS_NS = responseTimeNs(0, 0);
/** A command ends at one station and its answer starts at another: allowance for the way, 200 m. */
const WAY_NS = 1_000;
/** What comes so long after a message is no answer any more, be it as late as it may. */
const FORGOTTEN_NS = 200_000;

/** Counts what is seen on all buses, and what is wrong with it. */
export class BusMonitor implements WireTap {
  transmissions = 0;
  words = 0;
  readonly violations = new Map<Invariant, number>();
  readonly #watches = new Map<string, BusWatch>();

  transmission(bus: string, from: string, tx: Transmission): void {
    this.watch(bus).transmission(bus, from, tx);
  }

  /** Follows one bus; to be tapped into it directly, which spares finding the bus by its name each time. */
  watch(bus: string): WireTap {
    const watch = this.#watches.get(bus) ?? new BusWatch(this);
    this.#watches.set(bus, watch);
    return watch;
  }

  violated(invariant: Invariant): void {
    this.violations.set(invariant, (this.violations.get(invariant) ?? 0) + 1);
  }
}

/** Where the talk on one bus stands. */
class BusWatch implements WireTap {
  readonly #monitor: BusMonitor;
  #lastEndNs = -Infinity;
  /** Who has sent the last message; its answers come from others. */
  #asker = '';
  readonly #outline: Outline = {
    words: 0,
    hasHeaders: false,
    answers: 0,
    firstAddress: 0,
    firstWords: 0,
    secondAddress: 0,
    secondWords: 0,
  };
  readonly #read: ReadCommand = { address: 0, subaddress: 0, words: 0 };

  constructor(monitor: BusMonitor) {
    this.#monitor = monitor;
  }

  transmission(_bus: string, from: string, tx: Transmission): void {
    const format = messageFormat(tx.format.name);
    const gapNs = responseTimeNs(this.#lastEndNs, tx.startNs);
    this.#monitor.transmissions++;
    this.#monitor.words += tx.count;

    if (this.#isAnswer(format, from, tx, gapNs)) this.#checkAnswer(format, tx, gapNs);
    else this.#checkMessage(format, from, tx, gapNs);
    this.#checkWords(tx);
    this.#lastEndNs = tx.endNs;
  }

  /** One of another station, unless that is plainly a commander that has taken over. */
  #isAnswer(format: MessageFormat, from: string, tx: Transmission, gapNs: number): boolean {
    if (this.#outline.answers === 0 || this.#asker === from || gapNs > FORGOTTEN_NS) return false;
    return tx.count !== 1 || !format.parseRead(int32At(tx.words, 0), this.#read);
  }

  #checkAnswer(format: MessageFormat, tx: Transmission, gapNs: number): void {
    const outline = this.#outline;
    this.#checkGap(gapNs, format.maxResponseNs + WAY_NS, 'response-time');
    if (tx.count === 0) this.#monitor.violated('word-count');
    else {
      const first = int32At(tx.words, 0);
      const isShort = tx.count === 1 && format.excusesData(first);
      this.#require(isShort || tx.count === format.firstData + outline.firstWords, 'word-count');
      this.#require(addressOf(tx.format, first) === outline.firstAddress, 'address');
      this.#require(format.isUnusedClear(first), 'unused-bits');
    }
    outline.answers--;
    outline.firstAddress = outline.secondAddress;
    outline.firstWords = outline.secondWords;
  }

  /** A command, or a message between computers: its first words say how many there are. */
  #checkMessage(format: MessageFormat, from: string, tx: Transmission, gapNs: number): void {
    const outline = this.#outline;
    this.#checkGap(gapNs, Infinity, 'intermessage-gap');
    outline.words = outline.answers = 0;
    this.#asker = from;
    if (tx.count > 0) format.outline(tx, outline);
    const further = outline.hasHeaders ? leadingHeaders(tx.format, tx.words, tx.count) - 1 : 0;
    this.#require(
      tx.count > 0 && (outline.words === 0 || tx.count === outline.words + further),
      'word-count',
    );
  }

  #checkGap(gapNs: number, greatestNs: number, invariant: Invariant): void {
    if (gapNs < CONTIGUOUS_NS) this.#monitor.violated('overlap');
    else this.#require(gapNs >= LEAST_NS && gapNs <= greatestNs, invariant);
  }

  #checkWords(tx: Transmission): void {
    if (tx.jamMv > 0) this.#monitor.violated('overlap');
    if (tx.isDamaged) this.#checkDamage(tx);
    else this.#checkSound(tx);
  }

  /** Damage may be to anything about a word, so each is looked at as it stands on the wire. */
  #checkDamage({ damage, count }: Transmission): void {
    for (let w = 0; w < count; w++) {
      const flaw = flawNamed(damage.flawOf(w));
      if (flaw !== undefined) this.#monitor.violated(flaw);
      if (damage.isSkewed(w)) this.#monitor.violated('zero-crossing');
    }
  }

  #checkSound({ words, count, format, durationNs }: Transmission): void {
    this.#require(durationNs === count * format.wordNs + Math.max(0, count - 1) * format.gapNs, 'contiguity');
    const payloadAndParity = (2 << format.payloadBits) - 1;
    // With its parity bit, a payload has an odd number of ones; then no further one is wanted.
    for (let w = 0; w < count; w++) {
      if (oddParity(int32At(words, w) & payloadAndParity) !== 0) this.#monitor.violated('parity');
    }
  }

  #require(holds: boolean, invariant: Invariant): void {
    if (!holds) this.#monitor.violated(invariant);
  }
}

/** What the decoder calls it. */
function flawNamed(code: number): Invariant | undefined {
  switch (code) {
    case BAD_CONTIGUITY:
      return 'contiguity';
    case BAD_BIT_COUNT:
      return 'bit-count';
    case BAD_SYNC:
      return 'sync';
    case BAD_MANCHESTER:
      return 'manchester';
    case BAD_PARITY:
      return 'parity';
    default:
      return undefined;
  }
}

/** The top five bits of a command, a status or a Shuttle data word. */
function addressOf(format: WordFormat, image: number): number {
  return payloadOf(format, image) >>> (format.payloadBits - 5);
}
