import { describe, expect, it } from 'vitest';
import type { ScenarioConfig } from '../../../src/core/config.js';
import { ears, fly, imuWords, ohmFor, smallVehicle, violatedChecks } from '../../support/flights.js';

// The ears of A, B, C and D need 400, 450, 500 and 550 mV, on the intercomputer buses too.

describe('the common sync', () => {
  const fadingComputer = (levelMv: number): ScenarioConfig =>
    smallVehicle({
      faults: [
        {
          id: 'faint',
          behaviour: 'series-resistance',
          target: 'C',
          from: { cycle: 10 },
          ohm: ohmFor(levelMv),
        },
      ],
    });

  it('a computer of which nothing is heard is voted out when the wait is over', () => {
    const { log, vehicle } = fly(fadingComputer(50), 'status');
    expect(log.changes.at(-1)).toMatchObject({
      cycle: 10,
      groups: 'A B D | C',
      cam: ['..*.', '..*.', '..*.', '..*.'],
    });
    const votes = log.votes.map(({ voter, target }) => `${voter}>${target}`);
    expect([...votes].sort(), 'C itself hears everybody').toEqual(['A>C', 'B>C', 'D>C']);
    for (const vote of log.votes) {
      const ms = vote.timeUs / 1000 - 400;
      expect(ms > 4.3 && ms < 3.85 + 1.75 + 2, `${ms} ms into the cycle`).toBe(true);
    }
    expect([vehicle.faults.faults[0]?.status, violatedChecks(vehicle)]).toEqual(['noticed', []]);
    expect(vehicle.faults.faults[0]?.isolatedNs).toBe((log.votes.at(-1)?.timeUs ?? 0) * 1000);
  });

  it('two that fail themselves at once stay away from it, and do not wait for each other', () => {
    // C sits at the far end of one bus, D at that of the other; both buses take a tenth a metre.
    const far = (computer: string): Record<string, unknown> => ({
      line: { lossPpmPerM: 100_000, tapsM: { [computer]: 3 } },
    });
    const faded = (target: string): Record<string, unknown> => ({
      id: `faded-${target}`,
      behaviour: 'series-resistance',
      target,
      from: { cycle: 10 },
      ohm: ohmFor(700),
    });
    const scenario = smallVehicle({
      computers: ears(550, 550, 550, 550),
      buses: [
        { id: 'fore', commander: 'A', schedule: [{ terminal: 'IMU' }], ...far('C') },
        { id: 'aft', commander: 'A', schedule: [{ terminal: 'GYRO' }], ...far('D') },
      ],
      terminals: [
        { id: 'IMU', bus: 'fore', address: 3, words: imuWords(1) },
        { id: 'GYRO', bus: 'aft', address: 3, words: imuWords(1) },
      ],
      faults: [faded('IMU'), faded('GYRO')],
    });
    const { log } = fly(scenario, 'status');
    expect(log.changes.at(-1)).toMatchObject({ cycle: 11, groups: 'A B | C | D' });
    const votes = log.votes.map(({ voter, target }) => `${voter}>${target}`);
    expect(votes.slice(0, 2)).toEqual(['C>C', 'D>D']);
    expect(votes.slice(2).sort()).toEqual(['A>C', 'A>D', 'B>C', 'B>D']);
  });

  it('one that some hear and others do not splits the healthy ones too', () => {
    // A, whose ears are the best, hears it; B and D do not, and vote.
    const { log } = fly(fadingComputer(425), 'status');
    expect(log.votes.map(({ voter, target }) => `${voter}>${target}`).sort()).toEqual(['B>C', 'D>C']);
    expect(log.patterns).toEqual(['4', '3-1']);
    // D alone does not: one vote, and a set that no longer agrees on its members.
    const split = fly(fadingComputer(520), 'status').log;
    expect(split.votes.map(({ voter, target }) => `${voter}>${target}`)).toEqual(['D>C']);
    expect(split.changes.at(-1)).toMatchObject({
      groups: 'A B C | D',
      cam: ['....', '....', '....', '..*.'],
    });
  });
});
