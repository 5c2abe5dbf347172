/**
 * Which cycle comes next, when, and who says so (hardware/protocol.md, 7): follows the time master's beacons, takes over
 * when they stop, gathers a set that has not begun, joins one that has, and falls silent where it is cut off.
 *
 *     listen --- a beacon --- hello … state … joined ---> in: follow, or lead
 *        |                                                 |
 *        `--- none --- gather, or go on alone -----------> |
 *        ^------------------- cut off ---------------------'
 */
import { GATHERING, OPEN_SLOT, type Beacon, type State } from '../../line/protocol/packet.js';
import type { TimedSlot } from '../../line/protocol/slots.js';
import type { Common } from '../four-ears.js';
import type { Begin } from './begin.js';
import { outranks, problemOfThePast, problemWith } from './beacon-order.js';
import { Herald } from './herald.js';
import { bitsOf, hasBit, helloFrom, Newcomers } from './newcomers.js';
import type { HeardBeacon, Post } from './post.js';
import type { Radio } from './radio.js';
import { arrivalsOf, stateTold, type StateBody } from './set-state.js';

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
  /** Told the cycle from which on it listens, as the time master does not hear it. */
  readonly unheard?: (cycle: number) => void;
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
  readonly #herald: Herald;
  #master: number | undefined;
  #term = 0;
  /** Of the last cycle that it was in. */
  #cycle = -1;
  #startUs = 0;
  /** The last cycle whose beacon it heard while it only listened. */
  #heardCycle = -1;
  /** Since when it has listened and heard no beacon. */
  #quietSinceUs: number | undefined;
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
    const { own, slots, common } = options;
    this.#herald = new Herald(radio, post, own, slots, common);
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
    const newcomers = this.#helloFrom();
    this.#present = bitsOf([...others, ...newcomers]);
    if (this.leads) this.#welcome(newcomers, state);
    const wasSilent = this.#silent;
    // Who says hello does not go on by himself.
    const isNobodyThere = this.leads
      ? others.length + newcomers.length === 0
      : heardFrom.size === 0 && this.#withoutBeacon > 0;
    this.#silent = isNobodyThere ? wasSilent + 1 : 0;
    const isCutOff = this.leads
      ? // It went on alone, and now hears that the others did so too. Who says hello did not.
        !this.#radio.isOpen || (wasSilent >= silentCycles && others.length > 0)
      : this.#silent >= silentCycles;
    if (isCutOff) this.#fallSilent();
  }

  #fallSilent(): void {
    this.isIn = false;
    this.#quietSinceUs = undefined;
    this.#silent = this.#notPresent = this.#withoutBeacon = 0;
    this.#master = undefined;
    this.#newcomers.forget();
  }

  /** The cycle after one that it was in. */
  #goOn(): Begin | undefined {
    const { own, computers, common } = this.#options;
    this.#takeLateBeacon();
    if (!this.isIn) return undefined;
    const cycle = this.#cycle + 1;
    const dueUs = this.#startUs + common.periodUs;
    // Rank 1 takes over after two beacons that did not come, rank 2 after three …
    const rank = (own - (this.#master ?? own) + computers) % computers;
    const takesOver = own < computers && rank > 0 && this.#withoutBeacon > rank;
    const leads = this.leads || takesOver;
    const untilUs = leads ? dueUs : dueUs + this.#herald.beaconHeardUs;
    const heard = this.#awaitBeacon(untilUs, (beacon) => this.#isFollowed(beacon));
    if (this.#radio.isStopped) return undefined;
    if (heard !== undefined) return this.#follow(heard, cycle);
    // What was slept through is not made up for.
    const late = Math.max(0, Math.floor((this.#radio.nowUs - dueUs) / common.periodUs));
    this.missed += late;
    const startUs = dueUs + late * common.periodUs;
    if (leads) {
      if (takesOver) this.#lead(this.#term + 1);
      return this.#sendBeacon(cycle + late, startUs);
    }
    this.#withoutBeacon++;
    this.isPresent = undefined;
    return this.#begin(cycle + late, startUs, 0, startUs + this.#herald.beaconHeardUs);
  }

  /** The beacon of a cycle that has begun without it: the time master is there, and its clock counts. */
  #takeLateBeacon(): void {
    const { beacons } = this.#post;
    const late = beacons.findIndex(({ beacon }) => beacon.cycle === this.#cycle && this.#isFollowed(beacon));
    const [heard] = late < 0 ? [] : beacons.splice(late, 1);
    if (heard === undefined || !this.#isOfThisRun(heard.beacon)) return;
    if (this.#wasAlone) this.#listenTo(heard);
    else {
      this.#accept(heard.beacon);
      this.#startUs = heard.atUs - this.#herald.beaconUs;
    }
  }

  #follow(heard: HeardBeacon, expected: number): Begin | undefined {
    const { own, computers, silentCycles } = this.#options;
    const { beacon, atUs } = heard;
    const off = beacon.cycle - expected;
    // It is taken as any late one.
    if (off === -1) this.#post.beacons.unshift(heard);
    if (off === -1) return undefined;
    const isPresent = own >= computers || hasBit(beacon.present, own);
    const notPresent = isPresent ? 0 : this.#notPresent + 1;
    if (off < 0 || off > 1 || this.#wasAlone || notPresent >= silentCycles) {
      if (notPresent >= silentCycles) this.#options.unheard?.(beacon.cycle);
      this.#listenTo(heard);
      return undefined;
    }
    this.missed += off;
    this.#accept(beacon);
    this.isPresent = isPresent;
    this.#notPresent = notPresent;
    return this.#begin(beacon.cycle, atUs - this.#herald.beaconUs, beacon.joined, atUs);
  }

  /** A time master that heard nobody: whose beacon it hears has had a run of its own. */
  get #wasAlone(): boolean {
    return this.leads && this.#silent >= this.#options.silentCycles;
  }

  /** It is cut off, as this beacon tells, and answers it as one who joins. */
  #listenTo(heard: HeardBeacon): void {
    this.#fallSilent();
    this.#post.beacons.unshift(heard);
  }

  /** Listens, and does what it takes to have a part. */
  #comeIn(): Begin | undefined {
    const { own, computers, common, cycles } = this.#options;
    const isComputer = own < computers;
    const patienceUs = (PATIENCE_PERIODS + (isComputer ? own : 0)) * common.periodUs;
    this.#quietSinceUs ??= this.#radio.nowUs;
    const heard = this.#awaitBeacon(this.#quietSinceUs + patienceUs, () => true);
    if (heard !== undefined) return this.#answer(heard);
    this.#quietSinceUs = undefined;
    if (this.#radio.isStopped) return undefined;
    const mayLead = isComputer && this.#radio.isOpen && this.problem === undefined;
    if (this.#cycle >= 0) return this.#goOnAlone(mayLead);
    if (this.#heardCycle + 1 >= cycles) return this.#begin(cycles, this.#radio.nowUs, 0, this.#radio.nowUs);
    return mayLead ? this.#gather() : undefined;
  }

  #answer(heard: HeardBeacon): Begin | undefined {
    const { beacon, atUs } = heard;
    const { own, computers, common } = this.#options;
    const startUs = atUs - this.#herald.beaconUs;
    this.#accept(beacon);
    this.#quietSinceUs = startUs;
    this.#post.beginCycle(beacon.cycle, startUs);
    if (beacon.cycle !== GATHERING) this.#heardCycle = beacon.cycle;
    if (own >= computers) return beacon.cycle === GATHERING ? undefined : this.#enter(heard);
    this.#newcomers.heard(beacon.cycle, beacon.joined);
    this.#herald.sayHello(beacon.cycle, startUs);
    const until = startUs + common.periodUs + this.#herald.beaconHeardUs;
    const next = this.#awaitBeacon(until, ({ sender }) => sender === beacon.sender);
    if (next === undefined) return undefined;
    const isHeard = hasBit(next.beacon.present, own);
    if (beacon.cycle === GATHERING && next.beacon.cycle === 0 && isHeard) return this.#enter(next);
    const state = stateTold(this.#post.in(OPEN_SLOT), beacon);
    if (next.beacon.cycle === beacon.cycle + 1 && hasBit(next.beacon.joined, own) && state !== undefined) {
      this.#newcomers.arrives(own);
      return this.#enter(next, state);
    }
    this.#post.beacons.unshift(next);
    return undefined;
  }

  #enter({ beacon, atUs }: HeardBeacon, state?: State): Begin {
    this.#accept(beacon);
    this.isIn = true;
    this.isPresent = undefined;
    this.#silent = this.#notPresent = 0;
    return this.#begin(beacon.cycle, atUs - this.#herald.beaconUs, beacon.joined, atUs, state);
  }

  /** Nobody is there: beacons without a cycle, until all have said hello or the wait is over. */
  #gather(): Begin | undefined {
    const { computers, gatherMs, common } = this.#options;
    this.#lead(0);
    const begunUs = this.#radio.nowUs;
    let here: readonly number[] = [];
    for (let startUs = begunUs; ; startUs += common.periodUs) {
      if (this.#radio.isStopped || !this.#radio.isOpen) return undefined;
      const isOver = startUs - begunUs >= gatherMs * 1000;
      this.#present = bitsOf(here);
      this.isIn = here.length === computers - 1 || isOver;
      if (this.isIn) return this.#sendBeacon(0, startUs);
      this.#sayBeacon(GATHERING, startUs, 0);
      this.#post.beginCycle(GATHERING, startUs);
      const rival = this.#awaitBeacon(startUs + common.periodUs, (beacon) => this.#isFollowed(beacon));
      if (rival !== undefined) {
        this.#post.beacons.unshift(rival);
        return undefined;
      }
      here = this.#helloFrom();
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
    if (this.#radio.isStopped) return undefined;
    this.#lead(this.#term + 1);
    this.isIn = true;
    this.#silent = this.#options.silentCycles;
    return this.#sendBeacon(cycle, startUs);
  }

  #lead(term: number): void {
    this.#term = term & 0xff;
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
    const { own, computers, common, tell } = this.#options;
    const problem = problemWith(beacon, common);
    if (this.isIn) return problem === undefined;
    const before = this.problem;
    this.problem = problem ?? problemOfThePast(beacon, this.#cycle, own < computers);
    if (this.problem !== before) tell?.(this.problem);
    return this.problem === undefined;
  }

  #sendBeacon(cycle: number, startUs: number): Begin {
    const joined = this.#newcomers.joinedIn(cycle);
    this.#sayBeacon(cycle, startUs, joined);
    return this.#begin(cycle, startUs, joined, startUs);
  }

  #sayBeacon(cycle: number, startUs: number, joined: number): void {
    const present = (this.#present | (1 << this.#options.own)) >>> 0;
    this.#herald.sayBeacon(cycle, startUs, { present, joined, term: this.#term });
  }

  #begin(cycle: number, startUs: number, joined: number, dueUs: number, state?: State): Begin {
    this.#cycle = cycle;
    this.#startUs = startUs;
    this.#post.beginCycle(cycle, startUs);
    const { computers, elements } = this.#options;
    const arrivals = arrivalsOf(this.#newcomers.heard(cycle, joined), state, computers, elements);
    return { cycle, startUs, dueUs, leads: this.leads, arrivals };
  }

  #helloFrom(): number[] {
    return helloFrom(this.#post.hellos, this.#options.common, this.#options.computers);
  }

  /** The time master tells who said hello how the set stands, and all others that they come. */
  #welcome(newcomers: readonly number[], state: () => StateBody): void {
    const come = newcomers.filter((computer) => this.#newcomers.welcome(computer, this.#cycle));
    if (come.length > 0) this.#herald.sayState(this.#cycle, this.#startUs, state());
  }
}
