/**
 * Crossings that come early or late, rising ones otherwise than falling ones: an unbalanced driver. Level and data stay as
 * they were. MIL-STD-1553B allows an output ±25 ns (4.5.2.1.1.2) and asks receivers to bear ±150 (4.5.2.1.2.1); beyond that
 * each is free, so a skew too can be heard by some and not by others.
 */
import type { FaultOf } from '../config.js';
import type { Waveform } from '../bus/signal.js';
import type { WaveBehaviour } from '../bus/transmitter.js';
import type { TimeNs } from '../time.js';
import type { Fault } from './fault.js';

export class Skew implements WaveBehaviour {
  readonly #fault: Fault;
  readonly #config: FaultOf<'skew'>;

  constructor(fault: Fault, config: FaultOf<'skew'>) {
    this.#fault = fault;
    this.#config = config;
  }

  shape(wave: Waveform, timeNs: TimeNs): void {
    if (!this.#fault.acts(timeNs)) return;
    wave.risingLateNs += this.#config.risingLateNs;
    wave.fallingLateNs += this.#config.fallingLateNs;
    this.#fault.apply(timeNs);
  }
}
