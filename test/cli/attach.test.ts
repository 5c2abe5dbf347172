/** `quadruplex attach` as a person runs it: live over mock ports and pseudo-terminals, and its record replayed. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LiveResult } from '../../src/record/live-result.js';
import { withoutSocat } from '../line/support/socat.js';
import { shortFlight } from '../live/support/flight.js';
import { MAIN, quadruplex, type Outcome } from '../support/cli.js';
import { inRealTime } from '../support/real-time.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'quadruplex-attach-'));
  writeFileSync(path.join(folder, 'short-flight.json'), JSON.stringify(shortFlight()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Wiring {
  readonly line: Record<string, unknown>;
  readonly faults: string;
}

function configure(name: string, { line, faults }: Wiring, more: Record<string, unknown> = {}): string {
  const file = path.join(folder, `${name}.json`);
  const deadlines = { missedPerMillion: 1_000_000, lateUs: 20_000 };
  // Slow enough for a machine that does many other things besides.
  const configuration = {
    periodUs: 100_000,
    name,
    scenario: 'short-flight.json',
    setUp: 'four-ears',
    line,
    faults,
    deadlines,
  };
  writeFileSync(file, JSON.stringify({ ...configuration, ...more }));
  return file;
}

/** Beside others: a live run waits more than it works. */
async function run(args: readonly string[], interruptAfterMs?: number): Promise<Outcome> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  if (interruptAfterMs !== undefined) setTimeout(() => child.kill('SIGINT'), interruptAfterMs);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}

const EVENTS = /"event":"(decision|vote|set)"/;

function eventsOf(run: string, mode: string): string[] {
  const trace = readFileSync(path.join(folder, run, `${mode}.trace.jsonl`), 'utf8');
  return trace.split('\n').filter((line) => EVENTS.test(line));
}

const WIRINGS: Readonly<Record<string, Wiring>> = {
  'mock, the emulated ears': { line: { kind: 'mock' }, faults: 'ears' },
  'mock, frames damaged on the wire': { line: { kind: 'mock' }, faults: 'wire' },
  'pseudo-terminals on a hub, frames damaged on the wire': {
    line: { kind: 'socat', join: 'hub' },
    faults: 'wire',
  },
  'pseudo-terminals on a multicast group, the emulated ears': {
    line: { kind: 'socat', join: 'multicast' },
    faults: 'ears',
  },
};

describe.each(Object.entries(WIRINGS))('over %s', inRealTime, (wiring, config) => {
  const skip = config.line['kind'] === 'socat' && withoutSocat;
  it.skipIf(skip)('splits under status, agrees under om1, and both replay byte for byte', async () => {
    const name = wiring.replaceAll(/\W+/g, '-');
    const file = configure(name, config);
    const runs = ['status', 'om1'].map(async (mode) => {
      const out = `${name}-${mode}`;
      const { code, stdout, stderr } = await run([
        ...['attach', file, '--exchange', mode, '--format', 'json', '--out', out],
      ]);
      return { mode, out, code, stderr, result: JSON.parse(stdout) as LiveResult };
    });
    for (const { mode, out, code, stderr, result } of await Promise.all(runs)) {
      expect({ mode, code, stderr, unmet: result.runs[0]?.unmet }).toEqual({
        mode,
        code: 0,
        stderr: '',
        unmet: [],
      });
      expect(result.runs[0]?.verdict).toBe(mode === 'status' ? 'split' : 'agreed');
      const again = quadruplex(['replay', out, '--exchange', mode, '--out', `${out}-again`], folder);
      expect(again.code).toBe(0);
      expect(eventsOf(out, mode).length).toBeGreaterThan(100);
      expect(eventsOf(`${out}-again`, mode)).toEqual(eventsOf(out, mode));
    }
  });
});

describe('the end of a run', inRealTime, () => {
  it('comes with Ctrl-C too: what there is, and a record that replays as far', async () => {
    const file = configure('interrupted', { line: { kind: 'memory' }, faults: 'ears' });
    const args = ['attach', file, '--format', 'json', '--out', 'interrupted'];
    const { code, stdout } = await run(args, 3500);
    const { interrupted, runs, live } = JSON.parse(stdout) as LiveResult;
    expect([code, interrupted]).toEqual([130, true]);
    expect(runs[0]?.cycles).toBe(live.cycles);
    const files = ['om1.trace', 'om1.trace.jsonl', 'result.json', 'scenario.json'];
    expect(readdirSync(path.join(folder, 'interrupted')).sort()).toEqual(files);
    const replayed = quadruplex(['replay', 'interrupted', '--exchange', 'om1', '--format', 'json'], folder);
    expect([replayed.code, (JSON.parse(replayed.stdout) as LiveResult).runs[0]?.cycles]).toEqual([
      0,
      live.cycles,
    ]);
  });

  it('is exit code 3 where a port is not there, before anything runs', async () => {
    const stations = ['GPC1', 'GPC2', 'GPC3', 'GPC4', 'FA2'].map((station) => {
      return { station, path: `/dev/no-such-port-${station}` };
    });
    const file = configure('nowhere', { line: { kind: 'serial' }, faults: 'ears' }, { stations });
    const { code, stdout, stderr } = await run(['attach', file]);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/line GPC1 could not be opened \(missing\): .*no-such-port-GPC1/);
    expect(stderr).toMatch(/line FA2 could not be opened \(missing\): .*no-such-port-FA2/);
  });

  it('is exit code 4 where the budget of deadlines was missed', async () => {
    const deadlines = { missedPerMillion: 0, lateUs: 1 };
    const file = configure('hasty', { line: { kind: 'memory' }, faults: 'ears' }, { deadlines });
    const { code, stdout } = await run(['attach', file, '--format', 'json']);
    expect(code).toBe(4);
    expect((JSON.parse(stdout) as LiveResult).live.budget.met).toBe(false);
  });
});

it('refuses what cannot be run, with a remedy and nothing on stdout', () => {
  const file = configure('refused', { line: { kind: 'memory' }, faults: 'ears' });
  for (const [args, told] of [
    [['attach', 'nothing.json'], /there is no such file — name a readable line configuration/],
    [['attach', file, '--exchange', 'foo'], /There is no exchange mode "foo" — possible: none, .*, ic5$/m],
    [['attach', file, '--exchange', 'om2'], /add computers, or set "belowBound": true in the scenario$/m],
    [['attach', file, '--computer', 'GPC1'], /leave --computer out/],
    [['attach', file, '--exchange', 'om3'], /needs N > 9/],
    [['attach', file, '--exchange', 'none,om1'], /name one/],
  ] as const) {
    const { code, stdout, stderr } = quadruplex(args, folder);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(told);
  }
});
