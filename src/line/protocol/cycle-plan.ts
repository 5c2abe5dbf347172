/**
 * Who says what in which slot of a cycle on a line: the plan that all participants share.
 *
 * The order follows the control cycle (core/cycle): the time master's beacon, each element's command and response, the
 * rounds of the exchange with a slot per computer, what the computers do at its end, and an open slot for joining.
 * Lengths are those of real frames, built for the purpose, with the most that is ever said in the slot.
 */
import { at } from '../../core/at.js';
import { readsOf, type ScenarioConfig } from '../../core/config.js';
import { encodeBurst } from './framing.js';
import { encodePacket, MESSAGE_ROOM_BYTES, wordsLength } from './packet-codec.js';
import { EVERYBODY, FIRST_TERMINAL, OPEN_SLOT, type Packet, type Words } from './packet.js';

/** One host with an ear per computer, where the exchange stays in memory; or a process per computer. */
export type SetUp = 'four-ears' | 'one-host-per-computer';

export type SlotPurpose = 'beacon' | 'command' | 'response' | 'message' | 'output' | 'open';

export interface PlannedSlot {
  /** From 0; OPEN_SLOT for the open one. */
  readonly slot: number;
  readonly purpose: SlotPurpose;
  /** The one station that may send; EVERYBODY for the open slot. The beacon's is whoever is time master. */
  readonly sender: number;
  /** Of a command and response: position of the element among all of the scenario. */
  readonly element?: number;
  /** Of a message. */
  readonly round?: number;
  /** Longest burst. */
  readonly bytes: number;
  /** Depends on what was said in earlier slots, so time has to pass for that to be heard. */
  readonly waits: boolean;
}

/** Modes whose exchange goes over a line. */
export const LINE_MODES = ['none', 'status', 'om1'] as const;
export type LineMode = (typeof LINE_MODES)[number];

/** @param mode with `four-ears` any, as its exchange is not on the line */
export function planCycle(scenario: ScenarioConfig, mode: string, setUp: SetUp): PlannedSlot[] {
  const plan: PlannedSlot[] = [];
  const add = (slot: Omit<PlannedSlot, 'slot' | 'bytes'>, ...packets: readonly Packet[]): void => {
    const bytes = encodeBurst(packets.map(encodePacket)).length;
    plan.push({ slot: slot.purpose === 'open' ? OPEN_SLOT : plan.length, ...slot, bytes });
  };
  add({ purpose: 'beacon', sender: EVERYBODY, waits: false }, BEACON);
  scenario.buses.forEach((bus, b) => {
    for (const slot of readsOf(bus)) {
      // Two slots per element follow the beacon's.
      const element = (plan.length - 1) / 2;
      const commander = scenario.computers.findIndex(({ id }) => id === bus.commander);
      const terminal = FIRST_TERMINAL + scenario.terminals.findIndex(({ id }) => id === slot.terminal);
      const waits = element > 0 || setUp === 'one-host-per-computer';
      const command: Packet = { type: 'command', ...HEADER, bus: b, ...words(1) };
      add({ purpose: 'command', sender: commander, element, waits }, command);
      const response: Packet = { type: 'response', ...HEADER, bus: b, ...words(1 + slot.words) };
      add({ purpose: 'response', sender: terminal, element, waits: true }, response);
    }
  });
  if (setUp === 'one-host-per-computer') {
    roundsOf(scenario, mode).forEach((lengths, i) => {
      const packets = asMessages(lengths);
      scenario.computers.forEach((_, sender) => {
        add({ purpose: 'message', sender, round: i + 1, waits: sender === 0 }, ...packets);
      });
    });
    const votes = scenario.computers.map((_, target) => ({ target, offsetNs: 0 }));
    const commands = scenario.actuators.map(() => 0);
    const output: Packet = { type: 'output', ...HEADER, votes, commands };
    scenario.computers.forEach((_, sender) => {
      add({ purpose: 'output', sender, waits: sender === 0 }, output);
    });
  }
  add({ purpose: 'open', sender: EVERYBODY, waits: true }, setUp === 'four-ears' ? HELLO : stateOf(scenario));
  return plan;
}

/** By round of the exchange: how long each message is, in words, that one computer sends in it. */
export function roundsOf(scenario: ScenarioConfig, mode: string): number[][] {
  const elements = scenario.buses.flatMap(readsOf);
  const computers = scenario.computers.length;
  const rounds: number[][] = [];
  // A sync code, or the lack of an error in it, is a header and one word.
  if (mode === 'status')
    rounds.push(
      elements.map(() => 2),
      [2],
    );
  if (mode === 'om1') rounds.push(elements.map((slot) => 1 + slot.words));
  if (scenario.rules.sumwordEveryCycles > 0) {
    rounds.push([2]);
    if (mode === 'om1') rounds.push(new Array<number>(computers - 1).fill(2));
  }
  return rounds;
}

/** As many messages to a packet as fit, in order; one packet without any if there are none. */
export function packMessages(messages: readonly Words[]): Words[][] {
  const packets: Words[][] = [[]];
  let left = MESSAGE_ROOM_BYTES;
  for (const message of messages) {
    const bytes = wordsLength(message.words.length);
    if (bytes > left) {
      packets.push([]);
      left = MESSAGE_ROOM_BYTES;
    }
    at(packets, packets.length - 1).push(message);
    left -= bytes;
  }
  return packets;
}

function asMessages(lengths: readonly number[]): Packet[] {
  return packMessages(lengths.map(words)).map((messages) => ({
    type: 'message',
    ...HEADER,
    receiver: EVERYBODY,
    round: 1,
    messages,
  }));
}

const HEADER = { sender: 0, sequence: 0, slot: 0, cycle: 0 };

const BEACON: Packet = {
  type: 'beacon',
  ...HEADER,
  scenario: 0,
  configuration: 0,
  periodUs: 0,
  present: 0,
  joined: 0,
  term: 0,
  mode: 0,
};

const HELLO: Packet = { type: 'hello', ...HEADER, role: 'computer', scenario: 0, configuration: 0 };

/** The longest that is said in the open slot where computers join. */
function stateOf({ computers }: ScenarioConfig): Packet {
  const rows = computers.map(() => ({ cast: 0, lamps: 0 }));
  return { type: 'state', ...HEADER, left: 0, takesPart: 0, bypassed: 0, rows };
}

function words(count: number): Words {
  return { offsetNs: 0, words: new Array<number>(count).fill(0) };
}
