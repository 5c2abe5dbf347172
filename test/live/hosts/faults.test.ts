/**
 * Lines of hosts that fail in the middle of a run and come back: it is seen within two cycles, with the line's name; the
 * others go on and stay agreed in every cycle; who was cut off joins again by itself. Nobody is restarted.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { at } from '../../../src/core/at.js';
import type { MemoryBus } from '../../../src/line/memory.js';
import { deaf, garbled } from '../../../src/line/wire-faults.js';
import type { HostOutcome } from '../../../src/live/hosts/host-attachment.js';
import type { HealthChange } from '../../../src/live/line-health.js';
import {
  COMPUTERS,
  expectAgreed,
  hostsFlight,
  memoryHosts,
  NAMES,
  replayed,
  type Hosts,
} from '../support/hosts.js';
import { Babbler } from '../support/babbler.js';
import { inRealTime } from '../../support/real-time.js';

const CYCLES = 16;
/** The fault is there from the end of this cycle on, until the end of that, both as GPC2 sees it. */
const [INJECTED, HEALED] = [3, 8];

interface LineFault {
  readonly line: string;
  /** As the host itself sees it first, and as the others do; undefined: it is not seen, as everything comes through. */
  readonly own: HealthChange['health'] | undefined;
  readonly others: HealthChange['health'] | undefined;
  /** Is the port itself lost? */
  readonly loses?: true;
  inject(bus: MemoryBus): unknown;
  heal(bus: MemoryBus): unknown;
}

const babbler = new Babbler(NAMES.filter((name) => name !== 'GPC3'));

const FAULTS: Readonly<Record<string, LineFault>> = {
  unplugged: {
    ...{ line: 'GPC3', own: 'lost', others: 'unheard', loses: true },
    inject: (bus) => bus.unplug('GPC3'),
    heal: (bus) => bus.plug('GPC3'),
  },
  "the time master's unplugged": {
    ...{ line: 'GPC1', own: 'lost', others: 'unheard', loses: true },
    inject: (bus) => bus.unplug('GPC1'),
    heal: (bus) => bus.plug('GPC1'),
  },
  'hears nothing': {
    ...{ line: 'GPC3', own: 'deaf', others: 'unheard' },
    inject: ({ wire }) => wire.setEar('GPC3', deaf),
    heal: ({ wire }) => wire.setEar('GPC3', undefined),
  },
  'hears at a wrong baud rate': {
    ...{ line: 'GPC3', own: 'garbage', others: 'unheard' },
    inject: ({ wire }) => wire.setEar('GPC3', garbled(7)),
    heal: ({ wire }) => wire.setEar('GPC3', undefined),
  },
  'cut at its transmitter': {
    ...{ line: 'GPC3', own: 'unheard', others: 'unheard' },
    inject: ({ wire }) => wire.setMute('GPC3', true),
    heal: ({ wire }) => wire.setMute('GPC3', false),
  },
  'a write that never ends': {
    // It is known from the beacons before the port gives up.
    ...{ line: 'GPC3', own: 'unheard', others: 'unheard', loses: true },
    inject: (bus) => bus.jam('GPC3', true),
    heal: (bus) => bus.jam('GPC3', false),
  },
  'somebody babbles between the bursts': {
    ...{ line: 'GPC3', own: undefined, others: undefined },
    inject: (bus) => babbler.start(bus),
    heal: (bus) => babbler.stop(bus),
  },
};

interface Seen {
  readonly hosts: Hosts;
  readonly outcomes: readonly HostOutcome[];
  /** What was said of the line, by its own host or another one, in order of cycles. */
  readonly changes: readonly (HealthChange & { readonly cycle: number; readonly by: string })[];
}

async function fly(fault: LineFault): Promise<Seen> {
  const { hosts, bus } = memoryHosts(hostsFlight(CYCLES));
  await hosts.startAll();
  hosts.at('GPC2', INJECTED, () => fault.inject(bus));
  hosts.at('GPC2', HEALED, () => fault.heal(bus));
  const outcomes = await hosts.outcomes();
  bus.wire.stop();
  const changes = hosts.all
    .flatMap(({ name, changes: told }) => told.map((change) => ({ ...change, by: name })))
    .filter(({ line }) => line === fault.line)
    .sort((a, b) => a.cycle - b.cycle);
  return { hosts, outcomes, changes };
}

/** The cycle after healing from which on the line's host has a part in all; where its port comes and goes it may never be away. */
function backIn({ hosts }: Seen, line: string): number {
  let back = CYCLES;
  while (back > HEALED + 1 && hosts.of(line).in(back - 1) !== undefined) back--;
  return back;
}

function judgeHealth({ line, own, others: outside }: LineFault, { changes }: Seen): void {
  if (own === undefined) {
    expect(changes).toEqual([]);
    return;
  }
  const first = at(changes, 0);
  const since = Number(/since cycle (\d+)/.exec(first.text)?.[1]);
  expect(since - INJECTED).toBeLessThanOrEqual(2);
  expect(first.cycle - since).toBeLessThanOrEqual(1);
  for (const name of [...COMPUTERS, 'FA2']) {
    const told = changes.filter(({ by }) => by === name).map(({ health }) => health);
    expect([name, told[0], told.at(-1)]).toEqual([name, name === line ? own : outside, 'ok']);
  }
}

function judge(fault: LineFault, seen: Seen): void {
  const { hosts, outcomes } = seen;
  const { line } = fault;
  judgeHealth(fault, seen);
  expect(hosts.all.map(({ name }) => name).sort()).toEqual([...NAMES].sort());
  const all = COMPUTERS.map((name) => hosts.of(name));
  expectAgreed(
    all.filter(({ name }) => name !== line),
    0,
    CYCLES,
  );
  const back = fault.own === undefined ? 0 : backIn(seen, line);
  expect(back).toBeLessThanOrEqual(HEALED + 6);
  expectAgreed(all, back, CYCLES);
  for (const host of all) expect(host.in(CYCLES - 1)?.members).toEqual([true, true, true, true]);
  for (const [i, outcome] of outcomes.entries()) {
    const { name, events } = at(hosts.all, i);
    expect([name, outcome.passed]).toEqual([name, CYCLES]);
    expect(outcome.lines.map(({ health }) => health)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    const losses = outcome.lines.find((own) => own.name === name)?.losses ?? 0;
    expect([name, losses > 0]).toEqual([name, name === line && fault.loses === true]);
    expect(replayed(hosts.scenario, outcome)).toEqual(events);
  }
}

/** The table of the run: what was done, when it was seen and by whom, and when it was well again. */
function tell(name: string, { line, own }: LineFault, seen: Seen): string {
  const [first] = seen.changes;
  const text = first === undefined ? '' : `${first.text} (says ${first.by})`;
  const cells = ['hosts'.padEnd(7), name.padEnd(36), text.padEnd(74)];
  const when = first === undefined ? 'never' : `${first.cycle - INJECTED} cycles`;
  const back = own === undefined ? 'never away' : `in again after ${backIn(seen, line) - HEALED} cycles`;
  return `${cells.join('')} seen after ${when}, ${back}`;
}

/** By fault: of each its last flight. */
const table = new Map<string, string>();
afterAll(() => console.log([...table.values()].sort().join('\n')));

describe('a line of a host', inRealTime, () => {
  it.each(Object.entries(FAULTS))('%s', async (name, fault) => {
    const seen = await fly(fault);
    table.set(name, tell(name, fault, seen));
    judge(fault, seen);
  });
});

it('that never comes back ends with the run, as its clock says', inRealTime, async () => {
  const { hosts, bus } = memoryHosts(hostsFlight(10));
  await hosts.startAll();
  hosts.at('GPC2', 3, () => {
    bus.unplug('GPC3');
    bus.wire.setEar('FA2', deaf);
  });
  const outcomes = await hosts.outcomes();
  expect(outcomes.map(({ passed }) => passed)).toEqual(NAMES.map(() => 10));
  expectAgreed(
    ['GPC1', 'GPC2', 'GPC4'].map((name) => hosts.of(name)),
    0,
    10,
  );
  for (const name of ['GPC3', 'FA2']) {
    const { awayCycles, lines } = at(outcomes, hosts.all.indexOf(hosts.of(name)));
    expect(awayCycles).toBeGreaterThanOrEqual(3);
    expect(lines.find((line) => line.name === name)?.health).not.toBe('ok');
  }
  expect(outcomes.map((one) => replayed(hosts.scenario, one))).toEqual(hosts.all.map(({ events }) => events));
});
