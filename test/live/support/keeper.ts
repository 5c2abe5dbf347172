/** One host in virtual time: what the others of its set say to it stands in a script of cycles. */
import { at } from '../../../src/core/at.js';
import { Post } from '../../../src/live/hosts/post.js';
import type { Begin } from '../../../src/live/hosts/begin.js';
import { Timekeeper } from '../../../src/live/hosts/timekeeper.js';
import { planCycle } from '../../../src/line/protocol/cycle-plan.js';
import type { Packet } from '../../../src/line/protocol/packet.js';
import { layOut } from '../../../src/line/protocol/slots.js';
import { loadScenario } from '../../../src/scenario/load.js';
import { ScriptedRadio, type Sleep } from './radio.js';

const { scenario } = loadScenario('sts-124-line');
const SET_UP = 'one-host-per-computer';
export const PERIOD_US = 40_000;
const TIMING = { baud: 460_800, guardUs: 250, latencyUs: 1000, turnAroundUs: 500 };
export const SLOTS = layOut(planCycle(scenario, 'om1', SET_UP), SET_UP, TIMING, PERIOD_US).slots;
export const COMMON = { scenario: 11, configuration: 22, periodUs: PERIOD_US, mode: 2 };
export const BEACON_US = at(SLOTS, 0).onLineUs;
export const STATE = {
  left: 0,
  takesPart: 15,
  bypassed: 0,
  rows: [0, 0, 0, 0].map(() => ({ cast: 0, lamps: 0 })),
};

export type Script = { us: number; packet: Packet }[];

let sequence = 0;
export const beacon = (cycle: number, from: number, more: Partial<Packet> = {}): Packet =>
  ({
    type: 'beacon',
    ...{ sender: from, sequence: sequence++ & 255, slot: 0, cycle, ...COMMON },
    ...{ present: 15, joined: 0, term: 0, ...more },
  }) as Packet;

export const output = (cycle: number, from: number): Packet => {
  const slot = SLOTS.find(({ purpose, sender }) => purpose === 'output' && sender === from)?.slot ?? -1;
  return {
    type: 'output',
    sender: from,
    sequence: sequence++ & 255,
    slot,
    cycle,
    votes: [],
    commands: [0, 0, 0],
  };
};

export const outputUs = (who: number): number => {
  const slot = SLOTS.find(({ purpose, sender }) => purpose === 'output' && sender === who);
  return (slot?.startUs ?? 0) + (slot?.onLineUs ?? 0);
};

export const hello = (cycle: number, from: number): Packet => ({
  ...output(cycle, from),
  ...({ type: 'hello', role: 'computer', scenario: 11, configuration: 22 } as const),
});

/** A cycle of others that begins at this time: the beacon of one, the outputs of all. */
export function cycleOf(
  startUs: number,
  cycle: number,
  master: number,
  who: readonly number[],
  more: Partial<Packet> = {},
): Script {
  const outputs = SLOTS.filter(({ purpose, sender }) => purpose === 'output' && who.includes(sender));
  return [
    ...(who.includes(master) ? [{ us: startUs + BEACON_US, packet: beacon(cycle, master, more) }] : []),
    ...outputs.map((slot) => ({
      us: startUs + slot.startUs + slot.onLineUs,
      packet: output(cycle, slot.sender),
    })),
  ];
}

/** So many cycles, from cycle `first` on, the first of them at `startUs`. */
export function cyclesOf(
  startUs: number,
  first: number,
  count: number,
  master: number,
  who: readonly number[],
  more: Partial<Packet> = {},
): Script {
  return Array.from({ length: count }, (_, i) =>
    cycleOf(startUs + i * PERIOD_US, first + i, master, who, more),
  ).flat();
}

export interface Life {
  readonly begins: readonly Begin[];
  readonly radio: ScriptedRadio;
  readonly keeper: Timekeeper;
}

export function live(
  own: number,
  script: Script,
  periods: number,
  { sleeps = [], cycles = 1000 }: { readonly sleeps?: readonly Sleep[]; readonly cycles?: number } = {},
): Life {
  const radio = new ScriptedRadio(script, periods * PERIOD_US, sleeps);
  const post = new Post(radio, own, SLOTS, (station) => station < 4 || station === 64);
  const keeper = new Timekeeper(radio, post, {
    own,
    computers: 4,
    elements: 1,
    slots: SLOTS,
    common: COMMON,
    cycles,
    gatherMs: 400,
    silentCycles: 2,
  });
  const begins: Begin[] = [];
  for (let begin = keeper.next(); begin !== undefined; begin = keeper.next()) {
    begins.push(begin);
    // The cycle itself: until all outputs are in.
    post.listen(begin.startUs + at(SLOTS, SLOTS.length - 2).heardUs);
    keeper.endOfCycle(() => STATE);
  }
  return { begins, radio, keeper };
}

export const shown = ({ begins }: Life): string =>
  begins.map(({ cycle, leads }) => `${cycle}${leads ? '*' : ''}`).join(' ');
