/**
 * What computers say to each other, before it becomes words on an intercomputer bus and after. Who said it is not part
 * of it: that is the line it came in on (Lamport 1982, A2: the receiver of a message knows who sent it).
 */
import { assert, int32At } from '../at.js';
import type { ValueId } from '../agreement/value.js';
import { leadingHeaders, type Header, type MessageFormat } from '../bus/message.js';
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
  /** A further header of any of these: names a computer that it came by before it reached who says it now. */
  via: 7,
} as const;

/** Elements and computers are numbered in five bits of the header, of which MIL-STD-1553B keeps 31 (4.3.3.5.1.2). */
const GREATEST_COMMANDER = 30;

/** Most computers that a thing can have come by: as many as there are relays before the last in OM(6). */
const MOST_HOPS = 5;

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
  /**
   * Whom it came by after its commander and before its sender, in order: none where the sender heard it at first hand.
   * Without it a relay of a relay could not be told from a relay on the wire.
   */
  readonly via = new Int32Array(MOST_HOPS);
  hops = 0;
  /** Does its sender say it as the commander of the agreement on it? It does not travel; a liar may go by it. */
  own = false;
  /** The id of its value in the agreement at hand, or NOT_NAMED; it does not travel, and spares looking it up again. */
  value: ValueId = NOT_NAMED;
  /** Room for a further header. Its word count says nothing; both formats want one of at least 1. */
  readonly #further: Header = { commander: 0, kind: 0, words: 1 };

  /** An utterance without content of its own still carries one word, 0. */
  setEmpty(kind: number, sender: number, commander: number): void {
    this.setWord(kind, sender, commander, 0);
  }

  /** The value of an id, whose words are at hand in `data`. */
  setValue(kind: number, sender: number, commander: number, value: ValueId): void {
    this.sender = sender;
    this.commander = commander;
    this.kind = kind;
    this.hops = 0;
    this.value = value;
  }

  setWord(kind: number, sender: number, commander: number, word: number): void {
    this.sender = sender;
    this.commander = commander;
    this.kind = kind;
    this.words = 1;
    this.data[0] = word;
    this.hops = 0;
    this.own = kind === UTTERANCE.privateWord && commander === sender;
    this.value = NOT_NAMED;
  }

  /** Says whom it came by. */
  cameBy(computer: number): void {
    assert(this.hops < MOST_HOPS, 'what has come by so many is not passed on');
    this.via[this.hops++] = computer;
  }

  copyFrom(other: Utterance): void {
    this.sender = other.sender;
    this.commander = other.commander;
    this.kind = other.kind;
    this.words = other.words;
    this.value = other.value;
    this.own = other.own;
    this.hops = other.hops;
    for (let h = 0; h < other.hops; h++) this.via[h] = int32At(other.via, h);
    for (let i = 0; i < other.words; i++) this.data[i] = int32At(other.data, i);
  }

  reportError(): void {
    this.kind = UTTERANCE.readingError;
    this.words = 1;
    this.data[0] = 0;
    this.value = NOT_NAMED;
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
    for (let h = 0; h < this.hops; h++) this.#composeVia(int32At(this.via, h), format, tx);
    format.composeData(this.sender, this.data, this.words, tx);
  }

  /** Takes what was heard from `sender`. @returns false if it was no message */
  parse(format: MessageFormat, sender: number, reading: Reading): boolean {
    if (reading.kind !== 'ok') return false;
    if (!format.parseHeader(int32At(reading.words, 0), this) || !this.#parseVia(format, reading))
      return false;
    const first = 1 + this.hops;
    if (!format.checkData(reading, this, first)) return false;
    this.sender = sender;
    this.value = NOT_NAMED;
    for (let i = 0; i < this.words; i++) this.data[i] = format.dataOf(int32At(reading.words, first + i));
    return true;
  }

  #composeVia(computer: number, format: MessageFormat, tx: Transmission): void {
    const further = this.#further;
    further.commander = computer;
    further.kind = UTTERANCE.via;
    further.words = 1;
    format.composeHeader(further, tx);
  }

  /** Reads the headers behind the first. @returns false if they are not what they ought to be */
  #parseVia(format: MessageFormat, reading: Reading): boolean {
    const further = this.#further;
    const headers = leadingHeaders(format.word, reading.words, reading.count);
    this.hops = 0;
    if (headers > 1 + MOST_HOPS) return false;
    for (let w = 1; w < headers; w++) {
      if (!format.parseHeader(int32At(reading.words, w), further) || further.kind !== UTTERANCE.via)
        return false;
      this.via[this.hops++] = further.commander;
    }
    return true;
  }
}
