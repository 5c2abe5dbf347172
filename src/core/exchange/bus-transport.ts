/**
 * Carries a round of oral messages over the intercomputer buses: ids become words, words travel, and what each
 * receiver's ears made of them becomes ids again. The agreement above knows nothing of this.
 *
 * A message's sender is the line it came in on. Its headers must name the expected commander and those it came by;
 * anything else, bad words or silence is DEFAULT.
 */
import { assert, at, int32At, objectAt } from '../at.js';
import type { MessageTree, Transport } from '../agreement/om.js';
import { DEFAULT, REPORTED_ERROR, type Interner, type ValueId } from '../agreement/value.js';
import type { Observer } from '../observer.js';
import type { Links } from './links.js';
import { NOT_NAMED, UTTERANCE, Utterance } from './utterance.js';

/** What is talked about: how its values are said, and who the players are. */
export interface Topic {
  readonly tree: MessageTree;
  /** The computer that is player p of a commander; −1 = a terminal, whose turn was on the flight bus. */
  readonly computerOf: (player: number, commander: number) => number;
  /** Name of a commander, for the record. */
  readonly nameOf: (commander: number) => string;
  readonly valueKind: number;
  /** The kind that says R(E); a private word is never in error. */
  readonly errorKind: number | undefined;
  /** The kind that says that nothing came: DEFAULT, passed on. */
  readonly noneKind: number;
  /** Players at the beginning of each path who are not on these buses, and rounds before the first one here. */
  readonly lead: number;
}

/** A reading of an element, commanded by its terminal: that is player 0, computer p − 1 is player p. */
export function readingTopic(tree: MessageTree, nameOf: (element: number) => string): Topic {
  return {
    tree,
    computerOf: (player) => player - 1,
    nameOf,
    valueKind: UTTERANCE.reading,
    errorKind: UTTERANCE.readingError,
    noneKind: UTTERANCE.readingNone,
    lead: 0,
  };
}

/**
 * The same for interactive consistency: the agreement on what each computer heard begins with what it says of it, so
 * whoever says so is its commander, and the terminal's turn is none of its rounds.
 */
export function ownReadingTopic(tree: MessageTree, nameOf: (element: number) => string): Topic {
  return { ...readingTopic(tree, nameOf), lead: 1 };
}

/** A computer's private word: that computer commands, the others follow in rotation. */
export function privateTopic(tree: MessageTree, nameOf: (computer: number) => string): Topic {
  return {
    tree,
    computerOf: (player, commander) => (commander + player) % tree.n,
    nameOf,
    valueKind: UTTERANCE.privateWord,
    errorKind: undefined,
    noneKind: UTTERANCE.privateNone,
    lead: 0,
  };
}

/**
 * The same talk among some of the computers only: what a topic numbers as computers are places among these.
 * @param byComputer is the commander one of them?
 */
export function amongMembers(topic: Topic, members: readonly number[], byComputer: boolean): Topic {
  return {
    ...topic,
    computerOf: (player, commander) => {
      const place = topic.computerOf(player, byComputer ? members.indexOf(commander) : commander);
      return place < 0 ? place : at(members, place);
    },
  };
}

/** Messages of a round that are one and the same utterance: same path, all its receivers. */
interface Turn {
  readonly senderPlayer: number;
  readonly messages: Int32Array;
  readonly receiverPlayers: Int32Array;
  readonly path: readonly number[];
  /** By commander, the path in computers, for those who watch. */
  readonly pathsInComputers: (readonly number[])[];
  /** The players between the commander of the tree and the sender. */
  readonly via: Int32Array;
}

export class BusTransport implements Transport {
  readonly #topic: Topic;
  readonly #links: Links;
  readonly #interner: Interner;
  readonly #watchers: readonly Observer[];
  readonly #turns: readonly (readonly Turn[])[];
  readonly #utterance = new Utterance();

  constructor(topic: Topic, links: Links, interner: Interner, watchers: readonly Observer[]) {
    this.#topic = topic;
    this.#links = links;
    this.#interner = interner;
    this.#watchers = watchers;
    this.#turns = topic.tree.sender.map((_, round) => turnsOf(topic.tree, round));
  }

  carry(round: number, commander: number, messages: Int32Array): void {
    // Ids mean something else in every exchange.
    this.#utterance.value = NOT_NAMED;
    for (const turn of objectAt(this.#turns, round)) {
      const sender = this.#topic.computerOf(turn.senderPlayer, commander);
      assert(sender >= 0, 'a terminal speaks on its flight bus, not here');
      this.#prepare(turn, sender, commander, int32At(messages, int32At(turn.messages, 0)));
      if (this.#links.isBroadcast) this.#links.say(this.#utterance);
      for (let k = 0; k < turn.messages.length; k++) {
        const receiver = this.#topic.computerOf(int32At(turn.receiverPlayers, k), commander);
        if (!this.#links.isBroadcast) this.#links.tell(this.#utterance, receiver);
        const value = this.#valueHeard(turn, sender, receiver, commander);
        messages[int32At(turn.messages, k)] = value;
        for (const watcher of this.#watchers)
          this.#report(watcher, round, commander, turn, sender, receiver, value);
      }
    }
  }

  /** What one computer says in a round, for whoever has to know that before the others are heard. */
  rehearse(round: number, commander: number, messages: Int32Array, speaker: number): void {
    this.#utterance.value = NOT_NAMED;
    for (const turn of objectAt(this.#turns, round)) {
      if (this.#topic.computerOf(turn.senderPlayer, commander) !== speaker) continue;
      this.#prepare(turn, speaker, commander, int32At(messages, int32At(turn.messages, 0)));
      this.#links.say(this.#utterance);
    }
  }

  /** The id as an utterance. */
  #prepare({ via, path }: Turn, sender: number, commander: number, id: ValueId): void {
    const { valueKind, errorKind, noneKind, lead, computerOf } = this.#topic;
    const utterance = this.#utterance;
    if (id === DEFAULT || id === REPORTED_ERROR) {
      utterance.setEmpty(id === REPORTED_ERROR ? (errorKind ?? noneKind) : noneKind, sender, commander);
    } else {
      // Most say what the one before said: its words are still there.
      if (id !== utterance.value) utterance.words = this.#interner.copyTo(id, utterance.data);
      utterance.setValue(valueKind, sender, commander, id);
    }
    utterance.own = path.length === lead + 1;
    for (let h = 0; h < via.length; h++) utterance.cameBy(computerOf(int32At(via, h), commander));
  }

  #valueHeard({ via }: Turn, sender: number, receiver: number, commander: number): ValueId {
    const heard = this.#links.hear(sender, receiver);
    if (heard?.commander !== commander || heard.hops !== via.length) return DEFAULT;
    for (let h = 0; h < via.length; h++)
      if (int32At(heard.via, h) !== this.#topic.computerOf(int32At(via, h), commander)) return DEFAULT;
    if (heard.value !== NOT_NAMED) return heard.value;
    if (heard.kind === this.#topic.errorKind) return REPORTED_ERROR;
    return heard.kind === this.#topic.valueKind ? this.#interner.intern(heard.data, 0, heard.words) : DEFAULT;
  }

  #report(
    watcher: Observer,
    round: number,
    commander: number,
    turn: Turn,
    sender: number,
    receiver: number,
    value: ValueId,
  ): void {
    const { lead } = this.#topic;
    const path = (turn.pathsInComputers[commander] ??= turn.path
      .slice(lead)
      .map((player) => this.#topic.computerOf(player, commander)));
    watcher.message?.({
      timeNs: this.#links.heardNs(sender, receiver),
      round: round - lead,
      commander: this.#topic.nameOf(commander),
      path,
      sender,
      receiver,
      value,
    });
  }
}

function turnsOf(tree: MessageTree, round: number): Turn[] {
  const turns = new Map<
    string,
    { senderPlayer: number; messages: number[]; receiverPlayers: number[]; path: number[] }
  >();
  const senders = at(tree.sender, round);
  senders.forEach((senderPlayer, message) => {
    const path = tree.pathOf(round, message);
    const turn = turns.get(path.join('>')) ?? { senderPlayer, messages: [], receiverPlayers: [], path };
    turn.messages.push(message);
    turn.receiverPlayers.push(at(at(tree.receiver, round), message));
    turns.set(path.join('>'), turn);
  });
  return [...turns.values()].map((turn) => ({
    ...turn,
    messages: Int32Array.from(turn.messages),
    receiverPlayers: Int32Array.from(turn.receiverPlayers),
    pathsInComputers: [],
    via: Int32Array.from(turn.path.slice(1, -1)),
  }));
}
