/**
 * Noise on the line: one and the same voltage for all who listen, on top of each one's own. How much it is to them is
 * between their thresholds and the level that reaches them. Noise alone, while nobody talks, makes no word.
 */
import type { Disturbance } from '../bus/line.js';
import type { Transmission } from '../bus/transmission.js';
import type { FaultOf } from '../config.js';
import type { Fault } from './fault.js';

export class NoiseBurst implements Disturbance {
  readonly #fault: Fault;
  readonly #noiseMv: number;

  constructor(fault: Fault, { noiseMv }: FaultOf<'noise-burst'>) {
    this.#fault = fault;
    this.#noiseMv = noiseMv;
  }

  disturb(tx: Transmission): void {
    if (!this.#fault.acts(tx.startNs)) return;
    // Two sources add up as their powers do.
    tx.noiseMv = Math.sqrt(tx.noiseMv * tx.noiseMv + this.#noiseMv * this.#noiseMv);
    this.#fault.apply(tx.startNs);
  }
}
