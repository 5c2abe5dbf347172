import { describe, expect, it } from 'vitest';
import { compareReports, compareSpreads, parseReport, readReport } from '../../src/bench/compare.js';
import { median, spreadOf } from '../../src/bench/percentiles.js';
import type { Spread } from '../../src/bench/report.js';
import { wireRow } from '../../src/bench/wire.js';
import { describeMachine } from '../../src/bench/machine.js';
import { loadScenario } from '../../src/scenario/load.js';

const rate = (...repetitions: number[]): Spread => spreadOf('perSecond', 'higher', repetitions);
const wait = (...repetitions: number[]): Spread => spreadOf('p99', 'lower', repetitions);

describe('a spread', () => {
  it.each([
    [[3], 3],
    [[9, 1], 5],
    [[9, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
  ])('of %j has the median %d', (values, expected) => expect(median(values)).toBe(expected));

  it('keeps the order of its repetitions', () => {
    expect(rate(3, 1, 2)).toEqual({
      of: 'perSecond',
      better: 'higher',
      min: 1,
      median: 2,
      max: 3,
      repetitions: [3, 1, 2],
    });
  });
});

describe('a comparison', () => {
  it.each<[string, Spread, Spread, number, number, number, string]>([
    ['faster beyond all noise', rate(200, 220, 210), rate(90, 100, 110), 2.1, 1.818, 2.444, 'better'],
    ['slower beyond all noise', rate(40, 50, 60), rate(90, 100, 110), 0.5, 0.3636, 0.6667, 'worse'],
    ['faster, perhaps', rate(105, 120, 130), rate(90, 100, 110), 1.2, 0.9545, 1.444, 'within noise'],
    ['less to wait', wait(40, 50, 60), wait(90, 100, 110), 0.5, 0.3636, 0.6667, 'better'],
    ['more to wait', wait(200, 220, 210), wait(90, 100, 110), 2.1, 1.818, 2.444, 'worse'],
    ['exactly as it was', rate(7), rate(7), 1, 1, 1, 'same'],
  ])('%s', (_, now, then, ratio, low, high, verdict) => {
    expect(compareSpreads(now, then)).toEqual({ of: now.of, ratio, low, high, verdict });
  });

  it('matches rows by what and name, and names those without a partner', () => {
    const { scenario } = loadScenario('nominal');
    const machine = { ...describeMachine('1.2.3'), node: '20.0.0' };
    const rows = [wireRow(scenario, 4, 'om1'), wireRow(scenario, 4, 'none')];
    const [om1, none] = rows;
    if (om1 === undefined || none === undefined) throw new Error('two rows');
    const before = [om1, { ...none, name: 'sm1/4' }, { ...none, what: 'live' }];
    const text = JSON.stringify({
      format: 1,
      tool: { name: 'quadruplex' },
      machine: { ...machine, node: '18.0.0' },
      rows: before,
    });
    expect(compareReports({ machine, rows }, parseReport(text, 'then.json'))).toEqual({
      file: 'then.json',
      date: machine.date,
      differences: ['node: 18.0.0 then, 20.0.0 now'],
      rows: [{ what: 'wire', name: 'om1/4', of: 'perSecond', ratio: 1, low: 1, high: 1, verdict: 'same' }],
      onlyNow: ['wire none/4'],
      onlyThen: ['wire sm1/4', 'live none/4'],
    });
  });
});

describe('an earlier report', () => {
  it.each([
    ['{"format": 1', 'is not valid JSON'],
    ['[]', 'is no report of a benchmark'],
    ['null', 'is no report of a benchmark'],
    ['{"format":1,"tool":{"name":"quadruplex"},"runs":[]}', 'is no report of a benchmark'],
    ['{"format":1,"tool":{"name":"hyperfine"},"rows":[]}', 'is no report of a benchmark'],
    ['{"format":1,"tool":{"name":"quadruplex"},"rows":[3]}', 'is no report of a benchmark'],
    ['{"format":2,"tool":{"name":"quadruplex"},"rows":[]}', 'has format 2, and this version knows format 1'],
  ])('%s is refused', (text, told) => {
    expect(() => parseReport(text, 'a.json')).toThrow(`"a.json": ${told} — name a file that`);
  });

  it('that is no file is refused', () => {
    expect(() => readReport('nowhere.json')).toThrow('"nowhere.json": there is no such file — ');
    expect(() => readReport('src')).toThrow('"src": is no file — ');
  });

  it('may lack figures, or have foolish ones', () => {
    const row = {
      what: 'cycle',
      name: 'x',
      spread: { of: 'perSecond', better: 'higher', min: 0, median: 1, max: 1 },
    };
    const text = JSON.stringify({ format: 1, tool: { name: 'quadruplex' }, rows: [row] });
    expect(parseReport(text, 'a.json').rows).toEqual([{ what: 'cycle', name: 'x', spread: null }]);
  });
});
