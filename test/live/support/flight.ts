/** A short flight in which a transmitter fails step by step, and live runs of it over lines of a test's own. */
import { fileURLToPath } from 'node:url';
import { pathToFileURL } from 'node:url';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ScenarioConfig } from '../../../src/core/config.js';
import type { LineConfiguration } from '../../../src/line/configuration.js';
import { MemoryBus } from '../../../src/line/memory.js';
import { Attachment, type AttachTask } from '../../../src/live/attach.js';
import { LineEnd } from '../../../src/live/line-end.js';
import { stationsOf, type LineSetUp } from '../../../src/live/set-up.js';
import { FIXTURES } from '../../../src/scenario/builtin.js';
import { parseScenario } from '../../../src/scenario/parse.js';
import type { Line } from '../../../src/line/line.js';

export const ENTRY = pathToFileURL(
  fileURLToPath(new URL('../../../dist/live/live-worker.js', import.meta.url)),
);

type Json = Record<string, unknown>;

/** sts-124-line with its seconds cut to fractions: three phases of the fault, then the terminal is exchanged. */
export function shortFlight(cycles = 36): Json {
  const file = JSON.parse(
    readFileSync(path.join(FIXTURES, 'sts-124-line', 'scenario.json'), 'utf8'),
  ) as Json & { faults: { ohm: { timeUs: number }[] }[]; events: { timeUs: number }[] };
  const times = new Map([
    [-40_000, 200_000],
    [2_960_000, 520_000],
    [6_000_000, 880_000],
    [6_080_000, 960_000],
  ]);
  const moved = (timeUs: number): number => times.get(timeUs) ?? timeUs;
  return {
    ...file,
    name: 'short-flight',
    cycle: { periodUs: 40_000, startUs: 0, cycles },
    faults: file.faults.map((fault) => ({
      ...fault,
      from: { timeUs: 200_000 },
      ohm: fault.ohm.map((step) => ({ ...step, timeUs: moved(step.timeUs) })),
    })),
    events: file.events.map((event) => ({ ...event, timeUs: moved(event.timeUs) })),
    notes: [],
  };
}

export function nominalFlight(cycles: number): ScenarioConfig {
  return parseScenario(
    JSON.stringify({ ...shortFlight(cycles), faults: [], events: [], expect: {} }),
    'nominal',
  );
}

export const CONFIGURATION: LineConfiguration = {
  name: 'test',
  title: 'test',
  scenario: 'short-flight',
  setUp: 'four-ears',
  exchange: 'om1',
  line: { kind: 'memory', baud: 115_200 },
  slots: { guardUs: 250, latencyUs: 1000, turnAroundUs: 500 },
  stations: [],
  faults: 'ears',
  deadlines: { missedPerMillion: 1_000_000, lateUs: 20_000 },
  liveness: { openMs: 1000, writeMs: 200, closeMs: 500, silentCycles: 2, retryMs: 40, gatherMs: 500 },
};

export function endsOf(scenario: ScenarioConfig, find: (name: string) => Line): ReadonlyMap<number, LineEnd> {
  return new Map(
    [...stationsOf(scenario)].map(([number, name]) => [number, new LineEnd(name, () => find(name), 40)]),
  );
}

export function memoryLines(scenario: ScenarioConfig, echo = false): LineSetUp & { readonly bus: MemoryBus } {
  const bus = new MemoryBus();
  const deadlines = CONFIGURATION.liveness;
  return {
    bus,
    ends: endsOf(scenario, (name) => bus.line(name, { echo, deadlines })),
    wire: bus.wire,
    stop: () => {
      bus.wire.stop();
      return Promise.resolve();
    },
  };
}

export function attachmentOf(
  scenario: ScenarioConfig,
  lines: LineSetUp,
  more: Partial<AttachTask> = {},
): Attachment {
  return new Attachment({
    configuration: CONFIGURATION,
    scenario,
    mode: 'om1',
    periodUs: scenario.cycle.periodUs,
    lines,
    common: { scenario: 1, configuration: 2, periodUs: scenario.cycle.periodUs, mode: 2 },
    entry: ENTRY,
    ...more,
  });
}
