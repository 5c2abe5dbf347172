import { describe, expect, it } from 'vitest';
import { at } from '../../../src/core/at.js';
import type { ScenarioConfig } from '../../../src/core/config.js';
import type { ModeEntry } from '../../../src/core/exchange/modes.js';
import { OralExchange } from '../../../src/core/exchange/oral-exchange.js';
import { ears, fly, modeOf, ohmFor, prepare, smallVehicle, violatedChecks } from '../../support/flights.js';

/** So many computers, of whom the first `hearing` hear what IMU says from cycle 5 on. */
function fading(computers: number, hearing: number, keys: Record<string, unknown> = {}): ScenarioConfig {
  const thresholds = Array.from({ length: computers }, (_, i) => (i < hearing ? 400 : 600));
  return smallVehicle({
    cycle: { periodUs: 40_000, cycles: 20 },
    computers: ears(...thresholds),
    faults: [
      {
        id: 'f',
        behaviour: 'series-resistance',
        target: 'IMU',
        from: { cycle: 5 },
        until: { cycle: 15 },
        ohm: ohmFor(500),
      },
    ],
    ...keys,
  });
}

describe('om1', () => {
  // A strict majority of all computers: of those who heard the same, or of those who received an error.
  it.each([
    [4, 4, 'value'],
    [4, 3, 'value'],
    [4, 2, 'default'],
    [4, 1, 'error'],
    [4, 0, 'error'],
    [5, 3, 'value'],
    [5, 2, 'error'],
    [6, 4, 'value'],
    [6, 3, 'default'],
    [6, 2, 'error'],
    [7, 4, 'value'],
    [7, 3, 'error'],
  ])('of %i computers %i hear: the outcome is %s, alike for all', (computers, hearing, outcome) => {
    const { vehicle, run } = prepare(fading(computers, hearing), 'om1');
    run(6);
    expect(vehicle.exchange.outcomes).toEqual([outcome]);
    const fresh = outcome === 'value' ? 1 : 0;
    expect(vehicle.computers.map((computer) => computer.fresh[0])).toEqual(Array(computers).fill(fresh));
    run(14);
    expect(violatedChecks(vehicle)).toEqual([]);
  });

  it.each([
    [1, [5]],
    [2, [5, 6]],
    [3, [5, 6, 7]],
    [100, [5, 6, 7, 8, 9, 10, 11, 12, 13, 14]],
  ])('after %i reads without data running all give the element up', (bypassAfter, lost) => {
    const { log, vehicle } = fly(fading(4, 2, { rules: { bypassAfter } }), 'om1');
    expect(log.cyclesWithoutData).toEqual(lost);
    const givenUp = bypassAfter < 100 ? 1 : 0;
    expect(vehicle.computers.map(({ bypassed }) => bypassed[0])).toEqual(Array(4).fill(givenUp));
  });

  it('a read with data in between begins the count anew', () => {
    const steps = [5, 7, 9].flatMap((cycle) => [
      { timeUs: cycle * 40_000, ohm: ohmFor(500) },
      { timeUs: (cycle + 1) * 40_000, ohm: ohmFor(5000) },
    ]);
    const fault = { ...at(fading(4, 2).faults, 0), ohm: steps };
    const { log } = fly(fading(4, 2, { faults: [fault] }), 'om1');
    expect(log.cyclesWithoutData).toEqual([5, 7, 9]);
  });

  it('accuses the same source on either kind of link, in the same cycle', () => {
    for (const links of ['broadcast', 'pointToPoint']) {
      const { log } = fly(fading(4, 2, { exchange: { links } }), 'om1');
      expect(log.accused, links).toEqual([{ terminal: 'IMU', cycle: 6 }]);
    }
  });

  it('accuses nobody on the word of a single computer', () => {
    expect(fly(fading(4, 3), 'om1').log.accused).toEqual([]);
  });

  it('takes two rounds for private words and one for readings', () => {
    const { vehicle } = fly(smallVehicle({ cycle: { periodUs: 40_000, cycles: 4 } }), 'om1');
    // In each cycle a command, an answer and four relays; in the first each word, and each relayed by three others.
    expect(vehicle.monitor.transmissions).toBe(4 * (2 + 4) + 4 + 4 * 3);
  });
});

describe('the same exchange one round deeper', () => {
  it('bears a terminal and a liar at once', () => {
    const om2: ModeEntry = {
      ...modeOf('om1'),
      m: 2,
      create: (world, us) => new OralExchange(world, 2, us),
    };
    for (let seed = 0; seed < 5; seed++) {
      const faults = [
        ...fading(7, 4).faults,
        { id: 'liar', behaviour: 'two-faced', target: 'C', from: { cycle: 3 }, as: 'both' },
      ];
      const scenario = fading(7, 4, { seed, faults, exchange: { links: 'pointToPoint' } });
      const { vehicle, log } = fly(scenario, om2);
      expect(violatedChecks(vehicle)).toEqual([]);
      expect(log.votes.every(({ target }) => target === 'C')).toBe(true);
    }
  });
});
