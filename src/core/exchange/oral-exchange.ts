/**
 * `omM` and `icM`: what each computer heard is agreed on by Lamport's oral messages.
 *
 * Under `omM` the terminal commands an OM(m): its answer on the flight bus was round 0, each computer relays what it
 * heard, and the strict majority of its own and the relayed readings is what it uses. "I received an error" is a
 * reading like any other. For a computer's private word that computer commands, in m + 1 rounds over the intercomputer
 * buses.
 *
 * Under `icM` each computer commands an OM(m) for its own reading (interactive consistency: Pease, Shostak, Lamport 1980),
 * so that all hold the same vector of N readings and the strict majority of it is what they use. That is, message by
 * message and vote by vote, OM(m + 1) with the terminal as commander: its step 2 has each lieutenant command an OM(m)
 * for what it received, and its step 3 takes the majority of the outcomes. So the same tree serves, one round deeper.
 * It bears a terminal *and* m computers; and since the vector is agreed on, so is who erred.
 */
import { at, int32At, objectAt } from '../at.js';
import { strictMajority } from '../agreement/majority.js';
import { MessageTree, OralMessages, type Majority } from '../agreement/om.js';
import { DEFAULT, Interner, REPORTED_ERROR, type ValueId } from '../agreement/value.js';
import { hasHole, wordMajority } from '../agreement/word-majority.js';
import type { Element } from '../bus/element.js';
import { MAX_WORDS } from '../bus/transmission.js';
import { NO_SUMWORD } from '../redundancy/sumwords.js';
import { usToNs, type TimeNs } from '../time.js';
import { AgreedAccusation } from './agreed-accusation.js';
import { BusTransport, ownReadingTopic, privateTopic, readingTopic } from './bus-transport.js';
import type { ExchangeMode, ExchangeWorld, Outcome } from './exchange-mode.js';

export interface OralOptions {
  /** Does each computer command for its own reading (`icM`), and not the terminal (`omM`)? */
  readonly ofEachReading?: boolean;
  /** The vote, if not the paper's, as the scenario has it. */
  readonly majority?: Majority;
}

export class OralExchange implements ExchangeMode {
  readonly outcomes: Outcome[];
  /** Who erred, as far as that is agreed. */
  readonly accusation: AgreedAccusation | undefined;
  readonly #world: ExchangeWorld;
  readonly #m: number;
  /** Rounds of relays about a reading. */
  readonly #relays: number;
  readonly #processingNs: number;
  readonly #interner: Interner;
  readonly #onReadings: readonly OralMessages[];
  readonly #readingTransport: BusTransport;
  readonly #onPrivateWords: readonly OralMessages[];
  readonly #privateTransport: BusTransport;
  /** Successive reads of an element without data, as each computer counts them: [element][computer]. */
  readonly #withoutData: readonly Uint32Array[];
  readonly #ids: Int32Array;
  readonly #data = new Int32Array(MAX_WORDS);
  /** Can a decision have words that are none? */
  readonly #byWord: boolean;
  /** Of the element at hand, once it is known. */
  #sentId: ValueId = DEFAULT;

  /** @param m faults borne */
  constructor(world: ExchangeWorld, m: number, processingUs: number, options: OralOptions = {}) {
    const computers = world.computers.length;
    const { ofEachReading = false } = options;
    this.#world = world;
    this.#m = m;
    this.#relays = ofEachReading ? m + 1 : m;
    this.#byWord = world.equality === 'word';
    this.#processingNs = usToNs(processingUs);
    const nameOfElement = (e: number): string => at(world.elements, e).name;
    const nameOfComputer = (c: number): string => at(world.computers, c).name;
    const onReading = new MessageTree(computers + 1, this.#relays);
    const onPrivate = new MessageTree(computers, m);
    // Liars can make every message another value; a commander knows its own word besides. Word by word, so can votes.
    const values = world.elements.length * onReading.messages + computers * (1 + onPrivate.messages);
    this.#interner = new Interner(MAX_WORDS, this.#byWord ? 2 * values : values);
    const ownMajority = this.#byWord ? wordMajority(this.#interner, MAX_WORDS, computers) : strictMajority;
    const { majority = ownMajority } = options;
    this.#onReadings = world.elements.map(() => new OralMessages(onReading, majority));
    this.#onPrivateWords = world.computers.map(() => new OralMessages(onPrivate, majority));
    const transport = (topic: ReturnType<typeof readingTopic>): BusTransport =>
      new BusTransport(topic, world.links, this.#interner, world.watchers);
    const topicOf = ofEachReading ? ownReadingTopic : readingTopic;
    this.#readingTransport = transport(topicOf(onReading, nameOfElement));
    this.#privateTransport = transport(privateTopic(onPrivate, nameOfComputer));
    this.#withoutData = world.elements.map(() => new Uint32Array(computers));
    this.#ids = new Int32Array(computers);
    this.outcomes = world.elements.map(() => 'value');
    if (ofEachReading) this.accusation = new AgreedAccusation(computers, world.elements.length, world.rules);
  }

  agreeOnInputs(_cycle: number, startNs: TimeNs): TimeNs {
    const { elements } = this.#world;
    this.#interner.clear();
    for (const element of elements) {
      if (element.polled) objectAt(this.#onReadings, element.index).hearCommander(this.#ownReadings(element));
    }
    let timeNs = startNs;
    for (let round = 1; round <= this.#relays; round++) {
      this.#world.links.openRound(timeNs);
      for (const element of elements) {
        if (!element.polled) continue;
        const exchange = objectAt(this.#onReadings, element.index);
        exchange.relay(round);
        this.#readingTransport.carry(round, element.index, exchange);
      }
      timeNs = this.#world.links.roundEndNs + (round < this.#relays ? this.#processingNs : 0);
    }
    for (const element of elements) if (element.polled) this.#use(element, timeNs);
    return timeNs;
  }

  agreeOnPrivateWords(own: Int32Array, held: Int32Array, startNs: TimeNs): TimeNs {
    const { computers, links } = this.#world;
    let timeNs = startNs;
    for (let round = 0; round <= this.#m; round++) {
      links.openRound(timeNs);
      for (let commander = 0; commander < computers.length; commander++) {
        const exchange = objectAt(this.#onPrivateWords, commander);
        if (round === 0) exchange.command(this.#interner.intern(own, commander, 1));
        else exchange.relay(round);
        this.#privateTransport.carry(round, commander, exchange);
      }
      timeNs = links.roundEndNs + (round < this.#m ? this.#processingNs : 0);
    }
    for (let commander = 0; commander < computers.length; commander++) this.#hold(commander, held);
    return timeNs;
  }

  forget(element: number): void {
    objectAt(this.#withoutData, element).fill(0);
  }

  adopt(newcomer: number, donor: number): void {
    for (const counts of this.#withoutData) counts[newcomer] = at(counts, donor);
  }

  /** Round 0, done by the flight bus. */
  #ownReadings(element: Element): Int32Array {
    this.#sentId = DEFAULT;
    for (let i = 0; i < this.#ids.length; i++) {
      this.#ids[i] = element.heardWell(i) ? this.#idOf(element, i) : REPORTED_ERROR;
    }
    return this.#ids;
  }

  /** What was heard word for word is one value, and named once for all who heard it so. */
  #idOf(element: Element, computer: number): ValueId {
    if (!element.heardVerbatim(computer)) {
      return this.#interner.intern(this.#data, 0, element.dataHeardBy(computer, this.#data));
    }
    if (this.#sentId === DEFAULT) this.#sentId = this.#interner.intern(element.sent, 0, element.sentWords);
    return this.#sentId;
  }

  /** Each computer uses its own decision. No data on successive reads: each gives the element up, all alike. */
  #use(element: Element, timeNs: TimeNs): void {
    const { computers, rules } = this.#world;
    const decisions = objectAt(this.#onReadings, element.index).decide();
    if (this.#byWord) this.#dropIncomplete(decisions);
    const withoutData = objectAt(this.#withoutData, element.index);
    let unpacked = DEFAULT;
    let words = 0;
    for (let i = 0; i < computers.length; i++) {
      const computer = objectAt(computers, i);
      const decided = int32At(decisions, i + 1);
      if (hasData(decided)) {
        withoutData[i] = 0;
        if (decided !== unpacked) words = this.#interner.copyTo(decided, this.#data);
        unpacked = decided;
        computer.take(element.index, this.#data, words);
      } else {
        withoutData[i] = at(withoutData, i) + 1;
        computer.keepStale(element.index);
        if (at(withoutData, i) >= rules.bypassAfter) computer.bypass(element.index);
      }
    }
    this.outcomes[element.index] = outcomeOf(int32At(decisions, 1));
    const exchange = objectAt(this.#onReadings, element.index);
    for (let round = 1; round <= this.#relays; round++) this.#noticeDeviants(exchange, round, timeNs);
    this.accusation?.record(element.index, exchange);
  }

  /** Word by word, a value of which some words are agreed on and others are not is no data. */
  #dropIncomplete(decisions: Int32Array): void {
    for (let p = 1; p < decisions.length; p++)
      if (hasHole(this.#interner, int32At(decisions, p))) decisions[p] = DEFAULT;
  }

  /** Whoever relayed something other than what was decided on it stands out; that is all that is known of him. */
  #noticeDeviants(exchange: OralMessages, round: number, timeNs: TimeNs): void {
    const senders = objectAt(exchange.tree.sender, round);
    const relayed = objectAt(exchange.heard, round);
    const decided = exchange.outcomes(round - 1);
    const relays = exchange.tree.relays(round - 1);
    for (let i = 0, about = 0; about < decided.length; about++) {
      const value = int32At(decided, about);
      for (let r = 0; r < relays; r++, i++) {
        if (int32At(relayed, i) === value) continue;
        this.#world.faults.notice(objectAt(this.#world.computers, int32At(senders, i) - 1).name, timeNs);
      }
    }
  }

  /** Writes down what each member holds for one commander; the commander, player 0, holds its own word. */
  #hold(commander: number, held: Int32Array): void {
    const computers = this.#world.computers.length;
    const decisions = objectAt(this.#onPrivateWords, commander).decide();
    for (let player = 0; player < computers; player++) {
      const holder = (commander + player) % computers;
      const decided = int32At(decisions, player);
      held[holder * computers + commander] = hasData(decided) ? this.#interner.word(decided, 0) : NO_SUMWORD;
    }
  }
}

function hasData(decided: ValueId): boolean {
  return decided !== DEFAULT && decided !== REPORTED_ERROR;
}

function outcomeOf(decided: ValueId): Outcome {
  if (decided === DEFAULT) return 'default';
  return decided === REPORTED_ERROR ? 'error' : 'value';
}
