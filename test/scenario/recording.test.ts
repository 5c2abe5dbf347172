/** The CSV file beside a scenario: where it may lie, what may stand in it, and what is said when it may not. */

import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../src/core/at.js';
import { fromWord } from '../../src/core/flight/sensor.js';
import { replay } from '../../src/run/replay.js';
import { RunFolder } from '../../src/run/run-folder.js';
import { parseRecording } from '../../src/scenario/csv.js';
import { loadScenario } from '../../src/scenario/load.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { readFileSync } from 'node:fs';
import { prepare } from '../support/flights.js';
import { changed, fileText, smallScenario, type Json } from '../support/scenarios.js';

let root: string;
const inRoot = (...names: string[]) => path.join(root, ...names);

beforeAll(() => (root = mkdtempSync(path.join(tmpdir(), 'quadruplex-recording-'))));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const sensors: Json = [
  { signal: 'roll', column: 'roll' },
  { signal: 'recorded', column: 'tank', copies: 2 },
];

function recorded(recording: Json = { file: 'flight.csv' }, words: Json = sensors): Json {
  const scenario = changed(smallScenario(), ['terminals', 0, 'words'], words);
  return changed(changed(scenario, ['faults'], []), ['recording'], recording);
}

/** The scenario and its recording in a folder of their own. @returns the scenario's file */
function put(name: string, csv: string | Uint8Array, scenario = recorded()): string {
  mkdirSync(inRoot(name), { recursive: true });
  writeFileSync(inRoot(name, 'scenario.json'), fileText(scenario));
  writeFileSync(inRoot(name, 'flight.csv'), csv);
  return inRoot(name, 'scenario.json');
}

/** Words of the first element as computer A uses them, by cycle. */
function flown(file: string, cycles: number): number[][] {
  const { vehicle, run } = prepare(loadScenario(file).scenario, 'om1');
  return Array.from({ length: cycles }, () => {
    run(1);
    return Array.from(at(at(vehicle.computers, 0).inputs, 0).subarray(0, 3), fromWord);
  });
}

describe('samples', () => {
  it('come one row a cycle, and the last one holds', () => {
    const file = put('rows', 'tank,roll\n100,-1\n200,-2\n300,-32768\n');
    expect(flown(file, 5)).toEqual([
      [-1, 100, 100],
      [-2, 200, 200],
      [-32768, 300, 300],
      [-32768, 300, 300],
      [-32768, 300, 300],
    ]);
  });

  it('come at their time, hold until the next, and the first one holds before its time', () => {
    const csv = 'timeUs,roll,tank\n50000,1,1\n80000,2,2\n80001,3,3\n90000,4,4\n170000,5,5\n';
    const file = put('times', csv, recorded({ file: 'flight.csv', timeColumn: 'timeUs' }));
    // A cycle takes 40,000 us; what came and went within one was never read.
    expect(flown(file, 6).map(([roll]) => roll)).toEqual([1, 1, 2, 4, 4, 5]);
  });

  it('have the noise of the sensor on top only if it is given', () => {
    const quiet = put('quiet', 'roll,tank\n500,0\n');
    const noisy = put(
      'noisy',
      'roll,tank\n500,0\n',
      recorded(undefined, [{ signal: 'roll', column: 'roll', noiseLsb: 9 }]),
    );
    expect(new Set(flown(quiet, 9).map(([roll]) => roll)).size).toBe(1);
    expect(new Set(flown(noisy, 9).map(([roll]) => roll)).size).toBeGreaterThan(3);
  });

  it('drive the control law as what they measure', () => {
    const file = put(
      'law',
      'rate,roll,tank\n0,1000,0\n',
      recorded(undefined, [
        { signal: 'roll', column: 'roll' },
        { signal: 'rollRate', column: 'rate' },
      ]),
    );
    const { vehicle, run } = prepare(loadScenario(file).scenario, 'om1');
    run(1);
    // At t = 0 the manoeuvre asks for -5 degrees of roll; 10 were recorded.
    expect(at(vehicle.computers, 0).law.commands[0]).toBe(Math.max(-2000, -15 * 4 * 100));
  });

  it.each([
    ['a byte order mark, CR LF and no last line end', '\uFEFFroll,tank\r\n1,2\r\n3,4'],
    ['spaces around values, empty lines at the end', ' roll , tank\n1, 2\n 3,4\n\n\n'],
    ['more columns than are asked for, whatever they hold', 'roll,who,tank\n1,Bob,2\n3,,4\n'],
    ['signs and leading zeros', 'roll,tank\n+1,002\n03,4\n'],
  ])('may stand in a file with %s', (_what, text) => {
    const { samples } = parseRecording(text, 'f.csv', { timeColumn: undefined, columns: ['roll', 'tank'] });
    expect(samples).toEqual({
      rows: 2,
      fromUs: undefined,
      columns: new Map([
        ['roll', Int16Array.of(1, 3)],
        ['tank', Int16Array.of(2, 4)],
      ]),
    });
  });
});

describe('the fingerprint', () => {
  it('of the scenario covers its recording', () => {
    const file = put('print', 'roll,tank\n1,2\n');
    const { sha256, recording } = loadScenario(file);
    const csv = Buffer.from('roll,tank\n1,2\n');
    expect(sha256).toBe(createHash('sha256').update(readFileSync(file)).update(csv).digest('hex'));
    expect(recording).toEqual({
      file: 'flight.csv',
      sha256: createHash('sha256').update(csv).digest('hex'),
      bytes: new Uint8Array(csv),
    });
    writeFileSync(inRoot('print', 'flight.csv'), 'roll,tank\n1,3\n');
    expect(loadScenario(file).sha256).not.toBe(sha256);
  });

  it('and a copy go with the run', async () => {
    const loaded = loadScenario(put('out', 'roll,tank\n1,2\n'));
    const result = await replay(loaded, { exchange: ['none'] });
    expect(result.scenario.recording).toEqual({ file: 'flight.csv', sha256: loaded.recording?.sha256 });
    for (let again = 0; again < 2; again++) {
      const folder = new RunFolder(inRoot('run'));
      folder.openTrace('none')(Buffer.from('{}\n'));
      folder.complete(result, loaded.recording?.bytes);
      expect(readFileSync(inRoot('run', 'recording.csv'), 'utf8')).toBe('roll,tank\n1,2\n');
    }
  });
});

describe('a recording is refused', () => {
  it.each<readonly [csv: string | Uint8Array, told: string]>([
    ['', 'flight.csv:1:1  has no names of columns — let the first line name them: timeUs,roll,pitch'],
    ['roll,tank\n', 'flight.csv:1:1  has no samples — add a line of numbers below the names'],
    ['roll,,tank\n1,2,3\n', 'flight.csv:1:6  a column has no name — name it'],
    ['roll;tank\n1;2\n', 'flight.csv:1:1  "roll;tank" is no name — separate by commas'],
    ['roll,tank,roll\n1,2,3\n', 'flight.csv:1:11  the column "roll" stands twice — rename one of the two'],
    ['roll,tank\n1\n', 'flight.csv:2:1  1 values under 2 names — give 2, separated by commas'],
    ['roll,tank\n1,2\n\n1,2\n', 'flight.csv:3:1  an empty line — give 2, separated by commas'],
    [
      'roll,tank\n1,2\n3, 4.5\n',
      'flight.csv:3:4  "4.5" is no sample — write a whole number of LSB from -32768 to 32767',
    ],
    ['roll,tank\n1,32768\n', 'flight.csv:2:3  "32768" is no sample'],
    ['roll,tank\n,2\n', 'flight.csv:2:1  "" is no sample'],
    [
      'roll,tank\n"1",2\n',
      String.raw`flight.csv:2:1  "\"1\"" is no sample — write a whole number of LSB from -32768 to 32767, without quotes`,
    ],
    ['roll,tank\n1e3,2\n', 'flight.csv:2:1  "1e3" is no sample'],
    [
      'rol,tank\n1,2\n',
      'scenario.json:40:21  terminals[0].words[0].column: there is no column "roll" in flight.csv — did you mean "rol"?',
    ],
    [new Uint8Array([0x72, 0xe9]), 'flight.csv:1:2  is not UTF-8 — save it as UTF-8'],
    [
      'x'.repeat(16_777_217),
      'flight.csv: is larger than 16777216 bytes (16 MiB) — cut it to what the run needs',
    ],
  ])('with %j', (csv, told) => {
    const load = (): unknown => loadScenario(put('bad', csv));
    expect(load).toThrow(told);
  });

  it('with every place that is wrong', () => {
    expect(() => loadScenario(put('bad', 'roll,tank\nx,1\n2,y\n'))).toThrow(/2:1 .*"x"[^]*3:3 .*"y"/);
  });

  it('with times that do not ascend, or no such column', () => {
    const timed = recorded({ file: 'flight.csv', timeColumn: 'timeUs' });
    const load = (csv: string) => (): unknown => loadScenario(put('bad', csv, timed));
    expect(load('timeUs,roll,tank\n5,1,1\n5,2,2\n')).toThrow(
      'flight.csv:3:1  this row, at 5 us, is not after',
    );
    expect(load('timeUs,roll,tank\n0.5,1,1\n')).toThrow(
      '"0.5" is no sample — write a whole number of microseconds',
    );
    expect(load('time,roll,tank\n5,1,1\n')).toThrow(
      'recording.timeColumn: there is no column "timeUs" in flight.csv',
    );
  });

  it.each([
    '../flight.csv',
    '/etc/passwd',
    'a/../../x.csv',
    '.hidden',
    './flight.csv',
    'a//b',
    'c:\\x',
    'x\0',
  ])('by the name %j', (file) => {
    expect(() => loadScenario(put('bad', '', recorded({ file })))).toThrow(
      /recording\.file: must be a path below the scenario's folder, is .* — as "sensors.csv" or "data\/sensors.csv"/,
    );
  });

  it('if it is not there, a folder, or lies elsewhere behind a link', () => {
    const load = (file: string) => (): unknown =>
      loadScenario(put('place', 'roll,tank\n1,2\n', recorded({ file })));
    expect(load('gone.csv')).toThrow(
      'gone.csv: cannot be read: there is no such file — put the recording there',
    );
    mkdirSync(inRoot('place', 'data'), { recursive: true });
    expect(load('data')).toThrow('data: is no plain file');
    writeFileSync(inRoot('outside.csv'), 'roll,tank\n1,2\n');
    symlinkSync(inRoot('outside.csv'), inRoot('place', 'link.csv'));
    symlinkSync(root, inRoot('place', 'up'));
    symlinkSync(inRoot('place', 'flight.csv'), inRoot('place', 'data', 'same.csv'));
    expect(load('link.csv')).toThrow("link.csv: is a link out of the scenario's folder");
    expect(load('up/outside.csv')).toThrow("up/outside.csv: is a link out of the scenario's folder");
    expect(load('data/same.csv')).not.toThrow();
  });

  it.runIf(process.platform === 'linux')('if it is a pipe, which would be waited for', () => {
    const file = put('pipe', '', recorded({ file: 'pipe.csv' }));
    execFileSync('mkfifo', [inRoot('pipe', 'pipe.csv')]);
    expect(() => loadScenario(file)).toThrow('pipe.csv: is no plain file');
  });
});

describe('a scenario is refused', () => {
  const refusal = (scenario: Json) => (): unknown => parseScenario(fileText(scenario), 'f.json');
  it('whose sensors and recording do not go together', () => {
    const words = (sensor: Json): Json => recorded(undefined, [sensor, { signal: 'roll', column: 'roll' }]);
    expect(refusal(changed(recorded(), ['recording'], undefined))).toThrow(
      'terminals[0].words[0].column: the scenario has no recording — name its file at the top',
    );
    expect(refusal(words({ signal: 'recorded' }))).toThrow(
      'a recorded sensor has no column — name the column',
    );
    expect(refusal(words({ signal: 'counter', column: 'roll' }))).toThrow('a counter is not recorded');
    expect(refusal(recorded(undefined, [{ signal: 'roll' }]))).toThrow(
      'recording: no sensor takes a column of it',
    );
    expect(refusal(words({ signal: 'roll', column: 'a,b' }))).toThrow('must be the name of a column');
  });

  it('if it is a text alone, without a folder', () => {
    expect(refusal(recorded())).toThrow(
      'recording.file: there is no folder to find it in — load the scenario',
    );
    const beside = { text: 'roll,tank\n7,8\n', file: 'memory' };
    const { recording } = parseScenario(fileText(recorded()), 'f.json', () => beside);
    expect(recording?.samples?.columns.get('tank')).toEqual(Int16Array.of(8));
  });
});
