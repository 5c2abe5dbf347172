import { describe, expect, it } from 'vitest';
import { at } from '../../src/core/at.js';
import type { ExchangeName } from '../../src/core/exchange/modes.js';
import type { Vehicle } from '../../src/core/vehicle.js';
import { runScenario } from '../../src/run/run-scenario.js';
import { commanderOf, ears, fly, imuWords, ohmFor, prepare, smallVehicle } from '../support/flights.js';

const PERIOD_US = 40_000;

const event = (id: string, timeUs: number, keys: Record<string, unknown>): Record<string, unknown> => ({
  id,
  timeUs,
  mark: 'R',
  ...keys,
});
const silence = (
  target: string,
  cycle: number,
  keys: Record<string, unknown> = {},
): Record<string, unknown> => ({
  id: `${target}-silent`,
  behaviour: 'series-resistance',
  target,
  from: { cycle },
  ohm: 1e9,
  ...keys,
});

/** By cycle, whether the element was read: `r`, or not: `.` */
function reads(
  scenario: ReturnType<typeof smallVehicle>,
  mode: ExchangeName,
  cycles: number,
  element = 0,
): string {
  const { vehicle, run } = prepare(scenario, mode);
  return Array.from({ length: cycles }, () => {
    run(1);
    return at(vehicle.elements, element).polled ? 'r' : '.';
  }).join('');
}

describe('reading', () => {
  it('happens in every cycle, or in one of so many', () => {
    const slow = smallVehicle({
      buses: [{ id: 'main', commander: 'A', schedule: [{ terminal: 'IMU', everyCycles: 3 }] }],
    });
    expect(reads(slow, 'om1', 8)).toBe('r..r..r.');
    expect(reads(smallVehicle(), 'om1', 8)).toBe('rrrrrrrr');
  });

  it('an element that was given up is not read, until the crew restores it', () => {
    const silent = smallVehicle({
      faults: [silence('IMU', 2, { until: { cycle: 9 } })],
      events: [
        event('too early', 6 * PERIOD_US, { action: 'restore-element', element: 'IMU' }),
        event('in time', 11 * PERIOD_US, { action: 'restore-element', element: 'IMU' }),
      ].map((e) => ({ ...e, id: String(e['id']).replace(' ', '-') })),
    });
    const { log, vehicle } = fly(silent, 'om1');
    expect(reads(silent, 'om1', 14)).toBe('rrrr..rr...rrr');
    expect(log.cyclesWithoutData).toEqual([2, 3, 6, 7]);
    expect(vehicle.exchange.outcomes).toEqual(['value']);
  });

  it('a read that is due and not made has the outcome "bypassed"', () => {
    const { vehicle, run } = prepare(smallVehicle({ faults: [silence('IMU', 2)] }), 'om1');
    run(4);
    expect(vehicle.exchange.outcomes).toEqual(['error']);
    run(1);
    expect(vehicle.exchange.outcomes).toEqual(['bypassed']);
  });

  it('a short answer leaves the last sensors out', () => {
    // Of roll, pitch, yaw and their rates, three words each, ten are read: roll, pitch, yaw, and one of roll's rate.
    const short = smallVehicle({
      buses: [{ id: 'main', commander: 'A', schedule: [{ terminal: 'IMU', words: 10 }] }],
    });
    const { vehicle } = fly(short, 'om1');
    const [roll, pitch, yaw] = at(vehicle.computers, 0).law.commands;
    expect(roll).not.toBe(0);
    expect([pitch, yaw]).toEqual([0, 0]);
  });
});

describe('the crew', () => {
  it('acts at the start of the first cycle that is not before its time', () => {
    const at3 = (timeUs: number): string => {
      const scenario = smallVehicle({
        faults: [silence('IMU', 0, { until: { event: 'exchange' } })],
        events: [
          event('exchange', timeUs, { action: 'exchange-terminal', terminal: 'IMU' }),
          event('restore', timeUs, { action: 'restore-element', element: 'IMU' }),
        ],
      });
      return reads(scenario, 'om1', 6);
    };
    expect(at3(3 * PERIOD_US)).toBe('rr.rrr');
    expect(at3(3 * PERIOD_US + 1)).toBe('rr..rr');
    expect(at3(4 * PERIOD_US)).toBe('rr..rr');
  });

  it('gives a bus to another computer', () => {
    const scenario = smallVehicle({
      faults: [silence('A', 2)],
      events: [event('give', 5 * PERIOD_US, { action: 'assign-bus', bus: 'main', computer: 'B' })],
      rules: { bypassAfter: 100 },
    });
    const { vehicle, log } = fly(scenario, 'om1');
    // Nobody asked IMU while A, which commands the bus, could not be heard.
    expect(log.cyclesWithoutData).toEqual([2, 3, 4]);
    expect(commanderOf(vehicle, at(vehicle.elements, 0))).toBe('B');
  });

  it('exchanges a terminal: its fault is over, its record is clean', () => {
    const fading = { ...silence('IMU', 2), ohm: ohmFor(425) };
    const scenario = smallVehicle({
      computers: ears(400, 410, 500, 550),
      faults: [fading, { ...fading, id: 'again', from: { cycle: 20 } }],
      events: [
        event('exchange', 10 * PERIOD_US, { action: 'exchange-terminal', terminal: 'IMU' }),
        event('restore', 10 * PERIOD_US, { action: 'restore-element', element: 'IMU' }),
      ],
    });
    const { vehicle, log } = fly(scenario, 'om1');
    expect(log.accused.map(({ cycle }) => cycle)).toEqual([3, 21]);
    expect(vehicle.faults.faults.map(({ untilNs }) => untilNs / 1000)).toEqual([10 * PERIOD_US, Infinity]);
    expect(log.cyclesWithoutData).toEqual([2, 3, 20, 21]);
  });

  it('re-forms the set: all are members again, with the same state, and owe nobody anything', () => {
    const scenario = smallVehicle({
      faults: [{ ...silence('IMU', 2), ohm: ohmFor(525), until: { cycle: 20 } }],
      events: [event('whole', 20 * PERIOD_US, { action: 're-form-set' })],
    });
    for (const mode of ['none', 'status'] as const) {
      const { log, vehicle, run } = prepare(scenario, mode);
      run(20);
      expect(at(log.pages, 19).groups).toBe('A B C | D');
      run(1);
      expect(at(log.pages, 20)).toMatchObject({
        groups: 'A B C D',
        states: 'A B C D',
        cam: ['....', '....', '....', '....'],
      });
      run(20);
      expect([log.patterns, vehicle.set.isMember(3)]).toEqual([['4', '3-1', '4'], true]);
    }
  });

  it('re-forms the set in the middle of trouble: what was miscompared before does not count', () => {
    const scenario = smallVehicle({
      faults: [{ ...silence('IMU', 6), ohm: ohmFor(525) }],
      events: [event('whole', 8 * PERIOD_US, { action: 're-form-set' })],
      rules: { sumwordEveryCycles: 1 },
    });
    // Miscompares in cycles 6 and 7, then three more.
    expect(fly(scenario, 'none').log.votes[0]?.cycle).toBe(10);
  });

  it('begins and ends faults that wait for what it does', () => {
    const scenario = smallVehicle({
      faults: [{ ...silence('IMU', 0), from: { event: 'begin' }, until: { event: 'end' } }],
      events: [
        event('begin', 3 * PERIOD_US, { action: 'assign-bus', bus: 'main', computer: 'B' }),
        event('end', 6 * PERIOD_US, { action: 'restore-element', element: 'IMU' }),
      ],
    });
    expect(fly(scenario, 'om1').log.cyclesWithoutData).toEqual([3, 4]);
    expect(reads(scenario, 'om1', 8)).toBe('rrrrr.rr');
  });

  it('is on the record with what it did, when, and how well that is known', () => {
    const scenario = smallVehicle({
      events: [
        event('one', 80_000, { action: 'assign-bus', bus: 'main', computer: 'B' }),
        event('two', 80_000, { action: 'restore-element', element: 'IMU', mark: 'S' }),
        event('three', 90_000, { action: 'exchange-terminal', terminal: 'IMU', mark: 'M' }),
        event('four', 100_000, { action: 're-form-set', mark: 'D' }),
      ],
      notes: [{ timeUs: 85_000, text: 'half past two', mark: 'D' }],
    });
    expect(fly(scenario, 'none').log.notes).toEqual([
      { timeNs: 80_000_000, text: 'crew: bus main is given to B', mark: 'R' },
      { timeNs: 80_000_000, text: 'crew: IMU is restored', mark: 'S' },
      { timeNs: 85_000_000, text: 'half past two', mark: 'D' },
      { timeNs: 90_000_000, text: 'crew: IMU is exchanged', mark: 'M' },
      { timeNs: 100_000_000, text: 'crew: the set is re-formed, all members with the same state', mark: 'D' },
    ]);
  });
});

describe('commanding', () => {
  it('one computer on stale data moves nothing: the actuators follow the middle command', () => {
    const deaf = { ...silence('IMU', 10), ohm: ohmFor(525) };
    const truthAfter = (faults: unknown[]): number[] => [
      ...fly(smallVehicle({ faults, rules: { sumwordEveryCycles: 0 } }), 'none').vehicle.model.truthLsb,
    ];
    const { vehicle, log } = fly(smallVehicle({ faults: [deaf] }), 'none');
    expect(log.pages.at(-1)?.states).toBe('A B C | D');
    expect(at(vehicle.actuators, 0).command).toBe(at(vehicle.computers, 0).law.commands[0]);
    expect(truthAfter([deaf])).toEqual(truthAfter([]));
  });

  it('several actuators of an axis push together', () => {
    const twin = (id: string): unknown => ({ id, axis: 'roll', degPerS2PerLsb: 0.01 });
    const { vehicle } = fly(smallVehicle({ actuators: [twin('left'), twin('right')] }), 'none');
    const [left] = at(vehicle.computers, 0).law.commands;
    expect(vehicle.pushDegPerS2[0]).toBeCloseTo(2 * 0.01 * (left ?? NaN), 9);
    expect([vehicle.pushDegPerS2[1], vehicle.pushDegPerS2[2]]).toEqual([0, 0]);
  });
});

describe('sumwords', () => {
  const deaf = { ...silence('IMU', 6), ohm: ohmFor(525) };
  it.each([
    [4, 3, 16], // exchanged in cycles 8, 12 and 16
    [1, 3, 8],
    [2, 1, 6],
  ])('each %i cycles, %i miscompares: voted out in cycle %i', (sumwordEveryCycles, sumwordLimit, cycle) => {
    const { log } = fly(
      smallVehicle({ faults: [deaf], rules: { sumwordEveryCycles, sumwordLimit } }),
      'none',
    );
    expect(log.changes.at(1)).toMatchObject({
      cycle,
      groups: 'A B C | D',
      cam: ['...*', '...*', '...*', '...*'],
    });
    expect(log.votes.map(({ voter, target }) => `${voter}>${target}`).sort()).toEqual([
      'A>D',
      'B>D',
      'C>D',
      'D>A',
      'D>B',
      'D>C',
    ]);
  });

  it('never: nobody finds out', () => {
    const { log } = fly(smallVehicle({ faults: [deaf], rules: { sumwordEveryCycles: 0 } }), 'none');
    expect([log.patterns, log.votes]).toEqual([['4'], []]);
  });
});

describe('time', () => {
  it('starts where the scenario says, and every cycle a period later', () => {
    const { vehicle, run } = prepare(
      smallVehicle({ cycle: { periodUs: 1000, startUs: -2000, cycles: 9 } }),
      'none',
    );
    const starts = Array.from({ length: 3 }, () => {
      run(1);
      return vehicle.timing.startNs;
    });
    expect(starts).toEqual([-2_000_000, -1_000_000, 0]);
  });

  it('is taken by input and exchange', () => {
    const { vehicle, run } = prepare(smallVehicle({ rules: { sumwordEveryCycles: 0 } }), 'om1');
    run(1);
    const { startNs, inputNs, exchangeNs, endNs } = vehicle.timing;
    // A command, the answer 4 µs after it (6 from mid-bit to mid-bit), a status word and 18 data words: 20 µs each.
    expect(inputNs).toBe(20_000 + 4_000 + 19 * 20_000);
    // Processing, a relay of a header and 18 words, processing.
    expect(exchangeNs).toBe(200_000 + 19 * 20_000 + 200_000);
    expect(endNs).toBe(startNs + inputNs + exchangeNs);
  });

  describe('that a cycle takes too much of', () => {
    /** A read of 30 words and its relay take 1,664 µs: more than three frames. */
    const scenario = smallVehicle({
      cycle: { periodUs: 500, cycles: 12 },
      rules: { sumwordEveryCycles: 0 },
      terminals: [{ id: 'IMU', bus: 'main', address: 3, words: imuWords(5) }],
    });

    it('is a cycle slip: it finishes, the frames that began meanwhile are skipped, the grid stays', () => {
      const slips: unknown[] = [];
      const started: number[] = [];
      const watch = {
        detailed: false,
        cycleSlip: (slip: unknown) => void slips.push(slip),
        endOfCycle: ({ timing }: Vehicle) => void started.push(timing.startNs),
      };
      const { vehicle } = fly(scenario, 'om1', [watch]);
      expect(started).toEqual([0, 2_000_000, 4_000_000]);
      expect(slips).toEqual(
        [0, 4, 8].map((cycle) => ({ timeNs: cycle * 500_000 + 1_664_000, cycle, skipped: 3 })),
      );
      expect([...vehicle.monitor.violations]).toEqual([]);
    });

    it('does not stop the vehicle, which flies on with what the actuators hold', () => {
      const { vehicle, run } = prepare(scenario, 'om1');
      run(1);
      const truth = [...vehicle.model.truthLsb];
      const push = [...vehicle.pushDegPerS2];
      run(1);
      expect([...vehicle.pushDegPerS2]).toEqual(push);
      expect([...vehicle.model.truthLsb]).not.toEqual(truth);
    });

    it('is no slip when it is over just as the next frame begins', () => {
      const fits = smallVehicle({
        cycle: { periodUs: 1664, cycles: 3 },
        rules: { sumwordEveryCycles: 0 },
        terminals: [{ id: 'IMU', bus: 'main', address: 3, words: imuWords(5) }],
      });
      const result = runScenario(fits, 'om1');
      expect([result.cycles, result.cycleSlips, result.skippedFrames]).toEqual([3, 0, 0]);
    });

    it('is counted in the result, and an event of the trace', () => {
      let trace = '';
      const { cycles, cycleSlips, skippedFrames } = runScenario(
        scenario,
        'om1',
        (lines) => (trace += Buffer.from(lines).toString()),
      );
      expect([cycles, cycleSlips, skippedFrames]).toEqual([3, 3, 9]);
      expect(trace.split('\n').filter((line) => line.includes('cycle-slip'))).toEqual([
        '{"t":1664000,"cycle":0,"event":"cycle-slip","skipped":3}',
        '{"t":3664000,"cycle":4,"event":"cycle-slip","skipped":3}',
        '{"t":5664000,"cycle":8,"event":"cycle-slip","skipped":3}',
      ]);
    });
  });
});
