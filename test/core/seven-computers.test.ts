import { describe, expect, it } from 'vitest';
import type { ScenarioConfig } from '../../src/core/config.js';
import { isAsExpected, replay } from '../../src/run/replay.js';
import { loadScenario } from '../../src/scenario/load.js';
import { fly, ohmFor, violatedChecks } from '../support/flights.js';

const { scenario, sha256 } = loadScenario('seven-computers');
const SEEDS = [1, 2, 3, 4, 5, 6];
const LIARS = ['FCC3', 'FCC6'];

/** By target, the cycles in which healthy computers voted against it. */
function votesOf(
  seed: number,
  mode: 'om1' | 'om2' | 'ic2',
): Map<string, { voters: number; cycles: Set<number> }> {
  const votes = new Map<string, { voters: number; cycles: Set<number> }>();
  for (const { cycle, voter, target } of fly({ ...scenario, seed }, mode).log.votes) {
    if (LIARS.includes(voter)) continue;
    const known = votes.get(target) ?? { voters: 0, cycles: new Set() };
    votes.set(target, { voters: known.voters + 1, cycles: known.cycles.add(cycle) });
  }
  return votes;
}

describe('seven-computers', () => {
  it('comes out as its scenario expects', async () => {
    const result = await replay({ scenario, sha256 });
    expect(result.runs.map(({ exchange, bound, unmet }) => [exchange, bound.met, unmet])).toEqual([
      ['om1', false, []],
      ['om2', true, []],
      ['ic2', true, []],
    ]);
    expect(isAsExpected(result)).toBe(true);
  });

  it.each(['om2', 'ic2'] as const)(
    '%s: all five healthy vote against each liar in one cycle, and never against each other',
    (mode) => {
      for (const seed of SEEDS) {
        const votes = votesOf(seed, mode);
        expect([...votes.keys()].sort(), `seed ${seed}`).toEqual(LIARS);
        for (const { voters, cycles } of votes.values()) expect([voters, cycles.size]).toEqual([5, 1]);
      }
    },
  );

  it('om1, a round short of what two liars need: the healthy differ about them', () => {
    const atOdds = SEEDS.filter((seed) =>
      [...votesOf(seed, 'om1').values()].some(({ voters, cycles }) => voters < 5 || cycles.size > 1),
    );
    expect(atOdds.length).toBeGreaterThan(0);
    expect(atOdds).toContain(scenario.seed);
  });

  it('ic2 bears the terminal besides; om2 says that it is beyond its bound', async () => {
    const fading = {
      id: 'fading',
      behaviour: 'series-resistance',
      target: 'AHRS',
      from: { timeUs: 400_000 },
      // Heard by those whose ears need 480 mV or less.
      ohm: ohmFor(490),
    } as const;
    const worse: ScenarioConfig = { ...scenario, faults: [...scenario.faults, fading], expect: {} };
    for (const seed of SEEDS) expect(violatedChecks(fly({ ...worse, seed }, 'ic2').vehicle)).toEqual([]);
    const { runs } = await replay({ scenario: worse, sha256 }, { exchange: ['om2', 'ic2'] });
    expect(runs.map(({ bound }) => bound)).toEqual([
      { needs: 'N > 6 and ic2, or N > 9 and m = 3, for 3 faults at once', has: 7, met: false },
      { needs: 'N > 6', has: 7, met: true },
    ]);
  });
});
