/** The rest of a redundant set, for one computer that is not ours: what the others say in each slot, and what it should compute. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { at } from '../../../src/core/at.js';
import { makeImage, MIL_STD_1553B_WORD as WORD, type Image } from '../../../src/core/bus/word.js';
import { FlightComputer, mapSensors } from '../../../src/core/flight/flight-computer.js';
import { planCycle } from '../../../src/line/protocol/cycle-plan.js';
import { encodeBurst } from '../../../src/line/protocol/framing.js';
import { encodePacket } from '../../../src/line/protocol/packet-codec.js';
import {
  EVERYBODY,
  type Beacon,
  type Hello,
  type Packet,
  type State,
  type Words,
} from '../../../src/line/protocol/packet.js';
import { layOut, type LineTiming, type TimedSlot } from '../../../src/line/protocol/slots.js';
import { loadScenario } from '../../../src/scenario/load.js';
import { commandWord, STATION } from './commander.js';

export const SCENARIO_FILE = fileURLToPath(
  new URL('../../../fixtures/sts-124-line/scenario.json', import.meta.url),
);
export const { scenario } = loadScenario('sts-124-line');
const SET_UP = 'one-host-per-computer';
export const C = (bits: number): Image => makeImage(WORD, 'command', bits);
export const D = (bits: number): Image => makeImage(WORD, 'data', bits & 0xffff);
export const header = (about: number, kind: number, words: number): Image =>
  C((about << 11) | (kind << 5) | (words & 31));

/** What a computer made of the terminal's answer in a cycle: it heard it, it heard an error, or it is silent itself. */
export type Ear = 'ok' | 'error' | 'silent';

export interface SetCycle {
  readonly data: readonly number[];
  /** Of the computers 0, 1 and 2, and of the one under test, which is never silent. */
  readonly ears: readonly [Ear, Ear, Ear, 'ok' | 'error'];
  /** By voter: whom it votes against. */
  readonly votes?: Readonly<Record<number, readonly number[]>>;
  /** What is unusual about the beacon; or there is none. */
  readonly beacon?: Partial<Beacon> | 'none';
  /** What the time master tells those who join. */
  readonly state?: Partial<Pick<State, 'left' | 'bypassed' | 'rows'>>;
}

/** A beacon, and nothing else: the set is not complete yet. */
export const GATHER: SetCycle = { data: [], ears: ['silent', 'silent', 'silent', 'error'] };

export class RestOfTheSet {
  readonly slots: readonly TimedSlot[];
  readonly periodUs: number;
  readonly #timing: LineTiming;
  #sequence = 0;

  constructor(timing: LineTiming, periodUs: number) {
    this.slots = layOut(planCycle(scenario, 'om1', SET_UP), SET_UP, timing, periodUs).slots;
    this.periodUs = periodUs;
    this.#timing = timing;
  }

  /** What the others say in a slot; nothing where it is not theirs. */
  burst(slot: TimedSlot, cycle: number, said: SetCycle): Uint8Array {
    if (said === GATHER && slot.purpose !== 'beacon') return new Uint8Array();
    const packet = this.#packet(slot, { slot: slot.slot, cycle, ...this.#next() }, said);
    return packet === undefined ? new Uint8Array() : encodeBurst([encodePacket(packet)]);
  }

  /** Computer `sender` wants to be taken in. */
  hello(sender: number, cycle: number): Uint8Array {
    const slot = this.output(sender).slot;
    const { scenario, configuration } = this.#numbers();
    const packet: Hello = {
      ...{ type: 'hello', sender, slot, cycle, ...this.#next() },
      ...{ role: 'computer', scenario, configuration },
    };
    return encodeBurst([encodePacket(packet)]);
  }

  output(computer: number): TimedSlot {
    const slot = this.slots.find(({ purpose, sender }) => purpose === 'output' && sender === computer);
    if (slot === undefined) throw new Error(`computer ${computer} has a slot for its output`);
    return slot;
  }

  #next() {
    return { sequence: this.#sequence++ & 0xff };
  }

  #packet(
    slot: TimedSlot,
    common: Pick<Packet, 'slot' | 'cycle' | 'sequence'>,
    { data, ears, votes, beacon, state }: SetCycle,
  ): Packet | undefined {
    const { purpose, sender, round = 0 } = slot;
    switch (purpose) {
      case 'beacon':
        if (beacon === 'none') return undefined;
        return {
          ...{ type: 'beacon', sender: 0, ...common, ...this.#numbers() },
          ...{ present: 15, joined: 0, term: 0, mode: 2, ...beacon },
        };
      case 'command':
        return { type: 'command', sender, ...common, bus: 0, offsetNs: 0, words: [commandWord(1, 8)] };
      case 'response': {
        if (ears[3] === 'error') return undefined;
        const words = [C(10 << 11), ...data.map(D)];
        return { type: 'response', sender: STATION, ...common, bus: 0, offsetNs: 24_000, words };
      }
      case 'message': {
        if (sender === 3 || ears[sender] === 'silent') return undefined;
        const messages = messagesOf(round, sender, at(ears, sender), data);
        return { type: 'message', sender, ...common, receiver: EVERYBODY, round, messages };
      }
      case 'output':
        if (sender === 3) return undefined;
        return {
          ...{ type: 'output', sender, ...common, commands: [0, 0, 0] },
          votes: (votes?.[sender] ?? []).map((target) => ({ target, offsetNs: 0 })),
        };
      case 'open': {
        if (state === undefined) return undefined;
        const rows = [0, 1, 2, 3].map(() => ({ cast: 0, lamps: 0 }));
        const all = { left: 0, takesPart: 15, bypassed: 0, rows, ...state };
        return { type: 'state', sender: 0, ...common, ...all };
      }
    }
  }

  #numbers() {
    const { baud, guardUs, latencyUs, turnAroundUs } = this.#timing;
    const lines = [
      'quadruplex line 1',
      `setUp ${SET_UP}`,
      'exchange om1',
      `periodUs ${this.periodUs}`,
      `baud ${baud}`,
      `guardUs ${guardUs}`,
      `latencyUs ${latencyUs}`,
      `turnAroundUs ${turnAroundUs}`,
    ];
    const text = lines.map((line) => `${line}\n`).join('');
    return {
      scenario: firstFour(readFileSync(SCENARIO_FILE)),
      configuration: firstFour(Buffer.from(text)),
      periodUs: this.periodUs,
    };
  }
}

/** In rounds 2 and 3 computers 0, 1 and 2 have the sumwords 100, 101 and 102. */
function messagesOf(round: number, sender: number, ear: Ear, data: readonly number[]): Words[] {
  if (round === 1 && ear === 'error') return [{ offsetNs: 0, words: [header(0, 2, 1), D(0)] }];
  if (round === 1) return [{ offsetNs: 0, words: [header(0, 1, data.length), ...data.map(D)] }];
  if (round === 2) return [{ offsetNs: 0, words: [header(sender, 3, 1), D(100 + sender)] }];
  return [0, 1, 2, 3]
    .filter((about) => about !== sender)
    .map((about) => ({ offsetNs: 0, words: [header(about, 4, 1), D(0)] }));
}

function firstFour(data: Buffer): number {
  return createHash('sha256').update(data).digest().readUInt32BE();
}

/**
 * The product's own flight computer, on what the majority of the members heard, all alike; the element is given up after
 * two misses.
 * @param members by cycle
 */
export function expectedFlight(
  cycles: readonly SetCycle[],
  { first = 0, members = () => [0, 1, 2, 3] }: { first?: number; members?: (c: number) => number[] } = {},
) {
  const signals = at(scenario.terminals, 0).words.map(({ signal }) => signal);
  const computer = new FlightComputer(at(scenario.computers, 3), 3, {
    elements: 1,
    sensors: mapSensors([signals]),
    vehicle: scenario.vehicle,
    actuators: scenario.actuators,
  });
  let misses = 0;
  const { startUs, periodUs } = scenario.cycle;
  return cycles.map(({ data, ears }, c) => {
    const wasBypassed = computer.bypassed[0] === 1;
    const set = members(first + c);
    if (!wasBypassed && 2 * set.filter((i) => ears[i] === 'ok').length > set.length) {
      misses = 0;
      computer.take(
        0,
        Int32Array.from(data, (word) => word & 0xffff),
        data.length,
      );
    } else if (!wasBypassed && ++misses === scenario.rules.bypassAfter) {
      computer.bypass(0);
    }
    computer.step((startUs + (first + c) * periodUs) * 1000);
    return { wasBypassed, sumword: computer.sumword, commands: [...computer.law.commands] };
  });
}
