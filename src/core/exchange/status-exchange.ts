/**
 * `status`: the Shuttle's way. After each read the members tell each other a sync code, "I/O complete" or "I/O
 * problem", and each applies the lone-error rule to what it was told. Then all meet at a common sync point; who fails
 * itself stays away from it, and the others vote when the wait is over.
 */
import { at, byteAt } from '../at.js';
import type { Element } from '../bus/element.js';
import { MAX_WORDS } from '../bus/transmission.js';
import { StatusRule, type Report, type Verdict } from '../redundancy/status-rule.js';
import { usToNs, type TimeNs } from '../time.js';
import type { ExchangeMode, ExchangeWorld, Outcome } from './exchange-mode.js';
import { sayPrivateWords, useOwnReading } from './own-readings.js';
import { SYNC, UTTERANCE, Utterance } from './utterance.js';

/** Of a cycle's exchange, as they follow each other. */
const ROUND = { codes: 1, commonSync: 2, sumwords: 3 } as const;

export class StatusExchange implements ExchangeMode {
  readonly outcomes: Outcome[];
  readonly #world: ExchangeWorld;
  readonly #rule: StatusRule;
  readonly #syncTimeoutNs: number;
  readonly #utterance = new Utterance();
  /** By computer: its sync code, which stays until all have listened. */
  readonly #codes: readonly Utterance[];
  readonly #data = new Int32Array(MAX_WORDS);
  /** By computer: what the one that is judging knows of the others. */
  readonly #reports: Report[];
  readonly #peers: Uint8Array;
  /** By computer, 1 = fails itself in this cycle and stays away from the common sync. */
  readonly #failing: Uint8Array;

  constructor(world: ExchangeWorld) {
    this.#world = world;
    this.#rule = new StatusRule(world.computers.length, world.elements.length, world.rules);
    this.#syncTimeoutNs = usToNs(world.rules.syncTimeoutUs);
    this.outcomes = world.elements.map(() => 'own');
    this.#codes = world.computers.map(() => new Utterance());
    this.#reports = world.computers.map(() => 'missing');
    this.#peers = new Uint8Array(world.computers.length);
    this.#failing = new Uint8Array(world.computers.length);
  }

  agreeOnInputs(cycle: number, startNs: TimeNs): TimeNs {
    const { elements, links, set } = this.#world;
    this.#failing.fill(0);
    let timeNs = startNs;
    if (links.others !== undefined) {
      links.openRound(startNs);
      links.converse(ROUND.codes, (own) => {
        for (const element of elements)
          if (element.polled && set.isMember(own)) this.#sayStatus(element, own);
      });
    }
    for (const element of elements) {
      if (element.polled) timeNs = this.#exchangeStatus(cycle, element, timeNs);
    }
    return this.#meetAtCommonSync(cycle, timeNs);
  }

  agreeOnPrivateWords(own: Int32Array, held: Int32Array, startNs: TimeNs): TimeNs {
    return sayPrivateWords(this.#world.links, this.#utterance, own, held, startNs, ROUND.sumwords);
  }

  forget(element: number): void {
    this.#rule.forget(element);
  }

  adopt(newcomer: number, donor: number): void {
    this.#rule.adopt(newcomer, donor);
  }

  #exchangeStatus(cycle: number, element: Element, startNs: TimeNs): TimeNs {
    const { computers, links, set } = this.#world;
    links.openRound(startNs);
    for (let i = 0; i < computers.length; i++) if (set.isMember(i)) this.#sayStatus(element, i);
    const endNs = links.roundEndNs;
    this.outcomes[element.index] = 'own';
    for (let i = 0; i < computers.length; i++) this.#actOn(cycle, element, i, endNs);
    return endNs;
  }

  /** One computer applies the rule to what it heard. Who left the set goes on alone. */
  #actOn(cycle: number, element: Element, self: number, timeNs: TimeNs): void {
    const { computers, set } = this.#world;
    const computer = at(computers, self);
    if (at(computer.bypassed, element.index) === 1) return;
    if (!set.isMember(self)) {
      useOwnReading(computer, element, this.#data);
      return;
    }
    const verdict = this.#judge(element, self);
    if (verdict === 'fail-self') {
      this.#failing[self] = 1;
      set.collect(self, self, timeNs);
    }
    if (verdict === 'split') this.#voteAgainstOtherSide(cycle, self, timeNs);
    if (verdict === 'bypass') computer.bypass(element.index);
    else if (element.heardWell(self) && uses(verdict))
      computer.take(element.index, this.#data, element.dataHeardBy(self, this.#data));
    else computer.keepStale(element.index);
  }

  #judge(element: Element, self: number): Verdict {
    const { computers, set } = this.#world;
    for (let j = 0; j < computers.length; j++) {
      this.#peers[j] = set.isPeer(self, j) ? 1 : 0;
      this.#reports[j] =
        j === self ? (element.heardWell(j) ? 'good' : 'error') : this.#reportHeard(element, j, self);
    }
    return this.#rule.judge(element.index, self, this.#reports, this.#peers);
  }

  #reportHeard(element: Element, from: number, by: number): Report {
    const heard = this.#world.links.hear(from, by);
    if (heard?.kind !== UTTERANCE.syncCode || heard.commander !== element.index) return 'missing';
    return at(heard.data, 0) === SYNC.ioComplete ? 'good' : 'error';
  }

  #voteAgainstOtherSide(cycle: number, self: number, seenNs: TimeNs): void {
    const { computers, set, voteNs } = this.#world;
    for (let j = 0; j < computers.length; j++) {
      const otherSide = at(this.#reports, j) !== at(this.#reports, self);
      if (at(this.#peers, j) === 1 && otherSide) set.collect(self, j, voteNs(cycle, self, j, seenNs));
    }
  }

  /** Members wait for each other; a missing sync code is noticed when the time-out has passed. */
  #meetAtCommonSync(cycle: number, startNs: TimeNs): TimeNs {
    const { computers, links, set, voteNs } = this.#world;
    links.openRound(startNs);
    if (links.others !== undefined)
      links.converse(ROUND.commonSync, (own) => {
        if (this.#meets(own)) this.#sayCode(own, 0, SYNC.commonSet);
      });
    for (let i = 0; i < computers.length; i++) if (this.#meets(i)) this.#sayCode(i, 0, SYNC.commonSet);
    const endNs = links.roundEndNs;
    let waitedNs = endNs;
    for (let i = 0; i < computers.length; i++) {
      if (!this.#meets(i)) continue;
      for (let j = 0; j < computers.length; j++) {
        if (j === i || !set.isPeer(i, j) || this.#heardCommonSync(j, i)) continue;
        waitedNs = startNs + this.#syncTimeoutNs;
        set.collect(i, j, voteNs(cycle, i, j, waitedNs));
      }
    }
    return waitedNs;
  }

  #meets(computer: number): boolean {
    return this.#world.set.isMember(computer) && byteAt(this.#failing, computer) === 0;
  }

  #heardCommonSync(from: number, by: number): boolean {
    const heard = this.#world.links.hear(from, by);
    return heard?.kind === UTTERANCE.syncCode && at(heard.data, 0) === SYNC.commonSet;
  }

  #sayStatus(element: Element, sender: number): void {
    this.#sayCode(sender, element.index, element.heardWell(sender) ? SYNC.ioComplete : SYNC.ioProblem);
  }

  #sayCode(sender: number, topic: number, code: number): void {
    const utterance = at(this.#codes, sender);
    utterance.setWord(UTTERANCE.syncCode, sender, topic, code);
    this.#world.links.say(utterance);
  }
}

function uses(verdict: Verdict): boolean {
  return verdict === 'fresh' || verdict === 'split';
}
