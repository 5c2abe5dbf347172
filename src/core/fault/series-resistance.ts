/**
 * A resistance in series with a transmitter: a cracked diode, a corroded contact. Together with what the transmitter
 * drives it is a divider, so the whole waveform shrinks by load / (load + resistance), alike in both polarities.
 *
 * Nothing else changes: timing, shape and data stay perfect. Whether anybody notices is up to each receiver.
 */
import type { SeriesResistanceConfig } from '../config.js';
import type { Waveform } from '../bus/signal.js';
import type { WaveBehaviour } from '../bus/transmitter.js';
import { NS_PER_US, type TimeNs } from '../time.js';
import type { Fault } from './fault.js';

export class SeriesResistance implements WaveBehaviour {
  readonly #fault: Fault;
  readonly #growth: SeriesResistanceConfig['ohm'];

  constructor(fault: Fault, config: SeriesResistanceConfig) {
    this.#fault = fault;
    this.#growth = config.ohm;
  }

  shape(wave: Waveform, timeNs: TimeNs, loadOhm: number): void {
    if (!this.#fault.acts(timeNs)) return;
    const gain = loadOhm / (loadOhm + this.#ohmAt(timeNs));
    if (gain === 1) return;
    wave.positiveMv *= gain;
    wave.negativeMv *= gain;
    this.#fault.apply(timeNs);
  }

  #ohmAt(timeNs: TimeNs): number {
    if (typeof this.#growth === 'number') return this.#growth;
    let now = this.#growth[0]?.ohm ?? 0;
    for (const { timeUs, ohm } of this.#growth) if (timeUs * NS_PER_US <= timeNs) now = ohm;
    return now;
  }
}
