/** `quadruplex attach`: a scenario's cycle live over serial lines. */
import { LineSetUpError } from '../line/socat.js';
import { LineNotOpened } from '../live/attach.js';
import { linesOf, stationsOf } from '../live/set-up.js';
import type { LiveReport, LiveResult } from '../record/live-result.js';
import { isAsExpected } from '../run/replay.js';
import type { RunFolder } from '../run/run-folder.js';
import { loadLine, type LoadedLine } from '../scenario/load-line.js';
import { attachFourEars } from './attach-four-ears.js';
import { hostAttachment, hostResult } from './attach-host.js';
import { attachHosts, HostBrokeDown, StoppedBeforeBegun } from './attach-hosts.js';
import { LiveScreen } from './attach-screen.js';
import { planAttach, viewOf, type AttachPlan } from './attach-task.js';
import { printLive } from './attach-text.js';
import { printable } from '../scenario/nearest.js';
import { UsageError } from './failure.js';
import { starterOf } from './host-starter.js';
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
    if (error instanceof StoppedBeforeBegun) return EXIT.interrupted;
    if (error instanceof HostBrokeDown) {
      process.stderr.write(`${file}: ${error.message}\n`);
      return EXIT.line;
    }
    if (!(error instanceof LineNotOpened)) throw error;
    process.stderr.write(notOpenedText(file, error));
    return EXIT.line;
  }
}

function notOpenedText(file: string, { message, lines }: LineNotOpened): string {
  const told = message.split('\n').map((line) => `${file}: ${line}`);
  const isLocked = lines.some(({ problem }) => problem === 'locked');
  const isMissing = lines.every(({ problem }) => problem === 'missing');
  const doctor = `npx quadruplex doctor ${file}     # ${isLocked ? 'who has it' : 'what to do'}`;
  const next = isMissing ? 'npx quadruplex ports     # what there is' : doctor;
  return `${[...told, `Next: ${next}`].map(printable).join('\n')}\n`;
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

/** One host, by itself, with a view of its own, or in the view of whoever started it. */
async function attachHost(
  plan: AttachPlan,
  name: string,
  folder: RunFolder | undefined,
): Promise<LiveResult> {
  const host = hostAttachment(plan, name, await linesOf(plan.loaded.configuration, [name]), folder);
  const live = async (): Promise<LiveResult> => hostResult(plan, name, await untilStopped(host), folder);
  const starter = starterOf({ ready: host.ready, streams: host.streams, stop: () => host.stop() });
  if (starter !== undefined) return starter.follow(live);
  const view = viewOf(plan, [...stationsOf(plan.scenario).values()]);
  // It has no cycle of its own to begin.
  const isTerminal = plan.scenario.terminals.some(({ id }) => id === name);
  const waiting = isTerminal ? 'waiting for the first computer …' : view.waiting;
  const screen = new LiveScreen(process.stderr, host.streams, { ...view, waiting });
  try {
    return await live();
  } finally {
    screen.close();
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
