/** `quadruplex attach`: a scenario's cycle live over serial lines. */
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import type { ScenarioConfig } from '../core/config.js';
import { commonText } from '../line/configuration.js';
import { judgeCycle } from '../line/feasible.js';
import { LineSetUpError } from '../line/socat.js';
import { LINE_MODES } from '../line/protocol/cycle-plan.js';
import { Attachment, LineNotOpened, type AttachEnd } from '../live/attach.js';
import { liveReport } from '../live/live-report.js';
import { recordedScenario } from '../live/recorded-scenario.js';
import { setUpLines } from '../live/set-up.js';
import type { LiveResult } from '../record/live-result.js';
import { chooseModes } from '../run/choose-modes.js';
import { isAsExpected } from '../run/replay.js';
import type { RunFolder } from '../run/run-folder.js';
import { version } from '../run/version.js';
import { loadLine, type LoadedLine } from '../scenario/load-line.js';
import { printLive } from './attach-text.js';
import { LiveScreen } from './attach-screen.js';
import { UsageError } from './failure.js';
import { inFolder } from './in-folder.js';
import { realTimeAdvice } from './real-time.js';
import type { AttachOptions } from './program.js';

const EXIT = { notAsExpected: 1, line: 3, deadlines: 4, interrupted: 130 } as const;

export async function attachCommand(file: string, options: AttachOptions): Promise<number> {
  const loaded = loadLine(file);
  refuseSetUp(loaded, options);
  if (options.rt === true) process.stderr.write(realTimeAdvice(process.execPath, process.argv));
  try {
    const result = await inFolder(options.out, file, (folder) => attach(loaded, options, folder));
    if (options.format === 'json') process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
    else printLive(result, options.out);
    return exitCode(result);
  } catch (error) {
    if (error instanceof LineSetUpError) throw new UsageError(`${file}: ${error.message}`);
    if (!(error instanceof LineNotOpened)) throw error;
    process.stderr.write(`${file}: ${error.message}; quadruplex ports lists what there is\n`);
    return EXIT.line;
  }
}

function refuseSetUp({ configuration, file }: LoadedLine, { computer }: AttachOptions): void {
  if (configuration.setUp === 'four-ears' && computer !== undefined)
    throw new UsageError(
      `${file}: its set-up is four-ears, where all computers are in one host: leave --computer out`,
    );
  if (configuration.setUp === 'one-host-per-computer')
    throw new UsageError(
      `${file}: the set-up one-host-per-computer cannot be run yet; set "setUp" to "four-ears"`,
    );
}

/** What no line can carry is refused before anything is opened. */
function refuseImpossible({ configuration, file }: LoadedLine, scenario: ScenarioConfig, mode: string): void {
  const { problem } = judgeCycle(configuration, scenario, mode);
  if (problem !== undefined) throw new UsageError(`${file}: ${problem.message}: ${problem.remedy}`);
  const retries = scenario.buses.find(({ retry }) => retry !== undefined && retry !== 'none');
  if (retries === undefined) return;
  throw new UsageError(
    `${file}: bus ${retries.id} of ${scenario.name} retries, and a line has no slots for that: set its retry to "none"`,
  );
}

async function attach(
  loaded: LoadedLine,
  options: AttachOptions,
  folder: RunFolder | undefined,
): Promise<LiveResult> {
  const { configuration } = loaded;
  const own = loaded.scenario.scenario;
  const isReal = configuration.faults === 'real';
  const scenario = { ...own, seed: options.seed ?? own.seed, ...(isReal ? { faults: [] } : {}) };
  const [mode] = chooseModes(scenario, [options.exchange ?? configuration.exchange], false);
  if (mode === undefined) throw new UsageError('no exchange mode is named: name one');
  const { periodUs = scenario.cycle.periodUs } = configuration;
  refuseImpossible(loaded, scenario, mode.name);
  const lines = await setUpLines(configuration, scenario);
  const attachment = new Attachment({
    configuration,
    scenario,
    mode: mode.name,
    periodUs,
    lines,
    trace: folder?.openTrace(mode.name),
    common: {
      scenario: Number.parseInt(loaded.scenario.sha256.slice(0, 8), 16),
      configuration: firstBytes(commonText(configuration, mode.name, periodUs)),
      periodUs,
      mode: Math.max(
        0,
        LINE_MODES.findIndex((name) => name === mode.name),
      ),
    },
  });
  const screen = new LiveScreen(process.stderr, attachment.streams, {
    scenario: scenario.name,
    exchange: mode.name,
    computers: scenario.computers.map(({ id }) => id),
    cycles: scenario.cycle.cycles,
    periodUs,
    lines: [...lines.ends.values()].map(({ name }) => name),
    lateUs: configuration.deadlines.lateUs,
  });
  const stop = (): void => attachment.stop();
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    const end = await attachment.run();
    const result = resultOf(loaded, scenario.seed, scenario.cycle, end);
    folder?.complete(result, loaded.scenario.recording?.bytes, recordOf(loaded, result, end));
    return result;
  } finally {
    screen.close();
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

function resultOf(
  { configuration, scenario: { scenario, sha256 } }: LoadedLine,
  seed: number,
  cycle: { readonly cycles: number; readonly periodUs: number },
  { run, report, priority, lines }: AttachEnd,
): LiveResult {
  return {
    format: 1,
    tool: { name: 'quadruplex', version },
    scenario: { name: scenario.name, title: scenario.title, sha256 },
    seed,
    computers: scenario.computers.map(({ id }) => id),
    claims: scenario.claims,
    runs: [run],
    live: liveReport(configuration, configuration.periodUs ?? cycle.periodUs, report, priority),
    lines,
    ...(run.cycles < cycle.cycles ? { interrupted: true as const } : {}),
  };
}

function recordOf(
  { configuration, scenario }: LoadedLine,
  result: LiveResult,
  end: AttachEnd,
): string | undefined {
  const { receptions } = end;
  if (receptions === undefined) {
    process.stderr.write('The lines brought too much for a record: there is no scenario.json.\n');
    return undefined;
  }
  const file = JSON.parse(readFileSync(scenario.file, 'utf8')) as Record<string, unknown>;
  return recordedScenario(
    file,
    {
      seed: result.seed,
      cycles: Math.max(1, end.run.cycles),
      receptions,
      notes: end.notes,
      withoutFaults: configuration.faults === 'real',
      interrupted: result.interrupted === true,
    },
    'recording.csv',
  );
}

function exitCode(result: LiveResult): number {
  if (result.interrupted === true) return EXIT.interrupted;
  if (result.lines.some(({ health }) => health !== 'ok')) return EXIT.line;
  if (!result.live.budget.met) return EXIT.deadlines;
  return isAsExpected(result) ? 0 : EXIT.notAsExpected;
}

function firstBytes(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}
