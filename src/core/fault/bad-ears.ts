/**
 * A receiver that is not what it was: its threshold has shifted, it has more noise of its own, or it hears nothing at all.
 * A computer has one kind of ears for all its buses, so it loses what its fellows say as well.
 */
import type { Ears, EarBehaviour } from '../bus/receiver.js';
import type { FaultOf } from '../config.js';
import type { TimeNs } from '../time.js';
import type { Fault } from './fault.js';

export class BadEars implements EarBehaviour {
  readonly #fault: Fault;
  readonly #config: FaultOf<'threshold' | 'noisy' | 'deaf'>;

  constructor(fault: Fault, config: FaultOf<'threshold' | 'noisy' | 'deaf'>) {
    this.#fault = fault;
    this.#config = config;
  }

  bend(ears: Ears, timeNs: TimeNs): void {
    if (!this.#fault.acts(timeNs)) return;
    switch (this.#config.behaviour) {
      case 'threshold':
        ears.thresholdMv = this.#config.thresholdMv;
        break;
      case 'noisy':
        ears.noiseMv = this.#config.noiseMv;
        break;
      case 'deaf':
        ears.thresholdMv = Infinity;
        break;
    }
    this.#fault.apply(timeNs);
  }
}
