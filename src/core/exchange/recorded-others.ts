/** What came of computers that lived elsewhere, heard again: with it one host's record is a scenario like any other. */
import { at } from '../at.js';
import type { Image } from '../bus/word.js';
import type { DidConfig, OthersConfig, SetStateConfig } from '../config.js';
import { Spans, spansBy } from '../spans.js';
import type { TimeNs } from '../time.js';
import type { Arrivals, Deeds, Others } from './others.js';
import type { Utterance } from './utterance.js';

/** What those who are named in a record are called, in their order. */
export interface OthersNames {
  readonly computers: readonly string[];
  readonly elements: readonly string[];
}

/** Where a run has come to. */
export interface Now {
  cycle(): number;
  startOfCycleNs(cycle: number): TimeNs;
}

type Said = 'nothing' | readonly Image[];

export class RecordedOthers implements Others {
  readonly own = undefined;
  readonly witness: number | undefined;
  readonly terminal: string | undefined;
  readonly #names: readonly string[];
  readonly #now: Now;
  readonly #away: Spans<true>;
  readonly #arrivals: Spans<Arrivals>;
  /** By `messageKey`. */
  readonly #messages: ReadonlyMap<number, Spans<Said>>;
  readonly #deeds: ReadonlyMap<string, Spans<'nothing' | DidConfig>>;
  #round = 0;

  constructor(config: OthersConfig, names: OthersNames, now: Now) {
    const { computer, terminal, away, arrivals, messages, deeds } = config;
    this.witness = computer === undefined ? undefined : names.computers.indexOf(computer);
    this.terminal = terminal;
    this.#names = names.computers;
    this.#now = now;
    this.#away = new Spans(away.map((cycles) => ({ cycles, what: true })));
    this.#arrivals = new Spans(
      arrivals.map(({ cycle, computers, state }) => ({
        cycles: [cycle, cycle],
        what: {
          computers: computers.map((name) => names.computers.indexOf(name)),
          state: state === undefined ? undefined : stateOf(state, names),
        },
      })),
    );
    this.#messages = spansBy(
      messages.map(({ cycles, from, round, about, said }) => ({
        key: messageKey(names.computers.indexOf(from), round, about),
        cycles,
        what: said === 'nothing' ? said : said.map((hex) => Number.parseInt(hex, 16)),
      })),
    );
    this.#deeds = spansBy(deeds.map(({ cycles, from, did }) => ({ key: from, cycles, what: did })));
  }

  isAway(cycle: number): boolean {
    return this.#away.at(cycle) ?? false;
  }

  arrivals(cycle: number): Arrivals | undefined {
    return this.#arrivals.at(cycle);
  }

  converse(round: number): void {
    this.#round = round;
  }

  said({ sender, commander }: Utterance): Said | undefined {
    return this.#messages.get(messageKey(sender, this.#round, commander))?.at(this.#now.cycle());
  }

  conclude(): void {
    // Nobody waits to be told.
  }

  did(computer: number): Deeds | 'nothing' | undefined {
    const cycle = this.#now.cycle();
    const did = this.#deeds.get(at(this.#names, computer))?.at(cycle);
    if (did === undefined || did === 'nothing') return did;
    const startNs = this.#now.startOfCycleNs(cycle);
    const votes = did.votes.map(({ target, afterNs }) => ({
      voter: computer,
      target: this.#names.indexOf(target),
      timeNs: startNs + afterNs,
    }));
    return { votes, commands: did.commands };
  }
}

/** Names one message of a cycle by its sender, its round (from 1) and what it is about (0 … 30). */
export function messageKey(from: number, round: number, about: number): number {
  return (round * 32 + about) * 32 + from;
}

function stateOf(
  { left, withdrawn, cast, lamps, bypassed }: SetStateConfig,
  { computers, elements }: OthersNames,
): NonNullable<Arrivals['state']> {
  const marks = (names: readonly string[], marked: readonly string[]): number[] =>
    names.map((name) => (marked.includes(name) ? 1 : 0));
  const rows = (votes: SetStateConfig['cast']): number[] =>
    computers.flatMap((voter) => marks(computers, votes[voter] ?? []));
  return {
    left: marks(computers, left),
    takesPart: marks(computers, withdrawn).map((out) => 1 - out),
    cast: rows(cast),
    lamps: rows(lamps),
    bypassed: marks(elements, bypassed),
  };
}
