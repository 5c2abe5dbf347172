/**
 * Words that leave a transmitter damaged, on the nth of its messages, so many times, or for as long as the fault lasts: the
 * error injector's menu. What a receiver makes of them is its own business.
 */
import type { Damage } from '../bus/damage.js';
import type { Transmission } from '../bus/transmission.js';
import type { WordBehaviour } from '../bus/transmitter.js';
import { int32At } from '../at.js';
import type { FaultConfig, Struck } from '../config.js';
import { corrupted, payloadBits } from './corrupt.js';
import type { Fault } from './fault.js';

export type WordFaultConfig = Extract<FaultConfig, Struck>;

export class BadWords implements WordBehaviour {
  readonly #fault: Fault;
  readonly #config: WordFaultConfig;
  #seen = 0;

  constructor(fault: Fault, config: WordFaultConfig) {
    this.#fault = fault;
    this.#config = config;
  }

  harm(tx: Transmission): void {
    if (!this.#fault.acts(tx.startNs) || tx.count === 0) return;
    const { fromMessage, messages = Infinity } = this.#config;
    const nth = ++this.#seen;
    if (nth < fromMessage || nth >= fromMessage + messages) return;
    if (strike(this.#config, tx)) this.#fault.apply(tx.startNs);
  }
}

/** @returns whether there was such a word, bit or crossing to be damaged */
function strike(config: WordFaultConfig, tx: Transmission): boolean {
  if (config.behaviour === 'word-count') {
    const { count } = tx;
    tx.damage.changeWordCount(config.words);
    return tx.count !== count;
  }
  if (config.word >= tx.count) return false;
  if ('bit' in config && 2 * config.bit > tx.format.halfBits) return false;
  const { damage } = tx;
  const { word } = config;
  switch (config.behaviour) {
    case 'zero-crossing':
      return damage.shiftCrossing(word, config.bit, config.crossing, config.lateNs);
    case 'gap':
      // Before its first word a message has no gap.
      if (word > 0) damage.widenGap(word, config.gapNs);
      return word > 0;
    case 'corrupt':
      damage.replace(word, corrupted(tx.format, int32At(tx.words, word), config.flips));
      return true;
    case 'ambiguous':
      damage.blur(word, payloadBits(tx.format, config.flips), config.thresholdMv);
      return true;
    case 'parity':
      damage.invertParity(word);
      return true;
    case 'sync':
      breakSync(damage, word, config.pattern);
      return true;
    case 'manchester':
      damage.breakBit(word, config.bit, config.half);
      return true;
    case 'bit-count':
      damage.changeBitCount(word, config.bits);
      return true;
  }
}

function breakSync(damage: Damage, word: number, pattern: string): void {
  if (pattern === 'inverse') damage.invertSync(word);
  else damage.breakSync(word, Number.parseInt(pattern, 2));
}
