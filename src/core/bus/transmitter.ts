/** A transmitter: its healthy output, and whatever behaviours bend it on the way out. */
import type { TransmitterConfig } from '../config.js';
import { setHealthy, type Waveform } from './signal.js';
import type { Transmission } from './transmission.js';

/** Bends the waveform of one transmission; a fault, seen from the wire. */
export interface WaveBehaviour {
  /** @param loadOhm what the transmitter drives */
  shape(wave: Waveform, timeNs: number, loadOhm: number): void;
}

/** Changes words of one transmission, when they leave, or what else is sent with them. */
export interface WordBehaviour {
  harm(tx: Transmission): void;
}

export class Transmitter {
  readonly behaviours: WaveBehaviour[] = [];
  readonly harms: WordBehaviour[] = [];
  /** Has it power? Without, it drives nothing; who would use it asks. */
  isOn = true;
  readonly #config: TransmitterConfig;

  constructor(config: TransmitterConfig) {
    this.#config = config;
  }

  /** Gives a transmission its waveform. */
  drive(tx: Transmission, loadOhm: number): void {
    setHealthy(tx.wave, this.#config);
    for (const behaviour of this.behaviours) behaviour.shape(tx.wave, tx.startNs, loadOhm);
    for (const harm of this.harms) harm.harm(tx);
  }
}
