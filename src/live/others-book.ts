/**
 * Keeps what came of computers that live elsewhere, where it was not what this host expected: the same again is one
 * entry, whether it is asked for in every cycle or in every n-th.
 */
import { at } from '../core/at.js';
import { MAX_WORDS } from '../core/bus/transmission.js';
import type { Image } from '../core/bus/word.js';
import type {
  ArrivalConfig,
  DeedsConfig,
  MessageConfig,
  OthersConfig,
  SetStateConfig,
} from '../core/config.js';
import type { Arrivals, Deeds } from '../core/exchange/others.js';
import { messageKey } from '../core/exchange/recorded-others.js';

/** A host that never does what is expected would fill any memory, and more of a file than a scenario may be long. */
const MOST_CHARACTERS = 400_000;

/** What an entry takes besides what was said or done. */
const HEAD_CHARACTERS = 80;

/** Something that goes on from a first cycle to a last. */
interface Run<Head, What> {
  readonly head: Head;
  readonly what: What;
  readonly first: number;
  last: number;
  readonly same: string;
}

/** Runs of the same, of many things at once. */
class Runs<Head, What> {
  readonly list: Run<Head, What>[] = [];
  /** By thing: the run that goes on, unless the thing was last as expected. */
  readonly #last = new Map<number, Run<Head, What>>();
  /** @returns false where there is no room for so many characters more */
  readonly #takeRoom: (characters: number) => boolean;

  constructor(takeRoom: (characters: number) => boolean) {
    this.#takeRoom = takeRoom;
  }

  /** @param head made only where a run begins */
  goOn(thing: number, cycle: number, what: What | undefined, head: () => Head): void {
    const before = this.#last.get(thing);
    if (what === undefined) {
      if (before !== undefined) this.#last.delete(thing);
      return;
    }
    const same = JSON.stringify(what);
    if (before?.same === same) {
      before.last = cycle;
      return;
    }
    this.#last.delete(thing);
    if (!this.#takeRoom(same.length)) return;
    const run = { head: head(), what, first: cycle, last: cycle, same };
    this.list.push(run);
    this.#last.set(thing, run);
  }
}

export class OthersBook {
  readonly #computers: readonly string[];
  readonly #elements: readonly string[];
  readonly #own: string | undefined;
  readonly #away: [first: number, last: number][] = [];
  readonly #arrivals: ArrivalConfig[] = [];
  readonly #messages: Runs<Pick<MessageConfig, 'from' | 'round' | 'about'>, MessageConfig['said']>;
  readonly #deeds: Runs<string, DeedsConfig['did']>;
  #characters = 0;
  /** Is something missing? */
  #isFull = false;

  /**
   * @param computers their names, as those of the elements in the order of the scenario
   * @param own the one at home, if one is
   */
  constructor(computers: readonly string[], elements: readonly string[], own?: string) {
    this.#computers = computers;
    this.#own = own;
    this.#elements = elements;
    const takeRoom = this.#takeRoom.bind(this);
    this.#messages = new Runs(takeRoom);
    this.#deeds = new Runs(takeRoom);
  }

  /** This host has no part in a cycle. */
  away(cycle: number): void {
    const stretch = this.#away.at(-1);
    if (stretch?.[1] === cycle - 1) stretch[1] = cycle;
    else if (this.#takeRoom(0)) this.#away.push([cycle, cycle]);
  }

  arrivals(cycle: number, { computers, state }: Arrivals): void {
    const arrival = {
      cycle,
      computers: this.#names(computers),
      ...(state === undefined ? {} : { state: this.#stateOf(state) }),
    };
    if (this.#takeRoom(JSON.stringify(arrival).length)) this.#arrivals.push(arrival);
  }

  /**
   * @param round from 1 in each cycle
   * @param about the element or computer that the expected message is about
   * @param said undefined: what was expected
   */
  message(
    cycle: number,
    from: number,
    round: number,
    about: number,
    said: readonly Image[] | 'nothing' | undefined,
  ): void {
    const what = said === undefined ? undefined : wordsOf(said);
    this.#messages.goOn(messageKey(from, round, about), cycle, what, () => ({
      from: at(this.#computers, from),
      round,
      about,
    }));
  }

  /**
   * @param did undefined: what was expected
   * @param startNs start of the cycle
   */
  deeds(cycle: number, from: number, did: Deeds | 'nothing' | undefined, startNs: number): void {
    this.#deeds.goOn(from, cycle, this.#didOf(did, startNs), () => at(this.#computers, from));
  }

  /** @returns undefined where there was more than a scenario may hold */
  done(): OthersConfig | undefined {
    if (this.#isFull) return undefined;
    return {
      ...(this.#own === undefined ? {} : { computer: this.#own }),
      away: this.#away,
      arrivals: this.#arrivals,
      messages: this.#messages.list.map(({ head, what, first, last }) => ({
        cycles: [first, last],
        ...head,
        said: what,
      })),
      deeds: this.#deeds.list.map(({ head, what, first, last }) => ({
        cycles: [first, last],
        from: head,
        did: what,
      })),
    };
  }

  #takeRoom(characters: number): boolean {
    this.#characters += HEAD_CHARACTERS + characters;
    this.#isFull ||= this.#characters > MOST_CHARACTERS;
    return !this.#isFull;
  }

  #didOf(did: Deeds | 'nothing' | undefined, startNs: number): DeedsConfig['did'] | undefined {
    if (did === undefined || did === 'nothing') return did;
    return {
      votes: did.votes.map(({ target, timeNs }) => ({
        target: at(this.#computers, target),
        afterNs: timeNs - startNs,
      })),
      commands: [...did.commands],
    };
  }

  #stateOf({ left, takesPart, cast, lamps, bypassed }: NonNullable<Arrivals['state']>): SetStateConfig {
    return {
      left: marked(this.#computers, left),
      withdrawn: this.#computers.filter((_, i) => takesPart[i] === 0),
      cast: this.#rows(cast),
      lamps: this.#rows(lamps),
      bypassed: marked(this.#elements, bypassed),
    };
  }

  /** Voters who voted. */
  #rows(matrix: readonly number[]): SetStateConfig['cast'] {
    const n = this.#computers.length;
    const rows = this.#computers.map((voter, row): [string, string[]] => [
      voter,
      marked(this.#computers, matrix.slice(row * n, (row + 1) * n)),
    ]);
    return Object.fromEntries(rows.filter(([, targets]) => targets.length > 0));
  }

  #names(computers: readonly number[]): string[] {
    return computers.map((computer) => at(this.#computers, computer));
  }
}

function marked(names: readonly string[], marks: readonly number[]): string[] {
  return names.filter((_, i) => marks[i] === 1);
}

/** What is no message at all is nothing to those who hear it. */
function wordsOf(said: readonly Image[] | 'nothing'): MessageConfig['said'] {
  if (said === 'nothing' || said.length === 0 || said.length > MAX_WORDS) return 'nothing';
  return said.map((image) => image.toString(16).padStart(5, '0'));
}
