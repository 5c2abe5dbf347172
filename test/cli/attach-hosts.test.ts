/** `quadruplex attach` with a host per computer, as a person runs it: one program, five hosts, and what they wrote down. */
import { spawn, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LiveResult } from '../../src/record/live-result.js';
import { startPtyPair } from '../../src/line/socat.js';
import { until } from '../line/support/listen.js';
import { withoutSocat } from '../line/support/socat.js';
import { shortFlight } from '../live/support/flight.js';
import { MAIN, quadruplex, type Outcome } from '../support/cli.js';

const STATIONS = ['GPC1', 'GPC2', 'GPC3', 'GPC4', 'FA2'];
/** Status has a sync code for every word: one that comes late is a vote. */
const PERIOD_US: Readonly<Record<string, number>> = { status: 300_000, om1: 200_000 };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'quadruplex-attach-hosts-'));
  // Its programs make their own folders here.
  mkdirSync(path.join(folder, 'tmp'));
  writeFileSync(path.join(folder, 'short-flight.json'), JSON.stringify(shortFlight()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function configure(name: string, line: Record<string, unknown>, more: Record<string, unknown> = {}): string {
  const configuration = {
    ...{ name, scenario: 'short-flight.json', setUp: 'one-host-per-computer', faults: 'ears' },
    line: { baud: 460_800, ...line },
    deadlines: { missedPerMillion: 1_000_000, lateUs: 20_000 },
    periodUs: PERIOD_US['om1'],
  };
  const file = path.join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify({ ...configuration, ...more }));
  return file;
}

interface Program {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
}

function start(args: readonly string[]): Program {
  const env = { ...process.env, NO_COLOR: '1', TMPDIR: path.join(folder, 'tmp'), QUADRUPLEX_TEST: folder };
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const outcome = new Promise<Outcome>((resolve) =>
    child.once('close', (code) => resolve({ code, stdout, stderr })),
  );
  return { child, outcome };
}

const resultOf = ({ stdout }: Outcome): LiveResult => JSON.parse(stdout) as LiveResult;

/** Processes that these tests have started, and that go on: with those they started, hosts and pseudo-terminals. */
function processes(): { readonly pid: number; readonly args: string[] }[] {
  if (!existsSync('/proc/self/environ')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
        if (!environment.includes(`QUADRUPLEX_TEST=${folder}`)) return [];
        return [{ pid: Number(pid), args: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0') }];
      } catch {
        return [];
      }
    });
}

function expectNothingLeft(): void {
  expect(processes()).toEqual([]);
  expect(readdirSync(path.join(folder, 'tmp'))).toEqual([]);
}

const EVENTS = /"event":"(decision|vote|set)"/;

function eventsOf(run: string, mode: string): string[] {
  const trace = readFileSync(path.join(folder, run, `${mode}.trace.jsonl`), 'utf8');
  return trace.split('\n').filter((line) => EVENTS.test(line));
}

/** Each host's own folder is a run that replays; what stands at the top is one of them. */
function expectReplays(out: string, mode: string): void {
  const files = [`${mode}.trace`, `${mode}.trace.jsonl`, 'result.json', 'scenario.json'];
  expect(readdirSync(path.join(folder, out)).sort()).toEqual([...STATIONS, ...files].sort());
  for (const place of ['.', ...STATIONS]) {
    const run = path.join(out, place);
    const again = path.join(`${out}-again`, place === '.' ? 'top' : place);
    const { code, stderr } = quadruplex(['replay', run, '--exchange', mode, '--out', again], folder);
    expect([place, code, stderr]).toEqual([place, 0, '']);
    expect(eventsOf(run, mode).length).toBeGreaterThan(100);
    expect(eventsOf(again, mode)).toEqual(eventsOf(run, mode));
  }
}

async function attach(name: string, line: Record<string, unknown>, mode: 'status' | 'om1'): Promise<void> {
  const out = `${name}-${mode}`;
  const file = configure(out, line, { periodUs: PERIOD_US[mode] });
  const args = ['attach', file, '--exchange', mode, '--format', 'json', '--out', out];
  const outcome = await start(args).outcome;
  const { runs, hosts = [] } = resultOf(outcome);
  const [run] = runs;
  expect([outcome.code, outcome.stderr, run?.unmet]).toEqual([0, '', []]);
  expect(run?.verdict).toBe(mode === 'status' ? 'split' : 'agreed');
  if (mode === 'om1') expect(run?.noDataCycles).toBe(4);
  expect(hosts.map((host) => host.name).sort()).toEqual([...STATIONS].sort());
  for (const host of hosts) {
    expect(host).toMatchObject({ isSameStory: true, verdict: run?.verdict });
    expect(host.live).toMatchObject({ host: host.name, cycles: 36, awayCycles: 0 });
  }
  expectNothingLeft();
  const written = JSON.parse(readFileSync(path.join(folder, out, 'result.json'), 'utf8')) as LiveResult;
  expect(written.hosts).toEqual(hosts);
  expectReplays(out, mode);
}

describe('all hosts of a configuration', () => {
  it('over mock ports split under status', () => attach('mock', { kind: 'mock' }, 'status'));
  it('over mock ports agree under om1', () => attach('mock', { kind: 'mock' }, 'om1'));

  describe.skipIf(withoutSocat)('over pseudo-terminals', () => {
    it('on a hub split under status', () => attach('hub', { kind: 'socat', join: 'hub' }, 'status'));
    it('on a multicast group agree under om1', () =>
      attach('multicast', { kind: 'socat', join: 'multicast' }, 'om1'));
  });
});
