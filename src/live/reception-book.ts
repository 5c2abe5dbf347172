/** Keeps what lines brought, where it was not what was sent: cycle after cycle of the same is one entry. */
import type { Reception } from '../core/bus/outside.js';
import type { Image } from '../core/bus/word.js';
import type { ReceptionConfig, ReceptionsConfig } from '../core/config.js';
import type { EarKind } from '../core/bus/outside.js';

type Exceptions = ReceptionConfig['heard'];

interface Entry {
  readonly element: string;
  readonly first: number;
  last: number;
  readonly heard: Exceptions;
  readonly sent: readonly string[] | undefined;
  readonly same: string;
}

const AS_SENT = JSON.stringify([{}, undefined]);

/** A run of a day with a line that is never twice alike would fill any memory. */
const MOST_ENTRIES = 8_000;

export class ReceptionBook {
  readonly #names: readonly string[];
  readonly #entries: Entry[] = [];
  /** By element: the entry that goes on, unless its last read was as sent. */
  readonly #last = new Map<string, Entry | undefined>();
  /** Is something missing? */
  #isFull = false;

  /** @param names of the computers */
  constructor(names: readonly string[]) {
    this.#names = names;
  }

  /** @param said the terminal's words, where it is no emulated one */
  add(
    cycle: number,
    element: string,
    receptions: readonly Reception[],
    said: readonly Image[] | undefined,
  ): void {
    const heard = this.#exceptions(receptions);
    const sent = said?.map(hexOf);
    const same = JSON.stringify([heard, sent]);
    const before = this.#last.get(element);
    if (same === AS_SENT) {
      this.#last.set(element, undefined);
    } else if (before?.same === same) {
      before.last = cycle;
    } else {
      this.#last.set(element, this.#open({ element, first: cycle, last: cycle, heard, sent, same }));
    }
  }

  /** @returns undefined where there was more than a scenario may hold */
  done(ears: EarKind): ReceptionsConfig | undefined {
    if (this.#isFull) return undefined;
    const exceptions = this.#entries.map(({ element, first, last, heard, sent }): ReceptionConfig => ({
      element,
      cycles: [first, last],
      ...(sent === undefined ? {} : { sent }),
      heard,
    }));
    return { ears, exceptions };
  }

  #open(entry: Entry): Entry | undefined {
    if (this.#entries.length === MOST_ENTRIES) {
      this.#isFull = true;
      return undefined;
    }
    this.#entries.push(entry);
    return entry;
  }

  #exceptions(receptions: readonly Reception[]): Exceptions {
    return Object.fromEntries(
      this.#names.flatMap((name, i) => {
        const reception = receptions[i] ?? 'nothing';
        if (reception === 'sent') return [];
        return [[name, typeof reception === 'string' ? reception : reception.map(hexOf)]];
      }),
    );
  }
}

function hexOf(image: number): string {
  return image.toString(16).padStart(5, '0');
}
