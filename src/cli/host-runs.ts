/** The hosts of a configuration as they can be run from here: in this process, or each in a process of its own. */
import { fork, type ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { LineConfiguration } from '../line/configuration.js';
import { lastWill } from '../line/last-will.js';
import { LineNotOpened, type NotOpened } from '../live/attach.js';
import { linesOf, type Lines } from '../live/set-up.js';
import type { LiveResult } from '../record/live-result.js';
import { RunFolder } from '../run/run-folder.js';
import { hostAttachment, hostResult } from './attach-host.js';
import type { AttachPlan } from './attach-task.js';
import { STARTED_BY_US, type HostNews } from './host-starter.js';
import type { AttachOptions } from './program.js';
import { STOP_SIGNALS } from './until-stopped.js';

export interface HostRun {
  readonly name: string;
  /** Ends with its result; undefined where it broke down. */
  run(tell: (news: HostNews) => void): Promise<LiveResult | undefined>;
  stop(): void;
  /** How its process ended, where it had no result and nobody had asked it to end. */
  readonly death?: string | undefined;
}

export interface HostRuns {
  readonly hosts: readonly HostRun[];
  /** Of a host's own files, where any are wanted. */
  folderOf(name: string): string;
  close(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));

/**
 * Five programs of the same make grow hot in the same cycle, and their optimising compilers take the processors from all
 * of them, for longer than a slot has room. A cycle's work is small: it has time enough without them, and the same each time.
 */
const EVENLY = ['--no-opt'];

/** @param names of the stations that run here */
export async function hostRuns(
  plan: AttachPlan,
  names: readonly string[],
  options: AttachOptions,
): Promise<HostRuns> {
  const { configuration, file } = plan.loaded;
  const isSerial = configuration.line.kind === 'serial';
  if (isSerial) expectPorts(configuration, names);
  const lines = isSerial ? undefined : await linesOf(configuration, names);
  const place = mkdtempSync(path.join(tmpdir(), 'quadruplex-hosts-'));
  const will = lastWill(place);
  const folderOf = (name: string): string => path.join(place, name);
  const child = (config: string) => (name: string) => new ChildHost(name, config, folderOf(name), options);
  const close = async (): Promise<void> => {
    await lines?.stop?.();
    lines?.wire?.stop();
    rmSync(place, { recursive: true, force: true });
    await will.revoke();
  };
  if (lines === undefined) return { hosts: names.map(child(file)), folderOf, close };
  if (lines.pathOf === undefined) {
    const out = (name: string): string | undefined =>
      options.out === undefined ? undefined : folderOf(name);
    return { hosts: names.map((name) => new InnerHost(plan, name, lines, out(name))), folderOf, close };
  }
  // This one carries what they say.
  for (const flag of EVENLY) setFlagsFromString(flag);
  const config = writeConfiguration(plan, place, names, (name) => lines.pathOf?.(name) ?? '');
  return { hosts: names.map(child(config)), folderOf, close };
}

/**
 * Each of many processes could name only the one port that it misses itself, and the first one ends them all.
 * @throws LineNotOpened
 */
function expectPorts({ stations }: LineConfiguration, names: readonly string[]): void {
  const missing = stations.flatMap(({ station: line, path: port = '' }): NotOpened[] => {
    // Where ports are no files, as COM3, only their opening tells.
    const isMissing = names.includes(line) && port.startsWith('/') && !existsSync(port);
    return isMissing ? [{ line, problem: 'missing', detail: `there is no ${port}` }] : [];
  });
  if (missing.length > 0) throw new LineNotOpened(missing);
}

/** On ports that only this process has. */
class InnerHost implements HostRun {
  readonly name: string;
  readonly #plan: AttachPlan;
  readonly #lines: Lines;
  readonly #out: string | undefined;
  #stop: () => void = () => undefined;

  constructor(plan: AttachPlan, name: string, lines: Lines, out: string | undefined) {
    this.name = name;
    this.#plan = plan;
    this.#lines = lines;
    this.#out = out;
  }

  async run(tell: (news: HostNews) => void): Promise<LiveResult> {
    const folder = this.#out === undefined ? undefined : new RunFolder(this.#out);
    const host = hostAttachment(this.#plan, this.name, this.#lines, folder);
    this.#stop = () => host.stop();
    host.streams.cycles$.subscribe((cycle) => tell({ kind: 'cycle', cycle }));
    host.streams.health$.subscribe((change) => tell({ kind: 'health', change }));
    void host.ready.then(() => tell({ kind: 'ready' }));
    return hostResult(this.#plan, this.name, await host.run(), folder);
  }

  stop(): void {
    this.#stop();
  }
}

/** Also what a terminal sends to all of its programs at once. */
const STOPS: ReadonlySet<string> = new Set(STOP_SIGNALS);

/** The same command once more, for one computer. */
class ChildHost implements HostRun {
  readonly name: string;
  readonly #args: readonly string[];
  #child: ChildProcess | undefined;
  #isAsked = false;
  #end: { readonly code: number | null; readonly signal: NodeJS.Signals | null } | undefined;

  constructor(name: string, config: string, out: string, options: AttachOptions) {
    this.name = name;
    this.#args = [
      ...['attach', config, '--computer', name, '--format', 'json'],
      ...(options.exchange === undefined ? [] : ['--exchange', options.exchange]),
      ...(options.seed === undefined ? [] : ['--seed', String(options.seed)]),
      ...(options.out === undefined ? [] : ['--out', out]),
    ];
  }

  run(tell: (news: HostNews) => void): Promise<LiveResult | undefined> {
    const env = { ...process.env, [STARTED_BY_US]: '1' };
    const child = fork(MAIN, this.#args, {
      env,
      execArgv: [...process.execArgv, ...EVENLY],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child = child;
    let result: LiveResult | undefined;
    child.on('message', (message) => {
      const news = message as HostNews;
      if (news.kind === 'result') result = news.result;
      else tell(news);
    });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        if (result === undefined) this.#end = { code, signal };
        resolve(result);
      });
    });
  }

  get death(): string | undefined {
    if (this.#end === undefined) return undefined;
    const { code, signal } = this.#end;
    if (signal === null) return `ended with exit code ${code}`;
    // Asked so early that it could not yet do it in good order.
    return this.#isAsked && STOPS.has(signal) ? undefined : `was killed by ${signal}`;
  }

  stop(): void {
    this.#isAsked = true;
    this.#child?.kill('SIGINT');
  }
}

/** The configuration for processes that find pseudo-terminals made by this one. */
function writeConfiguration(
  { loaded }: AttachPlan,
  place: string,
  names: readonly string[],
  pathOf: (name: string) => string,
): string {
  const { configuration, scenario } = loaded;
  const { title, ...numbers } = configuration;
  const stations = configuration.stations
    .filter(({ station }) => !names.includes(station))
    .concat(names.map((station) => ({ station, path: pathOf(station), runs: 'here', echo: 'find' })));
  const line = { kind: 'serial', baud: configuration.line.baud };
  const file = path.join(place, 'hosts.json');
  copyFileSync(scenario.file, path.join(place, 'scenario.json'));
  if (scenario.recording !== undefined) {
    const recording = path.join(place, scenario.recording.file);
    mkdirSync(path.dirname(recording), { recursive: true });
    writeFileSync(recording, scenario.recording.bytes);
  }
  writeFileSync(file, JSON.stringify({ ...numbers, title, scenario: 'scenario.json', line, stations }));
  return file;
}
