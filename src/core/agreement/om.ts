/**
 * Oral messages, OM(m): how a commander's value reaches n − 1 lieutenants so that the loyal ones decide alike (IC1), and
 * decide what he said if he is loyal (IC2), with up to m traitors among n > 3m. Lamport, Shostak, Pease 1982 §3:
 *
 *   OM(0)  The commander sends his value; each lieutenant uses what he receives, or DEFAULT if nothing came.
 *   OM(m)  1. The commander sends his value to every lieutenant.
 *          2. Each lieutenant passes what he received, or DEFAULT, to the others, as the commander of an OM(m − 1).
 *          3. Each uses the strict majority of his own direct value and, for each other, the outcome of that OM(m − 1).
 *
 * The recursion is unrolled. All that is said at one depth is one *round*, 0 … m: a message has a path (commander, then
 * the relays; the last one is its sender) and a receiver who is not in it. Which message relays what and who votes on
 * what depends on n and m alone and is compiled into a MessageTree once; an exchange then only walks arrays of ids.
 * Players are numbered from the commander, who is player 0: player p of commander c is member (c + p) mod n.
 *
 * Nothing here knows of wires, lies or silence. What is said becomes what is heard in a Transport.
 */
import { assert, at, int32At, objectAt } from '../at.js';
import { majorityOfThree, strictMajority } from './majority.js';
import { DEFAULT, type ValueId } from './value.js';

/**
 * Carries the messages of a round about one commander. In messages[i] it finds what the sender of message i says, and
 * leaves there what its receiver got, DEFAULT if nothing: where the world changes nothing, there is nothing to do.
 */
export interface Transport {
  carry(round: number, commander: number, messages: Int32Array): void;
}

/** A vote on `count` ids at `offset`. */
export type Majority = (votes: Int32Array, offset: number, count: number) => ValueId;

/** OM(m) with a commander among the members. Returns {@link OralMessages.decide}. */
export function runOralMessages(
  exchange: OralMessages,
  commander: number,
  value: ValueId,
  transport: Transport,
): Int32Array {
  exchange.command(value);
  transport.carry(0, commander, exchange.messages(0));
  return relayAndDecide(exchange, commander, transport);
}

/**
 * OM(m) with a terminal on a bus as the commander: the wire has done round 0, and each lieutenant has his own reading.
 * The terminal counts among the n and is member `commander`; readings are as for {@link OralMessages.hearCommander}.
 */
export function runOnReadings(
  exchange: OralMessages,
  commander: number,
  readings: Int32Array,
  transport: Transport,
): Int32Array {
  exchange.hearCommander(readings);
  return relayAndDecide(exchange, commander, transport);
}

function relayAndDecide(exchange: OralMessages, commander: number, transport: Transport): Int32Array {
  for (let round = 1; round <= exchange.tree.m; round++) {
    exchange.relay(round);
    transport.carry(round, commander, exchange.messages(round));
  }
  return exchange.decide();
}

/**
 * The state of OM(m) under one commander, or under several of equal n and m at once, whose messages lie side by side: a
 * round is then one walk. Made once, used for any number of exchanges; allocates nothing in them.
 */
export class OralMessages {
  /**
   * heard[k][i]: what the receiver of message i of round k got, DEFAULT if nothing; until a transport has carried it, what
   * its sender says. All messages of the round about the first commander, then all about the next.
   */
  readonly heard: readonly Int32Array[];
  /** What each player decided; see {@link decide}. */
  readonly decisions: Int32Array;
  /** resolved[k][i]: the receiver's outcome of the OM(m − k) whose commander sent message i of round k. */
  private readonly resolved: readonly Int32Array[];
  /** By round, then by commander: his part of `heard`. */
  private readonly parts: readonly (readonly Int32Array[])[];
  private readonly votes: Int32Array;

  /** @param commanders how many at once; methods take one of them by his number among these, 0 if not given */
  constructor(
    readonly tree: MessageTree,
    private readonly majority: Majority = strictMajority,
    readonly commanders = 1,
  ) {
    this.heard = tree.sender.map(({ length }) => new Int32Array(commanders * length));
    this.parts = this.heard.map((heard) => cut(heard, commanders));
    this.decisions = new Int32Array(commanders * tree.n);
    // The last round is used as it is heard, OM(0).
    this.resolved = this.heard.map((heard, k) => (k === tree.m ? heard : new Int32Array(heard.length)));
    this.votes = new Int32Array(tree.n);
  }

  /** The messages of a round about one commander, for a transport: part of {@link heard}. */
  messages(round: number, commander = 0): Int32Array {
    return objectAt(objectAt(this.parts, round), commander);
  }

  /** Once resolved: entry i is what the receiver of message i of a round takes its sender's word to be. */
  outcomes(round: number): Int32Array {
    return objectAt(this.resolved, round);
  }

  /** Step 1: the commander says `value` to everybody. */
  command(value: ValueId, commander = 0): void {
    this.decisions[commander * this.tree.n] = value;
    const said = this.messages(0, commander);
    for (let i = 0; i < said.length; i++) said[i] = value;
  }

  /**
   * Step 1 done by a wire: player p heard readings[p − 1], p = 1 … n − 1. What the commander meant is not known here,
   * and is DEFAULT in entry 0 of the decisions.
   */
  hearCommander(readings: Int32Array): void {
    this.decisions[0] = DEFAULT;
    const heard = this.messages(0);
    assert(readings.length === heard.length, 'one reading for each player but the commander');
    for (let i = 0; i < heard.length; i++) heard[i] = int32At(readings, i);
  }

  /** Step 2 at depth `round` (1 … m): everybody passes on what he heard in the round before. */
  relay(round: number): void {
    const said = objectAt(this.heard, round);
    const heard = objectAt(this.heard, round - 1);
    const parent = objectAt(this.tree.parent, round);
    const step = heard.length / this.commanders;
    for (let i = 0, first = 0; i < said.length; first += step)
      for (let j = 0; j < parent.length; j++) said[i++] = int32At(heard, first + int32At(parent, j));
  }

  /** Step 3, deepest first. Returns the outcomes of round 0: what the receiver of each of its messages decides. */
  resolve(): Int32Array {
    for (let round = this.tree.m - 1; round >= 0; round--) this.resolveRound(round);
    return this.outcomes(0);
  }

  /**
   * Step 3, by player. Returns `decisions`: entry p is player p's, entry 0 the commander's own value as commanded; n entries
   * for the first commander, then n for the next. The array is overwritten by the next exchange.
   */
  decide(): Int32Array {
    const outcomes = this.resolve();
    const { decisions } = this;
    for (let i = 0, entry = 0; entry < decisions.length; entry++)
      if (entry % this.tree.n > 0) decisions[entry] = int32At(outcomes, i++);
    return decisions;
  }

  private resolveRound(round: number): void {
    const heard = objectAt(this.heard, round);
    const relayed = objectAt(this.resolved, round + 1);
    const resolved = objectAt(this.resolved, round);
    const relays = this.tree.relays(round);
    const { votes, majority } = this;
    if (relays === 2 && majority === strictMajority) {
      resolveByThree(heard, relayed, resolved);
      return;
    }
    let child = 0;
    for (let i = 0; i < heard.length; i++) {
      votes[0] = int32At(heard, i);
      for (let j = 1; j <= relays; j++) votes[j] = int32At(relayed, child++);
      resolved[i] = majority(votes, 0, relays + 1);
    }
  }
}

/** One's own value and two relayed ones: OM(1) among four. Worth its own loop, being what a vehicle of four does. */
function resolveByThree(heard: Int32Array, relayed: Int32Array, resolved: Int32Array): void {
  for (let i = 0; i < heard.length; i++) {
    resolved[i] = majorityOfThree(int32At(heard, i), int32At(relayed, 2 * i), int32At(relayed, 2 * i + 1));
  }
}

/** An array as so many equal parts, which share its memory. */
function cut(array: Int32Array, parts: number): Int32Array[] {
  const length = array.length / parts;
  return Array.from({ length: parts }, (_, i) => array.subarray(i * length, (i + 1) * length));
}

/** More than this is a mistake in n or m: (13, 4) has 108,384, (16, 5) 4.0 million. */
export const MAX_MESSAGES = 1 << 23;

/** How many messages OM(m) among n takes for one commander; for a caller to refuse what is beyond MAX_MESSAGES. */
export function messageCount(n: number, m: number): number {
  return roundSizes(n, m).reduce((sum, size) => sum + size, 0);
}

/** (n − 1)(n − 2) … (n − 1 − k) messages in round k. */
function roundSizes(n: number, m: number): number[] {
  const sizes: number[] = [];
  for (let k = 0, size = n - 1; k <= m; k++, size *= n - 1 - k) sizes.push(size);
  return sizes;
}

/**
 * Who tells whom what in OM(m) among n players: one table per round.
 * The messages that extend message i of round k by one relay (same receiver, ascending relays) are the messages
 * i·w … i·w + w − 1 of round k + 1, where w = relays(k): so the votes on i lie together.
 *
 * @param n players, the commander included; at least 2
 * @param m depth of the relaying, 0 … n − 2; whether n > 3m is the caller's business, below it the algorithm still runs
 */
export class MessageTree {
  /** sender[k][i], receiver[k][i]: players, the commander being 0. */
  readonly sender: readonly Int32Array[];
  readonly receiver: readonly Int32Array[];
  /** parent[k][i]: the message of round k − 1 that the sender heard and passes on in message i; −1 in round 0. */
  readonly parent: readonly Int32Array[];
  /** Messages of all rounds, for one commander. */
  readonly messages: number;

  constructor(
    readonly n: number,
    readonly m: number,
  ) {
    assert(n >= 2 && m >= 0 && m <= n - 2, 'OM(m) needs 0 <= m <= n - 2');
    const sizes = roundSizes(n, m);
    this.messages = messageCount(n, m);
    assert(this.messages <= MAX_MESSAGES, 'this n and m would take millions of messages');
    const perRound = (): Int32Array[] => sizes.map((size) => new Int32Array(size));
    this.sender = perRound();
    this.receiver = perRound();
    this.parent = perRound();
    for (let i = 0; i < n - 1; i++) this.place(0, i, 0, i + 1, -1);
    for (let k = 0; k < m; k++) this.extend(k, at(sizes, k));
  }

  /** How many relays extend a message of this round, hence how many votes there are on it besides its own value. */
  relays(round: number): number {
    return this.n - 2 - round;
  }

  /** The path of message i of a round, commander first, sender last. Allocates: for display and for building tables. */
  pathOf(round: number, i: number): number[] {
    const path: number[] = [];
    for (let k = round; k >= 0; k--) {
      path.unshift(int32At(objectAt(this.sender, k), i));
      i = Math.floor(i / this.relays(k - 1));
    }
    return path;
  }

  /**
   * The message of round path.length − 1 with this path and receiver, or −1 where the algorithm has none: too long, not
   * from the commander, somebody twice, nobody of that number, the receiver himself.
   */
  indexOf(path: readonly number[], receiver: number): number {
    if (path.length > this.m + 1 || path[0] !== 0 || !this.isPlayer(receiver) || receiver === 0) return -1;
    let index = receiver - 1;
    for (let k = 1; k < path.length; k++) {
      const relay = at(path, k);
      if (!this.isPlayer(relay) || relay === receiver || path.indexOf(relay) < k) return -1;
      let rank = receiver < relay ? relay - 1 : relay;
      for (let j = 0; j < k; j++) if (at(path, j) < relay) rank--;
      index = index * this.relays(k - 1) + rank;
    }
    return index;
  }

  private isPlayer(p: number): boolean {
    return Number.isInteger(p) && p >= 0 && p < this.n;
  }

  /** Appends, below each message of a round, the messages by which everybody not on its way passes it on. */
  private extend(round: number, size: number): void {
    let child = 0;
    for (let i = 0; i < size; i++) {
      const path = this.pathOf(round, i);
      const receiver = int32At(objectAt(this.receiver, round), i);
      for (let relay = 1; relay < this.n; relay++) {
        if (relay === receiver || path.includes(relay)) continue;
        this.place(round + 1, child++, relay, receiver, this.indexOf(path, relay));
      }
    }
  }

  private place(round: number, i: number, sender: number, receiver: number, parent: number): void {
    objectAt(this.sender, round)[i] = sender;
    objectAt(this.receiver, round)[i] = receiver;
    objectAt(this.parent, round)[i] = parent;
  }
}
