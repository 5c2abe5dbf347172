import { describe, expect, it } from 'vitest';
import { at } from '../../src/core/at.js';
import type { Transmission } from '../../src/core/bus/transmission.js';
import type { ScenarioConfig } from '../../src/core/config.js';
import { boundIsMet, MODES, type ExchangeName } from '../../src/core/exchange/modes.js';
import type { Observer } from '../../src/core/observer.js';
import type { Vehicle } from '../../src/core/vehicle.js';
import { commanderOf, fly, imuWords, ohmFor, prepare, smallVehicle } from '../support/flights.js';

/** Those that four computers bear. */
const NAMES = MODES.filter(({ m }) => boundIsMet(4, m)).map(({ name }) => name);

const troubled = (keys: Record<string, unknown> = {}): ScenarioConfig =>
  smallVehicle({
    exchange: { links: 'pointToPoint' },
    faults: [
      {
        id: 'f',
        behaviour: 'series-resistance',
        target: 'IMU',
        from: { cycle: 10 },
        until: { cycle: 30 },
        ohm: ohmFor(525),
      },
      { id: 'g', behaviour: 'two-faced', target: 'B', from: { cycle: 20 }, as: 'both' },
    ],
    ...keys,
  });

/** Everything that went over the wires, and how each cycle ended. */
class Witness implements Observer {
  readonly detailed: boolean = true;
  readonly words: string[] = [];
  readonly endings: string[] = [];

  transmission(bus: string, from: string, tx: Transmission): void {
    this.words.push(`${tx.startNs} ${bus} ${from} ${tx.words.subarray(0, tx.count).join(' ')}`);
  }

  endOfCycle(vehicle: Vehicle): void {
    this.endings.push(endingOf(vehicle));
  }
}

class Bystander extends Witness {
  override readonly detailed = false;
}

const endingOf = ({ computers, set, model, timing, noData }: Vehicle): string =>
  JSON.stringify([
    computers.map(({ inputs, law }) => [inputs, law.state, law.commands]),
    set.cast,
    model,
    timing,
    noData,
  ]);

describe('a run', () => {
  it.each(NAMES)('is the same for the same seed (%s)', (mode) => {
    const [one, other] = [new Witness(), new Witness()];
    fly(troubled(), mode, [one]);
    fly(troubled(), mode, [other]);
    expect(one.words.length).toBeGreaterThan(100);
    expect([other.words, other.endings]).toEqual([one.words, one.endings]);
  });

  it.each(NAMES)('is another for another seed: the sensors say something else (%s)', (mode) => {
    const sentWith = (seed: number): string => {
      const { vehicle, run } = prepare(smallVehicle({ seed }), mode);
      run(3);
      return at(vehicle.elements, 0).sent.subarray(0, 18).join(' ');
    };
    expect(new Set([0, 1, 2, 3, 0xffffffff].map(sentWith)).size).toBe(5);
  });

  it.each(NAMES)('is the same whoever watches (%s)', (mode) => {
    const unwatched = fly(troubled(), mode);
    const [witness, bystander] = [new Witness(), new Bystander()];
    const watched = fly(troubled(), mode, [witness, bystander, { detailed: true }]);
    expect(bystander.endings).toEqual(witness.endings);
    expect(bystander.words).toEqual([]);
    expect([watched.log.pages, watched.log.votes]).toEqual([unwatched.log.pages, unwatched.log.votes]);
    expect(endingOf(watched.vehicle)).toBe(endingOf(unwatched.vehicle));
  });

  it('keeps to the rules of its buses, in every mode, format and kind of link', () => {
    for (const wordFormat of ['mil-std-1553b', 'shuttle'])
      for (const links of ['broadcast', 'pointToPoint'])
        for (const mode of NAMES) {
          const { vehicle } = fly(
            smallVehicle({
              exchange: { links, wordFormat },
              buses: [{ id: 'main', wordFormat, commander: 'A', schedule: [{ terminal: 'IMU' }] }],
            }),
            mode,
          );
          expect([...vehicle.monitor.violations]).toEqual([]);
          expect(vehicle.monitor.transmissions).toBeGreaterThan(100);
        }
  });
});

describe('branches of the seed', () => {
  it('are independent: what one part draws changes no other part', () => {
    const sent = (keys: Record<string, unknown>): string => {
      const { vehicle, run } = prepare(
        smallVehicle({ vehicle: { manoeuvreDeg: 0, gustDegPerS2: 0 }, ...keys }),
        'none',
      );
      run(1);
      return at(vehicle.elements, 0).sent.subarray(0, 6).join(' ');
    };
    const another = [
      { id: 'IMU', bus: 'main', address: 3, words: imuWords(3) },
      { id: 'NEW', bus: 'main', address: 4, words: imuWords(3) },
    ];
    expect(sent({ terminals: another })).toBe(sent({}));
    expect(sent({ exchange: { links: 'pointToPoint' } })).toBe(sent({}));
  });

  it('give each terminal a noise of its own', () => {
    const { vehicle, run } = prepare(
      smallVehicle({
        buses: [{ id: 'main', commander: 'A', schedule: [{ terminal: 'IMU' }, { terminal: 'TWIN' }] }],
        terminals: [
          { id: 'IMU', bus: 'main', address: 3, words: imuWords(3) },
          { id: 'TWIN', bus: 'main', address: 4, words: imuWords(3) },
        ],
      }),
      'none',
    );
    run(1);
    const [imu, twin] = vehicle.elements.map(({ sent }) => sent.subarray(0, 18).join(' '));
    expect(imu).not.toBe(twin);
  });
});

describe('the wiring', () => {
  const two = smallVehicle({
    buses: [
      { id: 'fore', commander: 'A', schedule: [{ terminal: 'IMU' }, { terminal: 'GYRO', element: 'G' }] },
      { id: 'aft', wordFormat: 'shuttle', commander: 'C', schedule: [{ terminal: 'TAIL' }] },
    ],
    terminals: [
      { id: 'TAIL', bus: 'aft', address: 3, words: imuWords(1) },
      { id: 'IMU', bus: 'fore', address: 3, words: imuWords(1) },
      { id: 'GYRO', bus: 'fore', address: 4, words: imuWords(1) },
    ],
    faults: [{ id: 'f', behaviour: 'series-resistance', target: 'B', from: { cycle: 0 }, ohm: 10 }],
  });
  const { vehicle } = fly(two, 'om1');

  it('numbers elements bus by bus, in the order of their schedules', () => {
    expect(vehicle.elements.map(({ name, index }) => `${index} ${name}`)).toEqual(['0 IMU', '1 G', '2 TAIL']);
  });

  it('knows who commands the bus of an element', () => {
    expect(vehicle.elements.map((element) => commanderOf(vehicle, element))).toEqual(['A', 'A', 'C']);
    vehicle.assignBus('aft', 'D');
    expect(vehicle.elements.map((element) => commanderOf(vehicle, element))).toEqual(['A', 'A', 'D']);
  });

  it('brings every terminal’s words to every computer', () => {
    for (const { inputs } of vehicle.computers)
      vehicle.elements.forEach(({ sent, sentWords }, e) => {
        expect(sentWords).toBe(6);
        expect(at(inputs, e).subarray(0, 6)).toEqual(sent.subarray(0, 6));
      });
  });

  it('counts as healthy whom no fault is meant for', () => {
    expect(vehicle.healthy.map(({ name }) => name)).toEqual(['A', 'C', 'D']);
  });

  it('stops at names that there are not', () => {
    expect(() => vehicle.assignBus('port', 'A')).toThrow('a bus is named that exists');
    expect(() => vehicle.assignBus('aft', 'E')).toThrow('a computer is named that exists');
    const lost = { ...two, terminals: two.terminals.slice(1) };
    expect(() => prepare(lost, 'none')).toThrow('the schedule names terminals that exist');
  });
});

describe('the time of a fail vote', () => {
  const votesOf = (voteDelayUs: [number, number], seed = 1): number[] => {
    const { vehicle } = prepare(smallVehicle({ seed, rules: { voteDelayUs } }), 'status');
    return Array.from(
      { length: 400 },
      (_, i) => vehicle.voteNs(i >> 4, (i >> 2) & 3, i & 3, 1_000_000) - 1_000_000,
    );
  };

  it('lies between the least and the greatest delay, each computer its own', () => {
    const delays = votesOf([450, 1750]);
    expect([Math.min(...delays) >= 450_000, Math.max(...delays) <= 1_750_000]).toEqual([true, true]);
    expect([Math.min(...delays) < 470_000, Math.max(...delays) > 1_730_000]).toEqual([true, true]);
    expect(new Set(delays).size).toBeGreaterThan(395);
  });

  it('is fixed where the two are the same', () => {
    expect(new Set(votesOf([600, 600]))).toEqual(new Set([600_000]));
  });

  it('goes by seed, cycle, voter and target alone', () => {
    expect(votesOf([450, 1750])).toEqual(votesOf([450, 1750]));
    expect(votesOf([450, 1750], 2)).not.toEqual(votesOf([450, 1750]));
  });
});

describe('a healthy vehicle', () => {
  it.each<ExchangeName>(NAMES)('stays one, with data in every cycle (%s)', (mode) => {
    const { log, vehicle } = fly(smallVehicle(), mode);
    expect([log.patterns, log.votes, log.cyclesWithoutData, log.accused]).toEqual([['4'], [], [], []]);
    expect(log.pages.every(({ states }) => states === 'A B C D')).toBe(true);
    expect(vehicle.computers.map(({ flagged }) => flagged)).toEqual([0, 0, 0, 0]);
  });
});
