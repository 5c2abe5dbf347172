/** A replay: one scenario, run once per exchange mode, side by side. */
import type { ScenarioConfig } from '../core/config.js';
import type { TraceSink } from '../record/line-buffer.js';
import type { ReplayResult, RunResult, ScenarioRecord } from '../record/result.js';
import { chooseModes, ModeRefused } from './choose-modes.js';
import { ScenarioRun } from './run-scenario.js';
import { version } from './version.js';

export { ModeRefused };

/** A scenario and the hash of the file that it came from, as `loadScenario` gives them. */
export interface ReplayInput {
  readonly scenario: ScenarioConfig;
  readonly sha256: string;
  readonly recording?: { readonly file: string; readonly sha256: string } | undefined;
}

export interface ReplayOptions {
  /** Mode names; `all`: every mode that the computers bear and the frame has room for; absent: those in its `expect`, or the one that was live. */
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
  for (const mode of chooseModes(scenario, options.exchange, options.force === true)) {
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

function recordOf({ scenario, sha256, recording }: ReplayInput): ScenarioRecord {
  const { name, title, receptions } = scenario;
  return {
    ...{ name, title, sha256 },
    ...(recording === undefined ? {} : { recording: { file: recording.file, sha256: recording.sha256 } }),
    ...(receptions === undefined ? {} : { live: { exchange: receptions.others?.exchange ?? null } }),
  };
}

/** Did all come out as it should? Where the scenario expects nothing of a mode, the checks have to hold. */
export function isAsExpected(result: ReplayResult): boolean {
  return result.runs.every((run) => run.asExpected ?? checksHeld(run));
}

export function checksHeld(run: RunResult): boolean {
  return Object.values(run.checks).every((check) => check.held);
}
