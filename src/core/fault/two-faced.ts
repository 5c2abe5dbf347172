/**
 * A two-faced computer: tells each receiver something else (Lamport's traitor). Its lies stand in a script, or are drawn
 * from the seed, by cycle, topic and receiver: the truth, another value, or "I received an error". They differ between
 * receivers because each is drawn for itself.
 */
import { int32At } from '../at.js';
import type { TwoFacedConfig } from '../config.js';
import { UTTERANCE, type Mouth, type Utterance } from '../exchange/utterance.js';
import { draw, key } from '../prng.js';
import type { TimeNs } from '../time.js';
import type { Fault } from './fault.js';
import { scripted, tellLie, type Names, type ScriptedLie } from './scripted-lies.js';

export class TwoFaced implements Mouth {
  readonly #fault: Fault;
  readonly #as: TwoFacedConfig['as'];
  readonly #script: readonly ScriptedLie[] | undefined;

  constructor(fault: Fault, config: TwoFacedConfig, names: Names) {
    this.#fault = fault;
    this.#as = config.as;
    this.#script = config.lies && scripted(config.lies, names);
  }

  tell(utterance: Utterance, receiver: number, cycle: number, timeNs: TimeNs): void {
    if (!this.#fault.acts(timeNs) || !this.#liesAbout(utterance)) return;
    if (this.#script !== undefined) {
      if (tellLie(this.#script, utterance, receiver)) this.#fault.apply(timeNs);
      return;
    }
    let topic = key(key(this.#fault.chanceKey, cycle), utterance.kind * 32 + utterance.commander);
    for (let h = 0; h < utterance.hops; h++) topic = key(topic, int32At(utterance.via, h));
    const choice = draw(topic, receiver);
    const lied =
      utterance.kind === UTTERANCE.syncCode ? swapsSyncCode(utterance, choice) : lies(utterance, choice);
    if (lied) this.#fault.apply(timeNs);
  }

  /** A status or a relay is about what others sent; its own words it says as their commander. */
  #liesAbout(utterance: Utterance): boolean {
    if (this.#as === 'both') return true;
    return utterance.own === (this.#as === 'commander');
  }
}

/** "I/O complete" to some, "I/O problem" to others. @returns false for the truth */
function swapsSyncCode(utterance: Utterance, choice: number): boolean {
  return choice % 2 === 1 && utterance.swapSyncCode();
}

/** @returns false for the truth */
function lies(utterance: Utterance, choice: number): boolean {
  if (choice % 3 === 0) return false;
  if (choice % 3 === 1 && utterance.kind === UTTERANCE.reading) {
    utterance.reportError();
    return true;
  }
  utterance.claimValue();
  for (let i = 0; i < utterance.words; i++) utterance.data[i] = draw(choice, i) & 0xffff;
  return true;
}
