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
 *
 * All of it is among the members of the set. A computer that left goes on alone with what it hears itself.
 */
import { at, byteAt, int32At, objectAt } from '../at.js';
import { strictMajority } from '../agreement/majority.js';
import type { Majority, OralMessages } from '../agreement/om.js';
import { DEFAULT, Interner, REPORTED_ERROR, type ValueId } from '../agreement/value.js';
import { hasHole, wordMajority } from '../agreement/word-majority.js';
import type { Element } from '../bus/element.js';
import { MAX_WORDS } from '../bus/transmission.js';
import type { FlightComputer } from '../flight/flight-computer.js';
import { NO_SUMWORD } from '../redundancy/sumwords.js';
import { usToNs, type TimeNs } from '../time.js';
import { AgreedAccusation } from './agreed-accusation.js';
import type { ExchangeMode, ExchangeWorld, Outcome } from './exchange-mode.js';
import { layOut, OralTables, type OralDepth } from './oral-tables.js';
import { useOwnReading } from './own-readings.js';

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
  readonly #depth: OralDepth;
  readonly #processingNs: number;
  readonly #interner: Interner;
  readonly #majority: Majority;
  /** Who tells whom what, among those who were members at change number … of the set. */
  #tables: OralTables;
  #changes: number;
  /** Successive reads of an element without data, as each computer counts them: [element][computer]. */
  readonly #withoutData: readonly Uint32Array[];
  /** By place among the members. */
  #ids: Int32Array;
  readonly #data = new Int32Array(MAX_WORDS);
  /** Can a decision have words that are none? */
  readonly #byWord: boolean;
  /** Of the element at hand, once it is known. */
  #sentId: ValueId = DEFAULT;

  /** @param m faults borne */
  constructor(world: ExchangeWorld, m: number, processingUs: number, options: OralOptions = {}) {
    const { computers, elements, set } = world;
    const { ofEachReading = false } = options;
    const members = set.members.length;
    this.#world = world;
    this.#depth = { m, ofEachReading, fullSet: members };
    this.#byWord = world.equality === 'word';
    this.#processingNs = usToNs(processingUs);
    const { values } = layOut(members, elements.length, this.#depth);
    // Word by word, votes can make new values too.
    this.#interner = new Interner(MAX_WORDS, this.#byWord ? 2 * values : values);
    const ownMajority = this.#byWord
      ? wordMajority(this.#interner, MAX_WORDS, computers.length)
      : strictMajority;
    this.#majority = options.majority ?? ownMajority;
    this.#withoutData = elements.map(() => new Uint32Array(computers.length));
    this.outcomes = elements.map(() => 'value');
    if (ofEachReading) this.accusation = new AgreedAccusation(computers.length, elements.length, world.rules);
    this.#changes = set.changes;
    this.#tables = this.#layOut();
    this.#ids = new Int32Array(members);
  }

  /** The members form the exchange anew among themselves. */
  #form(): void {
    this.#changes = this.#world.set.changes;
    this.#tables = this.#layOut();
    this.#ids = new Int32Array(this.#tables.members.length);
  }

  #layOut(): OralTables {
    const { set, elements } = this.#world;
    const { members } = set;
    if (this.accusation !== undefined) this.accusation.witnesses = members.length;
    const layout = layOut(members.length, elements.length, this.#depth);
    return new OralTables(this.#world, layout, this.#depth.ofEachReading, this.#interner, this.#majority);
  }

  agreeOnInputs(_cycle: number, startNs: TimeNs): TimeNs {
    const { elements, links, set } = this.#world;
    if (set.changes !== this.#changes) this.#form();
    const { onReadings, relays, readingTransport } = this.#tables;
    this.#interner.clear();
    let timeNs = startNs;
    if (readingTransport !== undefined) {
      for (const element of elements) {
        if (element.polled) objectAt(onReadings, element.index).hearCommander(this.#ownReadings(element));
      }
      for (let round = 1; round <= relays; round++) {
        links.openRound(timeNs);
        for (const element of elements) if (element.polled) objectAt(onReadings, element.index).relay(round);
        if (links.others !== undefined) this.#converseOnReadings(round);
        for (const element of elements) {
          if (!element.polled) continue;
          const messages = objectAt(onReadings, element.index).messages(round);
          readingTransport.carry(round, element.index, messages);
        }
        timeNs = links.roundEndNs + (round < relays ? this.#processingNs : 0);
      }
    }
    for (const element of elements) if (element.polled) this.#use(element, timeNs);
    return timeNs;
  }

  agreeOnPrivateWords(own: Int32Array, held: Int32Array, startNs: TimeNs): TimeNs {
    const { links } = this.#world;
    const { members, onPrivateWords, privateTransport, relaysOfWords } = this.#tables;
    if (onPrivateWords === undefined || privateTransport === undefined) return startNs;
    let timeNs = startNs;
    for (let round = 0; round <= relaysOfWords; round++) {
      links.openRound(timeNs);
      if (round > 0) onPrivateWords.relay(round);
      else this.#commandPrivateWords(onPrivateWords, own);
      if (links.others !== undefined) this.#converseOnPrivateWords(round);
      for (let place = 0; place < members.length; place++) {
        const messages = onPrivateWords.messages(round, place);
        privateTransport.carry(round, objectAt(members, place).index, messages);
      }
      timeNs = links.roundEndNs + (round < relaysOfWords ? this.#processingNs : 0);
    }
    const decisions = onPrivateWords.decide();
    for (let place = 0; place < members.length; place++) this.#hold(place, decisions, held);
    return timeNs;
  }

  /** Each member says its own to all others. */
  #commandPrivateWords(exchange: OralMessages, own: Int32Array): void {
    const { members } = this.#tables;
    for (let place = 0; place < members.length; place++)
      exchange.command(this.#interner.intern(own, objectAt(members, place).index, 1), place);
  }

  /** Hosts tell each other what they heard. */
  #converseOnReadings(round: number): void {
    const { elements, links } = this.#world;
    const { onReadings, readingTransport } = this.#tables;
    links.converse(round, (own) => {
      for (const { polled, index } of elements)
        if (polled)
          readingTransport?.rehearse(round, index, objectAt(onReadings, index).messages(round), own);
    });
  }

  /** The same on private words, in the rounds that follow those on readings. */
  #converseOnPrivateWords(round: number): void {
    const { links } = this.#world;
    const { members, onPrivateWords, privateTransport } = this.#tables;
    const { m, ofEachReading } = this.#depth;
    if (onPrivateWords === undefined) return;
    links.converse(m + (ofEachReading ? 2 : 1) + round, (own) => {
      members.forEach(({ index }, place) => {
        privateTransport?.rehearse(round, index, onPrivateWords.messages(round, place), own);
      });
    });
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
    const { members } = this.#tables;
    for (let i = 0; i < members.length; i++) {
      const computer = objectAt(members, i).index;
      this.#ids[i] = element.heardWell(computer) ? this.#idOf(element, computer) : REPORTED_ERROR;
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
    const { members, onReadings, relays } = this.#tables;
    if (members.length < this.#world.computers.length) this.#letOthersGoOn(element);
    if (members.length === 0) {
      this.outcomes[element.index] = 'own';
      return;
    }
    const exchange = objectAt(onReadings, element.index);
    const decisions = exchange.resolve();
    if (this.#byWord) this.#dropIncomplete(decisions);
    let unpacked = DEFAULT;
    let words = 0;
    for (let i = 0; i < members.length; i++) {
      const computer = objectAt(members, i);
      const decided = int32At(decisions, i);
      if (hasData(decided)) {
        if (decided !== unpacked) words = this.#interner.copyTo(decided, this.#data);
        unpacked = decided;
        this.#take(computer, element.index, words);
      } else this.#goWithout(computer, element.index);
    }
    this.outcomes[element.index] = outcomeOf(int32At(decisions, 0));
    for (let round = 1; round <= relays; round++) this.#noticeDeviants(exchange, round, timeNs);
    if (relays > 0) this.accusation?.record(element.index, exchange, members);
  }

  #take(computer: FlightComputer, element: number, words: number): void {
    objectAt(this.#withoutData, element)[computer.index] = 0;
    computer.take(element, this.#data, words);
  }

  #goWithout(computer: FlightComputer, element: number): void {
    const withoutData = objectAt(this.#withoutData, element);
    const times = at(withoutData, computer.index) + 1;
    withoutData[computer.index] = times;
    computer.keepStale(element);
    if (times >= this.#world.rules.bypassAfter) computer.bypass(element);
  }

  #letOthersGoOn(element: Element): void {
    const { computers, set } = this.#world;
    for (const computer of computers)
      if (!set.isMember(computer.index) && byteAt(computer.bypassed, element.index) === 0)
        useOwnReading(computer, element, this.#data);
  }

  /** Word by word, a value of which some words are agreed on and others are not is no data. */
  #dropIncomplete(decisions: Int32Array): void {
    for (let i = 0; i < decisions.length; i++)
      if (hasHole(this.#interner, int32At(decisions, i))) decisions[i] = DEFAULT;
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
        this.#world.faults.notice(objectAt(this.#tables.members, int32At(senders, i) - 1).name, timeNs);
      }
    }
  }

  /** Writes down what each member holds for one commander; the commander, player 0, holds its own word. */
  #hold(place: number, decisions: Int32Array, held: Int32Array): void {
    const { members } = this.#tables;
    const computers = this.#world.computers.length;
    const commander = objectAt(members, place).index;
    for (let player = 0; player < members.length; player++) {
      const holder = objectAt(members, (place + player) % members.length).index;
      const decided = int32At(decisions, place * members.length + player);
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
