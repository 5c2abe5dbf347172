/** The fixtures of other faults: who heard what, and why it came out as it did. Their ends stand in their expectations. */
import { describe, expect, it } from 'vitest';
import { runScenario } from '../../src/run/run-scenario.js';
import type { ExchangeName } from '../../src/core/exchange/modes.js';
import type { RunResult } from '../../src/record/result.js';
import { loadScenario } from '../../src/scenario/load.js';

const run = (name: string, mode: ExchangeName): RunResult => runScenario(loadScenario(name).scenario, mode);

/** The readings in force in a cycle, in the computers' order. */
function heard({ hearing }: RunResult, cycle: number): string {
  const last = hearing.filter((entry) => entry.cycle <= cycle).at(-1);
  return Object.values(last?.readings ?? {}).join(' ');
}

describe('sts-124-3to1', () => {
  const none = run('sts-124-3to1', 'none');

  it.each([
    ['A', 48, 'ok ok ok ok'],
    ['B', 49, 'ok ok ok no-response'],
    ['C', 124, 'ok manchester ok ok'],
    ['D', 198, 'ok manchester ok ok'],
    ['E', 200, 'ok no-response no-response no-response'],
    ['F', 202, 'ok ok ok ok'],
  ])('phase %s, cycle %d: %s', (_phase, cycle, readings) => {
    expect(heard(none, cycle)).toBe(readings);
  });

  it('has data in phase C where readings are exchanged: three of four hear well', () => {
    const { hearing, noDataCycles } = run('sts-124-3to1', 'om1');
    expect(hearing.filter(({ cycle }) => cycle < 200).map(({ outcome }) => outcome)).not.toContain('default');
    expect(noDataCycles).toBe(2);
  });
});

describe('universal-loss', () => {
  it('is no lone victim to anybody: no vote is cast in any mode', () => {
    for (const mode of ['none', 'status', 'om1', 'ic'] as const) {
      const result = run('universal-loss', mode);
      expect(heard(result, 25)).toBe('no-response no-response no-response no-response');
      expect(result.failVotes).toEqual([]);
    }
  });
});

describe('slow-computer', () => {
  it.each([
    ['none', 36],
    ['status', 25],
    ['om1', 36],
    ['ic', 36],
  ] as const)('under %s is voted out in cycle %d, by the three others and by nobody else', (mode, cycle) => {
    const { failVotes, checks } = run('slow-computer', mode);
    const against = failVotes.filter(({ target }) => target === 'FCC3');
    expect(against.map((vote) => vote.cycle).slice(0, 3)).toEqual([cycle, cycle, cycle]);
    expect(failVotes.filter(({ target, voter }) => target !== 'FCC3' || voter === 'FCC3')).toEqual([]);
    expect(checks.healthyVotedOut.held).toBe(true);
  });
});

describe('schroedinger', () => {
  it('is an error to nobody, and the same to nobody: only sumwords see it, after three miscompares', () => {
    const { hearing, failVotes, checks, faults } = run('schroedinger', 'status');
    expect(new Set(hearing.map(({ readings }) => Object.values(readings).join(' ')))).toEqual(
      new Set(['ok ok ok ok']),
    );
    expect(checks.agreement.firstCycle).toBe(25);
    // Sumwords are compared in every fourth cycle.
    expect(failVotes.length).toBeGreaterThan(0);
    for (const { cycle } of failVotes) expect(cycle % 4).toBe(0);
    expect(failVotes[0]?.cycle).toBeGreaterThanOrEqual(25 + 2 * 4);
    expect(faults.map(({ status }) => status)).toEqual(['unnoticed', 'unnoticed', 'unnoticed']);
  });
});

describe('benign-transmitter-byzantine-relay', () => {
  it('is beyond the bound of om1, and is borne by it, as errors count in the majority', () => {
    const { bound, checks, hearing } = run('benign-transmitter-byzantine-relay', 'om1');
    expect(bound.met).toBe(false);
    expect(checks.agreement.held).toBe(true);
    expect(hearing.at(-1)?.outcome).toBe('error');
  });

  it('is within that of ic', () => {
    expect(run('benign-transmitter-byzantine-relay', 'ic').bound.met).toBe(true);
  });
});
