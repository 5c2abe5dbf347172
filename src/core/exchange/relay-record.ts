/**
 * Reads, off the wire, what each computer says it heard of an element: the evidence for an accusation. What it says
 * that others heard is hearsay, and its headers tell: one names each computer that it came by.
 */
import { int32At } from '../at.js';
import type { WireTap } from '../bus/medium.js';
import { leadingHeaders, messageFormat, type Header, type MessageFormat } from '../bus/message.js';
import type { Transmission } from '../bus/transmission.js';
import type { WordFormatName } from '../config.js';
import type { Accusation } from '../redundancy/accusation.js';
import { UTTERANCE } from './utterance.js';

export class RelayRecord implements WireTap {
  readonly #format: MessageFormat;
  readonly #accusation: Accusation;
  readonly #indexOf: ReadonlyMap<string, number>;
  readonly #header: Header = { commander: 0, kind: 0, words: 0 };

  constructor(
    computers: readonly { readonly name: string }[],
    wordFormat: WordFormatName,
    accusation: Accusation,
  ) {
    this.#format = messageFormat(wordFormat);
    this.#accusation = accusation;
    this.#indexOf = new Map(computers.map(({ name }, i) => [name, i]));
  }

  transmission(_bus: string, from: string, tx: Transmission): void {
    const computer = this.#indexOf.get(from);
    // What no decoder takes for words is evidence of nothing.
    if (tx.isDamaged && !tx.damage.isSound) return;
    if (computer === undefined || !this.#format.parseHeader(int32At(tx.words, 0), this.#header)) return;
    const { kind, commander } = this.#header;
    // Who is out of order may speak of an element that there is not.
    if (commander >= this.#accusation.elements || leadingHeaders(tx.format, tx.words, tx.count) > 1) return;
    if (kind === UTTERANCE.reading || kind === UTTERANCE.readingError) {
      this.#accusation.report(commander, computer, kind === UTTERANCE.readingError);
    }
  }
}
