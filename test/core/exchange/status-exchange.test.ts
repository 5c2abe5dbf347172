import { describe, expect, it } from 'vitest';
import { at } from '../../../src/core/at.js';
import type { FaultConfig, RulesConfig, ScenarioConfig } from '../../../src/core/config.js';
import { ears, fly, ohmFor, prepare, smallVehicle, violatedChecks } from '../../support/flights.js';

// The ears of A, B, C and D need 400, 450, 500 and 550 mV; IMU says 6000 mV but for some reads.

interface Step {
  readonly cycle: number;
  readonly levelMv: number;
}

const timeUs = (cycle: number): number => 40_000 * cycle;

/** IMU fades to these levels, each from a cycle on, and recovers at `until`. */
function fading(steps: readonly Step[], until: number, keys: Record<string, unknown> = {}): ScenarioConfig {
  return smallVehicle({
    faults: [
      {
        id: 'fading',
        behaviour: 'series-resistance',
        target: 'IMU',
        from: { cycle: at(steps, 0).cycle },
        until: { cycle: until },
        ohm: steps.map(({ cycle, levelMv }) => ({ timeUs: timeUs(cycle), ohm: ohmFor(levelMv) })),
      },
    ],
    ...keys,
  });
}

const rules = (some: Partial<RulesConfig>): { rules: Partial<RulesConfig> } => ({ rules: some });

/** By cycle, who of A … D holds this cycle's data (1), stale data (0), or none of it any more (-). */
function dataInUse(scenario: ScenarioConfig, first: number, last: number): string[] {
  const { vehicle, run } = prepare(scenario, 'status');
  run(first);
  return Array.from({ length: last - first + 1 }, () => {
    run(1);
    return vehicle.computers.map(({ bypassed, fresh }) => (bypassed[0] === 1 ? '-' : fresh[0])).join('');
  });
}

describe('one of four errs', () => {
  it('once: all keep what they had, and nothing comes of it', () => {
    const scenario = fading([{ cycle: 10, levelMv: 520 }], 11);
    expect(dataInUse(scenario, 9, 11)).toEqual(['1111', '0000', '1111']);
    const { log } = fly(scenario, 'status');
    expect([log.patterns, log.cyclesWithoutData, log.votes]).toEqual([['4'], [10], []]);
    expect(log.pages.every(({ states }) => states === 'A B C D')).toBe(true);
  });

  it('twice: it fails itself and goes on alone, the others go on with the data', () => {
    const scenario = fading([{ cycle: 10, levelMv: 520 }], 14);
    expect(dataInUse(scenario, 9, 15)).toEqual(['1111', '0000', '1110', '1110', '1110', '1111', '1111']);
    const { log } = fly(scenario, 'status');
    expect(log.changes.map(({ cycle, groups }) => [cycle, groups])).toEqual([
      [0, 'A B C D'],
      [11, 'A B C | D'],
    ]);
  });

  it('on every second read: never fails itself', () => {
    const steps = [10, 12, 14].flatMap((cycle) => [
      { cycle, levelMv: 520 },
      { cycle: cycle + 1, levelMv: 5000 },
    ]);
    const { log } = fly(fading(steps, 20), 'status');
    expect([log.patterns, log.cyclesWithoutData]).toEqual([['4'], [10, 12, 14]]);
    const never = fading(steps, 20, rules({ errorCounterReset: 'never' }));
    expect(fly(never, 'status').log.changes.at(-1)).toMatchObject({ cycle: 12, groups: 'A B C | D' });
  });

  describe('and only itself keeps stale data (staleSelf)', () => {
    const scenario = fading([{ cycle: 10, levelMv: 520 }], 11, rules({ onLoneError: 'staleSelf' }));
    const { log } = fly(scenario, 'status');

    it('the set loses no data', () => {
      expect(dataInUse(scenario, 9, 11)).toEqual(['1111', '1110', '1111']);
      expect(log.cyclesWithoutData).toEqual([]);
    });

    it('its state differs for four cycles, and no sumword vote follows', () => {
      const differing = log.pages.filter(({ states }) => states !== 'A B C D').map(({ cycle }) => cycle);
      expect(differing).toEqual([10, 11, 12, 13]);
      expect(log.votes).toEqual([]);
    });

    it.each(Array.from({ length: 8 }, (_, i) => i + 9))('whatever the cycle: %i', (cycle) => {
      const other = fading([{ cycle, levelMv: 520 }], cycle + 1, rules({ onLoneError: 'staleSelf' }));
      const flown = fly(other, 'status').log;
      expect(flown.votes).toEqual([]);
      expect(flown.pages.slice(cycle + 4).every(({ states }) => states === 'A B C D')).toBe(true);
    });
  });
});

describe('the count of errors', () => {
  const twice = (action: Record<string, unknown>): ScenarioConfig =>
    fading([{ cycle: 10, levelMv: 520 }], 12, {
      events: [{ id: 'e', timeUs: timeUs(11), mark: 'R', ...action }],
    });

  it('begins anew when the crew restores the element, or re-forms the set', () => {
    const other = { action: 'assign-bus', bus: 'main', computer: 'B' };
    expect(fly(twice(other), 'status').log.patterns).toEqual(['4', '3-1']);
    expect(fly(twice({ action: 'restore-element', element: 'IMU' }), 'status').log.patterns).toEqual(['4']);
    expect(fly(twice({ action: 're-form-set' }), 'status').log.patterns).toEqual(['4']);
  });
});

describe('what a computer hears of another', () => {
  it('is nothing, if the code names another element', () => {
    const scenario = fading([{ cycle: 10, levelMv: 520 }], 11, rules({ sumwordEveryCycles: 0 }));
    const { vehicle, run, log } = prepare(scenario, 'status');
    at(vehicle.links.mouths, 3).push({ tell: (utterance) => (utterance.commander = 7) });
    run(11);
    // D erred alone and says so, but of an element that nobody knows: the others have all heard theirs.
    expect(vehicle.computers.map(({ fresh }) => fresh[0])).toEqual([1, 1, 1, 0]);
    expect(log.patterns).toEqual(['4']);
  });

  it('counts no longer, once there is a vote between the two', () => {
    const faint = {
      id: 'faint',
      behaviour: 'series-resistance',
      target: 'C',
      from: { cycle: 5 },
      until: { cycle: 8 },
      ohm: ohmFor(520),
    };
    const scenario = fading([{ cycle: 10, levelMv: 575 }], 11, { computers: ears(400, 450, 600, 550) });
    const { vehicle, run, log } = prepare(
      { ...scenario, faults: [...scenario.faults, faint as FaultConfig] },
      'status',
    );
    run(10);
    expect(log.votes.map(({ voter, target }) => `${voter}>${target}`)).toEqual(['D>C']);
    run(1);
    // C errs alone. A and B keep what they had with it; D, which voted against it, goes on.
    expect(vehicle.computers.map(({ fresh }) => fresh[0])).toEqual([0, 0, 0, 1]);
  });
});

describe('two of four err', () => {
  const halfDeaf = (some: Partial<RulesConfig> = {}): ScenarioConfig =>
    fading([{ cycle: 10, levelMv: 475 }], 20, rules(some));

  it('commfault: all give the element up at once, and the set stays whole', () => {
    expect(dataInUse(halfDeaf(), 9, 12)).toEqual(['1111', '----', '----', '----']);
    const { log, vehicle } = fly(halfDeaf(), 'status');
    expect([log.patterns, log.votes, log.cyclesWithoutData]).toEqual([['4'], [], [10]]);
    expect(at(vehicle.elements, 0).polled).toBe(false);
  });

  it('holdLast: all keep what they had, as long as it lasts', () => {
    const held = halfDeaf({ onPartialError: 'holdLast' });
    expect(dataInUse(held, 18, 20)).toEqual(['0000', '0000', '1111']);
    const { log } = fly(held, 'status');
    expect([log.patterns, log.votes]).toEqual([['4'], []]);
    expect(log.cyclesWithoutData).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    expect(log.pages.every(({ states }) => states === 'A B C D')).toBe(true);
  });

  it('split: the sides vote each other out', () => {
    const split = halfDeaf({ onPartialError: 'split' });
    expect(dataInUse(split, 9, 11)).toEqual(['1111', '1100', '1100']);
    const { log } = fly(split, 'status');
    expect(log.changes.at(-1)).toMatchObject({
      cycle: 10,
      groups: 'A B | C D',
      cam: ['*...', '.*..', '..*.', '...*'],
    });
    expect(log.votes.map(({ voter, target }) => `${voter}>${target}`).sort()).toEqual([
      'A>C',
      'A>D',
      'B>C',
      'B>D',
      'C>A',
      'C>B',
      'D>A',
      'D>B',
    ]);
  });
});

describe('all err', () => {
  it('give the element up, whatever the rule for some', () => {
    for (const onPartialError of ['commfault', 'holdLast', 'split'] as const) {
      const silent = fading([{ cycle: 10, levelMv: 100 }], 50, rules({ onPartialError }));
      const { log, vehicle } = fly(silent, 'status');
      expect([log.patterns, log.votes, log.cyclesWithoutData]).toEqual([['4'], [], [10]]);
      expect(vehicle.faults.faults[0]?.isolatedNs).toBeDefined();
    }
  });
});

describe('a computer that left the set', () => {
  // D errs alone from cycle 10 on, then from cycle 20 on C as well.
  const both = fading(
    [
      { cycle: 10, levelMv: 520 },
      { cycle: 20, levelMv: 475 },
    ],
    30,
  );

  it('does not count among those who err: the next lone victim falls', () => {
    const { log } = fly(both, 'status');
    expect(log.changes.map(({ cycle, groups }) => [cycle, groups])).toEqual([
      [0, 'A B C D'],
      [11, 'A B C | D'],
      [21, 'A B | C | D'],
    ]);
  });

  it('says no sync code, and nobody waits for it', () => {
    const { vehicle, run } = prepare(both, 'status');
    const said: string[] = [];
    run(11);
    for (const medium of vehicle.links.media)
      medium.taps.push({ transmission: (_bus, from) => said.push(from) });
    run(1);
    expect(
      vehicle.timing.exchangeNs,
      'those who are left wait for it in the cycle of the split',
    ).toBeGreaterThan(3_850_000);
    said.length = 0;
    run(2);
    expect(new Set(said)).toEqual(new Set(['A', 'B', 'C', 'D']));
    said.length = 0;
    run(1);
    expect(said.sort(), 'a code for the read, one at the common sync').toEqual([
      'A',
      'A',
      'B',
      'B',
      'C',
      'C',
    ]);
    expect(vehicle.timing.exchangeNs).toBeLessThan(1_000_000);
  });

  const deafCommander = (some: Partial<RulesConfig>): ScenarioConfig =>
    fading([{ cycle: 10, levelMv: 520 }], 50, { computers: ears(550, 400, 450, 500), ...rules(some) });

  it('keeps polling the bus that it commands, and the others use what is answered (keep)', () => {
    const keep = deafCommander({ departedCommander: 'keep' });
    expect(dataInUse(keep, 11, 14)).toEqual(['0111', '0111', '0111', '0111']);
  });

  it('or its bus is lost to all (lost), until it is given to another', () => {
    const lost = deafCommander({ departedCommander: 'lost' });
    const { vehicle, run, log } = prepare(
      {
        ...lost,
        events: [
          { id: 'e', timeUs: timeUs(20), action: 'assign-bus', bus: 'main', computer: 'B', mark: 'R' },
        ],
      },
      'status',
    );
    const polled = Array.from({ length: 22 }, () => {
      run(1);
      return at(vehicle.elements, 0).polled ? 1 : 0;
    });
    expect(polled.join('')).toBe('111111111111' + '00000000' + '11');
    expect(vehicle.exchange.outcomes).toEqual(['own']);
    expect(log.cyclesWithoutData, 'what is not read is not lost').toEqual([10]);
  });

  it('goes on polling what all members have given up; that is no read without data', () => {
    const scenario = fading(
      [
        { cycle: 10, levelMv: 520 },
        { cycle: 20, levelMv: 425 },
      ],
      50,
      { computers: ears(550, 400, 450, 500) },
    );
    expect(dataInUse(scenario, 19, 21)).toEqual(['0111', '0---', '0---']);
    const { log, vehicle } = fly(scenario, 'status');
    expect(at(vehicle.elements, 0).polled).toBe(true);
    expect([log.patterns, log.cyclesWithoutData]).toEqual([
      ['4', '3-1'],
      [10, 20],
    ]);
  });
});

describe('a two-faced computer', () => {
  const lying = (seed: number): ScenarioConfig =>
    smallVehicle({
      seed,
      exchange: { links: 'pointToPoint' },
      faults: [{ id: 'liar', behaviour: 'two-faced', target: 'D', from: { cycle: 10 }, as: 'both' }],
    });

  it('splits the healthy ones: whom it tells of an error keeps old data, and the sumwords differ', () => {
    const { log, vehicle } = fly(lying(10), 'status');
    expect(vehicle.checks.agreement.firstCycle).toBe(11);
    expect(log.changes.map(({ cycle, groups }) => [cycle, groups])).toEqual([
      [0, 'A B C D'],
      [20, 'B C | A | D'],
    ]);
    expect(violatedChecks(vehicle)).toEqual(['agreement', 'validity', 'healthyVotedOut']);
  });

  it('does so with most seeds, and never where the readings themselves are exchanged', () => {
    const broken = (mode: 'status' | 'om1'): number[] =>
      Array.from({ length: 40 }, (_, seed) => seed).filter((seed) => {
        const { vehicle } = fly(lying(seed), mode);
        expect(vehicle.faults.faults[0]?.status).toBe('noticed');
        return violatedChecks(vehicle).length > 0;
      });
    expect(broken('status').length).toBeGreaterThan(30);
    expect(broken('om1')).toEqual([]);
  });
});
