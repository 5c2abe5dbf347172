/**
 * A computer whose commands stay as they were: its inputs are right, and it says so; its sumword is not, and that is how
 * the others can find out.
 */
import type { Outputs, OutputBehaviour } from '../flight/flight-computer.js';
import type { TimeNs } from '../time.js';
import type { Fault } from './fault.js';

export class StuckOutput implements OutputBehaviour {
  readonly #fault: Fault;
  #held: Int32Array | undefined;

  constructor(fault: Fault) {
    this.#fault = fault;
  }

  bend({ commands }: Outputs, timeNs: TimeNs): void {
    if (!this.#fault.acts(timeNs)) {
      this.#held = undefined;
      return;
    }
    this.#held ??= Int32Array.from(commands);
    commands.set(this.#held);
    this.#fault.apply(timeNs);
  }
}
