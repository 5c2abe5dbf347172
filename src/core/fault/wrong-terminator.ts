/**
 * A terminator that is missing, broken or of the wrong value. Every station's own gear stays in perfect order; what one
 * hears of another is now a matter of where on the line both are tapped.
 */
import { float64At } from '../at.js';
import type { LineBehaviour, LineState } from '../bus/line.js';
import type { WrongTerminatorConfig } from '../config.js';
import type { TimeNs } from '../time.js';
import type { Fault } from './fault.js';

export class WrongTerminator implements LineBehaviour {
  readonly #fault: Fault;
  readonly #end: number;
  readonly #ohm: number;

  constructor(fault: Fault, config: WrongTerminatorConfig) {
    this.#fault = fault;
    this.#end = config.end;
    this.#ohm = config.ohm;
  }

  bend({ endsOhm }: LineState, timeNs: TimeNs): void {
    if (!this.#fault.acts(timeNs) || float64At(endsOhm, this.#end) === this.#ohm) return;
    endsOhm[this.#end] = this.#ohm;
    this.#fault.apply(timeNs);
  }
}
