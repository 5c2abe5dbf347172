/**
 * What the words of a message mean, behind one interface for both formats: how a controller asks a terminal for data,
 * how the terminal answers, how the listeners check the answer, and how computers address each other.
 */
import { int32At } from '../at.js';
import type { WordFormatName } from '../config.js';
import { MIL_STD_1553B } from './mil-std-1553b.js';
import type { Reading, ReadingKind } from './reading.js';
import { SHUTTLE } from './shuttle.js';
import type { Transmission } from './transmission.js';
import { isCommandSync, type Image, type WordFormat } from './word.js';

/** Who is asked, for what, and how many data words. */
export interface ReadCommand {
  address: number;
  /** A subaddress (1553) or the number of a pre-stored scan (Shuttle). */
  subaddress: number;
  words: number;
}

/** First word of a message between computers: what it is about, of which kind, how many data words follow. */
export interface Header {
  /** The element or computer whose words these are: the commander of the agreement. 0 … 30. */
  commander: number;
  /** 1 … 15; the values are the exchange's own. */
  kind: number;
  /** Data words, 1 or more. */
  words: number;
}

/** What a message says of itself, to one who only listens: how long it is, and who is going to answer. */
export interface Outline {
  /** Words it should have; 0 where that cannot be told. */
  words: number;
  /** May it be one between computers, with further headers behind the first, not counted here? */
  hasHeaders: boolean;
  /** Answers to come: none, one, or two in turn. */
  answers: number;
  firstAddress: number;
  /** Data words of the answer. */
  firstWords: number;
  secondAddress: number;
  secondWords: number;
}

export interface MessageFormat {
  readonly word: WordFormat;
  /** Most data words in one message. */
  readonly maxDataWords: number;
  /** From mid-parity crossing to mid-sync crossing, after which an answer no longer counts, ns. */
  readonly responseTimeoutNs: number;
  /** Longest response time of a terminal that is in order, ns. */
  readonly maxResponseNs: number;

  composeRead(command: Readonly<ReadCommand>, tx: Transmission): void;
  /** Reads a command word into `command`. @returns false if it is no read command. */
  parseRead(image: Image, command: ReadCommand): boolean;
  composeResponse(address: number, data: Int32Array, words: number, tx: Transmission): void;
  /**
   * Do the words of a reading (one or more) answer this command? Those from the first that does not are cut off.
   * @returns `word-count` too for a good beginning
   */
  checkResponse(reading: Reading, command: Readonly<ReadCommand>): ReadingKind;
  /** Place of the first data word in a response. */
  readonly firstData: number;

  /** Reads what a message of one word or more says of itself. */
  outline(tx: Transmission, outline: Outline): void;
  /** May an answer that begins like this come without its data words? */
  excusesData(image: Image): boolean;
  /** Are all bits 0 that an answer's first word has no use for? */
  isUnusedClear(image: Image): boolean;

  composeHeader(header: Readonly<Header>, tx: Transmission): void;
  /** The first `words` of `data`, 16 bits each, as the words that follow a header. */
  composeData(sender: number, data: Int32Array, words: number, tx: Transmission): void;
  /** Reads the header of a message between computers. @returns false if it is none, e.g. a read command. */
  parseHeader(image: Image, header: Header): boolean;
  /** Are the words from place `first` (1) on the header's data words, all of them and no more? */
  checkData(reading: Reading, header: Readonly<Header>, first?: number): boolean;
  /** The 16 data bits of a data word. */
  dataOf(image: Image): number;
}

/**
 * How many words a message begins with that have the sync of a command. A message between computers has one header;
 * what is passed on a second time names, in further headers behind it, whom it came by.
 */
export function leadingHeaders(format: WordFormat, words: Int32Array, count: number): number {
  let headers = 0;
  while (headers < count && isCommandSync(format, int32At(words, headers))) headers++;
  return headers;
}

export function messageFormat(name: WordFormatName): MessageFormat {
  return name === 'shuttle' ? SHUTTLE : MIL_STD_1553B;
}

/**
 * Time from the mid-bit crossing of the last parity bit to the mid-sync crossing of the next word
 * (MIL-STD-1553B figure 8): all times between words are derived from this one definition.
 */
const PARITY_MID_BEFORE_END_NS = 500;
const SYNC_MID_AFTER_START_NS = 1_500;

export function responseTimeNs(previousEndNs: number, nextStartNs: number): number {
  return nextStartNs - previousEndNs + PARITY_MID_BEFORE_END_NS + SYNC_MID_AFTER_START_NS;
}

/** When a word must start, to come `responseNs` after one that ended. */
export function startAfterNs(previousEndNs: number, responseNs: number): number {
  return previousEndNs + responseNs - PARITY_MID_BEFORE_END_NS - SYNC_MID_AFTER_START_NS;
}

/** Dead time between messages: 10 µs, as on recorded buses. The standard asks for 2, i.e. 4 by its own measure (4.3.3.7). */
export const INTERMESSAGE_GAP_NS = 10_000;
