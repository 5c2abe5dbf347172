/**
 * Interactive consistency (Pease, Shostak, Lamport 1980): every member has a private value, and in the end all healthy
 * members hold the same vector, one entry per member, true for the healthy ones. It is n agreements side by side, one
 * OM(m) with each member as its commander, so n > 3m is needed.
 *
 * The n agreements go round by round together, as they do on the buses: m + 1 rounds of wire time in all, not n times that.
 */
import { assert, int32At } from '../at.js';
import { MessageTree, OralMessages, type Majority, type Transport } from './om.js';

/**
 * @param n members, at least 2
 * @param m faults borne, if n > 3m; 0 … n − 2
 * @param majority the vote, if not the paper's
 */
export class InteractiveConsistency {
  readonly tree: MessageTree;
  /** vectors[member · n + commander]: what the member holds for the commander. */
  readonly vectors: Int32Array;
  private readonly exchange: OralMessages;

  constructor(
    readonly n: number,
    readonly m: number,
    majority?: Majority,
  ) {
    this.tree = new MessageTree(n, m);
    this.exchange = new OralMessages(this.tree, majority, n);
    this.vectors = new Int32Array(n * n);
  }

  /**
   * One whole exchange of `values`, a ValueId per member. Returns `vectors`, overwritten by the next run. A member's own
   * entry is its own value; what a traitor's row holds means nothing.
   */
  run(values: Int32Array, transport: Transport): Int32Array {
    const { n, m, exchange } = this;
    assert(values.length === n, 'one value per member');
    for (let c = 0; c < n; c++) exchange.command(int32At(values, c), c);
    for (let c = 0; c < n; c++) transport.carry(0, c, exchange.messages(0, c));
    for (let round = 1; round <= m; round++) {
      exchange.relay(round);
      for (let c = 0; c < n; c++) transport.carry(round, c, exchange.messages(round, c));
    }
    this.hold(values, exchange.resolve());
    return this.vectors;
  }

  /** Turns players back into members: the next player is the next member. */
  private hold(values: Int32Array, outcomes: Int32Array): void {
    const { n, vectors } = this;
    for (let c = 0, i = 0; c < n; c++) {
      let member = c;
      vectors[c * n + c] = int32At(values, c);
      for (let p = 1; p < n; p++) {
        member = member + 1 < n ? member + 1 : 0;
        vectors[member * n + c] = int32At(outcomes, i++);
      }
    }
  }
}
