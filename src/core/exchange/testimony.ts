/**
 * What computers that live elsewhere say of what they heard, in the first round of a cycle's exchange. A host emulates
 * their ears too, but that is a guess: at first hand it knows what its own computer heard, and nothing else.
 */
import { int32At } from '../at.js';
import { SYNC, UTTERANCE, type Utterance } from './utterance.js';

/** They said what was expected of them; that they heard an error; or these data words. */
export type Testified = 'as-expected' | 'error' | Int32Array;

export class Testimony {
  /** The round that goes on, from 1 in each cycle. */
  round = 0;
  readonly #computers: number;
  readonly #testified = new Map<number, Testified>();

  constructor(computers: number) {
    this.#computers = computers;
  }

  beginCycle(): void {
    this.round = 0;
    this.#testified.clear();
  }

  /** @param came undefined: nothing, or nothing that is a message */
  take(sender: number, expected: Utterance, came: Utterance | 'as-expected' | undefined): void {
    if (this.round !== 1 || expected.kind === UTTERANCE.privateWord || came === undefined) return;
    const what = came === 'as-expected' ? came : contentOf(came);
    this.#testified.set(expected.commander * this.#computers + sender, what);
  }

  /** @returns undefined: it said nothing of that */
  of(element: number, computer: number): Testified | undefined {
    return this.#testified.get(element * this.#computers + computer);
  }
}

function contentOf({ kind, data, words }: Utterance): Testified {
  if (kind === UTTERANCE.reading) return data.slice(0, words);
  return kind === UTTERANCE.syncCode && int32At(data, 0) === SYNC.ioComplete ? new Int32Array(0) : 'error';
}
