/** `bench` as a person runs it. No figure of time is held against anything: only what must be so on any machine. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
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
import { setTimeout as pass } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BenchReport } from '../../src/bench/report.js';
import { MAIN, quadruplex } from '../support/cli.js';

let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'quadruplex-cli-bench-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SMALL = ['bench', '--only', 'om1/4,fit/100Hz,ic/4-1,nominal/none,100Hz', '--seconds', '0.5'];

/** What other people's tools rely on in every row. */
const CONTRACT = ['what', 'name', 'computers', 'm', 'exchange', 'scenario', 'perSecond', 'ns'];

function parsed(stdout: string): BenchReport {
  return JSON.parse(stdout) as BenchReport;
}

describe('bench', () => {
  it('prints one document of the agreed form, and writes it with a picture of each distribution', () => {
    const { code, stdout, stderr } = quadruplex([...SMALL, '--format', 'json', '--out', 'run'], folder);
    expect([code, stderr]).toEqual([0, '']);
    const report = parsed(stdout);
    expect(report.format).toBe(1);
    expect(report.machine).toMatchObject({
      node: process.versions.node,
      scheduler: expect.any(Object) as unknown,
      load: [expect.any(Number), expect.any(Number), expect.any(Number)] as unknown,
    });
    expect(report.rows.map(({ what, name }) => `${what} ${name}`)).toEqual([
      'wire om1/4',
      'wire fit/100Hz',
      'exchange ic/4-1',
      'cycle nominal/none',
      'live 100Hz',
    ]);
    for (const row of report.rows) {
      expect(Object.keys(row)).toEqual(expect.arrayContaining(CONTRACT));
      expect(row.perSecond).toBeGreaterThan(0);
      const { p50, p99, p999, max } = row.ns;
      expect([...[p50, p99, p999, max]].sort((a, b) => a - b)).toEqual([p50, p99, p999, max]);
    }
    expect(JSON.parse(readFileSync(path.join(folder, 'run/bench.json'), 'utf8'))).toEqual(report);
    expect(readdirSync(path.join(folder, 'run')).sort()).toEqual([
      'bench.json',
      'cycle-nominal-none.svg',
      'exchange-ic-4-1.svg',
      'live-100Hz-cycle-time.svg',
      'live-100Hz-wake-up-error.svg',
    ]);
  });

  it('counts what must not happen, and does not see it happen', () => {
    const { stdout } = quadruplex([
      'bench',
      '--only',
      'ic/7-2,sts-124/om1',
      '--seconds',
      '0.5',
      '--format',
      'json',
    ]);
    const [ic, sts124] = parsed(stdout).rows;
    if (ic?.kind !== 'speed' || sts124?.kind !== 'speed') throw new Error('two rows of speed');
    expect(ic.counts).toMatchObject({ ic1Violations: 0, ic2Violations: 0 });
    expect(ic.counts['messages']).toBe(1_092 * (ic.counts['exchanges'] ?? 0));
    expect(sts124.counts).toMatchObject({ agreementViolations: 0, validityViolations: 0 });
    expect(Object.keys(sts124.phases ?? {})).toEqual(['bus', 'decode', 'exchange', 'law', 'vote', 'record']);
    expect(sts124.spread?.repetitions).toHaveLength(3);
  });

  it('lays its tables out for people, against an earlier report', () => {
    const { code, stdout } = quadruplex([...SMALL, '--compare', 'run/bench.json'], folder);
    expect(code).toBe(0);
    for (const heading of [
      'WIRE  ',
      'EXCHANGE  ',
      'CYCLE  ',
      'LIVE  ',
      'COMPARED with run/bench.json',
      'NOTES  ',
    ])
      expect(stdout).toMatch(new RegExp(`^${heading}`, 'm'));
    expect(stdout).toMatch(/^om1\/4 +4 +198 +684 µs +1,440 µs +2,124 µs +5.3 % +10.6 % +21.2 %$/m);
    expect(stdout).toMatch(/^wire om1\/4 +1\.000 +1\.000 +1\.000 +per second +same$/m);
    expect(stdout).toMatch(/[▁-█]/);
    expect(stdout).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('measures the heap when it is asked to', () => {
    const { stdout } = quadruplex([
      'bench',
      '--only',
      'heap/nominal/none',
      '--seconds',
      '0.2',
      '--format',
      'json',
    ]);
    expect(parsed(stdout).rows).toMatchObject([
      {
        kind: 'heap',
        growthBytes: expect.any(Number) as unknown,
        allocatedBytesPerCycle: expect.any(Number) as unknown,
      },
    ]);
  });

  it('ends with what there is on Ctrl-C', async () => {
    const scratch = path.join(folder, 'tmp');
    mkdirSync(scratch);
    const child = spawn(
      process.execPath,
      [MAIN, 'bench', '--only', 'om1/4,nominal/none', '--seconds', '60', '--format', 'json'],
      { env: { ...process.env, TMPDIR: scratch }, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    // Its scratch folder is there once it has begun to measure.
    while (readdirSync(scratch).length === 0) await pass(20);
    await pass(500);
    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(130);
    const report = parsed(stdout);
    expect(report.interrupted).toBe(true);
    expect(report.rows.length).toBeLessThanOrEqual(2);
    expect(readdirSync(scratch)).toEqual([]);
  });
});

describe('bench refuses', () => {
  it.each<readonly [args: string, ...told: string[]]>([
    ['--only exchnge', 'there is no row "exchnge" — did you mean "exchange"?'],
    ['--only nominal/om9', 'did you mean "nominal/om1"?'],
    ['--only ,', 'Name rows'],
    ['--seconds 0', 'more than 0'],
    ['--seconds 1e9', 'at most 86400'],
    ['--compare nowhere.json', '"nowhere.json": there is no such file — name a file that'],
    ['--compare foreign.json', 'is no report of a benchmark — name a file that'],
    ['--out taken', 'taken: holds "letter.txt"', 'name a new or empty folder'],
    ['--format xml', 'Allowed choices are text, json'],
  ])('%s', (args, ...told) => {
    writeFileSync(path.join(folder, 'foreign.json'), '{"format":1,"runs":[]}');
    mkdirSync(path.join(folder, 'taken'), { recursive: true });
    writeFileSync(path.join(folder, 'taken/letter.txt'), 'dear');
    const { code, stdout, stderr } = quadruplex(['bench', ...args.split(' ')], folder);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toMatch(/^\s+at /m);
    for (const part of told) expect(stderr).toContain(part);
    expect(existsSync(path.join(folder, 'taken/letter.txt'))).toBe(true);
  });
});
