import { describe, expect, it } from 'vitest';
import { Transmitter } from '../../../src/core/bus/transmitter.js';
import type { FaultConfig, Moment } from '../../../src/core/config.js';
import type { Mouth } from '../../../src/core/exchange/utterance.js';
import type { Fault } from '../../../src/core/fault/fault.js';
import { FaultBoard } from '../../../src/core/fault/fault-board.js';
import type { FaultSites } from '../../../src/core/fault/hang.js';
import { at } from '../../../src/core/at.js';
import { line } from '../../support/bus.js';
import { smallVehicle } from '../../support/flights.js';

const MS = 1_000_000;

const crack = (id: string, target: string, from: Moment, until?: Moment): FaultConfig => ({
  id,
  target,
  behaviour: 'series-resistance',
  from,
  until,
  ohm: 100,
});

const openEnd = (target: string): FaultConfig => ({
  id: 'open',
  target,
  behaviour: 'wrong-terminator',
  from: { timeUs: 0 },
  end: 1,
  ohm: 1e9,
});

/** Cycles of 40 ms from −80 ms on. */
function boardWith(...faults: readonly FaultConfig[]): FaultBoard {
  return new FaultBoard({
    ...smallVehicle({ cycle: { periodUs: 40_000, startUs: -80_000, cycles: 50 } }),
    faults,
  });
}

const spanOf = ({ fromNs, untilNs }: Fault): [number, number] => [fromNs / MS, untilNs / MS];

describe('when faults act', () => {
  it.each<[string, Moment, Moment | undefined, [number, number]]>([
    ['a time', { timeUs: -2000 }, { timeUs: 3000 }, [-2, 3]],
    ['a cycle', { cycle: 3 }, { cycle: 5 }, [40, 120]],
    ['for ever', { timeUs: 0 }, undefined, [0, Infinity]],
    ['an event that has not come', { event: 'e' }, { event: 'f' }, [Infinity, Infinity]],
  ])('%s', (_what, from, until, span) => {
    expect(spanOf(at(boardWith(crack('x', 'IMU', from, until)).faults, 0))).toEqual(span);
  });

  it('events begin and end those that wait for them', () => {
    const board = boardWith(
      crack('waits', 'IMU', { event: 'go' }, { event: 'stop' }),
      crack('does not', 'IMU', { timeUs: 0 }),
    );
    board.announce('go', 10 * MS);
    board.announce('other', 11 * MS);
    board.announce('stop', 20 * MS);
    expect(board.faults.map(spanOf)).toEqual([
      [10, 20],
      [0, Infinity],
    ]);
  });

  it('a repair ends what is wrong with the unit, not what its successor will have', () => {
    const board = boardWith(
      crack('old', 'IMU', { timeUs: 0 }),
      crack('over', 'IMU', { timeUs: 0 }, { timeUs: 5000 }),
      crack('later', 'IMU', { timeUs: 30_000 }),
      crack('on the new unit', 'IMU', { event: 'exchange' }),
      crack('elsewhere', 'A', { timeUs: 0 }),
    );
    board.repair('IMU', 20 * MS);
    board.announce('exchange', 20 * MS);
    expect(board.faults.map(spanOf)).toEqual([
      [0, 20],
      [0, 5],
      [30, Infinity],
      [20, Infinity],
      [0, Infinity],
    ]);
  });
});

describe('what becomes of a fault', () => {
  const board = (): FaultBoard => boardWith(crack('x', 'IMU', { timeUs: 10_000 }, { timeUs: 50_000 }));
  const recordOf = ({ appliedNs, detectedNs, isolatedNs, status }: Fault) => [
    appliedNs,
    detectedNs,
    isolatedNs,
    status,
  ];

  it('it is noticed and isolated once, after it was applied', () => {
    const faults = board();
    const fault = at(faults.faults, 0);
    fault.apply(20 * MS);
    fault.apply(21 * MS);
    for (const timeNs of [22 * MS, 23 * MS]) faults.notice('IMU', timeNs);
    for (const timeNs of [24 * MS, 25 * MS]) faults.isolate('IMU', timeNs);
    expect(recordOf(fault)).toEqual([20 * MS, 22 * MS, 24 * MS, 'noticed']);
  });

  it('before it was applied, what is noticed was not its doing', () => {
    const faults = board();
    faults.notice('IMU', 20 * MS);
    faults.isolate('IMU', 20 * MS);
    expect(recordOf(at(faults.faults, 0))).toEqual([undefined, undefined, undefined, 'unnoticed']);
  });

  it('nor outside its time, nor with another target', () => {
    const faults = board();
    const fault = at(faults.faults, 0);
    fault.apply(20 * MS);
    faults.notice('A', 21 * MS);
    faults.notice('IMU', 9 * MS);
    faults.notice('IMU', 50 * MS);
    expect(recordOf(fault)).toEqual([20 * MS, undefined, undefined, 'unnoticed']);
  });
});

describe('who is out of order', () => {
  const faults = boardWith(
    crack('one', 'IMU', { timeUs: 10_000 }, { timeUs: 30_000 }),
    crack('two', 'IMU', { timeUs: 20_000 }, { timeUs: 40_000 }),
    crack('three', 'A', { timeUs: 20_000 }, { timeUs: 25_000 }),
  );

  it('the targets of all faults, whenever they act', () => {
    expect(['IMU', 'A', 'B'].map((name) => faults.isTarget(name))).toEqual([true, true, false]);
  });

  it.each([
    [5, 0],
    [10, 1],
    [20, 2],
    [24.9, 2],
    [25, 1],
    [39, 1],
    [40, 0],
  ])('at %d ms %i regions at once: two faults of one unit are one', (ms, regions) => {
    expect(faults.regionsAt(ms * MS)).toBe(regions);
  });

  it.each([
    [0, 9, false],
    [0, 10, true],
    [29, 35, true],
    [39, 50, true],
    [40, 50, false],
    [0, 100, true],
  ])('from %i to %i ms the terminal: %s', (from, to, active) => {
    expect(faults.wasActiveOn('IMU', from * MS, to * MS)).toBe(active);
  });
});

describe('a bus and a terminal of the same name', () => {
  const both = (): FaultBoard => boardWith(openEnd('IMU'), crack('x', 'IMU', { timeUs: 0 }));
  const recordOf = (board: FaultBoard): unknown[] =>
    board.faults.map(({ detectedNs, isolatedNs }) => [detectedNs, isolatedNs]);

  it('are told apart by who notices, isolates and repairs', () => {
    const board = both();
    for (const fault of board.faults) fault.apply(0);
    board.notice('IMU', 5, 'bus');
    board.isolate('IMU', 6, 'bus');
    expect(recordOf(board)).toEqual([
      [5, 6],
      [undefined, undefined],
    ]);
    board.notice('IMU', 7);
    board.repair('IMU', 8);
    expect(recordOf(board)[1]).toEqual([7, undefined]);
    expect(board.faults.map(({ untilNs }) => untilNs)).toEqual([Infinity, 8]);
  });

  it('are two regions, and the fault of a bus is no fault of a computer that bears its name', () => {
    expect(both().regionsAt(5)).toBe(2);
    const board = boardWith(openEnd('A'));
    expect([board.isTarget('A'), board.regionsAt(5)]).toEqual([false, 1]);
    expect([board.wasActiveOn('A', 0, 9), board.wasActiveOn('A', 0, 9, 'bus')]).toEqual([false, true]);
  });
});

describe('where faults are hung', () => {
  const nowhere = (): never => expect.fail('nothing is to be hung here');
  const sitesWith = (some: Partial<FaultSites>): FaultSites => ({
    transmitter: nowhere,
    levelMv: nowhere,
    receiver: nowhere,
    line: nowhere,
    busOf: nowhere,
    sensors: nowhere,
    outputs: nowhere,
    delays: nowhere,
    mouths: nowhere,
    names: { computers: [], elements: [] },
    talksOnABus: () => false,
    ...some,
  });
  const twoFaced = (as: 'relay' | 'commander' | 'both'): FaultConfig => ({
    id: as,
    target: 'C',
    behaviour: 'two-faced',
    from: { timeUs: 0 },
    as,
  });

  it('a resistance on its transmitter, two faces on a mouth', () => {
    const board = boardWith(crack('x', 'IMU', { timeUs: 0 }), twoFaced('both'));
    const transmitter = new Transmitter({ levelMv: 6000, riseNs: 150 });
    const mouths: Mouth[] = [];
    const targets: string[] = [];
    const sites = sitesWith({
      transmitter: (target) => {
        targets.push(target);
        return transmitter;
      },
      mouths: (target) => {
        targets.push(target);
        return mouths;
      },
    });
    board.install(sites, { asksOthers: true, exchangesPrivateWords: true });
    expect([targets, transmitter.behaviours.length, mouths.length]).toEqual([['IMU', 'C'], 1, 1]);
  });

  it('a wrong terminator on the line of its bus', () => {
    const wire = line({ lengthM: 20 });
    const targets: string[] = [];
    const sites = sitesWith({
      line: (target) => {
        targets.push(target);
        return wire;
      },
    });
    boardWith(openEnd('main')).install(sites, { asksOthers: true, exchangesPrivateWords: true });
    expect([targets, wire.behaviours.length]).toEqual([['main'], 1]);
  });

  // A relay speaks of what others sent, a commander of its own words; where neither is exchanged there is no carrier.
  it.each([
    [true, true, ['unnoticed', 'unnoticed', 'unnoticed']],
    [true, false, ['unnoticed', 'not-applicable', 'unnoticed']],
    [false, true, ['not-applicable', 'unnoticed', 'unnoticed']],
    [false, false, ['not-applicable', 'not-applicable', 'not-applicable']],
  ])('asks others: %s, exchanges words: %s', (asksOthers, exchangesPrivateWords, status) => {
    const board = boardWith(twoFaced('relay'), twoFaced('commander'), twoFaced('both'));
    board.install(sitesWith({ mouths: () => [] }), { asksOthers, exchangesPrivateWords });
    expect(board.faults.map((fault) => fault.status)).toEqual(status);
  });
});
