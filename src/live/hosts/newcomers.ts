/** Who is taken in, as the beacons tell it: in several of them, so that hardly anybody misses it, and news once. */
import { OPEN_SLOT, type Hello } from '../../line/protocol/packet.js';
import type { Common } from '../four-ears.js';

/** For so many cycles the beacon names who was taken in. */
const JOINED_CYCLES = 3;

/** So long after somebody was taken in it is taken in again: then it is news to who saw only the last of those beacons, too. */
const PAUSE_CYCLES = 2 * JOINED_CYCLES;

export class Newcomers {
  readonly #computers: number;
  /** By computer: the last cycle at whose start it was taken in. */
  readonly #taken = new Map<number, number>();
  /** By computer that said hello to this host as time master: the last cycle whose beacon names it. */
  readonly #welcome = new Map<number, number>();

  constructor(computers: number) {
    this.#computers = computers;
  }

  /** Somebody said hello in this cycle. @returns false: it was just taken in, and has to wait until that is over for all */
  welcome(computer: number, cycle: number): boolean {
    if (cycle + 1 - (this.#taken.get(computer) ?? -Infinity) < PAUSE_CYCLES) return false;
    this.#welcome.set(computer, cycle + JOINED_CYCLES);
    return true;
  }

  /** Comes in now, whatever was heard of that before. */
  arrives(computer: number): void {
    this.#taken.delete(computer);
  }

  /** Another host is time master. */
  forget(): void {
    this.#welcome.clear();
  }

  /** What the beacon of this cycle says. */
  joinedIn(cycle: number): number {
    for (const [computer, until] of this.#welcome) if (cycle > until) this.#welcome.delete(computer);
    return bitsOf([...this.#welcome.keys()]);
  }

  /** @returns those who are news */
  heard(cycle: number, joined: number): number[] {
    const news: number[] = [];
    for (let computer = 0; computer < this.#computers; computer++) {
      const isNew = cycle - (this.#taken.get(computer) ?? -Infinity) > JOINED_CYCLES;
      if (!hasBit(joined, computer) || !isNew) continue;
      this.#taken.set(computer, cycle);
      news.push(computer);
    }
    return news;
  }
}

/** Computers of this run that said hello in a cycle, in the slots of their outputs. */
export function helloFrom(hellos: readonly Hello[], common: Common, computers: number): number[] {
  const ours = hellos.filter(
    ({ sender, slot, scenario, configuration }) =>
      sender < computers &&
      slot !== OPEN_SLOT &&
      scenario === common.scenario &&
      configuration === common.configuration,
  );
  return [...new Set(ours.map(({ sender }) => sender))];
}

export function bitsOf(stations: readonly number[]): number {
  return stations.reduce((bits, station) => bits | (1 << station), 0) >>> 0;
}

export function hasBit(bits: number, station: number): boolean {
  return ((bits >>> station) & 1) === 1;
}
