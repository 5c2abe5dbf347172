/**
 * Interactive consistency (Pease, Shostak, Lamport 1980): every member has a private value, and in the end all healthy
 * members hold the same vector, one entry per member, true for the healthy ones. It is n agreements side by side, one
 * OM(m) with each member as its commander, so n > 3m is needed.
 *
 * The n exchanges go round by round together, as they do on the buses: m + 1 rounds of wire time in all, not n times that.
 * Whoever puts a round on emulated buses in one batch drives `exchanges` himself, in the order of `run`.
 */
import { assert, int32At, objectAt } from '../at.js';
import { MessageTree, OralMessages, type Majority, type Transport } from './om.js';

/**
 * @param n members, at least 2
 * @param m faults borne, if n > 3m; 0 … n − 2
 * @param majority the vote, if not the paper's
 */
export class InteractiveConsistency {
  readonly tree: MessageTree;
  /** The exchange of each commander. */
  readonly exchanges: readonly OralMessages[];
  /** vectors[member · n + commander]: what the member holds for the commander, after {@link decide}. */
  readonly vectors: Int32Array;

  constructor(
    readonly n: number,
    readonly m: number,
    majority?: Majority,
  ) {
    this.tree = new MessageTree(n, m);
    this.exchanges = Array.from({ length: n }, () => new OralMessages(this.tree, majority));
    this.vectors = new Int32Array(n * n);
  }

  /**
   * One whole exchange of `values`, a ValueId per member. Returns `vectors`, overwritten by the next run. A member's own
   * entry is its own value; what a traitor's row holds means nothing.
   */
  run(values: Int32Array, transport: Transport): Int32Array {
    assert(values.length === this.n, 'one value per member');
    for (let c = 0; c < this.n; c++) {
      const exchange = objectAt(this.exchanges, c);
      exchange.command(int32At(values, c));
      transport.carry(0, c, exchange);
    }
    for (let round = 1; round <= this.m; round++) {
      for (let c = 0; c < this.n; c++) {
        const exchange = objectAt(this.exchanges, c);
        exchange.relay(round);
        transport.carry(round, c, exchange);
      }
    }
    return this.decide();
  }

  /** Lets every exchange decide, and turns players back into members. Returns `vectors`. */
  decide(): Int32Array {
    const { n, vectors } = this;
    for (let c = 0; c < n; c++) {
      const decisions = objectAt(this.exchanges, c).decide();
      for (let p = 0; p < n - c; p++) vectors[(c + p) * n + c] = int32At(decisions, p);
      for (let p = n - c; p < n; p++) vectors[(c + p - n) * n + c] = int32At(decisions, p);
    }
    return vectors;
  }
}
