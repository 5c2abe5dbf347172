/**
 * Gathers the facts about the lines of a configuration and about this machine: looks at the ports, opens the lines as a
 * run would, tries them, and leaves nothing open, whatever happens and whenever it is asked to stop.
 */
import type { ScenarioConfig } from '../core/config.js';
import type { LineConfiguration } from './configuration.js';
import {
  isBusy,
  type DoctorFacts,
  type Hearing,
  type LineFacts,
  type PortFacts,
  type RoundTrip,
  type Scheduling,
} from './doctor-facts.js';
import {
  LIMITS,
  listenFirst,
  measureHearing,
  measureRoundTrip,
  type Limits,
  type Partner,
  type Rig,
} from './doctor-measure.js';
import { examinePort } from './doctor-port.js';
import { TestStation } from './doctor-station.js';
import type { Feasibility } from './feasible.js';
import type { Line } from './line.js';
import type { PortInfo } from './ports.js';
import { FIRST_TERMINAL } from './protocol/packet.js';
import { LineSetUpError } from './socat.js';

export interface Examination {
  readonly configuration: LineConfiguration;
  readonly scenario: ScenarioConfig;
  readonly file: string;
  readonly cycle: Feasibility;
  readonly ports: readonly PortInfo[];
  readonly scheduling: Scheduling;
  /** Those who speak from here, by their numbers. */
  readonly here: ReadonlyMap<number, string>;
  /** Makes their lines, as a run would. */
  readonly makeLines: () => Promise<MadeLines>;
  readonly limits?: Limits;
  readonly stop: AbortSignal;
}

export interface MadeLines {
  find(name: string): Line;
  stop?(): Promise<void>;
  readonly wire?: { stop(): void };
}

export async function examine(task: Examination): Promise<DoctorFacts> {
  const { configuration, scenario, file, cycle, scheduling } = task;
  const about = {
    configuration,
    file,
    periodUs: configuration.periodUs ?? scenario.cycle.periodUs,
    cycle,
    ports: task.ports.map(({ path }) => path),
    scheduling,
  };
  let made: MadeLines;
  try {
    made = await task.makeLines();
  } catch (error) {
    if (!(error instanceof LineSetUpError)) throw error;
    return { ...about, setUpProblem: error.message, lines: [], roundTrips: [] };
  }
  const stations = [...task.here].map(([number, name]) => new TestStation(name, number, made.find(name)));
  try {
    return { ...about, setUpProblem: null, ...(await tryLines(stations, task)) };
  } finally {
    for (const station of stations) await station.close();
    await made.stop?.();
    made.wire?.stop();
  }
}

/** A beacon comes once in a period; who listens for three hears a run. */
const PERIODS = 3;
const LONGEST_LISTENING_MS = 2000;

async function tryLines(
  all: readonly TestStation[],
  task: Examination,
): Promise<{ lines: LineFacts[]; roundTrips: RoundTrip[] }> {
  const { configuration, scenario, limits = LIMITS, stop } = task;
  const { line } = configuration;
  const ports: (PortFacts | null)[] = [];
  // Before any is opened: afterwards we are one of those who hold it.
  for (const { name } of all) ports.push(await portOf(name, task));
  await Promise.all(all.map((station) => station.open()));
  const stations = all.filter(({ isOpen }) => isOpen);
  const paced = ports.some((port) => port?.kind === 'serial port');
  const rig: Rig = { stations, baud: line.baud, paced, limits, stop };

  const periodMs = (configuration.periodUs ?? scenario.cycle.periodUs) / 1000;
  // On a line that was made for this nobody else can be.
  const listenMs = line.kind === 'serial' ? Math.min(LONGEST_LISTENING_MS, PERIODS * periodMs) : 0;
  const heard = listenMs > 0 && stations.length > 0 ? await listenFirst(rig, listenMs) : [];
  const mayTalk = !heard.some(isBusy);

  const hearings: Hearing[] = [];
  for (const station of mayTalk ? stations : []) hearings.push(await measureHearing(station, rig));
  const roundTrips: RoundTrip[] = [];
  for (const [from, to] of mayTalk ? pairsOf(stations, task) : [])
    if (!stop.aborted) roundTrips.push(await measureRoundTrip(from, to, scenario, rig));

  const lines = all.map((station, i) => {
    const place = stations.indexOf(station);
    const { name, opened, lost } = station;
    const [port, traffic, hearing] = [ports[i] ?? null, heard[place] ?? null, hearings[place] ?? null];
    return { station: name, port, opened, lost, traffic, hearing };
  });
  return { lines, roundTrips };
}

async function portOf(name: string, { configuration, ports }: Examination) {
  const { line, stations } = configuration;
  const path = stations.find(({ station }) => station === name)?.path;
  return line.kind !== 'serial' || path === undefined ? null : examinePort(path, ports);
}

/** Each station with the next one, and the first with everybody elsewhere. */
function pairsOf(
  stations: readonly TestStation[],
  { scenario, here }: Examination,
): (readonly [TestStation, Partner])[] {
  const [first] = stations;
  if (first === undefined) return [];
  const around = stations.flatMap((station, i) => {
    const { name, number } = stations[(i + 1) % stations.length] ?? station;
    return number === station.number ? [] : [[station, { name, number, runs: 'here' }] as const];
  });
  const numbered = [
    ...scenario.computers.map(({ id }, i) => ({ name: id, number: i })),
    ...scenario.terminals.map(({ id }, i) => ({ name: id, number: FIRST_TERMINAL + i })),
  ];
  const others = numbered.filter(({ number }) => !here.has(number));
  return [...around, ...others.map((other) => [first, { ...other, runs: 'elsewhere' }] as const)];
}
