/**
 * Which cycle comes next, when, and who says so (hardware/protocol.md, 7): follows the time master's beacons, takes over
 * when they stop, gathers a set that has not begun, joins one that has, and falls silent where it is cut off.
 *
 *     listen --- a beacon --- hello … state … joined ---> in: follow, or lead
 *        |                                                 |
 *        `--- none --- gather, or go on alone -----------> |
 *        ^------------------- cut off ---------------------'
 */
import { assert } from '../../core/at.js';
import { FIRST_TERMINAL, GATHERING, OPEN_SLOT, type Beacon, type State } from '../../line/protocol/packet.js';
import type { TimedSlot } from '../../line/protocol/slots.js';
import type { Common } from '../four-ears.js';
import type { Begin } from './begin.js';
import { outranks, problemWith } from './beacon-order.js';
import { bitsOf, hasBit, Newcomers } from './newcomers.js';
import type { HeardBeacon, Post } from './post.js';
import type { Radio } from './radio.js';
import { arrivalsOf, type StateBody } from './set-state.js';

export interface TimekeeperOptions {
  readonly own: number;
  readonly computers: number;
  readonly elements: number;
  readonly slots: readonly TimedSlot[];
  readonly common: Common;
  /** Of the run. */
  readonly cycles: number;
  readonly gatherMs: number;
  readonly silentCycles: number;
  /** Told when there is, or is no more, a reason to stay silent. */
  readonly tell?: (problem: string | undefined) => void;
}

/** A computer that hears nothing waits so many periods, and one more for each before it, until it begins by itself. */
const PATIENCE_PERIODS = 3;

export class Timekeeper {
  /** Why it stays silent, if it has to. */
  problem: string | undefined;
  isIn = false;
  /** Does the time master hear this host? */
  isPresent: boolean | undefined;
  /** Cycles that passed while it was in, and that it did not notice. */
  missed = 0;
  readonly #radio: Radio;
  readonly #post: Post;
  readonly #options: TimekeeperOptions;
  readonly #beaconUs: number;
  readonly #beaconHeardUs: number;
  readonly #hello: TimedSlot | undefined;
  readonly #open: TimedSlot;
  #master: number | undefined;
  #term = 0;
  /** Of the last cycle that it knew of. */
  #cycle = -1;
  #startUs = 0;
  #withoutBeacon = 0;
  #silent = 0;
  #notPresent = 0;
  readonly #newcomers: Newcomers;
  #present = 0;

  constructor(radio: Radio, post: Post, options: TimekeeperOptions) {
    this.#radio = radio;
    this.#post = post;
    this.#options = options;
    this.#newcomers = new Newcomers(options.computers);
    const [first, last] = [options.slots[0], options.slots.at(-1)];
    assert(first?.purpose === 'beacon' && last?.purpose === 'open', 'a cycle begins and ends as planned');
    this.#beaconUs = first.onLineUs;
    this.#beaconHeardUs = first.heardUs;
    this.#open = last;
    this.#hello = options.slots.find(({ purpose, sender }) => purpose === 'output' && sender === options.own);
  }

  get leads(): boolean {
    return this.#master === this.#options.own;
  }

  /** @returns the next cycle that it has a part in, when that begins; undefined: the run is to end */
  next(): Begin | undefined {
    while (!this.#radio.isStopped) {
      const begin = this.isIn ? this.#goOn() : this.#comeIn();
      if (begin !== undefined) return begin;
    }
    return undefined;
  }

  /** A cycle is over: who was heard in it says whether this host is still in touch. @param state told to those who join */
  endOfCycle(state: () => StateBody): void {
    const { heardFrom } = this.#post;
    const { silentCycles, computers } = this.#options;
    const others = [...heardFrom].filter((station) => station < computers);
    const newcomers = this.#newcomersHeard();
    this.#present = bitsOf([...others, ...newcomers]);
    if (this.leads && newcomers.length > 0) this.#welcome(newcomers, state());
    const wasSilent = this.#silent;
    // Who says hello does not go on by himself.
    const isNobodyThere = this.leads
      ? others.length + newcomers.length === 0
      : heardFrom.size === 0 && this.#withoutBeacon > 0;
    this.#silent = isNobodyThere ? wasSilent + 1 : 0;
    const isCutOff = this.leads
      ? // It went on alone, and now hears that the others did so too. Who says hello did not.
        !this.#radio.isOpen || (wasSilent >= silentCycles && others.length > 0)
      : this.#silent >= silentCycles || this.#notPresent >= silentCycles;
    if (isCutOff) this.#fallSilent();
  }

  #fallSilent(): void {
    this.isIn = false;
    this.#silent = this.#notPresent = this.#withoutBeacon = 0;
    this.#master = undefined;
    this.#newcomers.forget();
  }

  /** The cycle after one that it was in. */
  #goOn(): Begin | undefined {
    const { own, computers, common } = this.#options;
    this.#takeLateBeacon();
    const cycle = this.#cycle + 1;
    const dueUs = this.#startUs + common.periodUs;
    // Rank 1 takes over after two beacons that did not come, rank 2 after three …
    const rank = (own - (this.#master ?? own) + computers) % computers;
    const takesOver = own < computers && rank > 0 && this.#withoutBeacon > rank;
    const leads = this.leads || takesOver;
    const heard = this.#awaitBeacon(leads ? dueUs : dueUs + this.#beaconHeardUs, (beacon) =>
      this.#isFollowed(beacon),
    );
    if (this.#radio.isStopped) return undefined;
    if (heard !== undefined) return this.#follow(heard, cycle);
    // What was slept through is not made up for.
    const late = Math.max(0, Math.floor((this.#radio.nowUs - dueUs) / common.periodUs));
    this.missed += late;
    const startUs = dueUs + late * common.periodUs;
    if (leads) {
      if (takesOver) this.#lead();
      return this.#sendBeacon(cycle + late, startUs);
    }
    this.#withoutBeacon++;
    this.isPresent = undefined;
    return this.#begin(cycle + late, startUs, 0, startUs + this.#beaconHeardUs);
  }

  /** The beacon of a cycle that has begun without it: the time master is there, and its clock counts. */
  #takeLateBeacon(): void {
    const { beacons } = this.#post;
    const late = beacons.findIndex(({ beacon }) => beacon.cycle === this.#cycle && this.#isFollowed(beacon));
    const [heard] = late < 0 ? [] : beacons.splice(late, 1);
    if (heard === undefined || this.leads || !this.#isOfThisRun(heard.beacon)) return;
    this.#accept(heard.beacon);
    this.#startUs = heard.atUs - this.#beaconUs;
  }

  #follow({ beacon, atUs }: HeardBeacon, expected: number): Begin | undefined {
    const { own, computers, silentCycles } = this.#options;
    const off = beacon.cycle - expected;
    const isLost = off < 0 || off > 1 || (this.leads && this.#silent >= silentCycles);
    if (isLost) {
      this.#fallSilent();
      this.#post.beacons.unshift({ beacon, atUs });
      return undefined;
    }
    this.missed += off;
    this.#accept(beacon);
    this.isPresent = own >= computers || hasBit(beacon.present, own);
    this.#notPresent = this.isPresent ? 0 : this.#notPresent + 1;
    return this.#begin(beacon.cycle, atUs - this.#beaconUs, beacon.joined, atUs);
  }

  /** Listens, and does what it takes to have a part. */
  #comeIn(): Begin | undefined {
    const { own, computers, common } = this.#options;
    const isComputer = own < computers;
    const patienceUs = (PATIENCE_PERIODS + (isComputer ? own : 0)) * common.periodUs;
    const heard = this.#awaitBeacon(this.#radio.nowUs + patienceUs, () => true);
    if (heard !== undefined) return this.#answer(heard);
    if (this.#radio.isStopped) return undefined;
    const mayLead = isComputer && this.#radio.isOpen && this.problem === undefined;
    if (this.#cycle >= 0) return this.#goOnAlone(mayLead);
    return mayLead ? this.#gather() : undefined;
  }

  #answer({ beacon, atUs }: HeardBeacon): Begin | undefined {
    const { own, computers } = this.#options;
    const startUs = atUs - this.#beaconUs;
    this.#accept(beacon);
    this.#newcomers.heard(beacon.cycle, beacon.joined);
    this.#post.beginCycle(beacon.cycle, startUs);
    if (own >= FIRST_TERMINAL || own >= computers)
      return beacon.cycle === GATHERING ? undefined : this.#enter(beacon, atUs, undefined);
    this.#sayHello(beacon.cycle, startUs);
    const until = startUs + this.#options.common.periodUs + this.#beaconHeardUs;
    const next = this.#awaitBeacon(until, ({ sender }) => sender === beacon.sender);
    if (next === undefined) return undefined;
    const isHeard = hasBit(next.beacon.present, own);
    if (beacon.cycle === GATHERING && next.beacon.cycle === 0 && isHeard) {
      this.#accept(next.beacon);
      return this.#enter(next.beacon, next.atUs, undefined);
    }
    const state = this.#post.in(OPEN_SLOT).find((packet): packet is State => packet.type === 'state');
    const isTaken = hasBit(next.beacon.joined, own);
    if (next.beacon.cycle === beacon.cycle + 1 && isTaken && state?.cycle === beacon.cycle) {
      this.#accept(next.beacon);
      return this.#enter(next.beacon, next.atUs, state);
    }
    this.#post.beacons.unshift(next);
    return undefined;
  }

  #enter(beacon: Beacon, atUs: number, state: State | undefined): Begin {
    this.isIn = true;
    this.isPresent = undefined;
    this.#silent = this.#notPresent = 0;
    return this.#begin(beacon.cycle, atUs - this.#beaconUs, beacon.joined, atUs, state);
  }

  #sayHello(cycle: number, startUs: number): void {
    if (this.#hello === undefined) return;
    this.#post.listen(startUs + this.#hello.startUs);
    const { scenario, configuration } = this.#options.common;
    const { slot } = this.#hello;
    this.#radio.say({ type: 'hello', slot, cycle, role: 'computer', scenario, configuration });
  }

  /** Nobody is there: beacons without a cycle, until all have said hello or the wait is over. */
  #gather(): Begin | undefined {
    const { computers, gatherMs } = this.#options;
    const { periodUs } = this.#options.common;
    this.#lead();
    const begunUs = this.#radio.nowUs;
    let here: readonly number[] = [];
    for (let startUs = begunUs; ; startUs += periodUs) {
      if (this.#radio.isStopped || !this.#radio.isOpen) return undefined;
      const isOver = startUs - begunUs >= gatherMs * 1000;
      this.#present = bitsOf(here);
      if (here.length === computers - 1 || isOver) {
        this.isIn = true;
        return this.#sendBeacon(0, startUs);
      }
      this.#sayBeacon(GATHERING, 0);
      this.#post.beginCycle(GATHERING, startUs);
      const rival = this.#awaitBeacon(startUs + periodUs, (beacon) => this.#isFollowed(beacon));
      if (rival !== undefined) {
        this.#post.beacons.unshift(rival);
        return undefined;
      }
      here = this.#newcomersHeard();
    }
  }

  /** It had a part once, and hears nobody: simplex. Whoever only listens knows by its own clock too when the run is over. */
  #goOnAlone(mayLead: boolean): Begin | undefined {
    const { periodUs } = this.#options.common;
    const cycle = this.#cycle + Math.floor((this.#radio.nowUs - this.#startUs) / periodUs) + 1;
    const startUs = this.#startUs + (cycle - this.#cycle) * periodUs;
    if (cycle >= this.#options.cycles) return this.#begin(cycle, startUs, 0, startUs);
    if (!mayLead) return undefined;
    this.#post.listen(startUs);
    this.#lead();
    this.isIn = true;
    this.#silent = this.#options.silentCycles;
    return this.#sendBeacon(cycle, startUs);
  }

  #lead(): void {
    if (this.#cycle >= 0 || this.#master !== undefined) this.#term = (this.#term + 1) & 0xff;
    this.#master = this.#options.own;
    this.#withoutBeacon = 0;
    this.isPresent = undefined;
  }

  #accept({ sender, term }: Beacon): void {
    this.#master = sender;
    this.#term = term;
    this.#withoutBeacon = 0;
  }

  /** Is that a time master to follow? */
  #isFollowed(beacon: Beacon): boolean {
    if (beacon.cycle === GATHERING && this.isIn) return false;
    // Who only gathers gives way to any cycle that goes on.
    if (beacon.cycle !== GATHERING && !this.isIn) return true;
    return outranks(beacon, this.#term, this.#master);
  }

  #awaitBeacon(untilUs: number, isWanted: (beacon: Beacon) => boolean): HeardBeacon | undefined {
    const { beacons } = this.#post;
    for (;;) {
      this.#post.listen(untilUs, () => beacons.length > 0);
      if (beacons.length === 0) return undefined;
      // Who slept goes on with the newest.
      this.#post.drain();
      const heard = beacons.splice(0).findLast(({ beacon }) => this.#isOfThisRun(beacon) && isWanted(beacon));
      if (heard !== undefined) return heard;
    }
  }

  #isOfThisRun(beacon: Beacon): boolean {
    const problem = problemWith(beacon, this.#options.common);
    if (!this.isIn && problem !== this.problem) this.#options.tell?.(problem);
    if (!this.isIn) this.problem = problem;
    return problem === undefined;
  }

  #sendBeacon(cycle: number, startUs: number): Begin {
    const joined = this.#newcomers.joinedIn(cycle);
    this.#sayBeacon(cycle, joined);
    return this.#begin(cycle, startUs, joined, startUs);
  }

  #sayBeacon(cycle: number, joined: number): void {
    const present = (this.#present | (1 << this.#options.own)) >>> 0;
    const { common } = this.#options;
    this.#radio.say({ type: 'beacon', slot: 0, cycle, ...common, present, joined, term: this.#term });
  }

  #begin(cycle: number, startUs: number, joined: number, dueUs: number, state?: State): Begin {
    this.#cycle = cycle;
    this.#startUs = startUs;
    this.#post.beginCycle(cycle, startUs);
    const { computers, elements } = this.#options;
    const arrivals = arrivalsOf(this.#newcomers.heard(cycle, joined), state, computers, elements);
    return { cycle, startUs, dueUs, leads: this.leads, arrivals };
  }

  /** Computers of this run that said hello in this cycle. */
  #newcomersHeard(): number[] {
    const { scenario, configuration } = this.#options.common;
    const hellos = this.#post.hellos.filter(
      (hello) => hello.scenario === scenario && hello.configuration === configuration,
    );
    return hellos.map(({ sender }) => sender);
  }

  /** The time master tells who said hello how the set stands, and all others that they come. */
  #welcome(newcomers: readonly number[], state: StateBody): void {
    for (const computer of newcomers) this.#newcomers.welcome(computer, this.#cycle);
    this.#post.listen(this.#startUs + this.#open.startUs);
    this.#radio.say({ type: 'state', slot: OPEN_SLOT, cycle: this.#cycle, ...state });
  }
}
