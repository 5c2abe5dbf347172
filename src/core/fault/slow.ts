/**
 * A slow computer: what it has to say to the others is right, and late. Beyond the sync time-out nobody waits for it any
 * more, so for them it has said nothing, and voting it out is right. The buses that it commands keep their time.
 */
import type { FaultOf } from '../config.js';
import type { Delay } from '../exchange/links.js';
import { usToNs, type TimeNs } from '../time.js';
import type { Fault } from './fault.js';

export class Slow implements Delay {
  readonly #fault: Fault;
  readonly #lateNs: number;

  constructor(fault: Fault, { lateUs }: FaultOf<'slow'>) {
    this.#fault = fault;
    this.#lateNs = usToNs(lateUs);
  }

  lateNs(timeNs: TimeNs): number {
    if (!this.#fault.acts(timeNs)) return 0;
    this.#fault.apply(timeNs);
    return this.#lateNs;
  }
}
