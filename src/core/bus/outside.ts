/**
 * Ears outside the emulation: where real lines carry a terminal's answer, each computer's reading is what its own line
 * made of it. The emulated bus still gives the bus time, the waveform and the emulated ears; what a line has heard is
 * laid over that, so that a live run, its replay and an emulated run are one and the same cycle.
 */
import { at, objectAt } from '../at.js';
import type { Element } from './element.js';
import type { Reading } from './reading.js';
import { MAX_WORDS } from './transmission.js';
import { BAD_PARITY, oddParity, payloadOf, type Image, type WordFormat } from './word.js';

/**
 * What a line brought to one computer as the answer of a terminal:
 * - `sent`: the very words that the terminal sent;
 * - `damaged`: something, but no whole frame: the tunnel's check is the finer parity;
 * - `nothing`;
 * - other words, as images.
 */
export type Reception = 'sent' | 'damaged' | 'nothing' | readonly Image[];

/** A response begins with one. */
const STATUS_WORDS = 1;

/**
 * Whose ears decide. `emulated`: words that came through are heard by the computer's emulated receiver, with the
 * scenario's fault on the wire, as in a replay. `line`: words that came through are the reading; the lines themselves, or
 * what was injected into them, are the fault.
 */
export type EarKind = 'emulated' | 'line';

export interface Outside {
  readonly ears: EarKind;
  /**
   * Asked once for every element that is read, when the emulated answer is on the wire and the emulated ears have made
   * their readings of it.
   * @returns by computer
   */
  listen(element: Element): readonly Reception[];
  /** Of the answer that was last listened to: its words, where the terminal is no emulated one. */
  readonly said?: readonly Image[] | undefined;
}

/** Lays over the emulated readings what came over the lines. */
export function hearOutside(outside: Outside, element: Element, computers: number): void {
  const receptions = outside.listen(element);
  if (outside.said !== undefined) putWords(outside.said, element);
  for (let computer = 0; computer < computers; computer++) {
    const reception = receptions[computer] ?? 'nothing';
    hear(reception, element, objectAt(element.readings, computer), outside);
  }
}

/** A terminal outside of the emulation has a mind of its own: what it said stands for what the emulated one would have. */
function putWords(words: readonly Image[], element: Element): void {
  const { response } = element;
  response.clear();
  for (const word of words.slice(0, MAX_WORDS)) response.append(word);
  element.sentWords = Math.max(0, response.count - STATUS_WORDS);
  for (let w = 0; w < element.sentWords; w++)
    element.sent[w] = payloadOf(response.format, at(response.words, STATUS_WORDS + w));
}

function hear(
  reception: Reception,
  element: Element,
  reading: Reading,
  { ears, said: replaced }: Outside,
): void {
  const { response } = element;
  const arrivesNs = reading.kind === 'no-response' ? response.startNs : reading.startNs;
  if (reception === 'sent' && response.count > 0) {
    if (ears === 'emulated' && (replaced === undefined || reading.kind !== 'ok')) return;
    reading.takeVerbatim(response.words, response.count);
    reading.startNs = arrivesNs;
  } else if (reception === 'nothing' || reception === 'sent') {
    reading.silence();
  } else if (reception === 'damaged') {
    reading.begin();
    reading.fail(BAD_PARITY);
  } else {
    take(reception, reading, response.format);
    reading.startNs = arrivesNs;
  }
}

/** Words up to the first one of wrong parity. */
function take(images: readonly Image[], reading: Reading, format: WordFormat): void {
  reading.begin();
  for (const image of images) {
    if (reading.count === MAX_WORDS) return;
    if (oddParity(payloadOf(format, image)) !== (image & 1)) {
      reading.fail(BAD_PARITY);
      return;
    }
    reading.words[reading.count++] = image;
  }
}
