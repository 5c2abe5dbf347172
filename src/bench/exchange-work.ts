/**
 * The work of the exchange rows: one full interactive consistency, on the code that every run uses, and nothing else.
 *
 * It does what the limit programs do. Each member draws a fresh value of 8 words, m liars tell each receiver something
 * else at every depth, and afterwards both conditions are checked (Lamport, Shostak, Pease 1982 §1): IC1, the honest
 * hold the same vector; IC2, it is true for the honest. The liars change with every exchange.
 */
import { assert, int32At, objectAt } from '../core/at.js';
import { InteractiveConsistency } from '../core/agreement/interactive-consistency.js';
import type { MessageTree, Transport } from '../core/agreement/om.js';
import { FIRST_VALUE, Interner } from '../core/agreement/value.js';
import type { Work } from './sampler.js';

const WORDS = 8;

/** Honest but for the liars of the moment, whose lies are values of nobody: never the truth, to each receiver another. */
class Liars implements Transport {
  /** A bit each, by member. */
  mask = 0;
  /** Changes what is told to whom: 0 … n − 2. */
  turn = 0;
  /** n − 1 different lies, and once more, so that a circle can be walked without a division. */
  readonly lies: Int32Array;
  readonly #n: number;
  readonly #tree: MessageTree;

  constructor(tree: MessageTree) {
    const { n } = tree;
    this.#n = n;
    this.#tree = tree;
    this.lies = new Int32Array(2 * (n - 1));
  }

  carry(round: number, commander: number, messages: Int32Array): void {
    const players = this.#players(commander);
    // In round 0 the commander alone speaks, later all others.
    if ((players & (round === 0 ? 1 : ~1)) === 0) return;
    const sender = objectAt(this.#tree.sender, round);
    const receiver = objectAt(this.#tree.receiver, round);
    let start = this.turn + commander + round;
    while (start >= this.#n - 1) start -= this.#n - 1;
    for (let i = 0; i < messages.length; i++)
      if (((players >>> int32At(sender, i)) & 1) === 1)
        messages[i] = int32At(this.lies, start + int32At(receiver, i) - 1);
  }

  /** The mask in players of a commander: member (c + p) mod n is player p. */
  #players(commander: number): number {
    const n = this.#n;
    return ((this.mask >>> commander) | (this.mask << (n - commander))) & ((1 << n) - 1);
  }
}

export class ExchangeWork implements Work {
  readonly perSample: number;
  readonly #ic: InteractiveConsistency;
  readonly #interner: Interner;
  readonly #liars: Liars;
  readonly #values: Int32Array;
  readonly #words = new Int32Array(WORDS);
  #state: number;
  #turn = 0;
  #ic1 = 0;
  #ic2 = 0;

  /** @param seed not 0, which the generator would never leave */
  constructor(n: number, m: number, seed: number) {
    assert(n > 3 * m, 'interactive consistency needs n > 3m');
    this.#ic = new InteractiveConsistency(n, m);
    this.#interner = new Interner(WORDS, 2 * n - 1);
    this.#liars = new Liars(this.#ic.tree);
    this.#values = new Int32Array(n);
    this.#state = seed | 0 || 1;
    // About 50 µs a sample, so that reading the clock takes no part in it.
    this.perSample = n <= 4 ? 64 : n <= 7 ? 4 : 1;
  }

  run(): void {
    for (let i = 0; i < this.perSample; i++) this.#exchange();
  }

  counts(): Record<string, number> {
    const messages = this.#ic.tree.messages * this.#ic.n * this.#turn;
    return { exchanges: this.#turn, ic1Violations: this.#ic1, ic2Violations: this.#ic2, messages };
  }

  close(): void {
    // Nothing is held open.
  }

  #exchange(): void {
    const { n, m } = this.#ic;
    const interner = this.#interner;
    interner.clear();
    for (let member = 0; member < n; member++) this.#values[member] = this.#freshValue();
    const { lies } = this.#liars;
    const truth = int32At(this.#words, 0);
    for (let i = 0; i < n - 1; i++) lies[i] = lies[i + n - 1] = this.#freshLie(truth ^ (1 << i));
    this.#liars.turn = this.#turn % (n - 1);
    let mask = 0;
    for (let k = 0; k < m; k++) mask |= 1 << ((this.#turn + k) % n);
    this.#liars.mask = mask;
    const vectors = this.#ic.run(this.#values, this.#liars);
    this.#check(vectors, mask);
    this.#turn++;
  }

  /** Eight words from four draws, as the limit programs take them. */
  #freshValue(): number {
    const words = this.#words;
    let s = this.#state;
    for (let k = 0; k < WORDS; k += 2) {
      s ^= s << 13;
      s ^= s >>> 17;
      s ^= s << 5;
      words[k] = s & 0xffff;
      words[k + 1] = s >>> 16;
    }
    this.#state = s;
    return this.#interner.intern(words, 0, WORDS);
  }

  /** The last member's words, but for the first: nobody's value. */
  #freshLie(firstWord: number): number {
    this.#words[0] = firstWord;
    const id = this.#interner.intern(this.#words, 0, WORDS);
    assert(id >= FIRST_VALUE + this.#ic.n, 'a lie is a value that nobody has');
    return id;
  }

  #check(vectors: Int32Array, liars: number): void {
    const { n } = this.#ic;
    let first = 0;
    while (((liars >>> first) & 1) === 1) first++;
    for (let member = first; member < n; member++) {
      if (((liars >>> member) & 1) === 1) continue;
      for (let c = 0; c < n; c++) {
        const held = int32At(vectors, member * n + c);
        if (held !== int32At(vectors, first * n + c)) this.#ic1++;
        if (((liars >>> c) & 1) === 0 && held !== int32At(this.#values, c)) this.#ic2++;
      }
    }
  }
}
