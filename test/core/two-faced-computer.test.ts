import { describe, expect, it } from 'vitest';
import type { ScenarioConfig } from '../../src/core/config.js';
import { boundOf } from '../../src/run/bound.js';
import { isAsExpected, replay } from '../../src/run/replay.js';
import { runScenario } from '../../src/run/run-scenario.js';
import { loadScenario } from '../../src/scenario/load.js';
import { fly, modeOf, violatedChecks } from '../support/flights.js';

// A liar alone, then a liar and a terminal at once, among four. What has to hold comes from theory: om1 bears any one
// fault, ic a computer and the terminal besides.

const { scenario, sha256 } = loadScenario('two-faced-computer');
const LIES_FROM = 25;
const FADES_FROM = 40;
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

const liarAlone: ScenarioConfig = { ...scenario, faults: scenario.faults.filter(({ id }) => id === 'liar') };

describe('two-faced-computer', () => {
  it('comes out as its scenario expects', async () => {
    const result = await replay({ scenario, sha256 });
    expect(result.runs.map(({ exchange, unmet }) => [exchange, unmet])).toEqual([
      ['status', []],
      ['om1', []],
      ['ic', []],
    ]);
    expect(isAsExpected(result)).toBe(true);
  });

  it('says of om1 that its bound is not met and what would do, and of ic that it is', () => {
    expect(runScenario(scenario, 'om1').bound).toEqual({
      needs: 'N > 3 and ic, or N > 6 and m = 2, for 2 faults at once',
      has: 4,
      met: false,
    });
    expect(runScenario(scenario, 'ic').bound).toEqual({ needs: 'N > 3', has: 4, met: true });
    expect(runScenario(liarAlone, 'om1').bound).toEqual({ needs: 'N > 3', has: 4, met: true });
  });

  it.each(['om1', 'ic'] as const)('the liar alone is borne by %s, whatever it says', (mode) => {
    let votedOut = 0;
    for (const seed of SEEDS) {
      const { vehicle, log } = fly({ ...liarAlone, seed }, mode);
      expect(violatedChecks(vehicle), `seed ${seed}`).toEqual([]);
      expect(log.cyclesWithoutData).toEqual([]);
      const votes = log.votes.map(({ cycle, target }) => `${cycle} ${target}`);
      // All three in one cycle, since what each holds for it is agreed; and against nobody else.
      expect([0, 3]).toContain(votes.length);
      expect(new Set(votes).size).toBeLessThanOrEqual(1);
      for (const vote of votes) expect(vote).toMatch(/ FCC3$/);
      if (votes.length === 3) votedOut++;
    }
    // It may happen to tell most of them the truth in one of three exchanges running, and stay.
    expect(votedOut).toBeGreaterThan(SEEDS.length / 2);
  });

  it('the liar alone sets a status exchange at odds', () => {
    for (const seed of SEEDS)
      expect(violatedChecks(fly({ ...liarAlone, seed }, 'status').vehicle)).toContain('agreement');
  });

  it('with the terminal besides, ic still agrees; om1 does not', () => {
    for (const seed of SEEDS) {
      expect(violatedChecks(fly({ ...scenario, seed }, 'ic').vehicle), `seed ${seed}`).toEqual([]);
      const { vehicle } = fly({ ...scenario, seed }, 'om1');
      expect(vehicle.checks.agreement.firstCycle).toBeGreaterThanOrEqual(FADES_FROM);
      // At once, and not only when somebody has been voted out.
      expect(vehicle.checks.agreement.firstCycle).toBeLessThan(FADES_FROM + 5);
      expect(vehicle.checks.validity.held).toBe(true);
    }
  });

  it('each of its faults acts when it begins, and is noticed', () => {
    const { faults } = runScenario(scenario, 'ic');
    expect(faults.map(({ id, status, firstCycle }) => [id, status, firstCycle])).toEqual([
      ['liar', 'noticed', LIES_FROM],
      ['fading', 'noticed', FADES_FROM],
    ]);
  });
});

describe('the bound of a run', () => {
  it.each([
    // mode, N, faulty regions and computers at once; what it says
    ['om1', 4, 1, 1, 'N > 3', true],
    ['om1', 4, 1, 0, 'N > 3', true],
    ['om1', 3, 1, 0, 'N > 3', false],
    ['om1', 4, 2, 2, 'N > 6 and m = 2, for 2 faults at once', false],
    ['om1', 7, 2, 2, 'N > 6 and m = 2, for 2 faults at once', false],
    ['om1', 4, 2, 1, 'N > 3 and ic, or N > 6 and m = 2, for 2 faults at once', false],
    ['om1', 4, 2, 0, 'N > 3 and ic, or N > 6 and m = 2, for 2 faults at once', false],
    ['om2', 7, 3, 2, 'N > 6 and ic2, or N > 9 and m = 3, for 3 faults at once', false],
    ['om2', 7, 2, 1, 'N > 6', true],
    ['ic', 4, 2, 1, 'N > 3', true],
    ['ic', 4, 3, 1, 'N > 3', true],
    ['ic', 7, 2, 2, 'N > 6 and m = 2, for 2 faults at once', false],
    ['ic2', 7, 3, 2, 'N > 6', true],
    ['none', 4, 3, 2, 'N > 0', true],
    ['status', 4, 3, 2, 'N > 0', true],
  ] as const)(
    '%s with N = %i, %i regions and %i computers faulty: %s',
    (mode, n, regions, computers, needs, met) => {
      expect(boundOf(modeOf(mode), n, { regions, computers })).toEqual({ needs, has: n, met });
    },
  );
});
