/**
 * What computers say to each other, before it becomes words on an intercomputer bus and after. Who said it is not part
 * of it: that is the line it came in on (Lamport 1982, A2: the receiver of a message knows who sent it).
 */
import { at } from '../at.js';
import type { Header, MessageFormat } from '../bus/message.js';
import type { Reading } from '../bus/reading.js';
import { MAX_WORDS, type Transmission } from '../bus/transmission.js';
import type { TimeNs } from '../time.js';

/** Kinds of utterance; the numbers travel in a message's header. */
export const UTTERANCE = {
  /** Data words of an element, as read. */
  reading: 1,
  /** "I received an error" on an element, R(E). */
  readingError: 2,
  /** A computer's private word (its sumword), its own or relayed. */
  privateWord: 3,
  /** Relayed: nothing came from that computer. */
  privateNone: 4,
  /** A sync code. */
  syncCode: 5,
} as const;

/** Sync codes of the Shuttle's computers; Tomayko's Box 4-2 prints another table. */
export const SYNC = { ioComplete: 0b001, ioProblem: 0b010, commonSet: 0b110 } as const;

/** A behaviour at a computer's mouth: changes what one receiver is told. */
export interface Mouth {
  tell(utterance: Utterance, receiver: number, cycle: number, timeNs: TimeNs): void;
}

export class Utterance implements Header {
  sender = 0;
  commander = 0;
  kind = 0;
  words = 0;
  readonly data = new Int32Array(MAX_WORDS);

  /** An utterance without content of its own still carries one word, 0. */
  setEmpty(kind: number, sender: number, commander: number): void {
    this.setWord(kind, sender, commander, 0);
  }

  setWord(kind: number, sender: number, commander: number, word: number): void {
    this.sender = sender;
    this.commander = commander;
    this.kind = kind;
    this.words = 1;
    this.data[0] = word;
  }

  copyFrom(other: Utterance): void {
    this.sender = other.sender;
    this.commander = other.commander;
    this.kind = other.kind;
    this.words = other.words;
    for (let i = 0; i < other.words; i++) this.data[i] = at(other.data, i);
  }

  reportError(): void {
    this.setEmpty(UTTERANCE.readingError, this.sender, this.commander);
  }

  /** "I/O complete" becomes "I/O problem" and the other way round. @returns false for any other code */
  swapSyncCode(): boolean {
    const code = at(this.data, 0);
    if (code !== SYNC.ioComplete && code !== SYNC.ioProblem) return false;
    this.data[0] = code === SYNC.ioComplete ? SYNC.ioProblem : SYNC.ioComplete;
    return true;
  }

  compose(format: MessageFormat, tx: Transmission): void {
    format.composeHeader(this, tx);
    for (let i = 0; i < this.words; i++) format.composeData(this.sender, at(this.data, i), tx);
  }

  /** Takes what was heard from `sender`. @returns false if it was no message */
  parse(format: MessageFormat, sender: number, reading: Reading): boolean {
    if (reading.kind !== 'ok') return false;
    if (!format.parseHeader(at(reading.words, 0), this) || !format.checkData(reading, this)) return false;
    this.sender = sender;
    for (let i = 0; i < this.words; i++) this.data[i] = format.dataOf(at(reading.words, i + 1));
    return true;
  }
}
