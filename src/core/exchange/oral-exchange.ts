/**
 * `om1`: what each computer heard is agreed on by OM(1), Lamport's oral messages.
 *
 * For a reading the terminal commands: its answer on the flight bus was round 0, each computer relays what it heard,
 * and the strict majority of its own and the relayed readings is what it uses. "I received an error" is a reading like
 * any other. For a computer's private word that computer commands, in two rounds over the intercomputer buses.
 */
import { at, int32At, objectAt } from '../at.js';
import { MessageTree, OralMessages, type Majority } from '../agreement/om.js';
import { DEFAULT, Interner, REPORTED_ERROR, type ValueId } from '../agreement/value.js';
import type { Element } from '../bus/element.js';
import { MAX_WORDS } from '../bus/transmission.js';
import { NO_SUMWORD } from '../redundancy/sumwords.js';
import { usToNs, type TimeNs } from '../time.js';
import { BusTransport, privateTopic, readingTopic } from './bus-transport.js';
import type { ExchangeMode, ExchangeWorld, Outcome } from './exchange-mode.js';

export class OralExchange implements ExchangeMode {
  readonly outcomes: Outcome[];
  readonly #world: ExchangeWorld;
  readonly #m: number;
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
  /** Of the element at hand, once it is known. */
  #sentId: ValueId = DEFAULT;

  /** @param majority the vote, if not the paper's */
  constructor(world: ExchangeWorld, m: number, processingUs: number, majority?: Majority) {
    const computers = world.computers.length;
    this.#world = world;
    this.#m = m;
    this.#processingNs = usToNs(processingUs);
    const nameOfElement = (e: number): string => at(world.elements, e).name;
    const nameOfComputer = (c: number): string => at(world.computers, c).name;
    const onReading = new MessageTree(computers + 1, m);
    const onPrivate = new MessageTree(computers, m);
    // Liars can make every message another value; a commander knows its own word besides.
    const values = world.elements.length * onReading.messages + computers * (1 + onPrivate.messages);
    this.#interner = new Interner(MAX_WORDS, values);
    this.#onReadings = world.elements.map(() => new OralMessages(onReading, majority));
    this.#onPrivateWords = world.computers.map(() => new OralMessages(onPrivate, majority));
    const transport = (topic: ReturnType<typeof readingTopic>): BusTransport =>
      new BusTransport(topic, world.links, this.#interner, world.watchers);
    this.#readingTransport = transport(readingTopic(onReading, nameOfElement));
    this.#privateTransport = transport(privateTopic(onPrivate, nameOfComputer));
    this.#withoutData = world.elements.map(() => new Uint32Array(computers));
    this.#ids = new Int32Array(computers);
    this.outcomes = world.elements.map(() => 'value');
  }

  agreeOnInputs(_cycle: number, startNs: TimeNs): TimeNs {
    const { elements } = this.#world;
    this.#interner.clear();
    for (const element of elements) {
      if (element.polled) objectAt(this.#onReadings, element.index).hearCommander(this.#ownReadings(element));
    }
    let timeNs = startNs;
    for (let round = 1; round <= this.#m; round++) {
      this.#world.links.openRound(timeNs);
      for (const element of elements) {
        if (!element.polled) continue;
        const exchange = objectAt(this.#onReadings, element.index);
        exchange.relay(round);
        this.#readingTransport.carry(round, element.index, exchange);
      }
      timeNs = this.#world.links.roundEndNs;
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
    this.#noticeDeviants(element, decisions, timeNs);
  }

  /** Whoever relayed something other than what was decided stands out; that is all that is known of him. */
  #noticeDeviants(element: Element, decisions: Int32Array, timeNs: TimeNs): void {
    if (this.#m < 1) return;
    const { tree, heard } = objectAt(this.#onReadings, element.index);
    const senders = objectAt(tree.sender, 1);
    const receivers = objectAt(tree.receiver, 1);
    const relayed = objectAt(heard, 1);
    for (let i = 0; i < relayed.length; i++) {
      if (int32At(relayed, i) === int32At(decisions, int32At(receivers, i))) continue;
      this.#world.faults.notice(objectAt(this.#world.computers, int32At(senders, i) - 1).name, timeNs);
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
