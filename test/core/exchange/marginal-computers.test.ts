import { describe, expect, it } from 'vitest';
import type { ScenarioConfig } from '../../../src/core/config.js';
import type { MessageEvent, Observer } from '../../../src/core/observer.js';
import { DEFAULT } from '../../../src/core/agreement/value.js';
import { runScenario } from '../../../src/run/run-scenario.js';
import { ears, fly, ohmFor, prepare, smallVehicle, violatedChecks } from '../../support/flights.js';

// What computers say to each other goes over wires with transmitters and ears like any other. On a broadcast link nobody
// can lie to one and not to the next; but a weak transmitter is heard by some and not by others, which is the same.

const FROM = 10;

/** C's transmitter is left with this level; the ears of A, B and D need 400, 450 and 550 mV. */
function weakC(levelMv: number, keys: Record<string, unknown> = {}): ScenarioConfig {
  return smallVehicle({
    cycle: { periodUs: 40_000, cycles: 40 },
    computers: ears(400, 450, 500, 550),
    faults: [
      {
        id: 'weak',
        behaviour: 'series-resistance',
        target: 'C',
        from: { cycle: FROM },
        ohm: ohmFor(levelMv),
      },
    ],
    rules: { sumwordEveryCycles: 1 },
    ...keys,
  });
}

const LEVELS = [
  [600, ['A', 'B', 'D']],
  [520, ['A', 'B']],
  [425, ['A']],
  [300, []],
] as const;

describe.each(['broadcast', 'pointToPoint'])(
  'a computer whose transmitter is marginal, links %s',
  (links) => {
    it.each(LEVELS)('at %i mV is heard by %j, and by nobody else', (levelMv, hearers) => {
      for (const mode of ['none', 'status', 'om1', 'ic'] as const) {
        const { vehicle, run } = prepare(weakC(levelMv, { exchange: { links } }), mode);
        run(FROM + 2);
        const heard = vehicle.computers.filter(
          ({ index }) => index !== 2 && vehicle.links.hear(2, index) !== undefined,
        );
        expect(
          heard.map(({ name }) => name),
          mode,
        ).toEqual(hearers);
        // Nobody else is hard to hear.
        expect(vehicle.links.hear(0, 3)).toBeDefined();
      }
    });

    it.each(LEVELS)('at %i mV is one fault, within the bound of om1 and ic (%j)', (levelMv, hearers) => {
      for (const mode of ['om1', 'ic'] as const) {
        const { vehicle, log } = fly(weakC(levelMv, { exchange: { links } }), mode);
        expect(violatedChecks(vehicle), mode).toEqual([]);
        expect(log.cyclesWithoutData).toEqual([]);
        expect(log.accused).toEqual([]);
        // What the others hold for C is agreed, so all of them vote against it, or none.
        const voters = hearers.length === 3 ? [] : ['A>C', 'B>C', 'D>C'];
        const votes = log.votes.map(({ voter, target }) => `${voter}>${target}`).sort();
        if (hearers.length !== 2) expect(votes, mode).toEqual(voters);
        else expect([[], voters]).toContainEqual(votes);
        expect(vehicle.faults.faults[0]?.appliedNs).toBeGreaterThan(0);
      }
    });
  },
);

describe('what each heard of it', () => {
  it.each(['om1', 'ic'] as const)('is on record, message by message (%s)', (mode) => {
    const messages: MessageEvent[] = [];
    const watcher: Observer = { detailed: true, message: (message) => messages.push(message) };
    const { run } = prepare(weakC(520, { rules: { sumwordEveryCycles: 0 } }), mode, [watcher]);
    run(FROM);
    expect(messages.every(({ value }) => value !== DEFAULT)).toBe(true);
    messages.length = 0;
    run(1);
    const first = mode === 'om1' ? 1 : 0;
    const lost = messages.filter(({ value, round }) => value === DEFAULT && round === first);
    expect(lost.map(({ sender, receiver }) => [sender, receiver])).toEqual([[2, 3]]);
    // In ic, D passes on that nothing came from C; and of what C passes on, D hears nothing.
    const later = messages.filter(({ value, round }) => value === DEFAULT && round > first);
    const told = later.map(({ path, receiver }) => [...path, receiver].join('>')).sort();
    expect(told).toEqual(mode === 'om1' ? [] : ['0>2>3', '1>2>3', '2>3>0', '2>3>1']);
  });
});

describe('under status the same transmitter sets healthy computers at odds', () => {
  it.each([
    // Who does not hear C at the common sync votes against it, who hears it does not.
    [600, [], '4'],
    [520, ['D>C'], '3-1'],
    [425, ['B>C', 'D>C'], '3-1'],
    [300, ['A>C', 'B>C', 'D>C'], '3-1'],
  ] as const)('at %i mV the votes are %j', (levelMv, votes, pattern) => {
    const { log, vehicle } = fly(weakC(levelMv, { rules: { sumwordEveryCycles: 0 } }), 'status');
    expect(log.votes.map(({ voter, target }) => `${voter}>${target}`).sort()).toEqual(votes);
    expect(log.patterns.at(-1)).toBe(pattern);
    expect(violatedChecks(vehicle)).toEqual([]);
  });

  it('one that votes alone has a set of its own: healthy, and split off', () => {
    const { log } = fly(weakC(520, { rules: { sumwordEveryCycles: 0 } }), 'status');
    expect(log.changes.at(-1)?.groups).toBe('A B C | D');
  });
});

describe('a marginal computer and the terminal at once', () => {
  /** Of IMU's word, too, only A and B hear anything. */
  const both = (keys: Record<string, unknown> = {}): ScenarioConfig => {
    const { faults } = weakC(520);
    const fading = {
      id: 'fading',
      behaviour: 'series-resistance',
      target: 'IMU',
      from: { cycle: 20 },
      ohm: ohmFor(475),
    };
    return weakC(520, { rules: { bypassAfter: 100 }, faults: [...faults, fading], ...keys });
  };

  it('is more than om1 bears, and says so; ic bears it', () => {
    const { bound, checks } = runScenario(both(), 'ic');
    expect([bound.met, checks.agreement.held, checks.validity.held, checks.healthyVotedOut.held]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(runScenario(both(), 'om1').bound).toEqual({
      needs: 'N > 3 and ic, or N > 6 and m = 2, for 2 faults at once',
      has: 4,
      met: false,
    });
  });

  it('under om1 the healthy really come to different things, where the weak one heard what is in doubt', () => {
    // A and B hear IMU and C; C's ears are the best now, so it hears IMU too, and D is deaf to both.
    const computers = ears(400, 450, 300, 550);
    const { vehicle } = fly(both({ computers }), 'om1');
    expect(vehicle.checks.agreement.firstCycle).toBe(20);
    expect(violatedChecks(fly(both({ computers }), 'ic').vehicle)).toEqual([]);
  });
});
