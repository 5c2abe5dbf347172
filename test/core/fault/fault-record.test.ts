import { describe, expect, it } from 'vitest';
import { at } from '../../../src/core/at.js';
import type { ExchangeName } from '../../../src/core/exchange/modes.js';
import { fly, ohmFor, smallVehicle } from '../../support/flights.js';

const PERIOD_US = 40_000;

const silence = (target: string, cycle: number): Record<string, unknown> => ({
  id: `${target}-silent`,
  behaviour: 'series-resistance',
  target,
  from: { cycle },
  ohm: 1e9,
});

describe('what becomes of a fault', () => {
  const periodNs = PERIOD_US * 1000;
  const cycleOf = (timeNs: number | undefined): number | undefined =>
    timeNs === undefined ? undefined : Math.floor(timeNs / periodNs);
  const liar = (as: string): Record<string, unknown> => ({
    id: 'liar',
    behaviour: 'two-faced',
    target: 'D',
    from: { cycle: 5 },
    as,
  });
  const fading = (target: string, levelMv: number): Record<string, unknown> => ({
    ...silence(target, 5),
    ohm: ohmFor(levelMv),
  });

  it.each<[string, ExchangeName, Record<string, unknown>, unknown[]]>([
    // status, first applied, detected and isolated in cycle
    ['a terminal that one does not hear', 'none', fading('IMU', 525), ['noticed', 5, 5, undefined]],
    ['a terminal that one does not hear', 'status', fading('IMU', 525), ['noticed', 5, 5, undefined]],
    ['a terminal that one does not hear', 'om1', fading('IMU', 525), ['noticed', 5, 5, undefined]],
    ['a terminal that two do not hear', 'status', fading('IMU', 475), ['noticed', 5, 5, 5]],
    ['a terminal that two do not hear', 'om1', fading('IMU', 475), ['noticed', 5, 5, 6]],
    ['a terminal that all hear', 'om1', fading('IMU', 700), ['unnoticed', 5, undefined, undefined]],
    ['a computer that nobody hears', 'none', fading('D', 100), ['noticed', 8, 16, 16]],
    ['a computer that nobody hears', 'status', fading('D', 100), ['noticed', 5, 5, 5]],
    ['a computer that nobody hears', 'om1', fading('D', 100), ['noticed', 5, 5, 16]],
    ['a computer that all hear', 'om1', fading('D', 700), ['unnoticed', 5, undefined, undefined]],
    ['a relay that lies', 'none', liar('relay'), ['not-applicable', undefined, undefined, undefined]],
  ])('%s (%s)', (_what, mode, fault, record) => {
    const scenario = smallVehicle({ exchange: { links: 'pointToPoint' }, faults: [fault] });
    const [found] = fly(scenario, mode).vehicle.faults.faults;
    const { appliedNs, detectedNs, isolatedNs } = found ?? {};
    expect([found?.status, ...[appliedNs, detectedNs, isolatedNs].map(cycleOf)]).toEqual(record);
  });

  it.each<[ExchangeName, string]>([
    ['none', 'commander'],
    ['none', 'both'],
    ['status', 'relay'],
    ['status', 'commander'],
    ['om1', 'relay'],
    ['om1', 'commander'],
    ['om1', 'both'],
  ])('a liar is found out, and put out if it lies about its own word: %s, %s', (mode, as) => {
    const scenario = smallVehicle({ exchange: { links: 'pointToPoint' }, faults: [liar(as)] });
    const [found] = fly(scenario, mode).vehicle.faults.faults;
    expect(found?.status).toBe('noticed');
    if (mode === 'om1') expect(found?.isolatedNs !== undefined).toBe(as !== 'relay');
  });

  it('a terminal is out of use when all that it is read for is given up', () => {
    const scenario = smallVehicle({
      buses: [
        {
          id: 'main',
          commander: 'A',
          schedule: [
            { terminal: 'IMU', element: 'often' },
            { terminal: 'IMU', element: 'seldom', everyCycles: 5 },
          ],
        },
      ],
      faults: [silence('IMU', 5)],
    });
    const [fault] = fly(scenario, 'om1').vehicle.faults.faults;
    expect(cycleOf(fault?.detectedNs)).toBe(5);
    // Its second element is read in cycles 5 and 10.
    expect(cycleOf(fault?.isolatedNs)).toBe(10);
  });

  it('and that is never, where no healthy computer could give it up', () => {
    const everybody = ['A', 'B', 'C', 'D'].map((target) => ({ ...silence(target, 0), ohm: 1 }));
    const { vehicle } = fly(smallVehicle({ faults: [silence('IMU', 5), ...everybody] }), 'om1');
    expect(vehicle.healthy).toEqual([]);
    expect(vehicle.faults.faults[0]?.status).toBe('noticed');
    expect(vehicle.faults.faults[0]?.isolatedNs).toBeUndefined();
  });

  it('a computer is out of the set with the last vote of the cycle', () => {
    const { vehicle, log } = fly(smallVehicle({ faults: [fading('D', 100)] }), 'status');
    expect(log.votes).toHaveLength(3);
    const [fault] = vehicle.faults.faults;
    expect([fault?.detectedNs, fault?.isolatedNs]).toEqual(
      [at(log.votes, 0), at(log.votes, 2)].map(({ timeUs }) => timeUs * 1000),
    );
  });
});
