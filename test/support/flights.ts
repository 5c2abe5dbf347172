/** Flies vehicles for tests: a scenario from a few keys, some cycles of it, and a log of what came out. */

import { at } from '../../src/core/at.js';
import type { Element } from '../../src/core/bus/element.js';
import type { ScenarioConfig } from '../../src/core/config.js';
import { ControlCycle } from '../../src/core/cycle.js';
import { findMode, type ExchangeName, type ModeEntry } from '../../src/core/exchange/modes.js';
import type { NoteEvent, Observer } from '../../src/core/observer.js';
import { groupsOf, partition, patternOf } from '../../src/core/redundancy/groups.js';
import type { FailVote } from '../../src/core/redundancy/redundant-set.js';
import { nsToUs } from '../../src/core/time.js';
import { Vehicle } from '../../src/core/vehicle.js';
import { checkReferences } from '../../src/scenario/references.js';
import { scenarioSchema } from '../../src/scenario/schema.js';
import { expectOrderOnTheWire } from './wire-order.js';

/** Computers A, B, C … by what their ears need, in mV; with noise so small that 20 mV are margin enough. */
export function ears(
  ...thresholdsMv: readonly number[]
): { id: string; receiver: { thresholdMv: number; noiseMv: number } }[] {
  return thresholdsMv.map((thresholdMv, i) => ({
    id: String.fromCharCode('A'.charCodeAt(0) + i),
    receiver: { thresholdMv, noiseMv: 1 },
  }));
}

/** The sensors of an attitude unit: three angles, three rates, each `copies` times. */
export function imuWords(copies: number): { signal: string; copies: number; noiseLsb: number }[] {
  return ['roll', 'pitch', 'yaw', 'rollRate', 'pitchRate', 'yawRate'].map((signal) => ({
    signal,
    copies,
    noiseLsb: 2,
  }));
}

/** Four computers, one bus commanded by A, one terminal IMU at 6.0 Vpp; any key of the scenario may be given. */
export function smallVehicle(keys: Record<string, unknown> = {}): ScenarioConfig {
  const scenario = scenarioSchema.parse({
    name: 'small',
    cycle: { periodUs: 40_000, cycles: 50 },
    computers: ears(400, 450, 500, 550),
    buses: [{ id: 'main', commander: 'A', schedule: [{ terminal: 'IMU' }] }],
    terminals: [{ id: 'IMU', bus: 'main', address: 3, words: imuWords(3) }],
    ...keys,
  });
  const complaints = checkReferences(scenario);
  if (complaints.length > 0) throw new Error(JSON.stringify(complaints));
  return scenario;
}

/** In series with the terminal's transmitter, so that of its 6.0 Vpp this is left. */
export function ohmFor(levelMv: number): number {
  return (35 * 6000) / levelMv - 35;
}

/** How the computers stood at the end of a cycle; groups read "A B | C", the CAM one row per voter. */
export interface Page {
  readonly cycle: number;
  readonly pattern: string;
  readonly groups: string;
  readonly states: string;
  readonly cam: readonly string[];
  readonly noData: boolean;
}

export interface LoggedVote {
  readonly cycle: number;
  readonly voter: string;
  readonly target: string;
  readonly timeUs: number;
}

export class Log implements Observer {
  readonly detailed: boolean = false;
  readonly pages: Page[] = [];
  readonly votes: LoggedVote[] = [];
  readonly accused: { readonly terminal: string; readonly cycle: number }[] = [];
  readonly notes: NoteEvent[] = [];
  vehicle: Vehicle | undefined;

  vote({ voter, target, timeNs }: FailVote): void {
    const name = (i: number): string => this.#names[i] ?? '?';
    this.votes.push({
      cycle: this.#cycle,
      voter: name(voter),
      target: name(target),
      timeUs: nsToUs(timeNs),
    });
  }

  accusation(terminal: string): void {
    this.accused.push({ terminal, cycle: this.#cycle });
  }

  note(event: NoteEvent): void {
    this.notes.push(event);
  }

  endOfCycle(vehicle: Vehicle): void {
    const { set, computers, cycle, noData } = vehicle;
    const groups = groupsWhere(set.takesPart, (i, j) => set.accept(i, j));
    const states = groupsWhere(set.takesPart, (i, j) => at(computers, i).holdsSameStateAs(at(computers, j)));
    this.pages.push({
      cycle,
      pattern: patternOf(groups),
      groups: this.#text(groups),
      states: this.#text(states),
      cam: pictureOf(set.lamps, computers.length),
      noData: noData > 0,
    });
  }

  /** The pages on which groups or CAM are not as on the page before. */
  get changes(): Page[] {
    const lookOf = (page: Page | undefined): string => `${page?.groups} ${page?.cam.join(' ')}`;
    return this.pages.filter((page, i) => lookOf(page) !== lookOf(this.pages[i - 1]));
  }

  get patterns(): string[] {
    return this.pages.map(({ pattern }) => pattern).filter((pattern, i, all) => pattern !== all[i - 1]);
  }

  get cyclesWithoutData(): number[] {
    return this.pages.filter(({ noData }) => noData).map(({ cycle }) => cycle);
  }

  get #cycle(): number {
    return this.vehicle?.cycle ?? -1;
  }

  get #names(): string[] {
    return (this.vehicle?.computers ?? []).map(({ name }) => name);
  }

  #text(groups: readonly (readonly number[])[]): string {
    return groups.map((group) => group.map((i) => this.#names[i]).join(' ')).join(' | ');
  }
}

function groupsWhere(takesPart: Uint8Array, together: (i: number, j: number) => boolean): number[][] {
  const labels = new Uint8Array(takesPart.length);
  partition(labels, together, takesPart);
  return groupsOf(labels);
}

/** A row per voter, `*` a lit lamp. */
export function pictureOf(lamps: Uint8Array, computers: number): string[] {
  const rows = Array.from({ length: computers }, (_, i) =>
    lamps.subarray(i * computers, (i + 1) * computers),
  );
  return rows.map((row) => Array.from(row, (lamp) => (lamp === 1 ? '*' : '.')).join(''));
}

export interface Flight {
  readonly vehicle: Vehicle;
  readonly log: Log;
  /** Flies on. */
  readonly run: (cycles: number) => void;
}

/** Ready to fly, not a cycle flown. */
export function prepare(
  scenario: ScenarioConfig,
  mode: ExchangeName | ModeEntry,
  observers: readonly Observer[] = [],
): Flight {
  const log = new Log();
  const vehicle = new Vehicle(scenario, modeOf(mode), [log, ...observers]);
  log.vehicle = vehicle;
  const control = new ControlCycle(vehicle);
  const run = (cycles: number): void => {
    for (let end = vehicle.cycle + 1 + cycles; vehicle.cycle + 1 < end;) control.run(vehicle.cycle + 1);
    expectOrderOnTheWire(scenario, vehicle.monitor.violations);
  };
  return { vehicle, log, run };
}

/** The whole scenario. */
export function fly(
  scenario: ScenarioConfig,
  mode: ExchangeName | ModeEntry,
  observers: readonly Observer[] = [],
): Flight {
  const flight = prepare(scenario, mode, observers);
  flight.run(scenario.cycle.cycles);
  return flight;
}

export function modeOf(mode: ExchangeName | ModeEntry): ModeEntry {
  const found = typeof mode === 'string' ? findMode(mode) : mode;
  if (found === undefined) throw new Error('no such mode');
  return found;
}

/** Who commands the bus that an element is read over. */
export function commanderOf({ buses, computers }: Vehicle, { bus }: Element): string {
  const controller = buses.find(({ medium }) => medium.name === bus);
  return at(computers, controller?.commander.station ?? NaN).name;
}

/** The names of the checks that did not hold. */
export function violatedChecks({ checks }: Vehicle): string[] {
  return Object.entries(checks).flatMap(([name, check]: [string, { held: boolean }]) =>
    check.held ? [] : [name],
  );
}
