/** Scenarios by name and by file, and files that are not what they should be. */

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtinNames, listBuiltins } from '../../src/scenario/builtin.js';
import { loadScenario } from '../../src/scenario/load.js';
import { fileText, fullScenario, smallScenario } from '../support/scenarios.js';

let root: string;
let fixtures: string;
const inRoot = (...names: string[]) => path.join(root, ...names);

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'quadruplex-load-'));
  fixtures = inRoot('fixtures');
  for (const [name, scenario] of [
    ['full', fullScenario()],
    ['small', smallScenario()],
  ] as const) {
    mkdirSync(path.join(fixtures, name), { recursive: true });
    writeFileSync(path.join(fixtures, name, 'scenario.json'), fileText(scenario));
  }
  mkdirSync(path.join(fixtures, 'empty'));
  writeFileSync(path.join(fixtures, 'README.md'), 'not a scenario');
  writeFileSync(inRoot('mine.json'), fileText(smallScenario()));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a scenario is found', () => {
  it('by the name of a fixture', () => {
    const { scenario, file, folder } = loadScenario('small', fixtures);
    expect(scenario.name).toBe('small');
    expect(folder).toBe(path.join(fixtures, 'small'));
    expect(file).toBe(path.join(fixtures, 'small', 'scenario.json'));
  });

  it('by its file, with the hash of its bytes', () => {
    const { file, folder, sha256 } = loadScenario(inRoot('mine.json'), fixtures);
    expect([file, folder]).toEqual([inRoot('mine.json'), root]);
    expect(sha256).toBe(createHash('sha256').update(fileText(smallScenario())).digest('hex'));
  });

  it('by its folder', () => {
    expect(loadScenario(path.join(fixtures, 'full')).scenario.name).toBe('full');
  });

  it('in a list of what comes with the package', () => {
    expect(builtinNames(fixtures)).toEqual(['full', 'small']);
    expect(listBuiltins(fixtures)).toEqual([
      { name: 'full', title: 'Everything at once', computers: 3, expect: ['status', 'om1'] },
      { name: 'small', title: 'small', computers: 4, expect: [] },
    ]);
    expect(builtinNames(inRoot('nowhere'))).toEqual([]);
  });
});

describe('a scenario is not found', () => {
  it.each(['smal', './smal.json', '/nowhere/smal.json'])('as %s, but a fixture is near', (name) => {
    expect(() => loadScenario(name, fixtures)).toThrow(
      `${name}: there is no such file or built-in scenario — did you mean small? built-in scenarios: full, small; or name a scenario file`,
    );
  });

  it.each([
    '../full',
    '../fixtures/full',
    'full/../full',
    'full/',
    '.',
    '..',
    '',
    'empty',
    'README.md',
    '\0',
  ])('inside the fixtures by the name %j', (name) => {
    expect(() => loadScenario(name, fixtures)).toThrow(/ — /);
  });

  it('in a folder without one', () => {
    expect(() => loadScenario(root)).toThrow(
      `${root}: is a folder without scenario.json — name the scenario`,
    );
  });
});

describe('a file is refused', () => {
  it.each<readonly [what: string, bytes: string | Uint8Array, told: string]>([
    ['empty', '', ':1:1  the file is empty'],
    ['too large', ' '.repeat(1_048_577), ':1:1  is larger than 1048576 bytes (1 MiB)'],
    ['Latin-1', new Uint8Array([0x7b, 0x0a, 0x22, 0xe9, 0x22]), ':2:2  is not UTF-8 — save it as UTF-8'],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x7b, 0x00]), ':1:1  is UTF-16 — save it as UTF-8'],
    ['binary', new Uint8Array([0x00, 0x01]), ':1:1  not valid JSON'],
  ])('if it is %s', (_what, bytes, told) => {
    writeFileSync(inRoot('bad.json'), bytes);
    expect(() => loadScenario(inRoot('bad.json'))).toThrow(`bad.json${told}`);
  });

  it.runIf(process.platform === 'linux')('if it never ends', () => {
    expect(() => loadScenario('/dev/zero')).toThrow('/dev/zero:1:1  is larger than');
  });

  it('if its path leads through a file', () => {
    expect(() => loadScenario(inRoot('mine.json', 'x'))).toThrow(/cannot be read: |there is no such file/);
  });
});
