/**
 * Half of a push-pull transmitter is dead. Behind a transformer, which passes no direct level, the half-waves that are left
 * swing about their own middle: half the peak-to-peak level, in both polarities. That alone is far from any threshold; but
 * nobody drives the edges into the lost polarity, so they come late, and crossings are what a receiver may lose.
 */
import type { FaultOf } from '../config.js';
import type { Waveform } from '../bus/signal.js';
import type { WaveBehaviour } from '../bus/transmitter.js';
import type { TimeNs } from '../time.js';
import type { Fault } from './fault.js';

export class HalfWave implements WaveBehaviour {
  readonly #fault: Fault;
  readonly #config: FaultOf<'half-wave'>;

  constructor(fault: Fault, config: FaultOf<'half-wave'>) {
    this.#fault = fault;
    this.#config = config;
  }

  shape(wave: Waveform, timeNs: TimeNs): void {
    if (!this.#fault.acts(timeNs)) return;
    const { polarity, lateNs } = this.#config;
    const leftMv = polarity === 'positive' ? wave.negativeMv : wave.positiveMv;
    wave.positiveMv = wave.negativeMv = leftMv / 2;
    if (polarity === 'positive') wave.risingLateNs += lateNs;
    else wave.fallingLateNs += lateNs;
    this.#fault.apply(timeNs);
  }
}
