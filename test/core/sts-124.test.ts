import { describe, expect, it } from 'vitest';
import { at } from '../../src/core/at.js';
import type { ScenarioConfig } from '../../src/core/config.js';
import type { ExchangeName } from '../../src/core/exchange/modes.js';
import { loadScenario } from '../../src/scenario/load.js';
import { fly, violatedChecks, type Flight, type Log } from '../support/flights.js';

// The incident, from the cracked diode up. What is expected here is the table of the sources; it must come out of levels,
// thresholds and rules, for nothing in the program names a phase or a victim.

const { scenario } = loadScenario('sts-124');
/** Cycles in which something happens, by their time in s: 40 ms a cycle, the first split at 0. */
const cycleAt = (seconds: number): number => Math.round((seconds + 2) / 0.04);
const [B1, B2, C1, C2, E1, E2, F] = [-0.04, 0, 2.96, 3, 6, 6.04, 6.08].map(cycleAt) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

const withSeed = (seed: number): ScenarioConfig => ({ ...scenario, seed });

/** What must be the same with every seed: all but the times of the votes. */
const storyOf = ({ changes }: Log): unknown =>
  changes.map(({ cycle, pattern, groups, cam }) => ({ cycle, pattern, groups, cam }));

const THREE_SPLITS = [
  { cycle: 0, pattern: '4', groups: 'GPC1 GPC2 GPC3 GPC4', cam: ['....', '....', '....', '....'] },
  { cycle: B2, pattern: '3-1', groups: 'GPC1 GPC2 GPC3 | GPC4', cam: ['...*', '...*', '...*', '...*'] },
  { cycle: C2, pattern: '2-1-1', groups: 'GPC1 GPC3 | GPC2 | GPC4', cam: ['.*.*', '.*..', '.*.*', '...*'] },
  {
    cycle: E2,
    pattern: '1-1-1-1',
    groups: 'GPC1 | GPC2 | GPC3 | GPC4',
    cam: ['****', '.*..', '.***', '...*'],
  },
  { cycle: F, pattern: '4', groups: 'GPC1 GPC2 GPC3 GPC4', cam: ['....', '....', '....', '....'] },
];
const WHOLE = THREE_SPLITS.slice(0, 1);

/** The votes of a cycle, the times from the first of them on in ms. */
function votesIn({ votes }: Log, cycle: number): { who: string; ms: number }[] {
  const those = votes.filter((vote) => vote.cycle === cycle);
  const startUs = those[0]?.timeUs ?? NaN;
  return those.map(({ voter, target, timeUs }) => ({
    who: `${voter}>${target}`.replaceAll('GPC', ''),
    ms: (timeUs - startUs) / 1000,
  }));
}

describe('status: the Shuttle’s rule', () => {
  const flight = fly(scenario, 'status');
  const { log, vehicle } = flight;

  it('splits 3-1, 2-1-1, 1-1-1-1, with the lamps of the annunciation matrix', () => {
    expect(storyOf(log)).toEqual(THREE_SPLITS);
  });

  it.each([
    ['3-1', B2, '4>4', ['1>4', '2>4', '3>4']],
    ['2-1-1', C2, '2>2', ['1>2', '3>2']],
  ])(
    '%s: the victim first, the others 4.3 to 5.6 ms after its last sync',
    (_pattern, cycle, self, others) => {
      const [first, ...later] = votesIn(log, cycle);
      expect(first?.who).toBe(self);
      expect(later.map(({ who }) => who).sort()).toEqual(others);
      for (const { ms } of later) expect(ms >= 4.3 && ms <= 5.6, `after ${ms} ms`).toBe(true);
      expect(later.map(({ ms }) => ms)).toEqual(later.map(({ ms }) => ms).sort((a, b) => a - b));
    },
  );

  it('1-1-1-1: of the last two one fails itself, the other votes and finds itself alone', () => {
    expect(votesIn(log, E2).map(({ who }) => who)).toEqual(['3>3', '1>3', '1>1']);
  });

  it('casts no other votes', () => {
    expect(new Set(log.votes.map(({ cycle }) => cycle))).toEqual(new Set([B2, C2, E2]));
  });

  it('accuses nobody, and loses the data of the read on which a victim erred for the first time', () => {
    expect([log.accused, log.cyclesWithoutData]).toEqual([[], [B1, C1, E1]]);
  });

  it('votes healthy computers out, and the checks say so', () => {
    expect(violatedChecks(vehicle)).toContain('healthyVotedOut');
    expect(vehicle.checks.healthyVotedOut.firstCycle).toBe(B2);
    expect(vehicle.healthy).toHaveLength(4);
  });

  it('notices the fault and isolates it never', () => {
    const [fault] = vehicle.faults.faults;
    expect([fault?.status, fault?.isolatedNs]).toEqual(['noticed', undefined]);
  });

  // Two things that are not published come out alike either way.
  it.each([
    ['errorCounterReset', 'never'],
    ['onLoneError', 'staleSelf'],
    ['onPartialError', 'holdLast'],
    ['onPartialError', 'split'],
  ])('comes out alike with %s: %s', (rule, value) => {
    const other = fly({ ...scenario, rules: { ...scenario.rules, [rule]: value } }, 'status');
    expect(storyOf(other.log)).toEqual(THREE_SPLITS);
  });

  it('needs a departed commander that goes on polling where the first victim commands the bus', () => {
    const given = { ...scenario, buses: scenario.buses.map((bus) => ({ ...bus, commander: 'GPC4' })) };
    const lost = { ...given, rules: { ...given.rules, departedCommander: 'lost' as const } };
    expect(fly(given, 'status').log.patterns).toEqual(['4', '3-1', '2-1-1', '1-1-1-1', '4']);
    // Nobody polls FA2 until the bus is given to GPC1, and then 2 and 3 err together.
    expect(fly(lost, 'status').log.patterns).toEqual(['4', '3-1', '4']);
  });
});

describe('om1: exchanging what each heard', () => {
  const { log, vehicle } = fly(scenario, 'om1');

  it('keeps the set whole in every cycle, without a single fail vote', () => {
    expect([storyOf(log), log.votes]).toEqual([WHOLE, []]);
    expect(log.pages.every(({ states }) => states === 'GPC1 GPC2 GPC3 GPC4')).toBe(true);
  });

  it('holds all checks', () => {
    expect(violatedChecks(vehicle)).toEqual([]);
  });

  it('accuses FA2 in the cycle in which its second victim errs for the second time', () => {
    expect(log.accused).toEqual([{ terminal: 'FA2', cycle: C2 }]);
    expect(C2).toBe(125);
  });

  it('pays with four reads without data: two against two, then "I received an error" by three to one', () => {
    expect(log.cyclesWithoutData).toEqual([C1, C2, E1, E2]);
  });

  it('isolates the fault with its second read without data', () => {
    const [fault] = vehicle.faults.faults;
    expect(fault?.status).toBe('noticed');
    const ms = (timeNs: number | undefined): number => Math.floor((timeNs ?? NaN) / 1e6);
    // On the bus from the first read of B on, which no two computers heard in vain; given up in the cycle at 3.000 s.
    expect([ms(fault?.appliedNs), ms(fault?.detectedNs), ms(fault?.isolatedNs)]).toEqual([-40, -39, 3003]);
  });
});

describe('none: each for itself', () => {
  const { log, vehicle } = fly(scenario, 'none');

  it('the states diverge as soon as one computer lives on stale data', () => {
    expect(at(log.pages, B1 - 1).states).toBe('GPC1 GPC2 GPC3 GPC4');
    expect(at(log.pages, B1).states).toBe('GPC1 GPC2 GPC3 | GPC4');
    expect(vehicle.checks.agreement.firstCycle).toBe(B1);
  });

  it('the sumwords find out: three miscompares, one in four cycles', () => {
    // E lasts for two reads, too short for them.
    expect(log.patterns).toEqual(['4', '3-1', '2-1-1', '4']);
    const [first] = log.votes;
    expect(first?.cycle, 'after those of cycles 52 and 56').toBe(60);
    expect((first?.timeUs ?? NaN) / 1000 - -40).toBeLessThan(480);
  });

  it('has data in every cycle, whoever has it', () => {
    expect(log.cyclesWithoutData).toEqual([]);
  });
});

describe('with a hundred seeds', () => {
  it('status: the same patterns, groups and lamps, and other times of the votes', () => {
    const times = new Set<string>();
    for (let seed = 0; seed < 100; seed++) {
      const { log } = fly(withSeed(seed), 'status');
      expect(storyOf(log), `seed ${seed}`).toEqual(THREE_SPLITS);
      times.add(log.votes.map(({ timeUs }) => timeUs).join());
    }
    expect(times.size).toBe(100);
  });

  it('om1: one set, no vote, FA2 accused in the same cycle, four reads lost', () => {
    for (let seed = 0; seed < 100; seed++) {
      const { log, vehicle } = fly(withSeed(seed), 'om1');
      const found = [storyOf(log), log.votes, log.accused, log.cyclesWithoutData, violatedChecks(vehicle)];
      const expected = [WHOLE, [], [{ terminal: 'FA2', cycle: C2 }], [C1, C2, E1, E2], []];
      expect(found, `seed ${seed}`).toEqual(expected);
    }
  });
});

describe('ears moved to other computers', () => {
  const EARS = scenario.computers.map(({ receiver }) => receiver);

  /** All orders of 0, 1, 2, 3. */
  const orders = [0, 1, 2, 3].flatMap((a) =>
    [0, 1, 2, 3].flatMap((b) =>
      [0, 1, 2, 3].flatMap((c) => {
        const d = 6 - a - b - c;
        return new Set([a, b, c, d]).size === 4 && d >= 0 && d < 4 ? [[a, b, c, d]] : [];
      }),
    ),
  );

  const wearing = (order: readonly number[]): ScenarioConfig => ({
    ...scenario,
    computers: scenario.computers.map((computer, i) => ({ ...computer, receiver: at(EARS, at(order, i)) })),
  });

  /** Who wears the ears that need so much. */
  const wearer = ({ computers }: ScenarioConfig, thresholdMv: number): string | undefined =>
    computers.find(({ receiver }) => receiver.thresholdMv === thresholdMv)?.id;

  const selfVotes = ({ log }: Flight): unknown =>
    log.votes.filter(({ voter, target }) => voter === target).map(({ cycle, voter }) => [cycle, voter]);

  it('are 24', () => {
    expect(orders).toHaveLength(24);
  });

  it.each(orders)('%i %i %i %i: those that need 600, 520 and 440 mV fall, in this order', (...order) => {
    const moved = wearing(order);
    const best = wearer(moved, 360);
    const flight = fly(moved, 'status');
    expect(flight.log.patterns).toEqual(['4', '3-1', '2-1-1', '1-1-1-1', '4']);
    expect(selfVotes(flight)).toEqual([
      [B2, wearer(moved, 600)],
      [C2, wearer(moved, 520)],
      [E2, wearer(moved, 440)],
      [E2, best], // which finds itself alone
    ]);
    expect(fly(moved, 'om1').log.patterns).toEqual(['4']);
  });
});

describe('at twice the level', () => {
  const loud = {
    ...scenario,
    terminals: scenario.terminals.map((terminal) => ({
      ...terminal,
      transmitter: { ...terminal.transmitter, levelMv: 2 * terminal.transmitter.levelMv },
    })),
  };

  it.each<ExchangeName>(['none', 'status', 'om1'])('nobody falls (%s)', (mode) => {
    const { log, vehicle } = fly(loud, mode);
    expect([log.patterns, log.votes, log.accused, log.cyclesWithoutData]).toEqual([['4'], [], [], []]);
    expect(violatedChecks(vehicle)).toEqual([]);
    expect(vehicle.faults.faults.map(({ status }) => status)).toEqual(['unnoticed']);
  });
});
