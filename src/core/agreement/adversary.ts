/**
 * Where lies are born. The exchange itself is honest; a traitor is a transport that puts something else into the messages
 * he sends. He may tell each receiver something different, at every depth, as commander and as relay, or say nothing:
 * lying alike to all is the weak case, and an adversary that can do no more proves nothing (Lamport, Shostak, Pease 1982
 * §3 allows a traitor any behaviour).
 *
 *   perfectLinks        nobody lies
 *   ScriptedAdversary   each lie written down: "0>3>1" is what 3 tells 1 about what 0 said
 *   SeededAdversary     lies drawn from a seed, to each receiver another one
 *   Strategies          walks through everything the traitors could say
 */
import { assert, at, int32At, objectAt } from '../at.js';
import { draw } from '../prng.js';
import type { MessageTree, Transport } from './om.js';
import { DEFAULT, FIRST_VALUE, type ValueId } from './value.js';

/** Lies by message: path and receiver, in member numbers, joined by ">". null is silence. */
export type Script = Readonly<Record<string, ValueId | null>>;

/** A message among members instead of players. */
export interface Place {
  readonly commander: number;
  readonly round: number;
  readonly index: number;
}

/** Marks in a table of lies; ids are never negative. */
const HONEST = -1;
const SILENT = -2;

const MASK_BITS = 30;

/** Everybody hears what is said. */
export const perfectLinks: Transport = {
  carry(): void {
    // What is said is what is heard.
  },
};

/** Honest but for the messages that a script or {@link tell} names. Silence is heard as DEFAULT. */
export class ScriptedAdversary implements Transport {
  /** lies[commander][round][message]; a commander about whom nobody lies has no tables. */
  private readonly lies: (readonly Int32Array[] | null)[];

  constructor(
    readonly tree: MessageTree,
    script: Script = {},
  ) {
    this.lies = Array.from({ length: tree.n }, () => null);
    for (const [key, value] of Object.entries(script)) {
      const place = findMessage(tree, key);
      assert(place !== null, `no message of this exchange is called "${key}"`);
      this.tell(place, value);
    }
  }

  carry(round: number, commander: number, messages: Int32Array): void {
    const tables = objectAt(this.lies, commander);
    if (tables === null) return;
    const lies = objectAt(tables, round);
    for (let i = 0; i < messages.length; i++) {
      const lie = int32At(lies, i);
      if (lie !== HONEST) messages[i] = lie === SILENT ? DEFAULT : lie;
    }
  }

  /** From now on this message carries `value`, or is not sent (null), whatever its sender ought to say. */
  tell(place: Place, value: ValueId | null): void {
    let tables = objectAt(this.lies, place.commander);
    if (tables === null) {
      tables = this.tree.sender.map((messages) => new Int32Array(messages.length).fill(HONEST));
      this.lies[place.commander] = tables;
    }
    objectAt(tables, place.round)[place.index] = value ?? SILENT;
  }

  /** All lies, in the form in which a script gives them. Allocates. */
  script(): Script {
    const script: Record<string, ValueId | null> = {};
    this.lies.forEach((tables, commander) =>
      tables?.forEach((lies, round) => {
        lies.forEach((lie, index) => {
          if (lie === HONEST) return;
          script[nameOf(this.tree, { commander, round, index })] = lie === SILENT ? null : lie;
        });
      }),
    );
    return script;
  }
}

/**
 * Traitors who draw their lies from a seed. What they tell about one path are the values 2, 3, … and silence, in an order
 * that starts anywhere; so with `values` + 1 of at least n − 1 no two receivers are told the same.
 *
 * @param tree of the exchanges to be carried; n at most 30
 * @param traitors the members who lie, a bit each ({@link memberMask}); may be changed between exchanges
 * @param seed any integer; may be changed between exchanges
 * @param values how many different ids the traitors use, from FIRST_VALUE on
 */
export class SeededAdversary implements Transport {
  /** What there is to say, in a circle, and once more as far as the receivers' numbers reach past its end. */
  private readonly sayings: Int32Array;

  constructor(
    readonly tree: MessageTree,
    public traitors: number,
    public seed: number,
    readonly values: number,
  ) {
    assert(tree.n <= MASK_BITS, 'a mask of members has 30 bits');
    assert(
      values >= 1 && values < 0xffff,
      'a liar needs something to say, and no more than 16 bits can choose from',
    );
    const circle = [DEFAULT, ...Array.from({ length: values }, (_, i) => FIRST_VALUE + i)];
    this.sayings = Int32Array.from({ length: circle.length + tree.n }, (_, i) =>
      at(circle, i % circle.length),
    );
  }

  carry(round: number, commander: number, messages: Int32Array): void {
    const liars = maskOfPlayers(this.traitors, commander, this.tree.n);
    // In round 0 only the commander speaks, later everybody else.
    const speakers = round === 0 ? 1 : ~1;
    if ((liars & speakers) === 0) return;
    const sender = objectAt(this.tree.sender, round);
    const receiver = objectAt(this.tree.receiver, round);
    const parent = objectAt(this.tree.parent, round);
    const stream = draw(this.seed, commander * 32 + round);
    for (let i = 0; i < messages.length; i++) {
      if (((liars >>> int32At(sender, i)) & 1) === 1)
        messages[i] = this.lie(stream, int32At(parent, i), int32At(receiver, i));
    }
  }

  /** Messages with one parent have one path: their lies start at one place of the circle and differ by receiver. */
  private lie(stream: number, parent: number, receiver: number): ValueId {
    const start = ((draw(stream, parent) >>> 16) * (this.values + 1)) >>> 16;
    return int32At(this.sayings, start + receiver);
  }
}

/** What {@link Strategies} walks through. */
export interface StrategyScope {
  /** The members who command; one of them for a single agreement, all of them for interactive consistency. */
  readonly commanders: readonly number[];
  /** The members who lie, a bit each. */
  readonly traitors: number;
  /** V, how many values there are, DEFAULT one of them; at least 1. */
  readonly values: number;
  /** Whether saying nothing is one more thing to say; true if not given. */
  readonly silence?: boolean;
}

/**
 * Every adversary of a size, nothing sampled: each loyal commander's value over V, each message from a traitor to a loyal
 * member over V and silence (what traitors tell each other changes nothing for the loyal). Stands on the first strategy
 * when made; loop by `do { … } while (strategies.next())`.
 *
 * At n = 4, m = 1, V = 2, one commander: 27 with the commander as traitor, 3 · 18 with a lieutenant.
 */
export class Strategies {
  /** Tells the lies of the present strategy. */
  readonly adversary: ScriptedAdversary;
  /** The present value of each member; DEFAULT for a traitor, whose value is what he says, and for who commands nothing. */
  readonly values: Int32Array;
  /** How many there are; not exact beyond 2^53, perhaps Infinity. */
  readonly total: number;
  private readonly loyal: readonly number[];
  private readonly places: readonly Place[];
  private readonly valueCount: number;
  private readonly sayings: number;
  /** An odometer: first the loyal commanders' values, then the messages. */
  private readonly digits: Int32Array;

  constructor(tree: MessageTree, scope: StrategyScope) {
    assert(tree.n <= MASK_BITS, 'a mask of members has 30 bits');
    assert(scope.values >= 1, 'DEFAULT is a value');
    this.valueCount = scope.values;
    this.sayings = scope.values + (scope.silence === false ? 0 : 1);
    this.adversary = new ScriptedAdversary(tree);
    this.values = new Int32Array(tree.n);
    this.loyal = scope.commanders.filter((member) => ((scope.traitors >>> member) & 1) === 0);
    this.places = scope.commanders.flatMap((commander) => placesOf(tree, commander, scope.traitors));
    this.digits = new Int32Array(this.loyal.length + this.places.length);
    let total = 1;
    for (let d = 0; d < this.digits.length; d++) total *= this.base(d);
    this.total = total;
    for (let d = 0; d < this.digits.length; d++) this.turn(d, 0);
  }

  /** Goes on to the next strategy; false, and back on the first, after the last. */
  next(): boolean {
    for (let d = 0; d < this.digits.length; d++) {
      const digit = int32At(this.digits, d) + 1;
      if (digit < this.base(d)) {
        this.turn(d, digit);
        return true;
      }
      this.turn(d, 0);
    }
    return false;
  }

  /** Goes to strategy `position` (0 … total − 1), counted as `next` does: so that workers can share the work. */
  seek(position: number): void {
    assert(position >= 0 && position < this.total, 'no such strategy');
    let rest = position;
    for (let d = 0; d < this.digits.length; d++) {
      const digit = rest % this.base(d);
      this.turn(d, digit);
      rest = (rest - digit) / this.base(d);
    }
  }

  private base(d: number): number {
    return d < this.loyal.length ? this.valueCount : this.sayings;
  }

  private turn(d: number, digit: number): void {
    this.digits[d] = digit;
    const value = digit === 0 ? DEFAULT : FIRST_VALUE + digit - 1;
    const message = d - this.loyal.length;
    if (message < 0) this.values[at(this.loyal, d)] = value;
    else this.adversary.tell(objectAt(this.places, message), digit === this.valueCount ? null : value);
  }
}

/** A set of members as bits, for those who may lie. Members 0 … 29. */
export function memberMask(members: readonly number[]): number {
  let mask = 0;
  for (const member of members) {
    assert(member >= 0 && member < MASK_BITS, 'a mask of members has 30 bits');
    mask |= 1 << member;
  }
  return mask;
}

/** The message that a script calls `key`, or null where there is none: the key may come from a file. */
export function findMessage(tree: MessageTree, key: string): Place | null {
  if (!/^\d{1,2}(>\d{1,2})+$/.test(key)) return null;
  const members = key.split('>').map(Number);
  if (members.some((member) => member >= tree.n)) return null;
  const commander = at(members, 0);
  const players = members.map((member) => (member - commander + tree.n) % tree.n);
  const receiver = at(players, players.length - 1);
  const index = tree.indexOf(players.slice(0, -1), receiver);
  return index < 0 ? null : { commander, round: players.length - 2, index };
}

/** What a script calls this message. */
export function nameOf(tree: MessageTree, place: Place): string {
  const receiver = int32At(objectAt(tree.receiver, place.round), place.index);
  const players = [...tree.pathOf(place.round, place.index), receiver];
  return players.map((player) => String((place.commander + player) % tree.n)).join('>');
}

/** The messages of one commander's exchange that a traitor sends and a loyal member receives. */
function placesOf(tree: MessageTree, commander: number, traitors: number): Place[] {
  const liars = maskOfPlayers(traitors, commander, tree.n);
  const places: Place[] = [];
  tree.sender.forEach((senders, round) => {
    senders.forEach((sender, index) => {
      const receiver = int32At(objectAt(tree.receiver, round), index);
      if (((liars >>> sender) & 1) === 1 && ((liars >>> receiver) & 1) === 0)
        places.push({ commander, round, index });
    });
  });
  return places;
}

/** The members of a mask as players of a commander: member (c + p) mod n is player p. */
function maskOfPlayers(members: number, commander: number, n: number): number {
  return ((members >>> commander) | (members << (n - commander))) & ((1 << n) - 1);
}
