/**
 * A line that is broken through, or shorted, at one place. Nothing passes it; to each side it is an end like any other, one
 * that absorbs nothing: a wave comes back whole, from a short upside down. Who is tapped at the place itself hangs on the
 * near side.
 */
import type { Break, LineBehaviour, LineState } from '../bus/line.js';
import type { FaultOf } from '../config.js';
import type { TimeNs } from '../time.js';
import type { Fault } from './fault.js';

const OPEN_OHM = 1e9;

export class BrokenLine implements LineBehaviour {
  readonly #fault: Fault;
  readonly #break: Break;

  constructor(fault: Fault, { atM, behaviour }: FaultOf<'open' | 'short'>) {
    this.#fault = fault;
    this.#break = { atM, ohm: behaviour === 'open' ? OPEN_OHM : 0 };
  }

  bend({ breaks }: LineState, timeNs: TimeNs): void {
    if (!this.#fault.acts(timeNs)) return;
    breaks.push(this.#break);
    this.#fault.apply(timeNs);
  }
}
