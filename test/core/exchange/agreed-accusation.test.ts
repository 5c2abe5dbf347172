import { describe, expect, it } from 'vitest';
import type { ScenarioConfig } from '../../../src/core/config.js';
import { loadScenario } from '../../../src/scenario/load.js';
import { runScenario } from '../../../src/run/run-scenario.js';
import { ears, fly, ohmFor, prepare, smallVehicle, violatedChecks } from '../../support/flights.js';

/** IMU is heard by the first of five; one computer may lie about all it hears and says. */
function fading(hearing: number, liar?: string, keys: Record<string, unknown> = {}): ScenarioConfig {
  const fault = {
    id: 'f',
    behaviour: 'series-resistance',
    target: 'IMU',
    from: { cycle: 5 },
    ohm: ohmFor(500),
  };
  const lies = { id: 'l', behaviour: 'two-faced', target: liar, from: { cycle: 0 }, as: 'both' };
  return smallVehicle({
    cycle: { periodUs: 40_000, cycles: 30 },
    computers: ears(...Array.from({ length: 5 }, (_, i) => (i < hearing ? 400 : 600))),
    exchange: { links: 'pointToPoint' },
    rules: { bypassAfter: 100 },
    faults: liar === undefined ? [fault] : [fault, lies],
    ...keys,
  });
}

describe('an accusation from agreed readings', () => {
  it.each([
    // hearing, cycle in which two have erred twice running
    [5, undefined],
    [4, undefined],
    [3, 6],
    [0, 6],
  ])('of five computers %i hear: accused in cycle %s', (hearing, cycle) => {
    const expected = cycle === undefined ? [] : [{ terminal: 'IMU', cycle }];
    for (const links of ['broadcast', 'pointToPoint']) {
      const { log } = fly(fading(hearing, undefined, { exchange: { links } }), 'ic');
      expect(log.accused, links).toEqual(expected);
    }
  });

  it('comes to all healthy computers in one cycle, whatever a liar says of what it heard', () => {
    for (let seed = 0; seed < 8; seed++) {
      // B lies; D or E, or both, do not hear.
      const { log, vehicle } = fly(fading(3, 'B', { seed }), 'ic');
      expect(log.accused).toEqual([{ terminal: 'IMU', cycle: 6 }]);
      expect(violatedChecks(vehicle)).toEqual([]);
    }
  });

  it('one liar alone makes no case', () => {
    for (let seed = 0; seed < 8; seed++) expect(fly(fading(5, 'B', { seed }), 'ic').log.accused).toEqual([]);
  });

  it('begins anew when the source is exchanged, and can be made again', () => {
    const events = [
      { id: 'new', timeUs: 10 * 40_000, action: 'exchange-terminal', terminal: 'IMU', mark: 'R' },
    ];
    const again = {
      id: 'g',
      behaviour: 'series-resistance',
      target: 'IMU',
      from: { cycle: 20 },
      ohm: ohmFor(500),
    };
    const scenario = fading(3, undefined, { events });
    const { log } = fly(
      { ...scenario, faults: [...scenario.faults, ...fading(3, undefined, { faults: [again] }).faults] },
      'ic',
    );
    expect(log.accused).toEqual([
      { terminal: 'IMU', cycle: 6 },
      { terminal: 'IMU', cycle: 21 },
    ]);
  });

  it('is what accuses FA2 in sts-124 under ic, in cycle 125, after the same four reads without data as under om1', () => {
    const { scenario } = loadScenario('sts-124');
    for (const mode of ['om1', 'ic'] as const) {
      const { accused, noDataCycles, verdict } = runScenario(scenario, mode);
      expect([accused, noDataCycles, verdict], mode).toEqual([[{ id: 'FA2', cycle: 125 }], 4, 'agreed']);
    }
  });
});

describe('FA2 and one two-faced computer besides', () => {
  const { scenario: sts124 } = loadScenario('sts-124');
  const liar = {
    id: 'liar',
    behaviour: 'two-faced',
    target: 'GPC1',
    from: { cycle: 0 },
    as: 'both',
  } as const;
  const worse: ScenarioConfig = {
    ...sts124,
    exchange: { ...sts124.exchange, links: 'pointToPoint' },
    faults: [...sts124.faults, liar],
    expect: {},
  };

  it.each([1, 2, 3, 4, 5])(
    'ic still agrees, and the result of om1 says that its bound is not met: seed %i',
    (seed) => {
      const ic = runScenario({ ...worse, seed }, 'ic');
      expect(ic.bound).toEqual({ needs: 'N > 3', has: 4, met: true });
      expect(Object.values(ic.checks).map(({ held }) => held)).toEqual([true, true, true]);
      const om1 = runScenario({ ...worse, seed }, 'om1');
      expect(om1.bound).toMatchObject({ has: 4, met: false });
      expect(om1.bound.needs).toContain('N > 3 and ic');
    },
  );
});

describe('word by word', () => {
  it('in a vehicle: the same data, and inside the bound the same checks', () => {
    for (const mode of ['om1', 'ic'] as const)
      for (let seed = 0; seed < 4; seed++) {
        const keys = {
          seed,
          exchange: { links: 'pointToPoint', equality: 'word' },
          rules: { bypassAfter: 100 },
        };
        const { vehicle, log } = fly(fading(5, 'B', keys), mode);
        expect(violatedChecks(vehicle)).toEqual([]);
        expect(log.cyclesWithoutData).toEqual([]);
      }
  });

  it('brings together what whole readings would not: three that each lost another word', () => {
    // A computer may hear a word wrong without knowing it; here three mouths each change another word for everybody.
    const outcomes = (equality: string): unknown => {
      const { vehicle, run } = prepare(
        smallVehicle({
          computers: ears(400, 400, 400),
          belowBound: true,
          exchange: { equality },
          rules: { sumwordEveryCycles: 0 },
        }),
        'om1',
      );
      vehicle.computers.forEach((_, sender) =>
        vehicle.links.mouths[sender]?.push({
          tell: (utterance) => {
            utterance.data[sender] = (utterance.data[sender] ?? 0) ^ 1;
          },
        }),
      );
      run(1);
      return vehicle.exchange.outcomes;
    };
    expect(outcomes('whole')).toEqual(['default']);
    expect(outcomes('word')).toEqual(['value']);
  });
});
