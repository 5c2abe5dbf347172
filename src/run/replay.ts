/** A replay: one scenario, run once per exchange mode, side by side. */
import type { ScenarioConfig } from '../core/config.js';
import { boundIsMet, findMode, MODES, type ModeEntry } from '../core/exchange/modes.js';
import type { ReplayResult, RunResult, ScenarioRecord } from '../record/result.js';
import type { TraceSink } from '../record/line-buffer.js';
import { ScenarioRun } from './run-scenario.js';
import { version } from './version.js';

/** A mode that this scenario cannot be run in; `message` names the bound and what to do. */
export class ModeRefused extends Error {
  override readonly name = 'ModeRefused';
}

/** A scenario and the hash of the file that it came from, as `loadScenario` gives them. */
export interface ReplayInput {
  readonly scenario: ScenarioConfig;
  readonly sha256: string;
  readonly recording?: { readonly file: string; readonly sha256: string } | undefined;
}

export interface ReplayOptions {
  /** Mode names; `all`: every mode that the number of computers bears; absent: those in the scenario's `expect`. */
  readonly exchange?: readonly string[] | 'all' | undefined;
  /** Run modes below their bound. */
  readonly force?: boolean | undefined;
  /** Instead of the scenario's. */
  readonly seed?: number | undefined;
  /** Called when a mode begins. @returns where its trace goes */
  readonly openTrace?: ((exchange: string) => TraceSink) | undefined;
  /** Called every few cycles; the replay goes on when it is fulfilled, and with `stop` ends with what there is. */
  readonly pause?: ((progress: Progress) => Promise<'go on' | 'stop'>) | undefined;
}

/** How far a replay has come. */
export interface Progress {
  readonly exchange: string;
  /** Cycles done in this mode, of so many. */
  readonly cycle: number;
  readonly cycles: number;
}

/** Cycles between two pauses: a few milliseconds with a scenario of the usual size. */
const CYCLES_AT_A_TIME = 16;

/** @throws ModeRefused before anything runs, when a mode's bound is not met */
export async function replay(input: ReplayInput, options: ReplayOptions = {}): Promise<ReplayResult> {
  const scenario = { ...input.scenario, seed: options.seed ?? input.scenario.seed };
  const runs: RunResult[] = [];
  let stopped = false;
  for (const mode of chooseModes(scenario, options)) {
    const run = new ScenarioRun(scenario, mode, options.openTrace?.(mode.name));
    while (!run.isDone && !stopped) {
      run.advance(CYCLES_AT_A_TIME);
      const progress = { exchange: mode.name, cycle: run.cycle, cycles: scenario.cycle.cycles };
      stopped = (await options.pause?.(progress)) === 'stop';
    }
    runs.push(run.finish());
    if (stopped) break;
  }
  return {
    format: 1,
    tool: { name: 'quadruplex', version },
    scenario: recordOf(input),
    seed: scenario.seed,
    computers: scenario.computers.map((computer) => computer.id),
    claims: scenario.claims,
    runs,
    ...(stopped ? { interrupted: true as const } : {}),
  };
}

function recordOf({ scenario: { name, title }, sha256, recording }: ReplayInput): ScenarioRecord {
  if (recording === undefined) return { name, title, sha256 };
  return { name, title, sha256, recording: { file: recording.file, sha256: recording.sha256 } };
}

/** Did all come out as it should? Where the scenario expects nothing of a mode, the checks have to hold. */
export function isAsExpected(result: ReplayResult): boolean {
  return result.runs.every((run) => run.asExpected ?? checksHeld(run));
}

export function checksHeld(run: RunResult): boolean {
  return Object.values(run.checks).every((check) => check.held);
}

export function chooseModes(scenario: ScenarioConfig, options: ReplayOptions): ModeEntry[] {
  const { exchange, force } = options;
  const borne = MODES.filter((mode) => boundIsMet(scenario.computers.length, mode.m));
  if (exchange === 'all') return borne;
  const expected = MODES.filter((mode) => mode.name in scenario.expect);
  const modes = exchange?.map(modeOf) ?? (expected.length > 0 ? expected : borne);
  if (modes.length === 0) throw new ModeRefused('no exchange mode is named: name one');
  for (const mode of modes) refuseBelowBound(scenario, mode, scenario.belowBound || force === true);
  return modes;
}

function modeOf(name: string): ModeEntry {
  const mode = findMode(name);
  if (mode === undefined) throw new ModeRefused(`there is no exchange mode "${name}"`);
  return mode;
}

/** With 2m computers or fewer the messages cannot even be laid out. */
function refuseBelowBound(
  { name, computers }: ScenarioConfig,
  { name: mode, m }: ModeEntry,
  allowed: boolean,
): void {
  const has = computers.length;
  if (boundIsMet(has, m) || (allowed && has > 2 * m)) return;
  const remedy =
    has > 2 * m
      ? 'add computers, set "belowBound": true in the scenario, or run it all the same with --force'
      : `with ${2 * m} or fewer it cannot run even below its bound; add computers or leave ${mode} out`;
  throw new ModeRefused(`${mode} needs N > ${3 * m} computers, and ${name} has ${has}: ${remedy}`);
}
