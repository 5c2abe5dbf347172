/** What a live run is to do, from its configuration and the options of the command; what cannot be run is refused here. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ScenarioConfig } from '../core/config.js';
import type { ModeEntry } from '../core/exchange/modes.js';
import { commonText } from '../line/configuration.js';
import { judgeCycle } from '../line/feasible.js';
import { LINE_MODES } from '../line/protocol/cycle-plan.js';
import type { AttachEnd } from '../live/attach.js';
import type { Common } from '../live/four-ears.js';
import { recordedScenario } from '../live/recorded-scenario.js';
import { liveReport } from '../live/live-report.js';
import type { LiveReport, LiveResult } from '../record/live-result.js';
import { chooseModes } from '../run/choose-modes.js';
import { version } from '../run/version.js';
import type { LoadedLine } from '../scenario/load-line.js';
import { MAX_BYTES } from '../scenario/places.js';
import { UsageError } from './failure.js';
import type { AttachOptions } from './program.js';

export interface AttachPlan {
  readonly loaded: LoadedLine;
  /** With the seed of the run, and without faults where a transmitter is really marginal. */
  readonly scenario: ScenarioConfig;
  readonly mode: ModeEntry;
  readonly periodUs: number;
  readonly common: Common;
}

/** @throws UsageError, ModeRefused */
export function planAttach(loaded: LoadedLine, options: AttachOptions): AttachPlan {
  const { configuration } = loaded;
  const own = loaded.scenario.scenario;
  const isReal = configuration.faults === 'real';
  const scenario = { ...own, seed: options.seed ?? own.seed, ...(isReal ? { faults: [] } : {}) };
  const [mode] = chooseModes(scenario, [options.exchange ?? configuration.exchange], undefined);
  if (mode === undefined) throw new UsageError('no exchange mode is named: name one');
  const { periodUs = scenario.cycle.periodUs } = configuration;
  refuseImpossible(loaded, scenario, mode.name);
  const number = LINE_MODES.findIndex((name) => name === mode.name);
  const common = {
    scenario: Number.parseInt(loaded.scenario.sha256.slice(0, 8), 16),
    configuration: firstBytes(commonText(configuration, mode.name, periodUs)),
    periodUs,
    mode: Math.max(0, number),
  };
  return { loaded, scenario, mode, periodUs, common };
}

/** What no line can carry is refused before anything is opened. */
function refuseImpossible({ configuration, file }: LoadedLine, scenario: ScenarioConfig, mode: string): void {
  const isOnLine = configuration.setUp === 'four-ears' || LINE_MODES.some((name) => name === mode);
  if (!isOnLine)
    throw new UsageError(
      `${file}: ${mode} has no messages of its own on a line: take ${LINE_MODES.join(', ')}`,
    );
  const { problem } = judgeCycle(configuration, scenario, mode);
  if (problem !== undefined) throw new UsageError(`${file}: ${problem.message}: ${problem.remedy}`);
  const retries = scenario.buses.find(({ retry }) => retry !== undefined && retry !== 'none');
  if (retries === undefined) return;
  throw new UsageError(
    `${file}: bus ${retries.id} of ${scenario.name} retries, and a line has no slots for that: set its retry to "none"`,
  );
}

/** What every live run tells; a host tells more of how it lived. */
export function liveResult(
  { loaded, scenario, periodUs }: AttachPlan,
  { run, passed, report, priority, lines }: AttachEnd,
  more: Partial<LiveReport> = {},
): LiveResult {
  return {
    format: 1,
    tool: { name: 'quadruplex', version },
    scenario: { name: scenario.name, title: scenario.title, sha256: loaded.scenario.sha256 },
    seed: scenario.seed,
    computers: scenario.computers.map(({ id }) => id),
    claims: scenario.claims,
    runs: [run],
    live: { ...liveReport(loaded.configuration, periodUs, report, priority), ...more },
    lines,
    ...(passed < scenario.cycle.cycles ? { interrupted: true as const } : {}),
  };
}

/** What the live view shows of a run before it begins. @param lines their names */
export function viewOf({ loaded, scenario, mode, periodUs }: AttachPlan, lines: readonly string[]) {
  const { setUp, liveness, deadlines } = loaded.configuration;
  return {
    scenario: scenario.name,
    exchange: mode.name,
    computers: scenario.computers.map(({ id }) => id),
    cycles: scenario.cycle.cycles,
    periodUs,
    lines,
    lateUs: deadlines.lateUs,
    waiting:
      setUp === 'four-ears'
        ? undefined
        : `waiting for the others, for at most ${liveness.gatherMs / 1000} s …`,
  };
}

const TOO_MUCH = 'The lines brought too much for a record: there is no scenario.json.\n';

/** The run as a scenario; undefined where no scenario may be so long, or so short. */
export function recordOf(
  { configuration, scenario }: LoadedLine,
  result: LiveResult,
  { receptions, notes, passed }: Pick<AttachEnd, 'receptions' | 'notes' | 'passed'>,
): string | undefined {
  if (passed === 0) return undefined;
  if (receptions === undefined) {
    process.stderr.write(TOO_MUCH);
    return undefined;
  }
  const file = JSON.parse(readFileSync(scenario.file, 'utf8')) as Record<string, unknown>;
  const text = recordedScenario(
    file,
    {
      seed: result.seed,
      cycles: passed,
      receptions,
      notes,
      withoutFaults: configuration.faults === 'real',
      interrupted: result.interrupted === true,
    },
    'recording.csv',
  );
  if (Buffer.byteLength(text) <= MAX_BYTES) return text;
  process.stderr.write(TOO_MUCH);
  return undefined;
}

function firstBytes(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}
