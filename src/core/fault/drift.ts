/**
 * A transmitter that drifts: its level, or its clock. MIL-STD-1553B 4.3.3.3 holds the long-term rate to ±0.1 %, i.e. ±1000
 * parts per million; receivers find their bearings anew at each sync, so the error of a clock adds up over a word and no
 * further. The signal model ends at 1 % of a bit time, and there the drift does too.
 */
import type { FaultOf } from '../config.js';
import type { Waveform } from '../bus/signal.js';
import type { Transmission } from '../bus/transmission.js';
import type { WaveBehaviour, WordBehaviour } from '../bus/transmitter.js';
import { HALF_BIT_NS } from '../bus/word.js';
import type { TimeNs } from '../time.js';
import type { Fault } from './fault.js';

const MOST_BIT_TIME_PPM = 10_000;

export class Drift implements WaveBehaviour, WordBehaviour {
  readonly #fault: Fault;
  readonly #config: FaultOf<'drift'>;

  constructor(fault: Fault, config: FaultOf<'drift'>) {
    this.#fault = fault;
    this.#config = config;
  }

  shape(wave: Waveform, timeNs: TimeNs): void {
    if (!this.#fault.acts(timeNs)) return;
    const ppm = this.#config.levelPpmPerS * this.#secondsAt(timeNs);
    if (ppm === 0) return;
    const gain = Math.max(0, 1 + ppm / 1e6);
    wave.positiveMv *= gain;
    wave.negativeMv *= gain;
    this.#fault.apply(timeNs);
  }

  harm(tx: Transmission): void {
    if (!this.#fault.acts(tx.startNs)) return;
    const ppm = this.#config.bitTimePpmPerS * this.#secondsAt(tx.startNs);
    if (ppm === 0) return;
    const within = Math.max(-MOST_BIT_TIME_PPM, Math.min(MOST_BIT_TIME_PPM, ppm));
    tx.damage.stretch((within / 1e6) * HALF_BIT_NS);
    this.#fault.apply(tx.startNs);
  }

  #secondsAt(timeNs: TimeNs): number {
    return (timeNs - this.#fault.fromNs) / 1e9;
  }
}
