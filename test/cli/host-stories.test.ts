/** Hosts whose stories are alike, and whose computers did not use the same: what one result makes of them. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { liveText } from '../../src/cli/attach-text.js';
import { together } from '../../src/cli/host-stories.js';
import { UsedInputs } from '../../src/live/hosts/used-inputs.js';
import type { LiveReport, LiveResult } from '../../src/record/live-result.js';
import type { Heard, RunResult } from '../../src/record/result.js';
import { isAsExpected } from '../../src/run/replay.js';
import { loadLine } from '../../src/scenario/load-line.js';
import { hearingOf, patternOf, resultOf, runOf } from '../support/results.js';

const loaded = loadLine(fileURLToPath(new URL('../../hardware/mock-hosts.json', import.meta.url)));
const plan = (mode: string, expected: object) => ({
  loaded,
  scenario: { ...loaded.scenario.scenario, expect: { [mode]: expected } },
});
const COMPUTERS = ['GPC1', 'GPC2', 'GPC3', 'GPC4'];

const times = { max: 0, min: 0, mean: 0, p50: 0, p99: 0, p999: 0 };
const live = {
  ...{ configuration: 'mock-hosts', setUp: 'one-host-per-computer', line: 'mock', faults: 'ears' },
  ...{ periodUs: 300_000, deadlines: 10, cycles: 10, misses: 0, longestMissRun: 0, late: 0, lateUs: 20_000 },
  ...{ overruns: 0, budget: { missedPerMillion: 0, spentPerMillion: 0, met: true } },
  ...{ wakeUs: times, cycleUs: times, scheduler: { class: null, realTime: 0, nice: 0 } },
  ...{ load: 0, node: '', kernel: '', awayCycles: 0 },
} satisfies LiveReport;

const run = runOf({ exchange: 'om1', patterns: [patternOf(0, [COMPUTERS])], asExpected: true });

function resultsOf(runs: Readonly<Record<string, RunResult>>): LiveResult[] {
  return Object.entries(runs).map(([host, told]) => ({
    ...resultOf([told], { computers: COMPUTERS }),
    live: { ...live, host },
    lines: [{ name: host, health: 'ok', losses: 0, unwellCycles: 0, packets: 1, echoes: 0, discarded: {} }],
  }));
}

/** GPC3 uses something else in cycles 4 and 6. */
function usedOtherwise(): UsedInputs {
  const used = new UsedInputs(4);
  for (let cycle = 0; cycle < 10; cycle++)
    for (let computer = 0; computer < 4; computer++)
      used.take(computer, cycle, computer === 2 && (cycle === 4 || cycle === 6) ? 99 : cycle);
  return used;
}

type Arguments = Parameters<typeof together>;

/** All have something to tell. */
function told(mode: string, expected: object, results: LiveResult[], known: Arguments[3]): LiveResult {
  const result = together(plan(mode, expected), COMPUTERS, results, known);
  expect(result).toBeDefined();
  return result ?? { ...resultOf([]), live, lines: [] };
}

const alike = Object.fromEntries([...COMPUTERS, 'FA2'].map((name) => [name, run]));

describe('hosts that tell the same of sets and votes', () => {
  const known = { agreement: { violations: 2, firstCycle: 4 }, used: usedOtherwise() };

  it('have not agreed where their own computers used different words: named, and not as expected', () => {
    const result = told('om1', { verdict: 'agreed' }, resultsOf(alike), known);
    expect(result.runs[0]).toMatchObject({
      unmet: ['agreement violated in 2 cycles, first in cycle 4'],
      asExpected: false,
    });
    expect(result.hosts?.map(({ name, sameInputs }) => [name, sameInputs.firstCycle])).toEqual([
      ...[['GPC1', null] as const, ['GPC2', null] as const, ['GPC3', 4] as const, ['GPC4', null] as const],
      ['FA2', null],
    ]);
    const text = liveText(result, 300);
    expect(text).toMatch(/host GPC2 .*, saw the same$/m);
    expect(text).toMatch(
      /host GPC3 .*, saw the same sets and votes, USED OTHER INPUTS than GPC1 in 2 cycles, first in cycle 4$/m,
    );
  });

  it('did what is expected where that is a split', () => {
    const expected = { verdict: 'agreed', violated: ['agreement'] };
    const result = told('om1', expected, resultsOf(alike), known);
    expect(result.runs[0]?.unmet).toEqual([]);
  });

  it('without an expectation are judged by the checks', () => {
    const result = told('status', {}, resultsOf(alike), known);
    const unexpected = { ...result, runs: result.runs.map((one) => ({ ...one, asExpected: null })) };
    expect(isAsExpected(unexpected)).toBe(false);
  });
});

it('a host that saw another story is said to have', () => {
  const other = { ...run, patterns: [patternOf(0, [COMPUTERS.slice(0, 3), ['GPC4']])] };
  const known = { agreement: { violations: 0, firstCycle: undefined }, used: new UsedInputs(4) };
  const results = resultsOf({ ...alike, GPC4: other });
  const result = told('om1', { verdict: 'agreed' }, results, known);
  expect(liveText(result)).toMatch(/host GPC4 .*, saw 3-1, or other votes$/m);
  expect(result.runs[0]?.asExpected).toBe(true);
});

it('who heard what is told by each computer of itself, where it was there all the time', () => {
  const changes = (readings: readonly (readonly [cycle: number, text: string])[]): RunResult => ({
    ...run,
    hearing: readings.map(([cycle, text]) => {
      const kinds = text.split(' ') as Heard[];
      return hearingOf(
        cycle,
        'FA2',
        Object.fromEntries(COMPUTERS.map((name, i) => [name, kinds[i] ?? 'ok'])),
      );
    }),
  });
  const results = resultsOf({
    GPC1: changes([
      [0, 'ok silent ok ok'],
      [6, 'ok ok ok ok'],
    ]),
    GPC2: changes([
      [0, 'ok ok ok ok'],
      [3, 'ok no-response ok ok'],
      [5, 'silent no-response ok ok'],
    ]),
    GPC3: run,
    GPC4: changes([[0, 'silent silent silent parity']]),
  }).map((result) =>
    result.live.host === 'GPC4' ? { ...result, live: { ...result.live, awayCycles: 2 } } : result,
  );
  const known = { agreement: { violations: 0, firstCycle: undefined }, used: new UsedInputs(4) };
  const { hearing = [] } = told('om1', {}, results, known).runs[0] ?? {};
  expect(hearing.map(({ cycle, readings }) => [cycle, ...Object.values(readings)])).toEqual([
    [0, 'ok', 'ok', 'ok', 'ok'],
    [3, 'ok', 'no-response', 'ok', 'ok'],
  ]);
});

describe('frames that came late', () => {
  const known = { agreement: { violations: 0, firstCycle: undefined }, used: new UsedInputs(4) };
  const late = resultsOf(alike).map((result) => ({
    ...result,
    lines: result.lines.map((line) => (line.name === 'GPC2' ? { ...line, discarded: { late: 3 } } : line)),
  }));

  it('are named with a remedy where a run is not as expected, whatever the deadlines say', () => {
    const text = liveText(told('om1', { noDataCycles: 4 }, late, known), 300);
    expect(text).toMatch(/FRAMES CAME LATE .*\(GPC2: 3\).* set periodUs higher than 300000, .*--rt$/m);
  });

  it('need no remedy where nothing came of it', () => {
    expect(liveText(told('om1', { noDataCycles: 0 }, late, known))).not.toContain('CAME LATE');
  });
});

it('nobody with anything to tell makes no result', () => {
  const known = { agreement: { violations: 0, firstCycle: undefined }, used: new UsedInputs(4) };
  expect(together(plan('om1', {}), COMPUTERS, [], known)).toBeUndefined();
});
