/**
 * A word with other data and the parity that belongs to it: no decoder finds anything wrong with it. Of a Shuttle word the
 * data bits stand between its address and its validity pattern, which stay as they are.
 */
import { makeImage, isCommandSync, payloadOf, type Image, type WordFormat } from '../bus/word.js';

/** Where the sixteen data bits end, counted from the payload's last. */
const SHUTTLE_SEV_BITS = 3;

/** Data bits as bits of a payload. */
export function payloadBits(format: WordFormat, dataBits: number): number {
  return dataBits << (format.name === 'shuttle' ? SHUTTLE_SEV_BITS : 0);
}

export function corrupted(format: WordFormat, image: Image, flips: number): Image {
  const payload = payloadOf(format, image) ^ payloadBits(format, flips);
  return makeImage(format, isCommandSync(format, image) ? 'command' : 'data', payload);
}
