/** A transmitter that says nothing when it should: no word of what it was given leaves it. An omission, seen by all. */
import type { Transmission } from '../bus/transmission.js';
import type { WordBehaviour } from '../bus/transmitter.js';
import type { Fault } from './fault.js';

export class Silence implements WordBehaviour {
  readonly #fault: Fault;

  constructor(fault: Fault) {
    this.#fault = fault;
  }

  harm(tx: Transmission): void {
    if (!this.#fault.acts(tx.startNs)) return;
    tx.damage.changeWordCount(-tx.count);
    this.#fault.apply(tx.startNs);
  }
}
