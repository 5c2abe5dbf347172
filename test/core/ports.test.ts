/** A terminal with a port on each of two buses: what is wrong with one is not wrong with the other. */

import { describe, expect, it } from 'vitest';
import { at } from '../../src/core/at.js';
import type { ScenarioConfig } from '../../src/core/config.js';
import type { ExchangeName } from '../../src/core/exchange/modes.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { fly, imuWords, ohmFor, prepare, smallVehicle, violatedChecks } from '../support/flights.js';
import { changed, fileText, smallScenario, type Json } from '../support/scenarios.js';

const PERIOD_US = 40_000;
type Keys = Record<string, unknown>;

const event = (cycle: number, keys: Keys): Keys => ({
  id: `at-${cycle}`,
  timeUs: cycle * PERIOD_US,
  mark: 'R',
  ...keys,
});
const toSecondary = { action: 'port-mode', terminal: 'IMU', port: 'secondary' };

/** IMU has its primary port on FC6, the secondary one on FC2. */
function twoPorts(keys: Keys = {}): ScenarioConfig {
  return smallVehicle({
    buses: [
      { id: 'FC6', commander: 'B', schedule: [{ terminal: 'IMU' }] },
      { id: 'FC2', commander: 'B', schedule: [{ element: 'IMU-2', terminal: 'IMU' }] },
    ],
    terminals: [
      { id: 'IMU', bus: 'FC6', address: 3, words: imuWords(3), secondary: { bus: 'FC2', address: 9 } },
    ],
    ...keys,
  });
}

const weak = (keys: Keys = {}): Keys => ({
  id: 'weak',
  behaviour: 'series-resistance',
  target: 'IMU',
  ohm: ohmFor(525),
  from: { cycle: 6 },
  ...keys,
});

/** By cycle, the elements that were read: 1 for FC6, 2 for FC2. */
function reads(scenario: ScenarioConfig, mode: ExchangeName, cycles: number): string {
  const { vehicle, run } = prepare(scenario, mode);
  return Array.from({ length: cycles }, () => {
    run(1);
    return vehicle.elements.map(({ polled }, i) => (polled ? i + 1 : '')).join('') || '.';
  }).join('');
}

describe('a terminal with two ports', () => {
  it('is read by its own port until the crew changes that, and back', () => {
    const events = [event(3, toSecondary), event(6, { ...toSecondary, port: 'primary' })];
    for (const mode of ['none', 'status', 'om1', 'ic'] as const)
      expect(reads(twoPorts({ events }), mode, 9)).toBe('111222111');
  });

  it('gives the same samples by either', () => {
    const one = prepare(twoPorts(), 'om1');
    const other = prepare(twoPorts({ events: [event(0, toSecondary)] }), 'om1');
    for (let cycle = 0; cycle < 20; cycle++) {
      one.run(1);
      other.run(1);
      expect(at(other.vehicle.computers, 0).inputs[1]).toEqual(at(one.vehicle.computers, 0).inputs[0]);
    }
    expect([...other.vehicle.model.truthLsb]).toEqual([...one.vehicle.model.truthLsb]);
  });

  it('keeps the closed port closed, whatever else is restored or formed anew', () => {
    const events = [
      event(2, { action: 'restore-element', element: 'IMU-2' }),
      event(4, { action: 're-form-set' }),
      event(6, toSecondary),
      event(8, { action: 're-form-set' }),
      event(9, { action: 'power-off', computer: 'D' }),
      event(10, { action: 'power-on', computer: 'D' }),
      event(11, { action: 'readmit', computer: 'D' }),
      event(12, { action: 'restore-element', element: 'IMU' }),
    ];
    const { log, vehicle } = fly(twoPorts({ events }), 'om1');
    expect(reads(twoPorts({ events }), 'om1', 15)).toBe('111111222222222');
    expect(log.pages.at(-1)).toMatchObject({ groups: 'A B C D', states: 'A B C D' });
    expect(violatedChecks(vehicle)).toEqual([]);
  });

  it('leaves the fault of a port behind with it, isolated', () => {
    const events = [event(20, toSecondary), event(22, { action: 'readmit', computer: 'D' })];
    const { log, vehicle } = fly(twoPorts({ faults: [weak()], events }), 'status');
    expect(log.patterns).toEqual(['4', '3-1', '4']);
    expect(log.votes.filter(({ cycle }) => cycle > 20)).toEqual([]);
    expect(at(vehicle.faults.faults, 0).isolatedNs).toBe(20 * PERIOD_US * 1000);
  });

  it('may have it on the secondary port, where nobody meets it before', () => {
    const scenario = twoPorts({ faults: [weak({ port: 'secondary' })], events: [event(20, toSecondary)] });
    const { log, vehicle } = fly(scenario, 'status');
    expect(log.changes.map(({ cycle, groups }) => [cycle, groups])).toEqual([
      [0, 'A B C D'],
      [21, 'A B C | D'],
    ]);
    expect(at(vehicle.faults.faults, 0).appliedNs).toBeGreaterThanOrEqual(20 * PERIOD_US * 1000);
  });

  it('is a fresh start for an element that was given up', () => {
    const silent = weak({ ohm: 1e9, from: { cycle: 2 } });
    expect(reads(twoPorts({ faults: [silent], events: [event(6, toSecondary)] }), 'om1', 9)).toBe(
      '1111..222',
    );
  });
});

describe('a scenario is refused', () => {
  const base = (): Json => {
    const second: Json = { id: 'other', commander: 'A', schedule: [{ element: 'IMU-2', terminal: 'IMU' }] };
    const wired = changed(smallScenario(), ['buses', 1], second);
    return changed(wired, ['terminals', 0, 'secondary'], { bus: 'other', address: 3 });
  };
  const refusal = (scenario: Json) => (): unknown => parseScenario(fileText(scenario), 'f.json');
  const mode = (keys: Keys): Json => [event(1, { ...toSecondary, ...keys })] as Json;

  it('whose ports or port modes are none', () => {
    expect(refusal(base())).not.toThrow();
    expect(refusal(changed(base(), ['events'], mode({})))).not.toThrow();
    expect(refusal(changed(base(), ['terminals', 0, 'secondary', 'bus'], 'othr'))).toThrow(
      'terminals[0].secondary.bus: there is no bus "othr" — did you mean "other"?',
    );
    expect(refusal(changed(base(), ['terminals', 0, 'secondary', 'bus'], 'main'))).toThrow(
      'terminals[0].secondary.bus: the secondary port is on bus "main", like the primary one',
    );
    expect(refusal(changed(base(), ['events'], mode({ terminal: 'IMV' })))).toThrow(
      'there is no terminal "IMV"',
    );
    expect(refusal(changed(smallScenario(), ['events'], mode({})))).toThrow(
      '"IMU" has one port — give the terminal',
    );
    expect(refusal(changed(base(), ['events'], mode({ port: 'third' })))).toThrow(
      'must be "primary" or "secondary"',
    );
    const unread = changed(changed(base(), ['buses', 0, 'schedule', 0, 'terminal'], 'T'), ['terminals', 1], {
      id: 'T',
      bus: 'main',
      address: 5,
      words: [{ signal: 'roll' }],
    });
    const faultless = changed(unread, ['faults'], []);
    expect(refusal(changed(faultless, ['events'], mode({ port: 'primary' })))).toThrow(
      'events[0].port: the schedule of bus "main" does not read "IMU" — give it a slot there',
    );
  });

  it('whose fault names a port that its target has not', () => {
    expect(refusal(changed(base(), ['faults', 0, 'port'], 'secondary'))).not.toThrow();
    expect(refusal(changed(smallScenario(), ['faults', 0, 'port'], 'secondary'))).toThrow(
      'faults[0].port: "IMU" is no terminal with two ports — remove the port',
    );
  });

  it('where two terminals answer to one address, by whichever port', () => {
    const taken = changed(base(), ['terminals', 1], {
      id: 'T',
      bus: 'other',
      address: 3,
      words: [{ signal: 'roll' }],
    });
    expect(refusal(taken)).toThrow('terminals[1].address: address 3 on bus "other" is taken by "IMU"');
  });
});
