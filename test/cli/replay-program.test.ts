/** `quadruplex replay` as a person runs it: its output, its files, its exit codes, and what stops it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProgressLine } from '../../src/cli/progress.js';
import { FIXTURES } from '../../src/scenario/builtin.js';
import { MAIN, quadruplex, type Outcome } from '../support/cli.js';
import { documentOf } from '../support/result-schema.js';
import { changed, fileText, smallScenario, type Json } from '../support/scenarios.js';

let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'quadruplex-program-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Saves a scenario under this name and replays it. */
function replayOf(scenario: Json, args: readonly string[] = [], name = 'x.json'): Outcome {
  writeFileSync(path.join(folder, name), fileText(scenario));
  return quadruplex(['replay', name, ...args], folder);
}

describe('the first screen', () => {
  const { code, stdout, stderr } = quadruplex(['replay']);

  it('shows both exchanges, the lamps, the price, the seed and what to run next', () => {
    expect([code, stderr]).toEqual([0, '']);
    for (const told of [
      'seed 124',
      'who heard FA2',
      '2-1-1',
      'FA2 accused',
      'annunciation matrix',
      'SPLIT, as expected',
      'AGREED',
      '4 reads without data',
      'Next:',
      'npx quadruplex replay sts-124 --exchange none,status,om1',
    ])
      expect(stdout).toContain(told);
  });

  it('has no colour in a pipe', () => {
    expect(stdout).not.toContain('\u001b');
  });

  it('names what to run next so that a shell understands it', () => {
    expect(replayOf(smallScenario(), [], "my o'wn.json").stdout).toContain(
      String.raw`npx quadruplex replay 'my o'\''wn.json' --out run`,
    );
  });
});

describe('the exit code is 1 and the fault is named', () => {
  const spare: Json = { id: 'SPARE', bus: 'main', address: 4, words: [{ signal: 'constant' }] };
  const idle = changed(changed(smallScenario(), ['terminals', 1], spare), ['faults', 0, 'target'], 'SPARE');

  it('when a fault has something to act on and never does', () => {
    const json = replayOf(idle, ['--format', 'json', '--exchange', 'om1']);
    expect([json.code, json.stderr]).toEqual([1, 'om1: not as expected: fault crack on SPARE never acted\n']);
    expect(documentOf(json).runs[0]?.unmet).toEqual(['fault crack on SPARE never acted']);
    const text = replayOf(idle, ['--exchange', 'om1']);
    expect(text.code).toBe(1);
    expect(text.stdout).toContain('not as expected: fault crack on SPARE never acted');
  });
});

describe('below the bound', () => {
  const few = (n: number): Json =>
    changed(
      smallScenario(),
      ['computers'],
      ['A', 'B', 'C'].slice(0, n).map((id) => ({ id })),
    );

  it('a mode is refused, and told how to run it all the same', () => {
    const { code, stdout, stderr } = replayOf(few(3), ['--exchange', 'none,om1', '--out', 'never/made']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/: om1 needs N > 3 computers, and small has 3: .*--force\n$/);
    expect(readdirSync(folder)).not.toContain('never');
  });

  it('it runs with --force, and the bound stands in the result', () => {
    const { runs } = documentOf(replayOf(few(3), ['--exchange', 'om1', '--force', '--format', 'json']));
    expect(runs[0]?.bound).toEqual({ needs: 'N > 3', has: 3, met: false });
    expect(replayOf(few(3), ['--exchange', 'om1', '--force']).stdout).toContain(
      'bound not met: needs N > 3, has 3',
    );
  });

  it('with two computers there is nothing to force', () => {
    const { code, stdout, stderr } = replayOf(few(2), ['--exchange', 'om1', '--force']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/: om1 needs N > 3 computers, and small has 2: /);
  });
});

describe('--out', () => {
  const files = (...names: string[]): string[] => readdirSync(path.join(folder, ...names)).toSorted();
  const RUN = ['om1.trace', 'om1.trace.jsonl', 'result.json', 'status.trace', 'status.trace.jsonl'];

  it('writes the result and the traces, parents and all, and says so', () => {
    const { code, stdout } = quadruplex(['replay', '--out', 'deep/er/run'], folder);
    expect(code).toBe(0);
    expect(stdout).toContain('Written to deep/er/run: result.json');
    expect(files('deep', 'er')).toEqual(['run']);
    expect(files('deep', 'er', 'run')).toEqual(RUN);
    for (const mode of ['status', 'om1']) {
      const golden = readFileSync(path.join(FIXTURES, 'sts-124', `${mode}.trace`), 'utf8');
      expect(readFileSync(path.join(folder, 'deep', 'er', 'run', `${mode}.trace`), 'utf8')).toBe(golden);
      const trace = readFileSync(path.join(folder, 'deep', 'er', 'run', `${mode}.trace.jsonl`));
      expect(golden).toContain(`sha256 ${createHash('sha256').update(trace).digest('hex')}`);
    }
  });

  it('says nothing of it in a document, which is the file that it writes', () => {
    const { stdout } = quadruplex(['replay', '--out', 'json', '--format', 'json'], folder);
    expect(readFileSync(path.join(folder, 'json', 'result.json'), 'utf8')).toBe(stdout);
  });

  it('replaces a run whole', () => {
    quadruplex(['replay', '--out', 'again'], folder);
    quadruplex(['replay', '--exchange', 'none', '--out', 'again'], folder);
    expect(files('again')).toEqual(['none.trace', 'none.trace.jsonl', 'result.json']);
  });

  it('refuses a folder that holds anything else, before it runs', () => {
    mkdirSync(path.join(folder, 'mine'));
    writeFileSync(path.join(folder, 'mine', 'thesis.tex'), 'years');
    const { code, stdout, stderr } = quadruplex(['replay', '--out', 'mine'], folder);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'mine: holds "thesis.tex", which a run would replace; name a new or empty folder with --out\n',
    );
    expect(files('mine')).toEqual(['thesis.tex']);
  });

  it('refuses a place that cannot be', () => {
    writeFileSync(path.join(folder, 'file'), '');
    for (const out of ['file', 'file/run', '/proc/run']) {
      const { code, stdout, stderr } = quadruplex(['replay', '--out', out], folder);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^[^\n]+\n$/);
    }
  });
});

describe('a long run', () => {
  const long = changed(smallScenario(), ['cycle', 'cycles'], 10_000_000);

  /** Starts it, waits until it has begun to write, and does what is asked. */
  async function cut(
    out: string,
    args: readonly string[],
    act: (child: ChildProcess) => void,
  ): Promise<Outcome> {
    writeFileSync(path.join(folder, 'long.json'), fileText(long));
    const child = spawn(process.execPath, [MAIN, 'replay', 'long.json', '--out', out, ...args], {
      cwd: folder,
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    while (!readdirSync(folder).some((name) => name.startsWith(`.${out}.`))) await wait(20);
    await wait(200);
    act(child);
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, stdout, stderr };
  }

  it('ends on Ctrl-C with what there is', async () => {
    const outcome = await cut('cut', ['--exchange', 'om1', '--format', 'json'], (child) =>
      child.kill('SIGINT'),
    );
    expect([outcome.code, outcome.stderr]).toEqual([130, '']);
    const document = documentOf(outcome);
    expect(document).toMatchObject({
      interrupted: true,
      runs: [{ exchange: 'om1', asExpected: null, unmet: [] }],
    });
    const cycles = document.runs[0]?.cycles ?? 0;
    expect(cycles).toBeGreaterThan(0);
    expect(cycles).toBeLessThan(10_000_000);
    const trace = readFileSync(path.join(folder, 'cut', 'om1.trace.jsonl'));
    expect(createHash('sha256').update(trace).digest('hex')).toBe(document.runs[0]?.traceSha256);
    expect(trace.toString().endsWith('}\n')).toBe(true);
  });

  it('ends once when it is told twice, as npx does', async () => {
    const outcome = await cut('twice', [], (child) => [child.kill('SIGINT'), child.kill('SIGINT')]);
    expect(outcome.code).toBe(130);
    expect(outcome.stdout).toMatch(/INTERRUPTED in none, after \d+ cycles/);
  });

  it('that is killed leaves the run as it was, and the next one clears up', async () => {
    quadruplex(['replay', '--out', 'kept'], folder);
    const before = readFileSync(path.join(folder, 'kept', 'result.json'), 'utf8');
    expect((await cut('kept', [], (child) => child.kill('SIGKILL'))).code).toBe(null);
    expect(readFileSync(path.join(folder, 'kept', 'result.json'), 'utf8')).toBe(before);
    quadruplex(['replay', '--out', 'kept'], folder);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('whoever reads only the beginning', () => {
  it('ends the program quietly', async () => {
    const child = spawn(process.execPath, [MAIN, 'replay', '--format', 'json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    await once(child, 'close');
    expect(stderr).toBe('');
  });
});

describe('progress', () => {
  /** What a terminal was sent while so much time went by between any two looks at the clock. */
  function sent(isTTY: boolean, stepMs: number): string[] {
    const texts: string[] = [];
    let now = 0;
    const line = new ProgressLine({ isTTY, write: (text) => texts.push(text) }, () => (now += stepMs));
    for (const cycle of [10, 20, 30]) line.show({ exchange: 'om1', cycle, cycles: 100 });
    line.clear();
    return texts;
  }

  it('is one line that renews itself and goes', () => {
    expect(sent(true, 1_100)).toEqual(['\rom1  10 %', '\rom1  20 %', '\rom1  30 %', '\r         ', '\r']);
  });

  it('is not shown of a short run, nor in a pipe', () => {
    expect(sent(true, 100)).toEqual([]);
    expect(sent(false, 2_000)).toEqual([]);
  });
});
