/** Bad input, as a person meets it: exit 2, nothing on stdout, the place and the remedy on stderr, no stack trace. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quadruplex, type Outcome } from '../support/cli.js';
import { changed, fileText, smallScenario, type Json, type Step } from '../support/scenarios.js';

let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'quadruplex-bad-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function expectRefusal({ code, stdout, stderr }: Outcome, ...told: readonly string[]): void {
  expect(stdout).toBe('');
  expect(stderr).not.toMatch(/^\s+at /m);
  for (const part of told) expect(stderr).toContain(part);
  expect(code).toBe(2);
}

function replayText(text: string | Uint8Array): Outcome {
  writeFileSync(path.join(folder, 'bad.json'), text);
  return quadruplex(['replay', 'bad.json', '--format', 'json'], folder);
}

function replaySpoilt(at: readonly Step[], value: Json | undefined): Outcome {
  return replayText(fileText(changed(smallScenario(), at, value)));
}

describe('replay refuses', () => {
  it('a missing file', () => {
    const told = 'nowhere.json: there is no such file or built-in scenario — ';
    expectRefusal(quadruplex(['replay', 'nowhere.json'], folder), told, 'name a scenario file');
  });

  it('broken JSON', () => {
    const text = fileText(smallScenario()).replace('"periodUs": 40000,', '"periodUs": 40000');
    expectRefusal(replayText(text), 'bad.json:5:5  not valid JSON: ', 'put a comma');
  });

  it('an unknown key', () => {
    expectRefusal(
      replaySpoilt(['computers', 0, 'reciever'], {}),
      'bad.json:10:7  computers[0].reciever: unknown key — did you mean "receiver"?',
    );
  });

  it('a negative period', () => {
    expectRefusal(
      replaySpoilt(['cycle', 'periodUs'], -40000),
      'bad.json:4:17  cycle.periodUs: must be from 100 to 10000000, is -40000 — expected here: length of one',
    );
  });

  it('a computer named twice', () => {
    expectRefusal(
      replaySpoilt(['computers', 1, 'id'], 'A'),
      'bad.json:12:13  computers[1].id: the name "A" is taken — give it another name',
    );
  });

  it('a fault on nothing', () => {
    expectRefusal(
      replaySpoilt(['faults', 0, 'target'], 'IMUU'),
      'faults[0].target: there is no computer or terminal "IMUU" — did you mean "IMU"?',
      'bad.json:51:17',
    );
  });

  it('too few computers', () => {
    expectRefusal(
      replaySpoilt(['computers'], [{ id: 'A' }]),
      'bad.json:7:16  computers: must have at least 2 entries, has 1 — ',
      'a computer needs another one',
    );
  });

  it('a hundred thousand nested lists', () => {
    expectRefusal(replayText('['.repeat(100_000)), 'bad.json:1:65  is nested deeper than 64 levels — ');
  });

  it('more than a mebibyte', () => {
    const text = `[${'0,'.repeat(600_000)}0]`;
    expectRefusal(replayText(text), 'bad.json:1:1  is larger than 1048576 bytes (1 MiB) — ');
  });

  it('wrong types everywhere', () => {
    const wrong = { name: 3, cycle: [], computers: {}, buses: 'x', terminals: null, faults: 1, expect: [] };
    const outcome = replayText(fileText(wrong));
    expectRefusal(outcome, 'bad.json:2:11  name: must be a text, is 3 — ');
    expect(outcome.stderr.trim().split('\n')).toHaveLength(7);
  });

  it('a text that would move the cursor, without doing what it says', () => {
    const outcome = replaySpoilt(['title'], '\u001b[2J\u009b2J');
    expectRefusal(outcome, 'is "\\u001b[2J\\u009b2J"');
  });
});

describe('the command line refuses', () => {
  it.each<readonly [args: string, ...told: string[]]>([
    ['repaly', "unknown command 'repaly'", 'Did you mean replay?'],
    ['replay --sed 3', "unknown option '--sed'", 'Did you mean --seed?'],
    ['replay --seed -1', 'Give a whole number from 0 to 4294967295'],
    ['replay --seed 4294967296', 'Give a whole number from 0 to 4294967295'],
    ['replay --seed 1e3', 'Give a whole number from 0 to 4294967295'],
    ['replay --exchange om1,sttus', 'There is no exchange mode "sttus" — did you mean "status"?'],
    ['replay --exchange all,om1', '"all" stands alone'],
    ['replay --exchange=', 'There is no exchange mode ""'],
    ['replay --format xml', 'Allowed choices are text, json'],
    ['replay --out', 'argument missing'],
    ['replay one two', 'too many arguments'],
    ['schema sceanrio', 'Allowed choices are scenario'],
    ['scenarios --what', "unknown option '--what'"],
  ])('%s', (args, ...told) => {
    expectRefusal(quadruplex(args.split(' '), folder), ...told);
  });
});
