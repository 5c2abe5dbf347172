/**
 * A computer that stops: no word leaves its transmitter, to terminals or to computers, and no command reaches an actuator.
 * All see it, and all alike.
 */
import type { Transmission } from '../bus/transmission.js';
import type { WordBehaviour } from '../bus/transmitter.js';
import type { Outputs, OutputBehaviour } from '../flight/flight-computer.js';
import type { TimeNs } from '../time.js';
import type { Fault } from './fault.js';

export class Crash implements WordBehaviour, OutputBehaviour {
  readonly #fault: Fault;

  constructor(fault: Fault) {
    this.#fault = fault;
  }

  harm(tx: Transmission): void {
    if (!this.#fault.acts(tx.startNs)) return;
    tx.damage.changeWordCount(-tx.count);
    this.#fault.apply(tx.startNs);
  }

  bend(outputs: Outputs, timeNs: TimeNs): void {
    if (!this.#fault.acts(timeNs)) return;
    outputs.present = false;
    this.#fault.apply(timeNs);
  }
}
