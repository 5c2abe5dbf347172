/** Life after a fault: computers leave and come back by the crew's hand, whole flights in small scenarios. */

import { describe, expect, it } from 'vitest';
import { at } from '../../src/core/at.js';
import type { ScenarioConfig } from '../../src/core/config.js';
import type { ExchangeName } from '../../src/core/exchange/modes.js';
import {
  commanderOf,
  ears,
  fly,
  imuWords,
  ohmFor,
  prepare,
  smallVehicle,
  violatedChecks,
} from '../support/flights.js';

const PERIOD_US = 40_000;
const MODES: readonly ExchangeName[] = ['none', 'status', 'om1'];

type Keys = Record<string, unknown>;

/** What the crew does, by cycle. */
function crew(...acts: readonly (readonly [cycle: number, keys: Keys])[]): Keys[] {
  return acts.map(([cycle, keys], i) => ({ id: `e${i}`, timeUs: cycle * PERIOD_US, mark: 'R', ...keys }));
}
const off = (computer: string): Keys => ({ action: 'power-off', computer });
const on = (computer: string): Keys => ({ action: 'power-on', computer });
const readmit = (computer: string): Keys => ({ action: 'readmit', computer });

/** At this level A, B and C hear IMU, and D does not. */
const weak = (keys: Keys = {}): Keys => ({
  id: 'weak',
  behaviour: 'series-resistance',
  target: 'IMU',
  ohm: ohmFor(525),
  from: { cycle: 6 },
  ...keys,
});

/** By cycle, whether the element was read: `r`, or not: `.` */
function reads(scenario: ScenarioConfig, mode: ExchangeName, cycles: number): string {
  const { vehicle, run } = prepare(scenario, mode);
  return Array.from({ length: cycles }, () => {
    run(1);
    return at(vehicle.elements, 0).polled ? 'r' : '.';
  }).join('');
}

const withBackup = [...ears(400, 450, 500, 550), { id: 'X', role: 'backup' }];

describe('power', () => {
  it.each(MODES)('is taken from one after the other, and the rest stay one set (%s)', (mode) => {
    const events = crew([10, off('D')], [20, off('C')], [30, off('B')]);
    const { log, vehicle } = fly(smallVehicle({ events }), mode);
    expect(log.patterns).toEqual(['4', '3', '2', '1']);
    expect(log.votes).toEqual([]);
    expect(log.cyclesWithoutData).toEqual([]);
    expect(violatedChecks(vehicle)).toEqual([]);
    expect(log.pages.at(-1)).toMatchObject({
      groups: 'A',
      states: 'A',
      cam: ['....', '....', '....', '....'],
    });
  });

  it.each(MODES)('is missing to a computer that says nothing more (%s)', (mode) => {
    const events = crew([10, off('D')]);
    const said: number[] = [];
    const { vehicle, run } = prepare(smallVehicle({ events }), mode, [
      { detailed: true, transmission: (_bus, from) => from === 'D' && said.push(vehicle.cycle) },
    ]);
    run(20);
    expect(said.filter((cycle) => cycle >= 10)).toEqual([]);
    expect(said.length > 0).toBe(true);
  });

  it('is missing to a commander: its bus is not read until another computer commands it', () => {
    const events = crew([5, off('A')], [9, { action: 're-string', buses: { main: 'B' } }]);
    for (const mode of MODES) expect(reads(smallVehicle({ events }), mode, 12)).toBe('rrrrr....rrr');
  });

  it('comes back to a computer that listens, and is no member and moves nothing before it is readmitted', () => {
    const events = crew([5, off('D')], [10, on('D')]);
    const { vehicle, run, log } = prepare(smallVehicle({ events }), 'status');
    run(20);
    const d = at(vehicle.computers, 3);
    expect([d.isOn, vehicle.set.isMember(3), vehicle.set.takesPart[3]]).toEqual([true, false, 0]);
    expect(d.inputs[0]?.some((word) => word !== 0)).toBe(true);
    expect(log.patterns).toEqual(['4', '3']);
    const { command } = at(vehicle.actuators, 0);
    const [a, b, c] = vehicle.computers.map(({ law }) => law.commands[0]);
    expect([a, b, c]).toContain(command);
  });

  it('ends what a faulty computer does, and so isolates its fault', () => {
    const scenario = smallVehicle({
      exchange: { links: 'pointToPoint' },
      faults: [{ id: 'liar', behaviour: 'two-faced', target: 'D', as: 'both', from: { cycle: 2 } }],
      events: crew([30, off('D')]),
    });
    const { vehicle } = fly(scenario, 'none');
    expect(at(vehicle.faults.faults, 0).isolatedNs).toBeLessThanOrEqual(30 * PERIOD_US * 1000);
  });
});

describe('a computer that was voted out', () => {
  const events = crew([20, readmit('D')]);
  const healed = [weak({ until: { cycle: 15 } })];

  it.each(['none', 'status'] as const)('is taken in again with the state of the set (%s)', (mode) => {
    const flight = prepare(smallVehicle({ faults: healed, events, rules: { sumwordEveryCycles: 1 } }), mode);
    const { log, run, vehicle } = flight;
    run(20);
    expect(at(log.pages, 19).groups).toBe('A B C | D');
    run(1);
    expect(at(log.pages, 20)).toMatchObject({ groups: 'A B C D', states: 'A B C D' });
    expect(at(log.pages, 20).cam.join('')).not.toContain('*');
    run(29);
    expect(log.patterns).toEqual(['4', '3-1', '4']);
    expect([vehicle.set.isMember(3), log.votes.filter(({ cycle }) => cycle >= 20)]).toEqual([true, []]);
  });

  it('is voted out again, with as many errors as before, if it still does not hear', () => {
    const twice = smallVehicle({ faults: [weak()], events });
    const { log } = fly(twice, 'status');
    expect(log.patterns).toEqual(['4', '3-1', '4', '3-1']);
    expect(log.changes.map(({ cycle }) => cycle)).toEqual([0, 7, 20, 21]);
  });

  it('takes over the state that most members hold', () => {
    const { vehicle, run } = prepare(smallVehicle({ faults: healed, events }), 'status');
    run(20);
    // One member went astray by itself.
    at(vehicle.computers, 0).law.state.fill(7);
    vehicle.scheduler.runUntil(20 * PERIOD_US * 1000);
    const [, b, , d] = vehicle.computers.map(({ law }) => [...law.state]);
    expect(d).toEqual(b);
  });

  it('finds nobody to take its state from when all are out', () => {
    const scenario = smallVehicle({
      computers: ears(400, 450),
      faults: [weak({ ohm: ohmFor(425), until: { cycle: 15 } })],
      events: crew([20, readmit('B')], [20, readmit('A')]),
    });
    const { log } = fly(scenario, 'status');
    expect(log.notes.map(({ text }) => text)).toEqual([
      'crew: B is readmitted; no other member had a state to give it',
      'crew: A is readmitted, with the state of the set',
    ]);
    expect(log.patterns).toEqual(['2', '1-1', '2']);
  });

  it('is left out of a set that is formed of others', () => {
    const scenario = smallVehicle({
      faults: [weak()],
      events: crew([20, { action: 're-form-set', members: ['A', 'C'] }]),
    });
    const { log, vehicle } = fly(scenario, 'status');
    expect(log.patterns).toEqual(['4', '3-1', '2']);
    expect(log.pages.at(-1)?.groups).toBe('A C');
    expect([...vehicle.set.takesPart]).toEqual([1, 0, 1, 0]);
    expect(log.notes[0]?.text).toBe('crew: the set is re-formed of A, C, all members with the same state');
  });
});

describe('strings', () => {
  it('are given anew, several at once', () => {
    const scenario = smallVehicle({
      buses: ['left', 'right'].map((id) => ({ id, commander: 'A', schedule: [{ terminal: `${id}-IMU` }] })),
      terminals: ['left', 'right'].map((id) => ({
        id: `${id}-IMU`,
        bus: id,
        address: 3,
        words: imuWords(1),
      })),
      events: crew([5, { action: 're-string', buses: { left: 'C', right: 'D' } }]),
    });
    const { vehicle, log } = fly(scenario, 'status');
    expect(vehicle.elements.map((element) => commanderOf(vehicle, element))).toEqual(['C', 'D']);
    expect(log.notes[0]?.text).toBe('crew: strings are given anew, bus left to C, bus right to D');
  });
});

describe('the backup', () => {
  const engaged = crew([20, { action: 'engage-backup' }]);

  it.each(MODES)(
    'listens, and is in no group, in no exchange and in no vote before it is engaged (%s)',
    (mode) => {
      const said: string[] = [];
      const listening = {
        detailed: true,
        transmission: (_bus: string, from: string): unknown => said.push(from),
      };
      const { log, vehicle } = fly(smallVehicle({ computers: withBackup }), mode, [listening]);
      const without = fly(smallVehicle(), mode);
      expect(said).not.toContain('X');
      expect(log.patterns).toEqual(['4']);
      expect(log.votes).toEqual([]);
      expect(violatedChecks(vehicle)).toEqual([]);
      const x = at(vehicle.computers, 4);
      expect(x.inputs).toEqual(at(vehicle.computers, 0).inputs);
      // The vehicle flies as if it were not there.
      expect([...vehicle.model.truthLsb]).toEqual([...without.vehicle.model.truthLsb]);
    },
  );

  it.each(MODES)('takes all buses when it is engaged, and the actuators obey it alone (%s)', (mode) => {
    const { vehicle, run, log } = prepare(smallVehicle({ computers: withBackup, events: engaged }), mode);
    run(20);
    const held = [...at(vehicle.computers, 4).law.state];
    run(1);
    expect(commanderOf(vehicle, at(vehicle.elements, 0))).toBe('X');
    expect(held.slice(0, 3)).toEqual([...at(vehicle.computers, 4).law.state].slice(1, 4));
    at(vehicle.computers, 0).law.state.fill(9999);
    run(29);
    expect(at(vehicle.actuators, 0).command).toBe(at(vehicle.computers, 4).law.commands[0]);
    expect([log.patterns, log.cyclesWithoutData, violatedChecks(vehicle)]).toEqual([['4', '1'], [], []]);
  });

  it('flies on when the primary set split over a terminal that it hears', () => {
    const scenario = smallVehicle({
      computers: [...ears(400, 450, 500, 550), { id: 'X', role: 'backup', receiver: { thresholdMv: 300 } }],
      faults: [
        weak({ until: { cycle: 10 } }),
        weak({ id: 'weaker', ohm: ohmFor(475), from: { cycle: 10 }, until: { cycle: 30 } }),
      ],
      events: engaged,
    });
    const { log } = fly(scenario, 'status');
    expect(log.patterns.at(-1)).toBe('1');
    expect(log.pages.at(-1)?.groups).toBe('X');
    expect(log.cyclesWithoutData.filter((cycle) => cycle >= 20)).toEqual([]);
  });

  it('is disengaged when the primary set is formed again', () => {
    const events = [...engaged, ...crew([30, { action: 're-form-set' }]).map((e) => ({ ...e, id: 'again' }))];
    const { log, vehicle } = fly(smallVehicle({ computers: withBackup, events }), 'status');
    expect(log.patterns).toEqual(['4', '1', '4']);
    expect([...vehicle.set.takesPart]).toEqual([1, 1, 1, 1, 0]);
    expect(commanderOf(vehicle, at(vehicle.elements, 0)), 'buses stay where they are').toBe('X');
  });
});

it('faults can wait for whatever the crew does', () => {
  const acts = [
    off('D'),
    on('D'),
    readmit('D'),
    { action: 're-string', buses: { main: 'B' } },
    { action: 'engage-backup' },
  ];
  const scenario = smallVehicle({
    computers: withBackup,
    faults: acts.map((_, i) => weak({ id: `f${i}`, target: 'A', from: { event: `e${i}` } })),
    events: crew(...acts.map((act, i) => [5 + i, act] as const)),
  });
  const { vehicle } = fly(scenario, 'none');
  expect(vehicle.faults.faults.map(({ fromNs }) => fromNs / 1000 / PERIOD_US)).toEqual([5, 6, 7, 8, 9]);
});
