/**
 * The bus monitor: sees every transmission with perfect ears, right at the transmitter, and holds it against the
 * format's rules. What it counts is the yardstick for what the computers' ears made of the same words.
 */
import { at } from '../at.js';
import { responseTimeNs } from './message.js';
import type { WireTap } from './medium.js';
import type { Transmission } from './transmission.js';
import { oddParity, payloadOf } from './word.js';

/** What can be wrong with traffic as it was sent. */
export type Invariant = 'response-time' | 'contiguity' | 'parity' | 'overlap';

/** MIL-STD-1553B 4.3.3.8: 4 … 12 µs; here only the least is common to both formats. */
const LEAST_RESPONSE_NS = 4_000;

export class BusMonitor implements WireTap {
  transmissions = 0;
  words = 0;
  readonly violations = new Map<Invariant, number>();
  readonly #lastEndNs = new Map<string, number>();

  transmission(bus: string, _from: string, tx: Transmission): void {
    this.transmissions++;
    this.words += tx.count;
    const lastEndNs = this.#lastEndNs.get(bus);
    if (lastEndNs !== undefined) {
      if (tx.startNs < lastEndNs) this.#violated('overlap');
      else if (responseTimeNs(lastEndNs, tx.startNs) < LEAST_RESPONSE_NS) this.#violated('response-time');
    }
    this.#lastEndNs.set(bus, tx.endNs);
    if (tx.durationNs !== (tx.count - 1) * tx.stepNs + tx.format.wordNs) this.#violated('contiguity');
    for (let w = 0; w < tx.count; w++) this.#checkParity(tx, w);
  }

  #checkParity(tx: Transmission, word: number): void {
    const image = at(tx.words, word);
    if (oddParity(payloadOf(tx.format, image)) !== (image & 1)) this.#violated('parity');
  }

  #violated(invariant: Invariant): void {
    this.violations.set(invariant, (this.violations.get(invariant) ?? 0) + 1);
  }
}
