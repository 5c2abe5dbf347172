import { describe, expect, it } from 'vitest';
import { isAsExpected, replay } from '../../src/run/replay.js';
import { loadScenario } from '../../src/scenario/load.js';
import { fly, violatedChecks } from '../support/flights.js';

const { scenario, sha256 } = loadScenario('sift-triplex');
const SEEDS = Array.from({ length: 12 }, (_, seed) => seed);

describe('sift-triplex', () => {
  it('comes out as its scenario expects, and says that the bound is not met', async () => {
    const result = await replay({ scenario, sha256 });
    expect(result.runs.map(({ exchange, n, bound, unmet }) => [exchange, n, bound.met, unmet])).toEqual([
      ['om1', 4, false, []],
      ['ic', 3, false, []],
    ]);
    expect(isAsExpected(result)).toBe(true);
  });

  it('is refused where the scenario does not allow it', async () => {
    const strict = { ...scenario, belowBound: false };
    await expect(replay({ scenario: strict, sha256 }, { exchange: ['ic'] })).rejects.toThrow(
      'ic needs N > 3 computers, and sift-triplex has 3',
    );
  });

  it("om1 on a terminal's reading holds, whatever the liar says: there n = 4", () => {
    for (const seed of SEEDS) {
      const { vehicle, log } = fly({ ...scenario, seed }, 'om1');
      expect([vehicle.checks.agreement.held, vehicle.checks.validity.held], `seed ${seed}`).toEqual([
        true,
        true,
      ]);
      expect(log.cyclesWithoutData).toEqual([]);
    }
  });

  it('on private words and in ic, where n = 3, the same liar wins', () => {
    const broken = (mode: 'om1' | 'ic'): string[] =>
      SEEDS.map((seed) => violatedChecks(fly({ ...scenario, seed }, mode).vehicle).join());
    expect(broken('om1').filter((violated) => violated === 'healthyVotedOut').length).toBeGreaterThan(3);
    for (const violated of broken('ic')) expect(violated).toContain('validity');
  });

  it('a fourth computer is all that it takes', () => {
    const four = {
      ...scenario,
      computers: [
        ...scenario.computers,
        ...scenario.computers.slice(0, 1).map((one) => ({ ...one, id: 'P4' })),
      ],
    };
    for (const mode of ['om1', 'ic'] as const)
      for (const seed of SEEDS) expect(violatedChecks(fly({ ...four, seed }, mode).vehicle)).toEqual([]);
  });
});
