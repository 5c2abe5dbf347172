/**
 * Lines that fail in the middle of a run and come back: each fault is noticed within two cycles, with the line's name; the
 * others stay agreed; the line is taken back; and nothing is left behind. Over memory, and over pseudo-terminals.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPtyHub, type PtyHub } from '../../src/line/pty-hub.js';
import { serialLine } from '../../src/line/serial.js';
import type { MultiDrop } from '../../src/line/multi-drop.js';
import { deaf, from, garbled } from '../../src/line/wire-faults.js';
import type { AttachEnd } from '../../src/live/attach.js';
import type { HealthChange } from '../../src/live/line-health.js';
import type { LineSetUp } from '../../src/live/set-up.js';
import { withoutSocat } from '../line/support/socat.js';
import { attachmentOf, CONFIGURATION, endsOf, memoryLines, nominalFlight } from './support/flight.js';
import { Babbler } from './support/babbler.js';
import { inRealTime } from '../support/real-time.js';

const CYCLES = 24;
/** The fault is there from the end of this cycle on, until the end of that. */
const [INJECTED, HEALED] = [7, 14];
const PERIOD_US = 120_000;
const NAMES = ['GPC1', 'GPC2', 'GPC3', 'GPC4', 'FA2'];

/** What a test can do to a line. */
interface Hands {
  readonly wire: MultiDrop;
  unplug(name: string): unknown;
  plug(name: string): unknown;
  jam?(name: string, jammed: boolean): void;
}

interface LineFault {
  readonly line: string;
  /** Undefined: what is sent comes through all the same. */
  readonly health: HealthChange['health'] | undefined;
  inject(hands: Hands): unknown;
  heal(hands: Hands): unknown;
  /** Nobody has data while it lasts. */
  readonly stopsData?: true;
}

const babbler = new Babbler(NAMES.filter((name) => name !== 'GPC3'));

const FAULTS: Readonly<Record<string, LineFault>> = {
  'unplugged, back under another name': {
    line: 'GPC3',
    health: 'lost',
    inject: (hands) => hands.unplug('GPC3'),
    heal: (hands) => hands.plug('GPC3'),
  },
  "the commander's unplugged": {
    line: 'GPC2',
    health: 'lost',
    inject: (hands) => hands.unplug('GPC2'),
    heal: (hands) => hands.plug('GPC2'),
    stopsData: true,
  },
  "the terminal's unplugged": {
    line: 'FA2',
    health: 'lost',
    inject: (hands) => hands.unplug('FA2'),
    heal: (hands) => hands.plug('FA2'),
    stopsData: true,
  },
  'hears nothing': {
    line: 'GPC3',
    health: 'deaf',
    inject: ({ wire }) => wire.setEar('GPC3', deaf),
    heal: ({ wire }) => wire.setEar('GPC3', undefined),
  },
  'hears at a wrong baud rate': {
    line: 'GPC3',
    health: 'garbage',
    inject: ({ wire }) => wire.setEar('GPC3', garbled(7)),
    heal: ({ wire }) => wire.setEar('GPC3', undefined),
  },
  'speaks at a wrong baud rate': {
    line: 'FA2',
    health: 'unheard',
    inject: ({ wire }) => {
      for (const name of NAMES) if (name !== 'FA2') wire.setEar(name, from('FA2', garbled(8)));
    },
    heal: ({ wire }) => {
      for (const name of NAMES) wire.setEar(name, undefined);
    },
    stopsData: true,
  },
  'cut at its transmitter': {
    line: 'FA2',
    health: 'unheard',
    inject: ({ wire }) => wire.setMute('FA2', true),
    heal: ({ wire }) => wire.setMute('FA2', false),
    stopsData: true,
  },
  'somebody babbles between the bursts': {
    line: 'GPC3',
    health: undefined,
    inject: (hands) => babbler.start(hands),
    heal: (hands) => babbler.stop(hands),
  },
  'a write that never ends': {
    line: 'GPC2',
    health: 'stuck',
    inject: (hands) => hands.jam?.('GPC2', true),
    heal: (hands) => hands.jam?.('GPC2', false),
    stopsData: true,
  },
};

interface Seen {
  readonly end: AttachEnd;
  readonly changes: readonly (HealthChange & { readonly cycle: number })[];
}

async function fly(fault: LineFault, hands: Hands, lines: LineSetUp): Promise<Seen> {
  const attachment = attachmentOf(nominalFlight(CYCLES), lines, {
    configuration: { ...CONFIGURATION, periodUs: PERIOD_US },
    periodUs: PERIOD_US,
  });
  const changes: Seen['changes'][number][] = [];
  let now = 0;
  attachment.streams.cycles$.subscribe(({ cycle }) => {
    now = cycle;
    if (cycle === INJECTED) void fault.inject(hands);
    if (cycle === HEALED) void fault.heal(hands);
  });
  attachment.streams.health$.subscribe((change) => changes.push({ ...change, cycle: now }));
  return { end: await attachment.run(), changes };
}

function judge({ line, health, stopsData }: LineFault, { end, changes }: Seen): void {
  const own = changes.filter((change) => change.line === line);
  expect(own.map((change) => change.health)).toEqual(health === undefined ? [] : [health, 'ok']);
  const [told, back] = own;
  if (told !== undefined && back !== undefined) {
    // Named when the second cycle of trouble is over, at the latest.
    const since = Number(/since cycle (\d+)/.exec(told.text)?.[1]);
    expect(since - INJECTED).toBeLessThanOrEqual(2);
    expect(told.cycle - since).toBeLessThanOrEqual(1);
    expect(back.cycle).toBeGreaterThanOrEqual(HEALED);
    expect(back.cycle - HEALED).toBeLessThanOrEqual(7);
    expect(end.notes.map(({ text }) => text)).toEqual(expect.arrayContaining([told.text, back.text]));
  } else {
    expect(end.lines.find(({ name }) => name === line)?.discarded['too-long']).toBeGreaterThan(0);
  }
  expect(changes.filter((change) => change.line !== line)).toEqual([]);
  const { run } = end;
  expect([run.cycles, run.verdict, run.failVotes]).toEqual([CYCLES, 'agreed', []]);
  expect(run.checks.agreement.held).toBe(true);
  const last = run.hearing.at(-1);
  if (stopsData === true) expect(run.noDataCycles).toBeGreaterThanOrEqual(2);
  else expect(Object.values(last?.readings ?? {})).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect(end.lines.every((report) => report.health === 'ok')).toBe(true);
}

/** The table of the run: what was done, when it was seen, what the others made of it, when it was well again. */
function tell(kind: string, name: string, fault: LineFault, { end, changes }: Seen): string {
  const own = changes.filter(({ line }) => line === fault.line);
  const after = (change: { readonly cycle: number } | undefined, start: number): string =>
    change === undefined ? 'never' : `${change.cycle - start} cycles`;
  const cells = [kind.padEnd(7), name.padEnd(36), (own[0]?.text ?? '').padEnd(52)];
  return `${cells.join('')} seen after ${after(own[0], INJECTED)}, others ${end.run.verdict}, back after ${after(own[1], HEALED)}`;
}

/** By kind of line and fault: of each its last flight. */
const table = new Map<string, string>();
afterAll(() => console.log([...table.values()].sort().join('\n')));

describe('in memory', inRealTime, () => {
  const flyInMemory = (fault: LineFault): Promise<Seen> => {
    const lines = memoryLines(nominalFlight(CYCLES));
    const { bus } = lines;
    const hands: Hands = {
      wire: bus.wire,
      unplug: (line) => bus.unplug(line),
      plug: (line) => bus.plug(line),
      jam: (line, jammed) => bus.jam(line, jammed),
    };
    return fly(fault, hands, lines);
  };
  const flights = new Map<string, Promise<Seen>>();
  // Side by side: live runs wait more than they work.
  beforeAll(() => {
    for (const [name, fault] of Object.entries(FAULTS)) flights.set(name, flyInMemory(fault));
  });

  it.each(Object.entries(FAULTS))('%s', async (name, fault) => {
    const outcome = await (flights.get(name) ?? flyInMemory(fault));
    // If it has to be flown again it is flown alone.
    flights.delete(name);
    table.set(`memory ${name}`, tell('memory', name, fault, outcome));
    judge(fault, outcome);
  });
});

describe.skipIf(withoutSocat)('over pseudo-terminals', inRealTime, () => {
  const faults = Object.entries(FAULTS).filter(([, { health }]) => health !== 'stuck');
  it.each(faults)('%s', async (name, fault) => {
    const scenario = nominalFlight(CYCLES);
    const hub: PtyHub = await startPtyHub(NAMES);
    const ends = endsOf(scenario, (line) =>
      serialLine(hub.pathOf(line), { baud: 115_200, deadlines: CONFIGURATION.liveness }),
    );
    const lines: LineSetUp = { ends, wire: hub.wire, stop: () => hub.stop() };
    const outcome = await fly(fault, hub, lines);
    table.set(`ptys ${name}`, tell('ptys', name, fault, outcome));
    judge(fault, outcome);
  });
});
