/**
 * CRC-32 as zlib, Ethernet and PNG have it: polynomial 0x04C11DB7, bits reflected, begun and ended with all ones.
 * Written out because this code has to run anywhere; the tests hold it against zlib's.
 */
import { assert, byteAt } from '../../core/at.js';

const REFLECTED_POLYNOMIAL = 0xedb88320;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ REFLECTED_POLYNOMIAL : crc >>> 1;
  return crc;
});

/** @returns 0 … 2^32 − 1 */
export function crc32(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let crc = 0xffffffff;
  for (let i = from; i < to; i++) {
    const step = TABLE[(crc ^ byteAt(bytes, i)) & 0xff];
    assert(step !== undefined, 'the table has an entry per byte');
    crc = (crc >>> 8) ^ step;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
