import { describe, expect, it } from 'vitest';
import type { ScenarioConfig } from '../../src/core/config.js';
import { costOf } from '../../src/core/exchange/cost.js';
import { chooseModes, MOST_MESSAGES, ModeRefused } from '../../src/run/choose-modes.js';
import { runScenario } from '../../src/run/run-scenario.js';
import { ears, modeOf, smallVehicle } from '../support/flights.js';

function many(computers: number, periodUs: number, keys: Record<string, unknown> = {}): ScenarioConfig {
  const thresholds = Array.from({ length: computers }, () => 400);
  return smallVehicle({ cycle: { periodUs, cycles: 2 }, computers: ears(...thresholds), ...keys });
}

const chosen = (scenario: ScenarioConfig, exchange: readonly string[] | 'all', force = false): string[] =>
  chooseModes(scenario, exchange, force).map(({ name }) => name);

function refusal(scenario: ScenarioConfig, mode: string, force = false): string {
  try {
    chooseModes(scenario, [mode], force);
  } catch (error) {
    expect(error).toBeInstanceOf(ModeRefused);
    return (error as ModeRefused).message;
  }
  throw new Error(`${mode} was not refused`);
}

describe('the record of a live run', () => {
  const others = { away: [], arrivals: [], messages: [], deeds: [] };
  const recorded = (more: Record<string, unknown>): ScenarioConfig =>
    many(4, 40_000, {
      expect: { status: { verdict: 'split' }, om1: { verdict: 'agreed' } },
      receptions: { ears: 'emulated', exceptions: [], ...more },
    });
  const modes = (scenario: ScenarioConfig, exchange?: string[]): string[] =>
    chooseModes(scenario, exchange, false).map(({ name }) => name);

  it('of a host is run in the mode that was live, unless another one is named', () => {
    const scenario = recorded({ others: { exchange: 'om1', ...others } });
    expect(modes(scenario)).toEqual(['om1']);
    expect(modes(scenario, ['status'])).toEqual(['status']);
  });

  it('that holds for any mode is run as any scenario', () => {
    expect(modes(recorded({}))).toEqual(['status', 'om1']);
    expect(modes(recorded({ others }))).toEqual(['status', 'om1']);
  });
});

describe('all', () => {
  const UNBOUND = ['none', 'status'];
  it.each([
    [2, UNBOUND],
    [3, UNBOUND],
    [4, [...UNBOUND, 'om1', 'ic']],
    [6, [...UNBOUND, 'om1', 'ic']],
    [7, [...UNBOUND, 'om1', 'om2', 'ic', 'ic2']],
    [10, [...UNBOUND, 'om1', 'om2', 'om3', 'ic', 'ic2', 'ic3']],
    // From here on there are bounds that are met, and too many messages.
    [13, [...UNBOUND, 'om1', 'om2', 'ic', 'ic2']],
    [16, [...UNBOUND, 'om1', 'om2', 'ic', 'ic2']],
  ])('that %i computers bear, in a frame that is long enough', (computers, modes) => {
    expect(chosen(many(computers, 10_000_000), 'all')).toEqual(modes);
  });

  it('leaves out what never fits into the frame', () => {
    expect(chosen(many(7, 40_000), 'all')).toEqual([...UNBOUND, 'om1', 'om2', 'ic', 'ic2']);
    expect(chosen(many(7, 8_000), 'all')).toEqual([...UNBOUND, 'om1', 'om2', 'ic']);
    expect(chosen(many(7, 700), 'all')).toEqual(UNBOUND);
  });
});

describe('names', () => {
  it('may be ic1 for ic, each mode once', () => {
    expect(chosen(many(4, 40_000), ['ic1', 'om1', 'ic'])).toEqual(['ic', 'om1']);
  });

  it.each([
    ['om-2', 'there is no exchange mode "om-2" — did you mean "om2"?'],
    ['sttus', 'there is no exchange mode "sttus" — did you mean "status"?'],
    ['om6', 'there is no exchange mode "om6" — possible: none, status, om1'],
  ])('that there is not: %s', (name, told) => {
    expect(refusal(many(4, 40_000), name)).toContain(told);
  });
});

describe('below its bound', () => {
  it.each([
    ['om1', 3, 'om1 needs N > 3 computers, and small has 3: add computers, or set "belowBound": true'],
    ['ic', 3, 'ic needs N > 3 computers, and small has 3'],
    ['om2', 6, 'om2 needs N > 6 computers, and small has 6'],
    ['om3', 8, 'om3 needs N > 9 computers, and small has 8'],
  ])('%s among %i is refused, and run by force', (mode, computers, told) => {
    const scenario = many(computers, 10_000_000);
    expect(refusal(scenario, mode)).toContain(told);
    expect(chosen(scenario, [mode], true)).toEqual([mode]);
    expect(chosen({ ...scenario, belowBound: true }, [mode])).toEqual([mode]);
    expect(runScenario(scenario, modeOf(mode as 'om1')).bound.met).toBe(false);
  });

  it.each([
    ['om1', 2],
    ['ic', 2],
    ['om2', 3],
    ['ic2', 3],
    ['om5', 6],
  ])('%s among %i cannot be run at all', (mode, computers) => {
    expect(refusal(many(computers, 10_000_000), mode, true)).toMatch(
      /or fewer it cannot run even below its bound/,
    );
  });

  it.each([
    ['om2', 4],
    ['ic2', 4],
    ['om3', 5],
    ['ic3', 5],
  ] as const)('%s among %i, the fewest there can be, runs', (mode, computers) => {
    const { verdict, checks } = runScenario(many(computers, 10_000_000), mode);
    expect([verdict, checks.agreement.held, checks.validity.held]).toEqual(['agreed', true, true]);
  });
});

describe('out of reach', () => {
  it('is what takes more messages than anyone would wait for', () => {
    const scenario = many(16, 10_000_000);
    expect(costOf(scenario, modeOf('om5')).messages).toBeGreaterThan(MOST_MESSAGES);
    const told = refusal(scenario, 'om5', true);
    expect(told).toMatch(/^om5 among 16 computers takes \d+ messages in a cycle, more than 100000: /);
    expect(told).toContain('what fits: none, status, om1, om2, ic, ic2');
  });

  it('is what never fits into the frame; the period that would do is named, and does', () => {
    const scenario = many(7, 8_000);
    const told = refusal(scenario, 'ic2', true);
    expect(told).toMatch(
      /^ic2 never fits into a cycle: its exchange takes \d+ of 8000 us with nothing wrong; set cycle/,
    );
    expect(told).toContain('what fits: none, status, om1, om2, ic');
    const periodUs = Number(/takes (\d+) of/.exec(told)?.[1]);
    expect(chosen(many(7, periodUs), ['ic2'])).toEqual(['ic2']);
    expect(refusal(many(7, periodUs - 1), 'ic2')).toContain('never fits');
  });

  it('is not what only slips in some cycles: that is an event of the run', () => {
    const scenario = many(4, 1_000, { rules: { sumwordEveryCycles: 2 } });
    expect(chosen(scenario, ['om1'])).toEqual(['om1']);
    expect(runScenario(scenario, 'om1').cycleSlips).toBeGreaterThan(0);
  });
});
