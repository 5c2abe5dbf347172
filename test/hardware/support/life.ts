/** The foreign client's life as computer 3: the rest of its set, one period after the other, and what it says to it. */
import { at } from '../../../src/core/at.js';
import { payloadOf, MIL_STD_1553B_WORD as WORD } from '../../../src/core/bus/word.js';
import { encodeBurst } from '../../../src/line/protocol/framing.js';
import { encodePacket } from '../../../src/line/protocol/packet-codec.js';
import {
  GATHERING,
  type Beacon,
  type Message,
  type Output,
  type Packet,
} from '../../../src/line/protocol/packet.js';
import { playClient, type TimedBytes } from './client.js';
import { understood } from './commander.js';
import { GATHER, RestOfTheSet, SCENARIO_FILE, scenario, type SetCycle } from './set.js';

export const TIMING = { baud: 460_800, guardUs: 250, latencyUs: 1000, turnAroundUs: 500 };
export const PERIOD_US = scenario.cycle.periodUs;
export const COMPUTER = ['computer', '-', '--scenario', SCENARIO_FILE, '--number', '3', '--baud', '460800'];

export interface Said {
  /** Since the start of the first period. */
  readonly us: number;
  readonly packet: Packet;
}

/** What comes in a period, and as which cycle; nothing at all where nobody can be heard. */
export type Period = readonly [cycle: number, said?: SetCycle | undefined, hello?: number | undefined];

/** What comes on its line, one period after the other. */
export function heardIn(periods: readonly Period[]): TimedBytes[] {
  const set = new RestOfTheSet(TIMING, PERIOD_US);
  return periods.flatMap(([cycle, said, hello], p) => {
    const startUs = p * PERIOD_US;
    const bursts = set.slots.map((slot): TimedBytes => {
      const bytes = said === undefined ? new Uint8Array() : set.burst(slot, cycle, said);
      return { us: startUs + slot.startUs + slot.onLineUs, bytes };
    });
    if (hello === undefined) return bursts;
    const { startUs: afterUs, onLineUs } = set.output(hello);
    const extra = { us: startUs + afterUs + onLineUs, bytes: set.hello(hello, cycle) };
    return [...bursts, extra].sort((a, b) => a.us - b.us);
  });
}

/** It hears this packet then. */
export const packetAt = (us: number, packet: Packet): TimedBytes => ({
  us,
  bytes: encodeBurst([encodePacket(packet)]),
});

/** As computer 0 says it, but for the changes. */
export function beaconAt(us: number, cycle: number, changes: Partial<Beacon>): TimedBytes {
  const set = new RestOfTheSet(TIMING, PERIOD_US);
  const [beacon] = understood(set.burst(at(set.slots, 0), cycle, HEALTHY)).map(whole);
  if (beacon?.type !== 'beacon') throw new Error('the first slot is for a beacon');
  return packetAt(us, { ...beacon, ...changes });
}

/** All of these, in order of time. */
export const merged = (...heard: readonly (readonly TimedBytes[])[]): TimedBytes[] =>
  heard.flat().sort((a, b) => a.us - b.us);

/** What it says to that, whole and in order. */
export function answersTo(heard: readonly TimedBytes[], ...args: string[]): Said[] {
  const said = playClient([...COMPUTER, ...args], heard);
  return said.flatMap(({ us, bytes }) => understood(bytes).map((packet) => ({ us, packet: whole(packet) })));
}

/** Lets it live through one period after the other, and returns what it said. */
export const liveThrough = (periods: readonly Period[], ...args: string[]): Said[] =>
  answersTo(heardIn(periods), ...args);

/** Lets it live through cycles from 0 on, from the start of which it is in. */
export const live = (cycles: readonly SetCycle[], ...args: string[]): Said[] =>
  liveThrough([[GATHERING, GATHER], ...cycles.map((cycle, c): Period => [c, cycle])], ...args).slice(1);

/** What it said, in short. */
export const shown = (said: readonly Said[]): string[] =>
  said.map(({ packet }) => `${packet.type} ${packet.cycle} ${packet.slot}`);

function whole(packet: ReturnType<typeof understood>[number]): Packet {
  if (typeof packet === 'string' || packet.type === 'rejected') throw new Error(JSON.stringify(packet));
  return packet;
}

export const messages = (said: readonly Said[], round: number): Message[] =>
  said.flatMap(({ packet }) => (packet.type === 'message' && packet.round === round ? [packet] : []));
export const outputs = (said: readonly Said[]): Output[] =>
  said.flatMap(({ packet }) => (packet.type === 'output' ? [packet] : []));
/** The data of the messages, without headers. */
export const told = ({ messages }: Message): number[][] =>
  messages.map(({ words }) => words.slice(1).map((image) => payloadOf(WORD, image)));

export const HEALTHY: SetCycle = {
  data: [100, -200, 300, -5, 6, 7, 1, 1200],
  ears: ['ok', 'ok', 'ok', 'ok'],
};
