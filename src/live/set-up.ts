/** Lines of a configuration, by station: real ports, or what stands for them where there are none. */
import { at } from '../core/at.js';
import type { ScenarioConfig } from '../core/config.js';
import { timingOf, type LineConfiguration } from '../line/configuration.js';
import type { Deadlines } from '../line/guarded-line.js';
import type { Line } from '../line/line.js';
import { MemoryBus } from '../line/memory.js';
import type { MultiDrop } from '../line/multi-drop.js';
import { planCycle } from '../line/protocol/cycle-plan.js';
import { FIRST_TERMINAL } from '../line/protocol/packet.js';
import { layOut, type TimedSlot } from '../line/protocol/slots.js';
import { LineEnd } from './line-end.js';

export interface LineSetUp {
  /** By station: those that speak from here. */
  readonly ends: ReadonlyMap<number, LineEnd>;
  /** Where single ears can be injured. */
  readonly wire: MultiDrop | undefined;
  /** Ends what was made for the run, when the lines are closed. */
  stop(): Promise<void>;
}

export interface Lines {
  find(name: string): Line;
  readonly wire?: MultiDrop;
  /** Of pseudo-terminals: where they are, for another process to open. */
  pathOf?(name: string): string;
  stop?(): Promise<void>;
}

/** @throws LineSetUpError where pseudo-terminals cannot be made */
export async function setUpLines(
  configuration: LineConfiguration,
  scenario: ScenarioConfig,
): Promise<LineSetUp> {
  const stations = stationsHere(configuration, scenario);
  const lines = await linesOf(configuration, [...stations.values()]);
  const { retryMs } = configuration.liveness;
  const ends = new Map(
    [...stations].map(([number, name]) => [number, new LineEnd(name, () => lines.find(name), retryMs)]),
  );
  return {
    ends,
    wire: lines.wire,
    stop: async () => {
      await lines.stop?.();
      lines.wire?.stop();
    },
  };
}

/** Names of all stations of a scenario, by their numbers on the line. */
export function stationsOf({ computers, terminals }: ScenarioConfig): Map<number, string> {
  return new Map([
    ...computers.map(({ id }, i) => [i, id] as const),
    ...terminals.map(({ id }, i) => [FIRST_TERMINAL + i, id] as const),
  ]);
}

/** Of those, the ones that speak from here. */
export function stationsHere({ stations }: LineConfiguration, scenario: ScenarioConfig): Map<number, string> {
  const elsewhere = new Set(
    stations.filter(({ runs }) => runs === 'elsewhere').map(({ station }) => station),
  );
  return new Map([...stationsOf(scenario)].filter(([, name]) => !elsewhere.has(name)));
}

/** What a live run is made of, as far as the table of slots goes. */
export interface SlottedRun {
  readonly configuration: LineConfiguration;
  readonly scenario: ScenarioConfig;
  readonly mode: string;
  readonly periodUs: number;
}

export function slotsOf({ configuration, scenario, mode, periodUs }: SlottedRun): readonly TimedSlot[] {
  const { setUp } = configuration;
  return layOut(planCycle(scenario, mode, setUp), setUp, timingOf(configuration), periodUs).slots;
}

/** @throws LineSetUpError where pseudo-terminals cannot be made */
export async function linesOf(configuration: LineConfiguration, names: readonly string[]): Promise<Lines> {
  const { line, stations, liveness, name } = configuration;
  const { openMs, writeMs, closeMs } = liveness;
  const deadlines: Deadlines = { openMs, writeMs, closeMs };
  const hearsItself = (station: string): boolean =>
    stations.some((config) => config.station === station && config.echo === 'yes');
  if (line.kind === 'memory') {
    const bus = new MemoryBus();
    return { wire: bus.wire, find: (id) => bus.line(id, { echo: hearsItself(id), deadlines }) };
  }
  const { MockBus, serialLine } = await import('../line/serial.js');
  const { baud } = line;
  if (line.kind === 'mock') {
    const bus = new MockBus(name);
    return { wire: bus.wire, find: (id) => bus.line(id, { echo: hearsItself(id), deadlines }) };
  }
  if (line.kind === 'serial') {
    const pathOf = (id: string): string => stations.find(({ station }) => station === id)?.path ?? '';
    return { find: (id) => serialLine(pathOf(id), { baud, deadlines }) };
  }
  if (line.join === 'hub') {
    const { startPtyHub } = await import('../line/pty-hub.js');
    const hub = await startPtyHub(names, { echo: names.some(hearsItself) });
    return {
      wire: hub.wire,
      find: (id) => serialLine(hub.pathOf(id), { baud, deadlines }),
      pathOf: (id) => hub.pathOf(id),
      stop: () => hub.stop(),
    };
  }
  const { startPtyBus } = await import('../line/socat.js');
  const bus = await startPtyBus(names.length);
  const pathOf = (id: string): string => at(bus.paths, names.indexOf(id));
  return {
    find: (id) => serialLine(pathOf(id), { baud, deadlines }),
    pathOf,
    stop: () => bus.stop(),
  };
}
