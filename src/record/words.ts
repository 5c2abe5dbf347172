/** Words as text: the payload in hexadecimal, as a bus analyser prints it. */
import { at } from '../core/at.js';
import { payloadOf, type Image, type WordFormat } from '../core/bus/word.js';

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Four digits for 16 bits (mil-std-1553b), six for 24 (shuttle). */
export function dataText(format: WordFormat, image: Image): string {
  const payload = payloadOf(format, image);
  const low = at(BYTES, (payload >>> 8) & 255) + at(BYTES, payload & 255);
  return format.payloadBits > 16 ? at(BYTES, payload >>> 16) + low : low;
}
