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
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LiveResult } from '../../src/record/live-result.js';
import { startPtyPair } from '../../src/line/socat.js';
import { until } from '../line/support/listen.js';
import { withoutSocat } from '../line/support/socat.js';
import { shortFlight } from '../live/support/flight.js';
import { MAIN, quadruplex, type Outcome } from '../support/cli.js';
import { inRealTime } from '../support/real-time.js';

const STATIONS = ['GPC1', 'GPC2', 'GPC3', 'GPC4', 'FA2'];
/** Slow enough for five programs on a machine that has two cores: who is late by a few milliseconds is not heard. */
const PERIOD_US = 300_000;

/** The terminal is exchanged in cycle 24. */
const CYCLES = 27;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'quadruplex-attach-hosts-'));
  // Its programs make their own folders here.
  mkdirSync(path.join(folder, 'tmp'));
  writeFileSync(path.join(folder, 'short-flight.json'), JSON.stringify(shortFlight(CYCLES)));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(clear);

function configure(name: string, line: Record<string, unknown>, more: Record<string, unknown> = {}): string {
  const configuration = {
    ...{ name, scenario: 'short-flight.json', setUp: 'one-host-per-computer', faults: 'ears' },
    // What a higher rate leaves of the period goes to guards and waits.
    line: { baud: 921_600, ...line },
    deadlines: { missedPerMillion: 1_000_000, lateUs: 20_000 },
    periodUs: PERIOD_US,
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

/** What one that failed, or was killed, has left does not disturb the next. */
function clear(): void {
  for (const { pid } of processes()) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has just ended.
    }
  }
  const tmp = path.join(folder, 'tmp');
  for (const name of readdirSync(tmp)) rmSync(path.join(tmp, name), { recursive: true, force: true });
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
    expect(eventsOf(run, mode).length).toBeGreaterThan(2 * CYCLES);
    expect(eventsOf(again, mode)).toEqual(eventsOf(run, mode));
  }
}

async function attach(name: string, line: Record<string, unknown>, mode: 'status' | 'om1'): Promise<void> {
  const out = `${name}-${mode}`;
  const file = configure(out, line);
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
    expect(host.live).toMatchObject({ host: host.name, cycles: CYCLES, awayCycles: 0 });
  }
  expectNothingLeft();
  const written = JSON.parse(readFileSync(path.join(folder, out, 'result.json'), 'utf8')) as LiveResult;
  expect(written.hosts).toEqual(hosts);
  expectReplays(out, mode);
}

describe('all hosts of a configuration', inRealTime, () => {
  it('over mock ports split under status', () => attach('mock', { kind: 'mock' }, 'status'));
  it('over mock ports agree under om1', () => attach('mock', { kind: 'mock' }, 'om1'));

  describe.skipIf(withoutSocat)('over pseudo-terminals', () => {
    it('on a hub split under status', () => attach('hub', { kind: 'socat', join: 'hub' }, 'status'));
    it('on a multicast group agree under om1', () =>
      attach('multicast', { kind: 'socat', join: 'multicast' }, 'om1'));
  });
});

/** A flight without a fault, and without an expectation. */
function brief(name: string, line: Record<string, unknown>, more: Record<string, unknown> = {}): string {
  const file = { ...shortFlight(16), name: 'brief', faults: [], events: [], expect: {} };
  writeFileSync(path.join(folder, 'brief.json'), JSON.stringify(file));
  return configure(name, line, { scenario: 'brief.json', ...more });
}

/** Some cycles have passed: a host has written of them. */
async function begun(): Promise<void> {
  const tmp = path.join(folder, 'tmp');
  const traces = (): string[] =>
    readdirSync(tmp, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.trace.jsonl'));
  const isWritten = (name: string): boolean => readFileSync(path.join(tmp, name)).length > 0;
  await until('a trace', () => traces().some(isWritten), 20_000);
}

describe.skipIf(withoutSocat)('hosts with processes of their own', inRealTime, () => {
  const HUB = { kind: 'socat', join: 'hub' };

  it('go on without the time master whose process dies: exit code 3, and it is named', async () => {
    const file = brief('killed', HUB);
    const { outcome } = start(['attach', file, '--format', 'json', '--out', 'killed']);
    await begun();
    const master = processes().find(({ args }) => args[args.indexOf('--computer') + 1] === 'GPC1');
    process.kill(master?.pid ?? 0, 'SIGKILL');
    const { code, stdout, stderr } = await outcome;
    const { hosts = [], lines, runs, interrupted } = resultOf({ code, stdout, stderr });
    expect([code, stderr, interrupted]).toEqual([3, 'GPC1: its process was killed by SIGKILL\n', undefined]);
    expect(hosts.map(({ name }) => name).sort()).toEqual(['FA2', 'GPC2', 'GPC3', 'GPC4']);
    for (const { live, isSameStory } of hosts)
      expect([live.cycles, live.awayCycles, isSameStory]).toEqual([16, 0, true]);
    expect(lines.filter(({ health }) => health !== 'ok').map(({ name, health }) => [name, health])).toEqual([
      ['GPC1', 'dead'],
    ]);
    expect(runs[0]).toMatchObject({ cycles: 16, checks: { agreement: { held: true } } });
    expect(runs[0]?.failVotes.filter(({ target }) => target !== 'GPC1')).toEqual([]);
    expectNothingLeft();
  });

  it('end with Ctrl-C, which a terminal sends to all of them: what there is, and the records', async () => {
    const file = brief('interrupted', HUB);
    const { child, outcome } = start(['attach', file, '--format', 'json', '--out', 'interrupted']);
    await begun();
    for (const { pid } of processes()) process.kill(pid, 'SIGINT');
    const { code, stdout, stderr } = await outcome;
    expect([code, stderr, child.signalCode]).toEqual([130, '', null]);
    const { hosts = [], interrupted, runs, live } = resultOf({ code, stdout, stderr });
    expect([interrupted, hosts.map(({ name }) => name).sort()]).toEqual([true, [...STATIONS].sort()]);
    expect(live.cycles).toBeLessThan(16);
    expect(runs[0]).toMatchObject({ cycles: live.cycles, checks: { agreement: { held: true } } });
    expectNothingLeft();
  });

  it('end with Ctrl-C before they have begun, too', async () => {
    const { child, outcome } = start(['attach', brief('early', HUB), '--format', 'json', '--out', 'early']);
    await until('a host', () => processes().some(({ args }) => args.includes('--computer')), 10_000);
    child.kill('SIGINT');
    expect(await outcome).toMatchObject({ code: 130, stderr: '' });
    expectNothingLeft();
  });

  it('end where the program that started them dies, and nothing is left', async () => {
    const { child } = start(['attach', brief('orphans', HUB), '--format', 'json', '--out', 'orphans']);
    await begun();
    child.kill('SIGKILL');
    await until('the end of all hosts and pseudo-terminals', () => processes().length === 0);
    expectNothingLeft();
  });

  it('end with what there is where the terminal is closed', async () => {
    const file = brief('closed', HUB);
    const { outcome } = start(['attach', file, '--format', 'json', '--out', 'closed']);
    await begun();
    // All but the pseudo-terminals, which are not of its group.
    for (const { pid, args } of processes()) if (args.includes(MAIN)) process.kill(pid, 'SIGHUP');
    expect(await outcome).toMatchObject({ code: 130, stderr: '' });
    expect(existsSync(path.join(folder, 'closed', 'scenario.json'))).toBe(true);
    expectNothingLeft();
  });
});

describe('a run that cannot be', () => {
  it.each([
    [
      'an unknown name',
      { kind: 'serial' },
      {},
      ['--computer', 'GPC7'],
      /no station GPC7 runs here: take one of GPC1/,
    ],
    [
      'a line for one run',
      { kind: 'mock' },
      {},
      ['--computer', 'GPC1'],
      /leave --computer out, or set line.kind to "serial"/,
    ],
    ['four ears', { kind: 'mock' }, { setUp: 'four-ears' }, ['--computer', 'GPC1'], /leave --computer out/],
    ['a mode without messages', { kind: 'mock' }, {}, ['--exchange', 'ic'], /take none, status, om1/],
  ] as const)('%s is refused with a remedy, and nothing on stdout', (name, line, more, args, told) => {
    const file = configure('refused', line, { ...more, stations: line.kind === 'serial' ? ports() : [] });
    const { code, stdout, stderr } = quadruplex(['attach', file, ...args], folder);
    expect([name, code, stdout]).toEqual([name, 2, '']);
    expect(stderr).toMatch(told);
  });

  it('for want of ports ends with exit code 3, and names each', async () => {
    const file = configure('nowhere', { kind: 'serial' }, { stations: ports() });
    const { code, stdout, stderr } = await start(['attach', file, '--out', 'nowhere']).outcome;
    expect([code, stdout]).toEqual([3, '']);
    const missing = stderr.split('\n').filter((line) => line.includes('could not be opened (missing)'));
    expect(missing.map((line) => /no-such-port-(\w+)/.exec(line)?.[1])).toEqual(STATIONS);
    expect(stderr).toMatch(/\nNext: npx quadruplex ports .*\n$/);
    expect(existsSync(path.join(folder, 'nowhere'))).toBe(false);
    expectNothingLeft();
  });
});

const ports = (paths: Readonly<Record<string, string>> = {}): Record<string, string>[] =>
  STATIONS.map((station) => ({ station, path: paths[station] ?? `/dev/no-such-port-${station}` }));

it.skipIf(withoutSocat)(
  'a computer that is alone begins when it has gathered for long enough',
  inRealTime,
  async () => {
    const ptys = await startPtyPair();
    try {
      const [port = ''] = ptys.paths;
      const liveness = { gatherMs: 600 };
      const file = brief('alone', { kind: 'serial' }, { stations: ports({ GPC2: port }), liveness });
      const outcome = await start([
        'attach',
        file,
        '--computer',
        'GPC2',
        '--format',
        'json',
        '--out',
        'alone',
      ]).outcome;
      const { live, lines, hosts } = resultOf(outcome);
      // What it hears is nothing, and that is told.
      expect([outcome.code, outcome.stderr, hosts]).toEqual([3, '', undefined]);
      expect(live).toMatchObject({ host: 'GPC2', cycles: 16, awayCycles: 0 });
      expect(lines.filter(({ elsewhere }) => elsewhere !== true)).toMatchObject([
        { name: 'GPC2', health: 'deaf', packets: 0 },
      ]);
      expect(existsSync(path.join(folder, 'alone', 'scenario.json'))).toBe(true);
      expectNothingLeft();
    } finally {
      await ptys.stop();
    }
  },
);
