/**
 * The bus monitor: sees every transmission with perfect ears, right at the transmitter, and holds it against the
 * format's rules. What it counts is the yardstick for what the computers' ears made of the same words.
 *
 * It follows each bus: a read command, then the answer of another station, else the next message.
 */
import { int32At } from '../at.js';
import {
  messageFormat,
  responseTimeNs,
  type Header,
  type MessageFormat,
  type ReadCommand,
} from './message.js';
import type { WireTap } from './medium.js';
import type { Transmission } from './transmission.js';
import { oddParity, payloadOf, type WordFormat } from './word.js';

/** What can be wrong with traffic as it was sent. */
export type Invariant =
  'overlap' | 'response-time' | 'intermessage-gap' | 'contiguity' | 'word-count' | 'address' | 'parity';

/** Both the least response time (MIL-STD-1553B 4.3.3.8) and the least intermessage gap (4.3.3.7). */
const LEAST_NS = 4_000;
/** What both measure where there is no dead time at all. */
const CONTIGUOUS_NS = responseTimeNs(0, 0);
/** A command ends at one station and its answer starts at another: allowance for the way, 200 m. */
const WAY_NS = 1_000;

/** Where the talk on one bus stands. */
interface Talk {
  lastEndNs: number;
  /** Who has asked and not been answered; empty if nobody. */
  asker: string;
  /** Of whom, for how many data words. */
  address: number;
  words: number;
}

export class BusMonitor implements WireTap {
  transmissions = 0;
  words = 0;
  readonly violations = new Map<Invariant, number>();

  readonly #talks = new Map<string, Talk>();
  readonly #read: ReadCommand = { address: 0, subaddress: 0, words: 0 };
  readonly #header: Header = { commander: 0, kind: 0, words: 0 };

  transmission(bus: string, from: string, tx: Transmission): void {
    const talk = this.#talks.get(bus) ?? this.#begin(bus);
    const format = messageFormat(tx.format.name);
    const gapNs = responseTimeNs(talk.lastEndNs, tx.startNs);
    const first = int32At(tx.words, 0);
    const asks = tx.count === 1 && format.parseRead(first, this.#read);
    this.transmissions++;
    this.words += tx.count;

    if (!asks && talk.asker !== '' && talk.asker !== from) this.#checkAnswer(talk, format, tx, gapNs);
    else this.#checkMessage(format, tx, gapNs);
    this.#checkWords(tx);

    talk.lastEndNs = tx.endNs;
    talk.asker = asks ? from : '';
    talk.address = this.#read.address;
    talk.words = this.#read.words;
  }

  #checkAnswer(talk: Talk, format: MessageFormat, tx: Transmission, gapNs: number): void {
    this.#checkGap(gapNs, format.maxResponseNs + WAY_NS, 'response-time');
    this.#require(tx.count === format.firstData + talk.words, 'word-count');
    this.#require(tx.count === 0 || addressOf(tx.format, int32At(tx.words, 0)) === talk.address, 'address');
  }

  /** A read command, or a message between computers: its header says how many words follow. */
  #checkMessage(format: MessageFormat, tx: Transmission, gapNs: number): void {
    this.#checkGap(gapNs, Infinity, 'intermessage-gap');
    const hasHeader = tx.count > 0 && format.parseHeader(int32At(tx.words, 0), this.#header);
    this.#require(tx.count > 0 && (!hasHeader || tx.count === 1 + this.#header.words), 'word-count');
  }

  #checkGap(gapNs: number, greatestNs: number, invariant: Invariant): void {
    if (gapNs < CONTIGUOUS_NS) this.#require(false, 'overlap');
    else this.#require(gapNs >= LEAST_NS && gapNs <= greatestNs, invariant);
  }

  #checkWords({ words, count, format, durationNs }: Transmission): void {
    this.#require(durationNs === count * format.wordNs + Math.max(0, count - 1) * format.gapNs, 'contiguity');
    const payloadAndParity = (2 << format.payloadBits) - 1;
    // With its parity bit, a payload has an odd number of ones; then no further one is wanted.
    for (let w = 0; w < count; w++) {
      if (oddParity(int32At(words, w) & payloadAndParity) !== 0) this.#require(false, 'parity');
    }
  }

  #require(holds: boolean, invariant: Invariant): void {
    if (!holds) this.violations.set(invariant, (this.violations.get(invariant) ?? 0) + 1);
  }

  #begin(bus: string): Talk {
    const talk: Talk = { lastEndNs: -Infinity, asker: '', address: 0, words: 0 };
    this.#talks.set(bus, talk);
    return talk;
  }
}

/** The top five bits of a command, a status or a Shuttle data word. */
function addressOf(format: WordFormat, image: number): number {
  return payloadOf(format, image) >>> (format.payloadBits - 5);
}
