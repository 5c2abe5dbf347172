/**
 * Packets to bytes and back. All numbers are big-endian. A packet that came in wrong is a value, with a reason; one that
 * is to go out wrong is a fault of ours and stops the program.
 */
import { assert, byteAt } from '../../core/at.js';
import { Reader, Writer } from './bytes.js';
import { MAX_PACKET_BYTES } from './framing.js';
import {
  PACKET_TYPE,
  PROTOCOL_VERSION,
  type Header,
  type LeaveReason,
  type Packet,
  type Rejected,
  type RejectReason,
  type Role,
  type Vote,
  type Words,
} from './packet.js';

export const HEADER_BYTES = 8;
/** An image has 18 bits. */
const WORD_BYTES = 3;
const MOST_IMAGE = 0x3ffff;

const ROLES: readonly Role[] = ['computer', 'terminal', 'listener'];
const LEAVE_REASONS: readonly LeaveReason[] = ['done', 'interrupted', 'failed'];

/** @throws AssertionError if a number is out of its range, or the packet too long */
export function encodePacket(packet: Packet): Uint8Array {
  const out = new Writer(MAX_PACKET_BYTES);
  out.u8((PROTOCOL_VERSION << 4) | PACKET_TYPE[packet.type]);
  out.u8(packet.sender);
  out.u8(packet.sequence);
  out.u8(packet.slot);
  out.u32(packet.cycle);
  writeBody(packet, out);
  return out.done();
}

function writeBody(packet: Packet, out: Writer): void {
  switch (packet.type) {
    case 'beacon':
      out.u32(packet.scenario);
      out.u32(packet.configuration);
      out.u32(packet.periodUs);
      out.u32(packet.present);
      out.u32(packet.joined);
      out.u8(packet.term);
      out.u8(packet.mode);
      break;
    case 'hello':
      out.u8(ROLES.indexOf(packet.role));
      out.u32(packet.scenario);
      out.u32(packet.configuration);
      break;
    case 'state':
      out.u16(packet.left);
      out.u16(packet.takesPart);
      out.u32(packet.bypassed);
      for (const { cast, lamps } of packet.rows) {
        out.u16(cast);
        out.u16(lamps);
      }
      break;
    case 'leave':
      out.u8(LEAVE_REASONS.indexOf(packet.reason));
      break;
    case 'command':
    case 'response':
      out.u8(packet.bus);
      writeWords(packet, out);
      break;
    case 'message':
      out.u8(packet.receiver);
      out.u8(packet.round);
      for (const message of packet.messages) writeWords(message, out);
      break;
    case 'output':
      out.u8(packet.votes.length);
      for (const { target, offsetNs } of packet.votes) {
        out.u8(target);
        out.u32(offsetNs);
      }
      for (const command of packet.commands) out.i16(command);
      break;
    case 'ping':
    case 'pong':
      out.u8(packet.receiver);
      out.u32(packet.token);
      out.bytes(packet.filling);
      break;
  }
}

function writeWords({ offsetNs, words }: Words, out: Writer): void {
  assert(words.length > 0, 'a transmission has a word');
  out.u32(offsetNs);
  out.u8(words.length);
  for (const image of words) {
    assert(image >= 0 && image <= MOST_IMAGE, 'only words of MIL-STD-1553B travel over a line');
    out.u24(image);
  }
}

/** What a message packet has left for messages. */
export const MESSAGE_ROOM_BYTES = MAX_PACKET_BYTES - HEADER_BYTES - 2;

/** How many bytes of packet so many words take, with what stands before them. */
export function wordsLength(words: number): number {
  return 5 + words * WORD_BYTES;
}

/** @param bytes the content of a frame that was in order */
export function decodePacket(bytes: Uint8Array): Packet | Rejected {
  if (bytes.length < HEADER_BYTES) return rejected('length');
  if (byteAt(bytes, 0) >>> 4 !== PROTOCOL_VERSION) return rejected('version');
  const input = new Reader(bytes);
  const type = input.u8() & 0x0f;
  const header: Header = { sender: input.u8(), sequence: input.u8(), slot: input.u8(), cycle: input.u32() };
  const packet = readBody(type, header, input);
  if (input.overrun || input.left > 0) return packet.type === 'rejected' ? packet : rejected('length');
  return packet;
}

function readBody(type: number, header: Header, input: Reader): Packet | Rejected {
  switch (type) {
    case PACKET_TYPE.beacon: {
      const [scenario, configuration, periodUs] = [input.u32(), input.u32(), input.u32()];
      const [present, joined, term, mode] = [input.u32(), input.u32(), input.u8(), input.u8()];
      return { type: 'beacon', ...header, scenario, configuration, periodUs, present, joined, term, mode };
    }
    case PACKET_TYPE.state:
      return readState(header, input);
    case PACKET_TYPE.hello: {
      const role = ROLES[input.u8()];
      const [scenario, configuration] = [input.u32(), input.u32()];
      return role === undefined
        ? unknown(input)
        : { type: 'hello', ...header, role, scenario, configuration };
    }
    case PACKET_TYPE.leave: {
      const reason = LEAVE_REASONS[input.u8()];
      return reason === undefined ? unknown(input) : { type: 'leave', ...header, reason };
    }
    case PACKET_TYPE.command:
    case PACKET_TYPE.response: {
      const bus = input.u8();
      const words = readWords(input);
      if (words === undefined) return unknown(input);
      return { type: type === PACKET_TYPE.command ? 'command' : 'response', ...header, bus, ...words };
    }
    case PACKET_TYPE.message:
      return readMessage(header, input);
    case PACKET_TYPE.output:
      return readOutput(header, input);
    case PACKET_TYPE.ping:
    case PACKET_TYPE.pong: {
      const [receiver, token] = [input.u8(), input.u32()];
      const filling = input.rest();
      return { type: type === PACKET_TYPE.ping ? 'ping' : 'pong', ...header, receiver, token, filling };
    }
    default:
      return rejected('type');
  }
}

function readState(header: Header, input: Reader): Packet {
  const [left, takesPart, bypassed] = [input.u16(), input.u16(), input.u32()];
  const rows: { cast: number; lamps: number }[] = [];
  while (input.left > 0) rows.push({ cast: input.u16(), lamps: input.u16() });
  return { type: 'state', ...header, left, takesPart, bypassed, rows };
}

function readMessage(header: Header, input: Reader): Packet | Rejected {
  const [receiver, round] = [input.u8(), input.u8()];
  const messages: Words[] = [];
  while (input.left > 0) {
    const words = readWords(input);
    if (words === undefined) return unknown(input);
    messages.push(words);
  }
  return { type: 'message', ...header, receiver, round, messages };
}

function readOutput(header: Header, input: Reader): Packet {
  const votes: Vote[] = [];
  for (let left = input.u8(); left > 0 && !input.overrun; left--)
    votes.push({ target: input.u8(), offsetNs: input.u32() });
  const commands: number[] = [];
  while (input.left > 0) commands.push(input.i16());
  return { type: 'output', ...header, votes, commands };
}

/** @returns undefined where there is no word, or one that has more than 18 bits */
function readWords(input: Reader): Words | undefined {
  const offsetNs = input.u32();
  const count = input.u8();
  if (!input.has(count * WORD_BYTES) || count === 0) return undefined;
  const words: number[] = [];
  for (let w = 0; w < count; w++) words.push(input.u24());
  return words.every((image) => image <= MOST_IMAGE) ? { offsetNs, words } : undefined;
}

/** A body that cannot be read: it ended too early, or a field holds what it may not. */
function unknown(input: Reader): Rejected {
  return rejected(input.overrun ? 'length' : 'field');
}

function rejected(reason: RejectReason): Rejected {
  return { type: 'rejected', reason };
}
