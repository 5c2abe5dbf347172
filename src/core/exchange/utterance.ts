/**
 * What computers say to each other, before it becomes words on an intercomputer bus and after. Who said it is not part
 * of it: that is the line it came in on (Lamport 1982, A2: the receiver of a message knows who sent it).
 */
import { assert, int32At } from '../at.js';
import type { ValueId } from '../agreement/value.js';
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
  /** Relayed, where there is more than one round of relays: nothing came about that element. */
  readingNone: 6,
} as const;

/** Elements and computers are numbered in five bits of the header, of which MIL-STD-1553B keeps 31 (4.3.3.5.1.2). */
const GREATEST_COMMANDER = 30;

/** Sync codes of the Shuttle's computers; Tomayko's Box 4-2 prints another table. */
export const SYNC = { ioComplete: 0b001, ioProblem: 0b010, commonSet: 0b110 } as const;

/** A behaviour at a computer's mouth: changes what one receiver is told. */
export interface Mouth {
  tell(utterance: Utterance, receiver: number, cycle: number, timeNs: TimeNs): void;
}

/** An utterance whose value has no id, or none that is known. */
export const NOT_NAMED = -1;

export class Utterance implements Header {
  sender = 0;
  commander = 0;
  kind = 0;
  words = 0;
  readonly data = new Int32Array(MAX_WORDS);
  /** The id of its value in the agreement at hand, or NOT_NAMED; it does not travel, and spares looking it up again. */
  value: ValueId = NOT_NAMED;

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
    this.value = NOT_NAMED;
  }

  copyFrom(other: Utterance): void {
    this.sender = other.sender;
    this.commander = other.commander;
    this.kind = other.kind;
    this.words = other.words;
    this.value = other.value;
    for (let i = 0; i < other.words; i++) this.data[i] = int32At(other.data, i);
  }

  reportError(): void {
    this.setEmpty(UTTERANCE.readingError, this.sender, this.commander);
  }

  /** An utterance that says that there is no value becomes one that has one. */
  claimValue(): void {
    if (this.kind === UTTERANCE.readingError || this.kind === UTTERANCE.readingNone)
      this.kind = UTTERANCE.reading;
    if (this.kind === UTTERANCE.privateNone) this.kind = UTTERANCE.privateWord;
  }

  /** "I/O complete" becomes "I/O problem" and the other way round. @returns false for any other code */
  swapSyncCode(): boolean {
    const code = int32At(this.data, 0);
    if (code !== SYNC.ioComplete && code !== SYNC.ioProblem) return false;
    this.data[0] = code === SYNC.ioComplete ? SYNC.ioProblem : SYNC.ioComplete;
    return true;
  }

  compose(format: MessageFormat, tx: Transmission): void {
    assert(this.commander <= GREATEST_COMMANDER, 'computers can talk about 31 elements at most');
    assert(this.words <= format.maxDataWords, 'a reading fits into one message between computers');
    format.composeHeader(this, tx);
    format.composeData(this.sender, this.data, this.words, tx);
  }

  /** Takes what was heard from `sender`. @returns false if it was no message */
  parse(format: MessageFormat, sender: number, reading: Reading): boolean {
    if (reading.kind !== 'ok') return false;
    if (!format.parseHeader(int32At(reading.words, 0), this) || !format.checkData(reading, this))
      return false;
    this.sender = sender;
    this.value = NOT_NAMED;
    for (let i = 0; i < this.words; i++) this.data[i] = format.dataOf(int32At(reading.words, i + 1));
    return true;
  }
}
