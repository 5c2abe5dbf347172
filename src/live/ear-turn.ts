/**
 * What one computer's line brings while a terminal is asked. The command goes before the response, so the first thing
 * that comes in pieces, at an ear that has not heard the command, was the command.
 */
import type { Reception } from '../core/bus/outside.js';
import type { Image } from '../core/bus/word.js';

export class EarTurn {
  #commandIsPast: boolean;
  #damaged = false;
  #words: readonly Image[] | undefined;

  /** @param commands said the command itself, so does not hear it */
  constructor(commands: boolean) {
    this.#commandIsPast = commands;
  }

  command(): void {
    this.#commandIsPast = true;
  }

  garbage(): void {
    if (this.#commandIsPast) this.#damaged = true;
    this.#commandIsPast = true;
  }

  /** The first one counts. */
  response(words: readonly Image[]): void {
    this.#words ??= words;
    this.#commandIsPast = true;
  }

  /** Nothing more is to be waited for. */
  get isSettled(): boolean {
    return this.#words !== undefined || this.#damaged;
  }

  /**
   * @param pending bytes that came and have not become a frame
   * @param sent what the terminal was to say, if that is known
   */
  outcome(pending: number, sent: readonly Image[] | undefined): Reception {
    const words = this.#words;
    if (words === undefined) return this.#damaged || pending > 0 ? 'damaged' : 'nothing';
    const isAsSent = sent?.length === words.length && words.every((word, i) => word === sent[i]);
    return isAsSent ? 'sent' : words;
  }
}
