/** `quadruplex replay` of STS-124 and of copies of it: the built program against the reference. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReplayResult, RunResult } from '../../src/record/result.js';
import { patternSequence } from '../../src/run/expectations.js';
import { FIXTURES } from '../../src/scenario/builtin.js';
import { quadruplex, type Outcome } from '../support/cli.js';
import { documentOf } from '../support/result-schema.js';
import { changed, fileText, type Json } from '../support/scenarios.js';

let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'quadruplex-replay-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FLAGSHIP = path.join(FIXTURES, 'sts-124', 'scenario.json');
const flagship = (): Json => JSON.parse(readFileSync(FLAGSHIP, 'utf8')) as Json;

/** Saves a scenario under this name and replays it. */
function replayOf(scenario: Json, args: readonly string[] = [], name = 'x.json'): Outcome {
  writeFileSync(path.join(folder, name), fileText(scenario));
  return quadruplex(['replay', name, ...args], folder);
}

function runIn({ runs }: ReplayResult, mode: string): RunResult {
  const run = runs.find(({ exchange }) => exchange === mode);
  if (run === undefined) throw new Error(`no run under ${mode}`);
  return run;
}

describe('STS-124', () => {
  const outcome = quadruplex(['replay', '--exchange', 'none,status,om1', '--format', 'json']);
  const document = documentOf(outcome);

  it('is one document of the contract, and nothing else', () => {
    expect(outcome.stderr).toBe('');
    expect(outcome.stdout.endsWith('}\n')).toBe(true);
    const sha256 = createHash('sha256').update(readFileSync(FLAGSHIP)).digest('hex');
    expect(document).toMatchObject({ format: 1, seed: 124, scenario: { name: 'sts-124', sha256 } });
    expect(document.computers).toEqual(['GPC1', 'GPC2', 'GPC3', 'GPC4']);
    expect(document.runs.map(({ exchange, n, m }) => [exchange, n, m])).toEqual([
      ['none', 4, 0],
      ['status', 4, 0],
      ['om1', 5, 1],
    ]);
    for (const run of document.runs) expect(run.cycles).toBe(225);
  });

  it('splits under status as in the reference: who, when, and with which lamps', () => {
    const status = runIn(document, 'status');
    const changes = status.patterns.filter((p, i) => p.pattern !== status.patterns[i - 1]?.pattern);
    expect(changes.map(({ timeUs, pattern, groups, cam }) => ({ timeUs, pattern, groups, cam }))).toEqual([
      { timeUs: -2_000_000, pattern: '4', groups: [['GPC1', 'GPC2', 'GPC3', 'GPC4']], cam: lamps() },
      {
        timeUs: 0,
        pattern: '3-1',
        groups: [['GPC1', 'GPC2', 'GPC3'], ['GPC4']],
        cam: lamps('44', '14', '24', '34'),
      },
      {
        timeUs: 3_000_000,
        pattern: '2-1-1',
        groups: [['GPC1', 'GPC3'], ['GPC2'], ['GPC4']],
        cam: lamps('14', '34', '44', '12', '32', '22'),
      },
      {
        timeUs: 6_040_000,
        pattern: '1-1-1-1',
        groups: [['GPC1'], ['GPC2'], ['GPC3'], ['GPC4']],
        cam: lamps('11', '12', '13', '14', '22', '32', '33', '34', '44'),
      },
      { timeUs: 6_080_000, pattern: '4', groups: [['GPC1', 'GPC2', 'GPC3', 'GPC4']], cam: lamps() },
    ]);
    expect(status).toMatchObject({ verdict: 'split', asExpected: true, unmet: [], accused: [] });
  });

  it('lets the victim light its own lamp first; the others follow 4.3 to 5.6 ms later', () => {
    for (const [cycle, victim] of [
      [50, 'GPC4'],
      [125, 'GPC2'],
      [201, 'GPC3'],
    ] as const) {
      const [own, ...others] = runIn(document, 'status').failVotes.filter((vote) => vote.cycle === cycle);
      expect([own?.voter, own?.target]).toEqual([victim, victim]);
      for (const { voter, target, timeUs } of others) {
        if (voter === target) continue;
        expect(target).toBe(victim);
        expect(timeUs - (own?.timeUs ?? 0)).toBeGreaterThan(4_300);
        expect(timeUs - (own?.timeUs ?? 0)).toBeLessThan(5_700);
      }
    }
  });

  it('stays whole under om1, says what that cost and who is to blame', () => {
    const om1 = runIn(document, 'om1');
    for (const { pattern, groups, stateGroups } of om1.patterns) {
      expect(pattern).toBe('4');
      expect(stateGroups).toEqual(groups);
    }
    expect(om1).toMatchObject({
      verdict: 'agreed',
      asExpected: true,
      failVotes: [],
      accused: [{ id: 'FA2', cycle: 125 }],
      noDataCycles: 4,
      bound: { needs: 'N > 3', has: 4, met: true },
    });
    for (const check of Object.values(om1.checks))
      expect(check).toEqual({ held: true, violations: 0, firstCycle: null });
    expect(om1.hearing.map(({ timeUs, outcome: came }) => [timeUs / 1000, came])).toEqual([
      [-2000, 'value'],
      [-40, 'value'],
      [2960, 'default'],
      [3040, 'bypassed'],
      [6000, 'error'],
      [6080, 'value'],
    ]);
  });

  it('diverges under none, and the sumwords say so within 480 ms', () => {
    const none = runIn(document, 'none');
    const diverged = none.patterns.find(({ stateGroups }) => stateGroups.length > 1);
    expect(diverged).toMatchObject({ timeUs: -40_000, stateGroups: [['GPC1', 'GPC2', 'GPC3'], ['GPC4']] });
    const [vote] = none.failVotes;
    expect([vote?.voter, vote?.target]).toContain('GPC4');
    expect((vote?.timeUs ?? Infinity) - (diverged?.timeUs ?? 0)).toBeLessThanOrEqual(480_000);
  });

  it('hears alike in all modes, as in the reference', () => {
    const table = ['-2000 0000', '-40 0001', '2960 0101', '6000 0111', '6080 0000'];
    for (const run of document.runs) {
      const heard = run.hearing
        .filter(({ outcome: came }) => came !== 'bypassed')
        .map(
          ({ timeUs, readings }) =>
            `${timeUs / 1000} ${Object.values(readings)
              .map((r) => (r === 'ok' ? 0 : 1))
              .join('')}`,
        );
      expect(heard).toEqual(table);
    }
  });

  it('ends with 1 when a mode of which nothing is expected violates the checks, with 0 by default', () => {
    expect([runIn(document, 'none').asExpected, outcome.code]).toEqual([null, 1]);
    const usual = quadruplex(['replay', '--format', 'json']);
    expect(usual.code).toBe(0);
    expect(documentOf(usual).runs.map(({ exchange }) => exchange)).toEqual(['status', 'om1']);
  });

  it('is the same run each time, and another with another seed', () => {
    const hashes = (seed: string): string[] =>
      documentOf(quadruplex(['replay', '--seed', seed, '--format', 'json'])).runs.map(
        (run) => run.traceSha256,
      );
    expect(hashes('124')).toEqual(['status', 'om1'].map((mode) => runIn(document, mode).traceSha256));
    expect(new Set([...hashes('124'), ...hashes('125')]).size).toBe(4);
  });
});

describe('a copy of STS-124', () => {
  const ears = (thresholdsMv: readonly number[]): Json =>
    thresholdsMv.reduce(
      (json, mv, i) => changed(json, ['computers', i, 'receiver', 'thresholdMv'], mv),
      flagship(),
    );
  const fallen = (run: RunResult): string[] =>
    run.failVotes.filter(({ voter, target }) => voter === target).map(({ target }) => target);

  it.each([
    ['GPC1 and GPC4 changed places', [600, 520, 440, 360], ['GPC1', 'GPC2', 'GPC3', 'GPC4']],
    ['all turned round', [600, 440, 520, 360], ['GPC1', 'GPC3', 'GPC2', 'GPC4']],
    ['GPC2 and GPC3 changed places', [360, 440, 520, 600], ['GPC4', 'GPC3', 'GPC2', 'GPC1']],
  ])('in which the ears of %s: the deafest falls first', (_, thresholds, order) => {
    const status = runIn(documentOf(replayOf(ears(thresholds), ['--format', 'json'])), 'status');
    expect(fallen(status)).toEqual(order);
    expect(patternSequence(status.patterns)).toEqual(['4', '3-1', '2-1-1', '1-1-1-1', '4']);
  });

  it('in which the terminal is loud: nobody falls, and that is not what was expected', () => {
    const loud = changed(flagship(), ['terminals', 0, 'transmitter', 'levelMv'], 27_000);
    const { code, stdout, stderr } = replayOf(loud, ['--format', 'json']);
    const { runs } = documentOf({ stdout });
    for (const { patterns, failVotes } of runs)
      expect([patternSequence(patterns), failVotes]).toEqual([['4'], []]);
    expect(runs.map(({ asExpected }) => asExpected)).toEqual([false, false]);
    expect(stderr.split('\n')).toContain(
      'status: not as expected: patterns: expected 4, 3-1, 2-1-1, 1-1-1-1, 4, came out 4',
    );
    expect(code).toBe(1);
    expect(replayOf(loud).stdout).toContain('not as expected: verdict: expected split, came out agreed');
  });

  it('with other names tells the same story of those', () => {
    const renamed = JSON.parse(
      JSON.stringify(flagship())
        .replaceAll(/GPC(\d)/g, 'K$1')
        .replaceAll('FA2', 'T9')
        .replaceAll('FC6', 'BX'),
    ) as Json;
    const { code, stdout } = replayOf(renamed);
    expect(code).toBe(0);
    expect(stdout).toContain('who heard T9');
    expect(stdout).not.toMatch(/GPC[1-4]|FA2|FC6/);
  });
});

/** The matrix with these lamps lit: "14" is the one of voter 1 against target 4. */
function lamps(...lit: readonly string[]): number[][] {
  return [1, 2, 3, 4].map((voter) =>
    [1, 2, 3, 4].map((target) => (lit.includes(`${voter}${target}`) ? 1 : 0)),
  );
}
