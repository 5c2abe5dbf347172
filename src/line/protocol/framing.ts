/**
 * Frames: packets made fit for a serial line, where bytes get lost, arrive in any pieces, and begin anywhere.
 *
 * A packet and its CRC-32 are stuffed by COBS (Cheshire and Baker 1999) so that 0x00 stands for nothing but the end of
 * a frame. One 0x00 also comes before each burst: it closes whatever noise the line picked up while nobody drove it, so
 * that noise never costs the first frame. The decoder is in frame-decoder.ts; the page hardware/protocol.md tells all.
 */
import { assert, byteAt } from '../../core/at.js';
import { crc32 } from './crc32.js';

export const DELIMITER = 0x00;
export const CRC_BYTES = 4;

/** Longest frame on the line, its delimiter included: it fits a 128-byte buffer of a small board. */
export const MAX_FRAME_BYTES = 128;
/** COBS adds one byte to what is shorter than 254, and the delimiter is another. */
const STUFFING_BYTES = 2;
/** Longest packet, its CRC not included. */
export const MAX_PACKET_BYTES = MAX_FRAME_BYTES - STUFFING_BYTES - CRC_BYTES;

/** How many bytes of line a packet of so many takes. */
export function frameLength(packetBytes: number): number {
  return packetBytes + CRC_BYTES + STUFFING_BYTES;
}

/** How many bytes a burst of such packets takes. */
export function burstLength(packetBytes: readonly number[]): number {
  return packetBytes.reduce((sum, bytes) => sum + frameLength(bytes), 1);
}

/** One sender's turn on the line: a delimiter, then a frame per packet. */
export function encodeBurst(packets: readonly Uint8Array[]): Uint8Array {
  const burst = new Uint8Array(burstLength(packets.map(({ length }) => length)));
  burst[0] = DELIMITER;
  let place = 1;
  for (const packet of packets) place = writeFrame(packet, burst, place);
  return burst;
}

/** @returns the place after it */
function writeFrame(packet: Uint8Array, out: Uint8Array, place: number): number {
  assert(packet.length <= MAX_PACKET_BYTES, 'a packet fits into one frame');
  const sealed = new Uint8Array(packet.length + CRC_BYTES);
  sealed.set(packet);
  new DataView(sealed.buffer).setUint32(packet.length, crc32(packet));
  return stuff(sealed, out, place);
}

/** COBS: each 0x00 becomes the distance to the next one; the first byte is the distance to the first. */
function stuff(bytes: Uint8Array, out: Uint8Array, start: number): number {
  let code = start;
  let place = start + 1;
  for (const byte of bytes) {
    if (byte === DELIMITER) {
      out[code] = place - code;
      code = place++;
    } else {
      out[place++] = byte;
    }
  }
  out[code] = place - code;
  out[place++] = DELIMITER;
  return place;
}

/**
 * Undoes COBS: what stood between two delimiters, so it holds no 0x00, and is no longer than a frame.
 * @returns undefined if a distance leads past the end
 */
export function unstuff(bytes: Uint8Array): Uint8Array | undefined {
  const out = new Uint8Array(bytes.length - 1);
  let place = 0;
  for (let code = 0; code < bytes.length;) {
    const next = code + byteAt(bytes, code);
    if (next > bytes.length) return undefined;
    for (let i = code + 1; i < next; i++) out[place++] = byteAt(bytes, i);
    if (next < bytes.length) out[place++] = DELIMITER;
    code = next;
  }
  return out;
}
