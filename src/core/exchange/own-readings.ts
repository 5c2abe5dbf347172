/** `none`: nobody asks anybody. A computer uses its own reading; after an error its last good words, stale. */
import { at } from '../at.js';
import type { Element } from '../bus/element.js';
import { MAX_WORDS } from '../bus/transmission.js';
import type { FlightComputer } from '../flight/flight-computer.js';
import { NO_SUMWORD } from '../redundancy/sumwords.js';
import type { TimeNs } from '../time.js';
import type { ExchangeMode, ExchangeWorld, Outcome } from './exchange-mode.js';
import type { Links } from './links.js';
import { UTTERANCE, Utterance } from './utterance.js';

export class OwnReadings implements ExchangeMode {
  readonly outcomes: Outcome[];
  readonly #world: ExchangeWorld;
  readonly #data = new Int32Array(MAX_WORDS);
  readonly #utterance = new Utterance();

  constructor(world: ExchangeWorld) {
    this.#world = world;
    this.outcomes = world.elements.map(() => 'own');
  }

  agreeOnInputs(_cycle: number, startNs: TimeNs): TimeNs {
    const { computers, elements } = this.#world;
    for (const element of elements) {
      if (!element.polled) continue;
      this.outcomes[element.index] = 'own';
      for (const computer of computers) useOwnReading(computer, element, this.#data);
    }
    return startNs;
  }

  agreeOnPrivateWords(own: Int32Array, held: Int32Array, startNs: TimeNs): TimeNs {
    return sayPrivateWords(this.#world.links, this.#utterance, own, held, startNs, 1);
  }

  forget(): void {
    // Nothing is remembered here.
  }

  adopt(): void {
    // Nor can anything be taken over.
  }
}

/** A computer by itself. After a short read the words received are stored, the rest stay stale. */
export function useOwnReading(computer: FlightComputer, element: Element, data: Int32Array): void {
  if (!computer.isOn) return;
  computer.take(element.index, data, element.dataHeardBy(computer.index, data));
  if (!element.heardWell(computer.index)) computer.keepStale(element.index);
}

/**
 * Each computer that has a word says it once; each holds what it heard. No agreement, only hearsay.
 * @param round of the cycle's exchange
 */
export function sayPrivateWords(
  links: Links,
  utterance: Utterance,
  own: Int32Array,
  held: Int32Array,
  startNs: TimeNs,
  round: number,
): TimeNs {
  links.openRound(startNs);
  if (links.others !== undefined)
    links.converse(round, (home) => {
      if (at(own, home) !== NO_SUMWORD) sayOwnWord(links, utterance, home, at(own, home));
    });
  for (let sender = 0; sender < links.computers; sender++) {
    if (at(own, sender) !== NO_SUMWORD) sayOwnWord(links, utterance, sender, at(own, sender));
    for (let holder = 0; holder < links.computers; holder++) {
      const place = holder * links.computers + sender;
      held[place] = holder === sender ? at(own, sender) : heardWord(links, sender, holder);
    }
  }
  return links.roundEndNs;
}

function sayOwnWord(links: Links, utterance: Utterance, sender: number, word: number): void {
  utterance.setWord(UTTERANCE.privateWord, sender, sender, word);
  links.say(utterance);
}

function heardWord(links: Links, sender: number, receiver: number): number {
  const heard = links.hear(sender, receiver);
  return heard?.kind === UTTERANCE.privateWord && heard.commander === sender ? at(heard.data, 0) : NO_SUMWORD;
}
