/**
 * A terminal that says that it is busy: its status word has the busy bit, and no data follow (MIL-STD-1553B 4.3.3.5.3.9). A
 * Shuttle MDM has no status word, and so nothing to say this with.
 */
import { int32At } from '../at.js';
import { STATUS } from '../bus/mil-std-1553b.js';
import type { Transmission } from '../bus/transmission.js';
import type { WordBehaviour } from '../bus/transmitter.js';
import { makeImage, payloadOf } from '../bus/word.js';
import type { Fault } from './fault.js';

export class Busy implements WordBehaviour {
  readonly #fault: Fault;

  constructor(fault: Fault) {
    this.#fault = fault;
  }

  harm(tx: Transmission): void {
    if (!this.#fault.acts(tx.startNs) || tx.count === 0) return;
    const status = payloadOf(tx.format, int32At(tx.words, 0)) | STATUS.busy;
    tx.damage.replace(0, makeImage(tx.format, 'command', status));
    tx.damage.changeWordCount(1 - tx.count);
    this.#fault.apply(tx.startNs);
  }
}
