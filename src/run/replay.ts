/** A replay: one scenario, run once per exchange mode, side by side. */
import type { ScenarioConfig } from '../core/config.js';
import { boundIsMet, findMode, MODES, type ModeEntry } from '../core/exchange/modes.js';
import type { ReplayResult, RunResult } from '../record/result.js';
import type { TraceSink } from '../record/trace.js';
import { ScenarioRun } from './run-scenario.js';

/** A mode that this scenario cannot be run in; `message` names the bound and what to do. */
export class ModeRefused extends Error {
  override readonly name = 'ModeRefused';
}

export interface ReplayOptions {
  /** Mode names; `all`: every mode that the number of computers bears; absent: those in the scenario's `expect`. */
  readonly exchange?: readonly string[] | 'all' | undefined;
  /** Run modes below their bound. */
  readonly force?: boolean | undefined;
  /** Called when a mode begins. @returns where its trace goes */
  readonly openTrace?: ((mode: string) => TraceSink) | undefined;
  /** Called now and then; the replay goes on when it is fulfilled, and ends with what there is if with `stop`. */
  readonly pause?: ((mode: string, cycle: number) => Promise<'go on' | 'stop'>) | undefined;
}

/** Cycles between two pauses: a few milliseconds. */
const CYCLES_AT_A_TIME = 64;

export interface ReplayInput {
  readonly scenario: ScenarioConfig;
  readonly sha256: string;
  readonly toolVersion: string;
}

/** @throws ModeRefused before anything runs, when a mode's bound is not met */
export async function replay(input: ReplayInput, options: ReplayOptions = {}): Promise<ReplayResult> {
  const { scenario, sha256, toolVersion } = input;
  const runs: RunResult[] = [];
  let stopped = false;
  for (const mode of chooseModes(scenario, options)) {
    const run = new ScenarioRun(scenario, mode, options.openTrace?.(mode.name));
    for (let cycle = 0; !run.isDone && !stopped; cycle += CYCLES_AT_A_TIME) {
      run.advance(CYCLES_AT_A_TIME);
      stopped = (await options.pause?.(mode.name, cycle)) === 'stop';
    }
    runs.push(run.finish());
    if (stopped) break;
  }
  return {
    format: 1,
    tool: { name: 'quadruplex', version: toolVersion },
    scenario: { name: scenario.name, title: scenario.title, sha256 },
    seed: scenario.seed,
    computers: scenario.computers.map((computer) => computer.id),
    claims: scenario.claims,
    runs,
    ...(stopped ? { interrupted: true as const } : {}),
  };
}

/** Did all come out as it should? An unmet expectation, or a violated check in a mode without one, is a no. */
export function isAsExpected(result: ReplayResult): boolean {
  return result.runs.every((run) => faultsActed(run) && (run.asExpected ?? checksHeld(run)));
}

export function checksHeld(run: RunResult): boolean {
  return Object.values(run.checks).every((check) => check.held);
}

/** A fault that has a carrier in this mode and never acted makes the run worthless. */
export function idleFaults(run: RunResult): string[] {
  return run.faults.filter((f) => f.status !== 'not-applicable' && f.firstCycle === null).map((f) => f.id);
}

function faultsActed(run: RunResult): boolean {
  return idleFaults(run).length === 0;
}

function chooseModes(scenario: ScenarioConfig, options: ReplayOptions): ModeEntry[] {
  const computers = scenario.computers.length;
  const canRun = (mode: ModeEntry): boolean => boundIsMet(computers, mode.m);
  if (options.exchange === 'all') return MODES.filter(canRun);
  const expected = MODES.map((mode) => mode.name).filter((name) => name in scenario.expect);
  const names =
    options.exchange ?? (expected.length > 0 ? expected : MODES.filter(canRun).map((mode) => mode.name));
  const modes = names.map((name) => {
    const mode = findMode(name);
    if (mode === undefined) throw new ModeRefused(`there is no exchange mode "${name}"`);
    return mode;
  });
  const allowBelow = scenario.belowBound || options.force === true;
  for (const mode of modes)
    if (!allowBelow || computers <= 2 * mode.m) refuseBelowBound(scenario, mode, allowBelow);
  return modes;
}

function refuseBelowBound(
  { name, computers }: ScenarioConfig,
  { name: mode, m }: ModeEntry,
  forced: boolean,
): void {
  if (boundIsMet(computers.length, m)) return;
  const needs = `${mode} needs N > ${3 * m} computers, and ${name} has ${computers.length}`;
  const remedy = forced
    ? `with ${2 * m} or fewer its messages cannot even be laid out; add computers or leave the mode out`
    : 'add computers, set "belowBound": true in the scenario, or run it all the same with --force';
  throw new ModeRefused(`${needs}: ${remedy}`);
}
