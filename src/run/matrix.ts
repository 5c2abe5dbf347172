/**
 * The matrix: every fault of the catalogue in every exchange mode, each on its own in an otherwise sound vehicle, and
 * what became of the computers. It answers the question that a reader of one story asks next: and what if something else
 * had failed?
 */
import type { CheckName, ScenarioConfig } from '../core/config.js';
import type { FaultStatus } from '../core/fault/fault.js';
import type { MatrixCell, MatrixOutcome, MatrixResult, MatrixRow } from '../record/matrix-result.js';
import type { RunResult } from '../record/result.js';
import { samplesFor } from './matrix-samples.js';
import { chooseModes } from './choose-modes.js';
import type { ReplayInput, ReplayOptions } from './replay.js';
import { runScenario } from './run-scenario.js';
import { version } from './version.js';

/** Cycles of each run: enough for three sumword miscompares at any usual rate. */
const CYCLES = 100;
/** The fault begins when all have settled. */
const FIRST_CYCLE = 20;

/** @throws ModeRefused before anything runs, when a mode's bound is not met */
export async function matrix(input: ReplayInput, options: ReplayOptions = {}): Promise<MatrixResult> {
  const sound = soundVehicle({ ...input.scenario, seed: options.seed ?? input.scenario.seed });
  const modes = chooseModes(sound, options.exchange ?? 'all', options.force === true);
  const samples = samplesFor(sound, FIRST_CYCLE);
  const rows: MatrixRow[] = [];
  let stopped = false;
  for (const { what, fault, links = sound.exchange.links } of samples) {
    const scenario = { ...sound, exchange: { ...sound.exchange, links }, faults: [fault] };
    const cells = modes.map((mode) => cell(runScenario(scenario, mode)));
    rows.push({ fault: what, behaviour: fault.behaviour, target: fault.target, cells });
    const progress = { exchange: what, cycle: rows.length, cycles: samples.length };
    stopped = (await options.pause?.(progress)) === 'stop' && rows.length < samples.length;
    if (stopped) break;
  }
  return {
    format: 1,
    tool: { name: 'quadruplex', version },
    scenario: { name: sound.name, sha256: input.sha256 },
    seed: sound.seed,
    computers: sound.computers.map(({ id }) => id),
    exchange: modes.map(({ name }) => name),
    cycles: CYCLES,
    firstCycle: FIRST_CYCLE,
    rows,
    ...(stopped ? { interrupted: true as const } : {}),
  };
}

/** Did every fault that could act do so? */
export function isComplete({ rows }: MatrixResult): boolean {
  return rows.every(({ cells }) => cells.every(({ outcome }) => outcome !== 'idle'));
}

/** The scenario's vehicle before anything happened to it. */
function soundVehicle(scenario: ScenarioConfig): ScenarioConfig {
  const cycle = { ...scenario.cycle, cycles: CYCLES };
  return { ...scenario, cycle, faults: [], events: [], notes: [], expect: {} };
}

function cell(run: RunResult): MatrixCell {
  const [fault] = run.faults;
  const { status = 'unnoticed', detectedUs = null, isolatedUs = null, appliedUs = null } = fault ?? {};
  const violated = (Object.keys(run.checks) as CheckName[]).filter((name) => !run.checks[name].held);
  return {
    exchange: run.exchange,
    outcome: outcomeOf(run, status, appliedUs !== null),
    pattern: mostSplit(run),
    noDataCycles: run.noDataCycles,
    violated,
    status,
    detectedUs,
    isolatedUs,
  };
}

function outcomeOf(run: RunResult, status: FaultStatus, acted: boolean): MatrixOutcome {
  if (status === 'not-applicable') return 'not-applicable';
  if (!acted) return 'idle';
  if (!run.checks.healthyVotedOut.held) return 'healthy-voted-out';
  if (run.verdict === 'split') return 'split';
  if (!run.checks.agreement.held) return 'differ';
  return run.noDataCycles > 0 ? 'no-data' : 'whole';
}

function mostSplit({ patterns }: RunResult): string {
  const groups = (pattern: string): number => pattern.split('-').length;
  return patterns.reduce(
    (most, { pattern }) => (groups(pattern) > groups(most) ? pattern : most),
    patterns[0]?.pattern ?? '',
  );
}
