import { makeImage, MIL_STD_1553B_WORD as WORD } from '../../../src/core/bus/word.js';
import type { Packet } from '../../../src/line/protocol/packet.js';

/** Words as they stand in the vectors: C command or status, D data, with good parity. */
const C = (payload: number) => makeImage(WORD, 'command', payload);
const D = (payload: number) => makeImage(WORD, 'data', payload);
/** The same word with its parity bit the other way round. */
const broken = (image: number) => image ^ 1;

/** One packet of each kind, as hardware/protocol.md shows it. */
export const PACKETS: readonly (readonly [says: string, packet: Packet])[] = [
  [
    'beacon: computer 0 is time master, cycle 258, 40 ms, om1, computers 0 to 3 present, 2 taken in',
    {
      type: 'beacon',
      ...{ sender: 0, sequence: 7, slot: 0, cycle: 258 },
      ...{
        scenario: 0x01234567,
        configuration: 0x89abcdef,
        periodUs: 40_000,
        present: 0b1111,
        joined: 0b0100,
        term: 1,
        mode: 2,
      },
    },
  ],
  [
    'hello: a terminal that knows no scenario',
    {
      type: 'hello',
      ...{ sender: 64, sequence: 0, slot: 255, cycle: 0 },
      ...{ role: 'terminal', scenario: 0, configuration: 0 },
    },
  ],
  [
    'state: 3 has left, having voted against itself, as 0 and 1 had; element 1 is not read',
    {
      type: 'state',
      ...{ sender: 0, sequence: 9, slot: 255, cycle: 258 },
      ...{ left: 0b1000, takesPart: 0b1111, bypassed: 0b10 },
      rows: [
        { cast: 0b1000, lamps: 0b1000 },
        { cast: 0b1000, lamps: 0b1000 },
        { cast: 0, lamps: 0 },
        { cast: 0b1000, lamps: 0b1000 },
      ],
    },
  ],
  [
    'leave: computer 2, done',
    { type: 'leave', sender: 2, sequence: 255, slot: 255, cycle: 258, reason: 'done' },
  ],
  [
    'command: computer 1 asks address 10, subaddress 1, for 8 words: 5428 with command sync',
    {
      type: 'command',
      ...{ sender: 1, sequence: 16, slot: 1, cycle: 258 },
      ...{ bus: 0, offsetNs: 0, words: [C((10 << 11) | 0x0400 | (1 << 5) | 8)] },
    },
  ],
  [
    'response: status word 5000, then data 0000 ffff 1234, the last with wrong parity',
    {
      type: 'response',
      ...{ sender: 64, sequence: 1, slot: 2, cycle: 258 },
      ...{ bus: 0, offsetNs: 24_000, words: [C(10 << 11), D(0), D(0xffff), broken(D(0x1234))] },
    },
  ],
  [
    'message, round 1 of om1: computer 3 heard words 0001 0002 from element 0',
    {
      type: 'message',
      ...{ sender: 3, sequence: 33, slot: 6, cycle: 258 },
      ...{ receiver: 255, round: 1 },
      messages: [{ offsetNs: 504_000, words: [C((1 << 5) | 2), D(1), D(2)] }],
    },
  ],
  [
    'message, round 1 of om1: computer 2 received an error on element 0',
    {
      type: 'message',
      ...{ sender: 2, sequence: 34, slot: 5, cycle: 258 },
      ...{ receiver: 255, round: 1 },
      messages: [{ offsetNs: 504_000, words: [C((2 << 5) | 1), D(0)] }],
    },
  ],
  [
    'message, round 3 of om1: computer 1 relays the sumwords of 0 and 2; nothing came from 3',
    {
      type: 'message',
      ...{ sender: 1, sequence: 35, slot: 12, cycle: 256 },
      ...{ receiver: 255, round: 3 },
      messages: [
        { offsetNs: 2_000_000, words: [C((3 << 5) | 1), D(0xbeef)] },
        { offsetNs: 2_050_000, words: [C((2 << 11) | (3 << 5) | 1), D(0xbeef)] },
        { offsetNs: 2_100_000, words: [C((3 << 11) | (4 << 5) | 1), D(0)] },
      ],
    },
  ],
  [
    'output: computer 0 votes against 3, and commands -2, 100 and 0',
    {
      type: 'output',
      ...{ sender: 0, sequence: 8, slot: 15, cycle: 258 },
      ...{ votes: [{ target: 3, offsetNs: 5_812_345 }], commands: [-2, 100, 0] },
    },
  ],
  [
    'ping: tool 128 asks computer 1',
    {
      type: 'ping',
      ...{ sender: 128, sequence: 0, slot: 255, cycle: 258 },
      ...{ receiver: 1, token: 0xdeadbeef, filling: Uint8Array.of(0, 0, 0x55, 0xaa) },
    },
  ],
];

/** The same as bytes that a receiver may meet, and what it makes of them. */
export const GARBAGE: readonly (readonly [says: string, line: string, events: string])[] = [
  ['nothing but delimiters', '00 00 00', ''],
  ['the stuffing leads past the end', '00 05 11 22 00', 'discarded stuffing 3'],
  ['shorter than a CRC and one byte', '00 04 11 22 33 00', 'discarded too-short 4'],
  ['a wrong CRC', '00 06 11 de ad be ef 00', 'discarded crc 6'],
  [
    '128 bytes without a delimiter',
    `00 ${'ff '.repeat(128)}00`,
    'discarded too-long 127; discarded too-long 1',
  ],
];
