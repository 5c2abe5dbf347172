/** Words as text: the payload in hexadecimal, as a bus analyser prints it. */
import { payloadOf, type Image, type WordFormat } from '../core/bus/word.js';

/** Four digits for 16 bits (mil-std-1553b), six for 24 (shuttle). */
export function dataText(format: WordFormat, image: Image): string {
  return payloadOf(format, image)
    .toString(16)
    .padStart(format.payloadBits / 4, '0');
}
