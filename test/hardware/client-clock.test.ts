/** The foreign client's clock: what it does when it was stopped, and with beacons of the cycle that it is in. */
import { describe, expect, it } from 'vitest';
import { at } from '../../src/core/at.js';
import { GATHERING } from '../../src/line/protocol/packet.js';
import { withoutPython, type TimedBytes } from './support/client.js';
import {
  answersTo,
  beaconAt,
  heardIn,
  HEALTHY,
  live,
  merged,
  outputs,
  PERIOD_US,
  shown,
  TIMING,
  type Period,
} from './support/life.js';
import { GATHER, RestOfTheSet, type SetCycle } from './support/set.js';

const set = new RestOfTheSet(TIMING, PERIOD_US);
const unled: SetCycle = { ...HEALTHY, beacon: 'none' };
const started = (cycles: readonly SetCycle[]): Period[] => [
  [GATHERING, GATHER],
  ...cycles.map((cycle, c): Period => [c, cycle]),
];
/** It is stopped from the end of what it heard, for so many periods. */
const stopped = (
  periods: number,
  after: readonly Period[],
  bytes: Uint8Array = new Uint8Array(),
): TimedBytes => ({
  us: (after.length + periods) * PERIOD_US,
  ...{ bytes, late: true },
});
const later = (bytes: readonly TimedBytes[], periods: number): TimedBytes[] =>
  bytes.map((one) => ({ ...one, us: one.us + periods * PERIOD_US }));
describe.skipIf(withoutPython)('the foreign client, stopped', () => {
  it('skips the periods that it slept through as time master, and sends no beacon late', () => {
    // It leads from cycle 5 on, as nobody else does.
    const periods = started([HEALTHY, ...new Array<SetCycle>(6).fill(unled)]);
    const awake = new Array<Period>(2).fill([0]);
    const said = answersTo([
      ...heardIn(periods),
      stopped(20.5, periods),
      ...later(heardIn(awake), periods.length + 21),
    ]);
    const beacons = said.filter(({ packet }) => packet.type === 'beacon');
    // The cycle in which it wakes is 27.
    expect(beacons.map(({ us, packet }) => [us / PERIOD_US, packet.cycle])).toEqual(
      [5, 6, 28, 29].map((cycle) => [cycle + 1, cycle]),
    );
  });

  it('is silent in the slots for which it is late, and speaks in those that come', () => {
    const periods = started([HEALTHY, HEALTHY, HEALTHY, HEALTHY]);
    const late = stopped(0.5, periods);
    const rest: TimedBytes = { us: late.us + PERIOD_US / 2, bytes: new Uint8Array() };
    const said = shown(answersTo([...heardIn(periods), late, rest])).filter((text) => / [45] /.test(text));
    expect(said).toEqual(['message 4 10', 'message 4 14', 'output 4 18']);
  });

  it('hears first what was said meanwhile', () => {
    const periods = started([HEALTHY, ...new Array<SetCycle>(6).fill(unled)]);
    const rival = beaconAt(0, 27, { sender: 1, term: 9 }).bytes;
    const said = answersTo([...heardIn(periods), stopped(20.9, periods, rival)]);
    expect(shown(said).filter((text) => text.startsWith('beacon'))).toEqual(['beacon 5 0', 'beacon 6 0']);
  });
});

describe.skipIf(withoutPython)('the foreign client, and a beacon of the cycle that it is in', () => {
  const cycles = [1, 2, 3, 4, 5, 6, 7].map((c): SetCycle => ({
    ...HEALTHY,
    data: HEALTHY.data.map((d) => d * c),
  }));
  const expected = outputs(live(cycles)).map(({ cycle, commands }) => [cycle, commands]);

  it.each([
    ['late', 0, 0],
    ["a rival's", 1, 1],
  ])('%s: goes on in it, by that clock', (_, sender, term) => {
    const usual = heardIn(
      started(cycles.map((cycle, c) => (c === 3 ? { ...cycle, beacon: 'none' } : cycle))),
    );
    // After it has spoken in round 1; from then on all is so much later.
    const us = 4 * PERIOD_US + 14_500;
    const beacon = beaconAt(us, 3, { sender, term });
    const lateUs = 14_500 - at(set.slots, 0).onLineUs;
    const said = answersTo(
      merged(
        usual.map((one) => (one.us < us ? one : { ...one, us: one.us + lateUs })),
        [beacon],
      ),
    ).slice(1);
    expect(shown(said).filter((text) => text.includes(' 3 '))).toEqual(['message 3 6', 'output 3 18']);
    const output = said.find(({ packet }) => packet.type === 'output' && packet.cycle === 3);
    expect(output?.us).toBe(4 * PERIOD_US + lateUs + at(set.slots, 18).startUs);
    expect(outputs(said).map(({ cycle, commands }) => [cycle, commands])).toEqual(expected);
  });
});
