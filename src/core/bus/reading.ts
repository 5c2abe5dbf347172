/**
 * A reading: what one receiver made of one transmission. An error is a value like any other, with a name.
 */
import type { TimeNs } from '../time.js';
import { BAD_BIT_COUNT, BAD_CONTIGUITY, BAD_MANCHESTER, BAD_SYNC, SILENT } from './word.js';
import { MAX_WORDS } from './transmission.js';

export type ReadingKind =
  | 'ok'
  | 'no-response'
  | 'sync'
  | 'manchester'
  | 'bit-count'
  | 'parity'
  | 'word-count'
  | 'contiguity'
  | 'address'
  | 'validity'
  | 'late';

export class Reading {
  kind: ReadingKind = 'no-response';
  /** Images of the valid words before the first error: the transmission's own where they are verbatim. */
  words: Int32Array;
  count = 0;
  /** Heard beyond doubt, word for word as it was sent. */
  verbatim = false;
  /** Arrival of the first word at this receiver. */
  startNs: TimeNs = 0;

  readonly #ownWords = new Int32Array(MAX_WORDS);

  constructor() {
    this.words = this.#ownWords;
  }

  /** Nothing came. */
  silence(): void {
    this.kind = 'no-response';
    this.count = 0;
    this.verbatim = false;
  }

  /** All came, just as it was sent. */
  takeVerbatim(words: Int32Array, count: number): void {
    this.kind = 'ok';
    this.words = words;
    this.count = count;
    this.verbatim = true;
  }

  /** Words are going to come one by one. */
  begin(): void {
    this.kind = 'ok';
    this.words = this.#ownWords;
    this.count = 0;
    this.verbatim = false;
  }

  /**
   * Drops word number `count` and all after it: what was heard from the first error on is not kept.
   * @returns `kind`, the error's name
   */
  cut(count: number, kind: ReadingKind): ReadingKind {
    this.verbatim = false;
    this.count = Math.min(this.count, count);
    return kind;
  }

  /** The reading ends at word `count` with an error of the decoder. */
  fail(wordError: number): void {
    this.kind = kindOf(wordError, this.count === 0);
  }
}

function kindOf(wordError: number, first: boolean): ReadingKind {
  switch (wordError) {
    case SILENT:
      return first ? 'no-response' : 'word-count';
    case BAD_SYNC:
      return 'sync';
    case BAD_MANCHESTER:
      return 'manchester';
    case BAD_BIT_COUNT:
      return 'bit-count';
    case BAD_CONTIGUITY:
      return 'contiguity';
    default:
      return 'parity';
  }
}
