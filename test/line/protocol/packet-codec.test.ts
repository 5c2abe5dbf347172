import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_PACKET_BYTES } from '../../../src/line/protocol/framing.js';
import { decodePacket, encodePacket } from '../../../src/line/protocol/packet-codec.js';
import { PACKET_TYPE, type Packet } from '../../../src/line/protocol/packet.js';
import { holds } from '../../support/property.js';
import { PACKETS } from './vectors.js';

const u8 = fc.nat(0xff);
const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.nat(0xffffffff);
const header = { sender: u8, sequence: u8, slot: u8, cycle: u32 };
const words = (most: number) => ({
  offsetNs: u32,
  words: fc.array(fc.nat(0x3ffff), { minLength: 1, maxLength: most }),
});
const filling = fc.uint8Array({ maxLength: 100 });

const kinds: Readonly<Record<Packet['type'], fc.Arbitrary<Packet>>> = {
  beacon: fc.record({
    type: fc.constant('beacon'),
    ...header,
    ...{ scenario: u32, configuration: u32, periodUs: u32, present: u32, joined: u32, term: u8, mode: u8 },
  }),
  hello: fc.record({
    type: fc.constant('hello'),
    ...header,
    role: fc.constantFrom('computer', 'terminal', 'listener'),
    ...{ scenario: u32, configuration: u32 },
  }),
  state: fc.record({
    type: fc.constant('state'),
    ...header,
    ...{ left: u16, takesPart: u16, bypassed: u32 },
    rows: fc.array(fc.record({ cast: u16, lamps: u16 }), { maxLength: 16 }),
  }),
  leave: fc.record({
    type: fc.constant('leave'),
    ...header,
    reason: fc.constantFrom('done', 'interrupted', 'failed'),
  }),
  command: fc.record({ type: fc.constant('command'), ...header, bus: u8, ...words(33) }),
  response: fc.record({ type: fc.constant('response'), ...header, bus: u8, ...words(33) }),
  message: fc.record({
    type: fc.constant('message'),
    ...header,
    ...{ receiver: u8, round: u8, messages: fc.array(fc.record(words(7)), { maxLength: 4 }) },
  }),
  output: fc.record({
    type: fc.constant('output'),
    ...header,
    votes: fc.array(fc.record({ target: u8, offsetNs: u32 }), { maxLength: 10 }),
    commands: fc.array(fc.integer({ min: -0x8000, max: 0x7fff }), { maxLength: 12 }),
  }),
  ping: fc.record({ type: fc.constant('ping'), ...header, receiver: u8, token: u32, filling }),
  pong: fc.record({ type: fc.constant('pong'), ...header, receiver: u8, token: u32, filling }),
};

describe.each(Object.keys(kinds) as Packet['type'][])('%s', (kind) => {
  it('comes back from its bytes as it was', () => {
    holds(
      fc.property(kinds[kind], (packet) => {
        expect(decodePacket(encodePacket(packet))).toEqual(packet);
      }),
    );
  });

  it('is told from one that ends too early, or too late', () => {
    const open = ['state', 'message', 'output', 'ping', 'pong'].includes(kind);
    holds(
      fc.property(kinds[kind], fc.nat(200), (packet, cut) => {
        const bytes = encodePacket(packet);
        const short = decodePacket(bytes.subarray(0, cut % bytes.length));
        // A list that goes to the end may be shorter, and is another packet.
        if (!open) expect(short).toEqual({ type: 'rejected', reason: 'length' });
        else if (short.type !== 'rejected')
          expect(encodePacket(short)).toEqual(bytes.slice(0, cut % bytes.length));
        if (!open) {
          expect(decodePacket(Uint8Array.of(...bytes, 0))).toEqual({ type: 'rejected', reason: 'length' });
        }
      }),
    );
  });
});

describe('decodePacket', () => {
  it('makes a packet or a reason of any bytes, and a packet is written just so', () => {
    const bytes = fc.tuple(
      fc.constantFrom(...Object.values(PACKET_TYPE)),
      fc.uint8Array({ maxLength: MAX_PACKET_BYTES - 1 }),
    );
    holds(
      fc.property(bytes, ([type, rest]) => {
        const all = Uint8Array.of(0x10 | type, ...rest);
        const packet = decodePacket(all);
        if (packet.type !== 'rejected') expect(encodePacket(packet)).toEqual(all);
      }),
      5000,
    );
  });

  const header = [0, 0, 0, 0, 0, 0, 0];
  const bad: [what: string, bytes: number[], reason: string][] = [
    ['nothing', [], 'length'],
    ['half a header', [0x13, 0, 0, 0], 'length'],
    ['version 2', [0x23, ...header, 0], 'version'],
    ['type 0', [0x10, ...header], 'type'],
    ['type 15', [0x1f, ...header], 'type'],
    ['a hello without its role', [0x12, ...header], 'length'],
    ['a hello of role 3', [0x12, ...header, 3, 0, 0, 0, 0, 0, 0, 0, 0], 'field'],
    ['a leave for reason 3', [0x13, ...header, 3], 'field'],
    ['a response without a word', [0x15, ...header, 0, 0, 0, 0, 0, 0], 'field'],
    ['a response of a word less than it says', [0x15, ...header, 0, 0, 0, 0, 0, 2, 0, 0, 1], 'length'],
    ['a word of 19 bits', [0x15, ...header, 0, 0, 0, 0, 0, 1, 4, 0, 0], 'field'],
    ['a state with half a row', [0x1a, ...header, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8], 'length'],
    ['an output with half a command', [0x17, ...header, 0, 1], 'length'],
    ['an output of a vote less than it says', [0x17, ...header, 2, 1, 0, 0, 0, 0], 'length'],
  ];
  it.each(bad)('rejects %s', (_what, bytes, reason) => {
    expect(decodePacket(Uint8Array.from(bytes))).toEqual({ type: 'rejected', reason });
  });
});

describe('encodePacket', () => {
  it('refuses what does not fit its field or a frame', () => {
    const [, beacon] = PACKETS[0] ?? [];
    if (beacon === undefined) throw new Error('there is a beacon');
    expect(() => encodePacket({ ...beacon, sender: 256 })).toThrow('fits its field');
    expect(() => encodePacket({ ...beacon, cycle: -1 })).toThrow('fits its field');
    const many = new Array<number>(40).fill(0);
    const response = {
      type: 'response',
      sender: 64,
      sequence: 0,
      slot: 2,
      cycle: 0,
      bus: 0,
      offsetNs: 0,
    } as const;
    expect(() => encodePacket({ ...response, words: many })).toThrow('fits into one frame');
    expect(() => encodePacket({ ...response, words: [0x40000] })).toThrow('MIL-STD-1553B');
    expect(() => encodePacket({ ...response, words: [] })).toThrow('has a word');
  });
});
