/** `quadruplex attach`: a scenario's cycle live over serial lines. */
import { LineSetUpError } from '../line/socat.js';
import { LineNotOpened } from '../live/attach.js';
import { linesOf } from '../live/set-up.js';
import type { LiveReport, LiveResult } from '../record/live-result.js';
import { isAsExpected } from '../run/replay.js';
import type { RunFolder } from '../run/run-folder.js';
import { loadLine, type LoadedLine } from '../scenario/load-line.js';
import { attachFourEars } from './attach-four-ears.js';
import { hostAttachment, hostResult } from './attach-host.js';
import { attachHosts, HostBrokeDown } from './attach-hosts.js';
import { LiveScreen } from './attach-screen.js';
import { planAttach, type AttachPlan } from './attach-task.js';
import { printLive } from './attach-text.js';
import { UsageError } from './failure.js';
import { STARTED_BY_US } from './host-runs.js';
import { inFolder } from './in-folder.js';
import { realTimeAdvice } from './real-time.js';
import type { AttachOptions } from './program.js';
import { untilStopped } from './until-stopped.js';

const EXIT = { notAsExpected: 1, line: 3, deadlines: 4, interrupted: 130 } as const;

export async function attachCommand(file: string, options: AttachOptions): Promise<number> {
  const loaded = loadLine(file);
  refuseComputer(loaded, options);
  if (options.rt === true) process.stderr.write(realTimeAdvice(process.execPath, process.argv));
  try {
    const result = await inFolder(options.out, file, (folder) => attach(loaded, options, folder));
    if (options.format === 'json') process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
    else printLive(result, options.out);
    return exitCode(result);
  } catch (error) {
    if (error instanceof LineSetUpError) throw new UsageError(`${file}: ${error.message}`);
    if (error instanceof HostBrokeDown) {
      process.stderr.write(`${file}: ${error.message} broke down\n`);
      return EXIT.line;
    }
    if (!(error instanceof LineNotOpened)) throw error;
    process.stderr.write(`${file}: ${error.message}; quadruplex ports lists what there is\n`);
    return EXIT.line;
  }
}

/** One computer of many has a process of its own only where others can reach its line. */
function refuseComputer({ configuration, file }: LoadedLine, { computer }: AttachOptions): void {
  const { setUp, line } = configuration;
  if (computer === undefined) return;
  if (setUp === 'four-ears')
    throw new UsageError(
      `${file}: its set-up is four-ears, where all computers are in one host: leave --computer out`,
    );
  if (line.kind !== 'serial')
    throw new UsageError(
      `${file}: a line of the kind ${line.kind} is made for one run, and ${computer} would be alone on it: leave --computer out, or set line.kind to "serial"`,
    );
}

function attach(
  loaded: LoadedLine,
  options: AttachOptions,
  folder: RunFolder | undefined,
): Promise<LiveResult> {
  const plan = planAttach(loaded, options);
  if (loaded.configuration.setUp === 'four-ears') return attachFourEars(plan, folder);
  if (options.computer === undefined) return attachHosts(plan, options, folder);
  return attachHost(plan, options.computer, folder);
}

/** One host, by itself; whoever started it may want to know how it goes. */
async function attachHost(
  plan: AttachPlan,
  name: string,
  folder: RunFolder | undefined,
): Promise<LiveResult> {
  const { loaded, scenario, mode, periodUs } = plan;
  const lines = await linesOf(loaded.configuration, [name]);
  const host = hostAttachment(plan, name, lines, folder);
  const starter = process.env[STARTED_BY_US] === undefined ? undefined : process.send?.bind(process);
  const screen =
    starter === undefined
      ? new LiveScreen(process.stderr, host.streams, {
          scenario: scenario.name,
          exchange: mode.name,
          computers: scenario.computers.map(({ id }) => id),
          cycles: scenario.cycle.cycles,
          periodUs,
          lines: [...scenario.computers, ...scenario.terminals].map(({ id }) => id),
          lateUs: loaded.configuration.deadlines.lateUs,
        })
      : undefined;
  if (starter !== undefined) {
    void host.ready.then(() => starter({ kind: 'ready' }));
    host.streams.cycles$.subscribe((cycle) => starter({ kind: 'cycle', cycle }));
    host.streams.health$.subscribe((change) => starter({ kind: 'health', change }));
  }
  try {
    const result = hostResult(plan, name, await untilStopped(host), folder);
    starter?.({ kind: 'result', result });
    return result;
  } finally {
    screen?.close();
  }
}

function exitCode(result: LiveResult): number {
  const lives: readonly LiveReport[] = result.hosts?.map(({ live }) => live) ?? [result.live];
  if (result.interrupted === true) return EXIT.interrupted;
  const isLost = result.lines.some(({ health, elsewhere }) => elsewhere !== true && health !== 'ok');
  if (isLost || lives.some(({ problem }) => problem !== undefined)) return EXIT.line;
  if (lives.some(({ budget }) => !budget.met)) return EXIT.deadlines;
  return isAsExpected(result) ? 0 : EXIT.notAsExpected;
}
