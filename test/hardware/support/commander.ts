/** The other end of a board's line: the product's own encoder and decoder, and how long one waits for an answer. */
import { MIL_STD_1553B_WORD as WORD, makeImage, type Image } from '../../../src/core/bus/word.js';
import { FrameDecoder } from '../../../src/line/protocol/frame-decoder.js';
import { encodeBurst } from '../../../src/line/protocol/framing.js';
import { decodePacket, encodePacket } from '../../../src/line/protocol/packet-codec.js';
import type { Command, Packet, Rejected, Response } from '../../../src/line/protocol/packet.js';
import { bytesUs } from '../../../src/line/protocol/slots.js';
import type { Board } from './board.js';

/** As in hardware/protocol.md. */
export const TURN_AROUND_US = 500;
export const ADDRESS = 10;
export const STATION = 64;
/** A terminal with 32 words is allowed more. */
const PATIENCE_US = 1000;

export const commandWord = (subaddress: number, words: number, address = ADDRESS, transmit = 1): Image =>
  makeImage(WORD, 'command', (address << 11) | (transmit << 10) | (subaddress << 5) | (words & 31));

export function command(words: number, changes: Partial<Command> = {}): Command {
  const header = { sender: 1, sequence: 16, slot: 1, cycle: 258 };
  return { type: 'command', ...header, bus: 0, offsetNs: 0, words: [commandWord(1, words)], ...changes };
}

export const burst = (...packets: readonly Packet[]): Uint8Array => encodeBurst(packets.map(encodePacket));

/** What somebody who listens makes of bytes: packets, and what keeps frames from being any. */
export function understood(bytes: Iterable<number>): (Packet | Rejected | string)[] {
  return new FrameDecoder()
    .push(Uint8Array.from(bytes))
    .map((event) => (event.kind === 'packet' ? decodePacket(event.packet) : event.reason));
}

export interface Heard {
  readonly packets: readonly (Packet | Rejected | string)[];
  /** From the last bit of what was sent to the first of what came; Infinity if nothing came. */
  readonly afterUs: number;
}

/** Sends bytes, waits as long as an answer may take, and says what came. */
export function play(board: Board, bytes: Uint8Array, baud?: number): Heard {
  const before = board.sent.length;
  board.hear(bytes, baud);
  const endUs = board.nowUs;
  board.run(PATIENCE_US);
  // As long as it goes on sending.
  for (let count = before; count < board.sent.length;) {
    count = board.sent.length;
    board.run(2 * bytesUs(1, board.baud));
  }
  const came = board.sent.slice(before);
  const packets = understood(came.map(({ byte }) => byte));
  return { packets, afterUs: (came[0]?.startUs ?? Infinity) - endUs };
}

/** Sends a command and returns its response. @throws where anything else comes, or nothing */
export function ask(board: Board, asked = command(1)): Response {
  const { packets } = play(board, burst(asked));
  const [first, ...more] = packets;
  if (typeof first !== 'object' || first.type !== 'response' || more.length > 0)
    throw new Error(`no response to ${JSON.stringify(asked)}: ${JSON.stringify(packets)}`);
  return first;
}
