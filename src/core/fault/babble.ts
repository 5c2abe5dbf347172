/**
 * A babbler: talks without end, so whatever else is said on its bus is said over it. Both waves add up on the line, and
 * nobody can tell them apart.
 *
 * A terminal babbles on its bus. A computer babbles wherever its transmitter is let through: on its own intercomputer bus,
 * and on a flight bus while it commands that; where its command drowns, no terminal answers.
 */
import type { Disturbance } from '../bus/line.js';
import type { Transmission } from '../bus/transmission.js';
import type { WordBehaviour } from '../bus/transmitter.js';
import type { Fault } from './fault.js';

export class Babble implements Disturbance, WordBehaviour {
  readonly #fault: Fault;
  readonly #peakMv: number;

  /** @param levelMv its transmitter's, peak to peak */
  constructor(fault: Fault, levelMv: number) {
    this.#fault = fault;
    this.#peakMv = levelMv / 2;
  }

  disturb(tx: Transmission): void {
    if (!this.#fault.acts(tx.startNs) || tx.count === 0) return;
    tx.jamMv += this.#peakMv;
    this.#fault.apply(tx.startNs);
  }

  harm(tx: Transmission): void {
    this.disturb(tx);
  }
}
