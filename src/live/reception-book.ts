/** Keeps what lines brought, where it was not what was sent: cycle after cycle of the same is one entry. */
import type { Reception } from '../core/bus/outside.js';
import type { ReceptionConfig, ReceptionsConfig } from '../core/config.js';
import type { EarKind } from '../core/bus/outside.js';

type Exceptions = ReceptionConfig['heard'];

interface Entry {
  readonly element: string;
  readonly first: number;
  last: number;
  readonly heard: Exceptions;
  readonly same: string;
}

/** A run of a day with a line that is never twice alike would fill any memory. */
const MOST_ENTRIES = 100_000;

export class ReceptionBook {
  readonly #names: readonly string[];
  readonly #entries: Entry[] = [];
  /** By element: the entry that goes on, unless its last read was as sent. */
  readonly #last = new Map<string, Entry | undefined>();
  /** Is something missing? */
  isFull = false;

  /** @param names of the computers */
  constructor(names: readonly string[]) {
    this.#names = names;
  }

  add(cycle: number, element: string, receptions: readonly Reception[]): void {
    const heard = this.#exceptions(receptions);
    const same = JSON.stringify(heard);
    const before = this.#last.get(element);
    if (same === '{}') {
      this.#last.set(element, undefined);
    } else if (before?.same === same) {
      before.last = cycle;
    } else {
      this.#last.set(element, this.#open({ element, first: cycle, last: cycle, heard, same }));
    }
  }

  done(ears: EarKind): ReceptionsConfig {
    const exceptions = this.#entries.map(({ element, first, last, heard }): ReceptionConfig => ({
      element,
      cycles: [first, last],
      heard,
    }));
    return { ears, exceptions };
  }

  #open(entry: Entry): Entry | undefined {
    if (this.#entries.length === MOST_ENTRIES) {
      this.isFull = true;
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
