/**
 * A transmitter stuck at one level: where it should talk it holds the line. No sync is in that, nor any crossing. Between
 * its turns nothing is heard of it, as a transformer passes no lasting level.
 */
import type { FaultOf } from '../config.js';
import type { Transmission } from '../bus/transmission.js';
import type { WordBehaviour } from '../bus/transmitter.js';
import type { Fault } from './fault.js';

export class Stuck implements WordBehaviour {
  readonly #fault: Fault;
  readonly #state: number;

  constructor(fault: Fault, { level }: FaultOf<'stuck'>) {
    this.#fault = fault;
    this.#state = level === 'high' ? 1 : -1;
  }

  harm(tx: Transmission): void {
    if (!this.#fault.acts(tx.startNs) || tx.count === 0) return;
    tx.damage.hold(this.#state);
    this.#fault.apply(tx.startNs);
  }
}
