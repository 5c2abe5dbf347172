/**
 * Who tells whom what in the agreements of `omM` and `icM`, laid out for the members that there are.
 *
 * The exchange is that of the members: N in its bound is their number. Whoever left has no turn and is not asked, so that
 * one known to be out of order is not one of the faults to be borne besides. Tables are laid out anew when a computer
 * leaves or enters, never in a cycle.
 */
import { at } from '../at.js';
import { MessageTree, OralMessages, type Majority } from '../agreement/om.js';
import type { Interner } from '../agreement/value.js';
import type { FlightComputer } from '../flight/flight-computer.js';
import { borneBy } from '../membership.js';
import {
  amongMembers,
  BusTransport,
  ownReadingTopic,
  privateTopic,
  readingTopic,
  type Topic,
} from './bus-transport.js';
import type { ExchangeWorld } from './exchange-mode.js';

/** How deep it goes. */
export interface OralDepth {
  readonly m: number;
  /** Does each computer command for its own reading? */
  readonly ofEachReading: boolean;
  /** With so many members m is what it is told to be, above its bound or below it; with fewer, what those bear. */
  readonly fullSet: number;
}

export interface OralLayout {
  /** Undefined where there is no member, or nobody who could be told a private word. */
  readonly onReading: MessageTree | undefined;
  readonly onWord: MessageTree | undefined;
  /** The most different values that one cycle can bring up among so many elements. */
  readonly values: number;
}

/** Relays are what keeps a set together, so one round of them stays as long as there are two members. */
export function layOut(
  members: number,
  elements: number,
  { m, ofEachReading, fullSet }: OralDepth,
): OralLayout {
  const depthAmong = (n: number): number =>
    members >= fullSet ? m : Math.max(Math.min(1, m), borneBy(n, m));
  const relays = ofEachReading ? depthAmong(members) + 1 : depthAmong(members + 1);
  // A message has passed as many as there are rounds before it, each another, and has a receiver.
  const onReading = members > 0 ? new MessageTree(members + 1, Math.min(relays, members - 1)) : undefined;
  const onWord =
    members > 1 ? new MessageTree(members, Math.min(depthAmong(members), members - 2)) : undefined;
  // Liars can make every message another value; a commander knows its own word besides.
  const values = elements * (onReading?.messages ?? 0) + members * (1 + (onWord?.messages ?? 0));
  return { onReading, onWord, values };
}

export class OralTables {
  /** In the scenario's order; player p of a reading is the one at place p − 1. */
  readonly members: readonly FlightComputer[];
  /** Rounds of relays about a reading, and about a private word. */
  readonly relays: number;
  readonly relaysOfWords: number;
  readonly onReadings: readonly OralMessages[];
  /** Each member commands, by place; none where nobody is there to be told. */
  readonly onPrivateWords: OralMessages | undefined;
  readonly readingTransport: BusTransport | undefined;
  readonly privateTransport: BusTransport | undefined;

  constructor(
    { computers, elements, links, watchers, set }: ExchangeWorld,
    { onReading, onWord }: OralLayout,
    ofEachReading: boolean,
    interner: Interner,
    majority: Majority,
  ) {
    const numbers = set.members;
    this.members = numbers.map((i) => at(computers, i));
    this.relays = onReading?.m ?? 0;
    this.relaysOfWords = onWord?.m ?? 0;
    const transport = (topic: Topic, byComputer: boolean): BusTransport => {
      const all = numbers.length === computers.length;
      const talk = all ? topic : amongMembers(topic, numbers, byComputer);
      return new BusTransport(talk, links, interner, watchers);
    };
    const nameOfElement = (e: number): string => at(elements, e).name;
    const nameOfComputer = (c: number): string => at(computers, c).name;
    const topicOf = ofEachReading ? ownReadingTopic : readingTopic;
    this.readingTransport = onReading && transport(topicOf(onReading, nameOfElement), false);
    this.privateTransport = onWord && transport(privateTopic(onWord, nameOfComputer), true);
    this.onReadings =
      onReading === undefined ? [] : elements.map(() => new OralMessages(onReading, majority));
    this.onPrivateWords = onWord && new OralMessages(onWord, majority, numbers.length);
  }
}
