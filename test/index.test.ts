/** The library as a user meets it: a program of its own, in a folder of its own, that imports the built package. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KNOWN_MODES } from '../src/scenario/schema-modes.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const PROGRAM = `
import {
  ControlCycle, exchangeModes, findMode, isAsExpected, loadScenario, ModeRefused, parseScenario, replay, runScenario,
  ScenarioError, Vehicle, version,
  type ExchangeName, type Observer, type ReplayResult, type RunResult, type ScenarioConfig,
} from 'quadruplex';

const result: ReplayResult = await replay(loadScenario('sts-124'), { seed: 7 });
const runs: readonly RunResult[] = result.runs;

const text: string = JSON.stringify({
  name: 'mine', cycle: { periodUs: 40000, cycles: 5 },
  computers: [{ id: 'A' }, { id: 'B' }, { id: 'C' }],
  buses: [{ id: 'main', commander: 'A', schedule: [{ terminal: 'IMU' }] }],
  terminals: [{ id: 'IMU', bus: 'main', address: 3, words: [{ signal: 'roll' }] }],
});
const mine: ScenarioConfig = parseScenario(text, 'mine.json');
const mode: ExchangeName = 'status';

let heard = 0;
const observer: Observer = { detailed: true, reading: ({ kind }) => { if (kind === 'ok') heard++; } };
const entry = findMode(mode);
if (entry === undefined) throw new Error('no mode');
const vehicle = new Vehicle(mine, entry, [observer]);
const control = new ControlCycle(vehicle);
for (let cycle = 0; cycle < mine.cycle.cycles; cycle++) control.run(cycle);

const errors: string[] = [];
try { parseScenario('{}', 'empty.json'); } catch (error) { if (error instanceof ScenarioError) errors.push(error.problems[0]?.file ?? ''); }
try { await replay({ scenario: mine, sha256: '' }, { exchange: ['om1'] }); } catch (error) { if (error instanceof ModeRefused) errors.push(error.name); }

const shown = {
  verdicts: runs.map((run) => run.verdict), seed: result.seed, expected: isAsExpected(result), exchangeModes,
  pattern: runScenario(mine, mode).patterns.map((change) => change.pattern), heard, errors, version,
};
declare const console: { log(text: string): void };
console.log(JSON.stringify(shown));
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'quadruplex-user-'));
  mkdirSync(path.join(folder, 'node_modules'));
  symlinkSync(ROOT, path.join(folder, 'node_modules', 'quadruplex'), 'dir');
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(path.join(folder, 'user.ts'), PROGRAM);
  const compilerOptions = { strict: true, exactOptionalPropertyTypes: true, module: 'nodenext', types: [] };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['user.ts'] }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function node(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('the library', () => {
  it('serves a program in TypeScript, strict, without any types of Node', { timeout: 120_000 }, () => {
    const tsc = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const compiled = node(tsc);
    expect(compiled).toEqual({ status: 0, stdout: '', stderr: '' });

    const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
      version: string;
    };
    const ran = node('user.js');
    expect(ran.stderr).toBe('');
    expect(JSON.parse(ran.stdout)).toEqual({
      verdicts: ['split', 'agreed'],
      seed: 7,
      expected: true,
      exchangeModes: KNOWN_MODES,
      pattern: ['3'],
      heard: 15,
      errors: ['empty.json', 'ModeRefused'],
      version,
    });
  });

  it('runs what its own documentation shows', () => {
    const documentation = readFileSync(path.join(ROOT, 'src', 'index.ts'), 'utf8');
    const example = /```ts\n([^]*?)```/.exec(documentation)?.[1]?.replaceAll(/^ \* ?/gm, '') ?? '';
    writeFileSync(path.join(folder, 'example.js'), example);
    expect(node('example.js')).toEqual({ status: 0, stdout: 'status split\nom1 agreed\n', stderr: '' });
  });
});
