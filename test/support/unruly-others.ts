/**
 * Computers that live elsewhere and do not do what is expected of them, and the book that a host keeps of it: with it
 * a live run of one host among many can be told without any line.
 */
import type { Outside } from '../../src/core/bus/outside.js';
import type { Transmission } from '../../src/core/bus/transmission.js';
import type { Image } from '../../src/core/bus/word.js';
import { readsOf, type ScenarioConfig } from '../../src/core/config.js';
import type { Arrivals, Deeds, Draft, Others } from '../../src/core/exchange/others.js';
import type { Utterance } from '../../src/core/exchange/utterance.js';
import { usToNs } from '../../src/core/time.js';
import { OthersBook } from '../../src/live/others-book.js';

/** All lines bring what was sent. */
export function wellHeard({ computers }: ScenarioConfig): Outside {
  const sent = computers.map(() => 'sent' as const);
  return { ears: 'emulated', listen: () => sent };
}

/** What they do otherwise; by default nothing. */
export interface Unruly {
  readonly isAway?: (cycle: number) => boolean;
  readonly arrivals?: (cycle: number) => Arrivals | undefined;
  readonly said?: (
    about: {
      readonly cycle: number;
      readonly round: number;
      readonly sender: number;
      readonly about: number;
    },
    expected: readonly Image[],
  ) => readonly Image[] | 'nothing' | undefined;
  readonly did?: (
    about: { readonly cycle: number; readonly computer: number; readonly startNs: number },
    expected: Deeds,
  ) => Deeds | 'nothing' | undefined;
}

export class UnrulyOthers implements Others {
  readonly own: number;
  readonly witness: number;
  readonly book: OthersBook;
  /** By round that was conversed in: words that the computer at home said in all. */
  readonly spoken = new Map<number, number>();
  readonly #unruly: Unruly;
  readonly #startOfCycleNs: (cycle: number) => number;
  #cycle = -1;
  #round = 0;

  constructor({ computers, buses, cycle }: ScenarioConfig, own: number, unruly: Unruly) {
    const elements = buses.flatMap((bus) => readsOf(bus).map(({ element }) => element));
    this.own = this.witness = own;
    this.book = new OthersBook(
      computers.map(({ id }) => id),
      elements,
      computers[own]?.id,
    );
    this.#unruly = unruly;
    this.#startOfCycleNs = (number) => usToNs(cycle.startUs + number * cycle.periodUs);
  }

  isAway(cycle: number): boolean {
    this.#cycle = cycle;
    const isAway = this.#unruly.isAway?.(cycle) ?? false;
    if (isAway) this.book.away(cycle);
    return isAway;
  }

  arrivals(cycle: number): Arrivals | undefined {
    const arrivals = this.#unruly.arrivals?.(cycle);
    if (arrivals !== undefined) this.book.arrivals(cycle, arrivals);
    return arrivals;
  }

  converse(round: number, drafts: readonly Draft[]): void {
    this.#round = round;
    const words = drafts.reduce((sum, draft) => sum + draft.words.length, 0);
    this.spoken.set(round, (this.spoken.get(round) ?? 0) + words);
  }

  said({ sender, commander }: Utterance, tx: Transmission): readonly Image[] | 'nothing' | undefined {
    if (sender === this.own) return undefined;
    const [cycle, round] = [this.#cycle, this.#round];
    const expected = Array.from(tx.words.subarray(0, tx.count));
    const said = this.#unruly.said?.({ cycle, round, sender, about: commander }, expected);
    this.book.message(cycle, sender, round, commander, said);
    return said;
  }

  conclude(): void {
    // What the others do does not depend on it.
  }

  did(computer: number, expected: Deeds): Deeds | 'nothing' | undefined {
    if (computer === this.own) return undefined;
    const startNs = this.#startOfCycleNs(this.#cycle);
    const did = this.#unruly.did?.({ cycle: this.#cycle, computer, startNs }, expected);
    this.book.deeds(this.#cycle, computer, did, startNs);
    return did;
  }
}
