/** A terminal that answers late: after the time-out the controller no longer waits (MIL-STD-1553B 4.3.3.9). */
import type { FaultOf } from '../config.js';
import type { Transmission } from '../bus/transmission.js';
import type { WordBehaviour } from '../bus/transmitter.js';
import { usToNs } from '../time.js';
import type { Fault } from './fault.js';

export class Late implements WordBehaviour {
  readonly #fault: Fault;
  readonly #lateNs: number;

  constructor(fault: Fault, { lateUs }: FaultOf<'late'>) {
    this.#fault = fault;
    this.#lateNs = usToNs(lateUs);
  }

  harm(tx: Transmission): void {
    if (!this.#fault.acts(tx.startNs)) return;
    this.#fault.apply(tx.startNs);
    tx.startNs += this.#lateNs;
  }
}
