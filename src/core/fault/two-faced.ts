/**
 * A two-faced computer: tells each receiver something else (Lamport's traitor). Its lies are drawn from the seed, by
 * cycle, topic and receiver: the truth, another value, or "I received an error". They differ between receivers because
 * each is drawn for itself.
 */
import type { TwoFacedConfig } from '../config.js';
import { UTTERANCE, type Mouth, type Utterance } from '../exchange/utterance.js';
import { draw, key } from '../prng.js';
import type { TimeNs } from '../time.js';
import type { Fault } from './fault.js';

export class TwoFaced implements Mouth {
  readonly #fault: Fault;
  readonly #as: TwoFacedConfig['as'];
  readonly #lieKey: number;

  constructor(fault: Fault, config: TwoFacedConfig, lieKey: number) {
    this.#fault = fault;
    this.#as = config.as;
    this.#lieKey = lieKey;
  }

  tell(utterance: Utterance, receiver: number, cycle: number, timeNs: TimeNs): void {
    if (!this.#fault.isActive(timeNs) || !this.#liesAbout(utterance)) return;
    const topic = key(key(this.#lieKey, cycle), utterance.kind * 32 + utterance.commander);
    const choice = draw(topic, receiver);
    if (utterance.kind === UTTERANCE.syncCode) this.#swapSyncCode(utterance, choice, timeNs);
    else if (choice % 3 !== 0) this.#say(utterance, choice, timeNs);
  }

  /** A status or a relay is about what others sent; its own words it says as their commander. */
  #liesAbout(utterance: Utterance): boolean {
    if (this.#as === 'both') return true;
    const own = utterance.kind === UTTERANCE.privateWord && utterance.commander === utterance.sender;
    return own === (this.#as === 'commander');
  }

  /** "I/O complete" to some, "I/O problem" to others. */
  #swapSyncCode(utterance: Utterance, choice: number, timeNs: TimeNs): void {
    if (choice % 2 === 1 && utterance.swapSyncCode()) this.#fault.apply(timeNs);
  }

  #say(utterance: Utterance, choice: number, timeNs: TimeNs): void {
    if (choice % 3 === 1 && utterance.kind === UTTERANCE.reading) utterance.reportError();
    else for (let i = 0; i < utterance.words; i++) utterance.data[i] = draw(choice, i) & 0xffff;
    this.#fault.apply(timeNs);
  }
}
