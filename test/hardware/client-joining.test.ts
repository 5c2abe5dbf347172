/** The foreign client among others: how a set gathers, who joins, leads, is voted out, or was cut off. */
import { describe, expect, it } from 'vitest';
import { at } from '../../src/core/at.js';
import { GATHERING } from '../../src/line/protocol/packet.js';
import { playClient, withoutPython } from './support/client.js';
import { expectedFlight, GATHER, header, RestOfTheSet, type SetCycle } from './support/set.js';
import {
  COMPUTER,
  HEALTHY,
  live,
  liveThrough,
  messages,
  outputs,
  PERIOD_US,
  shown,
  TIMING,
  told,
  type Period,
} from './support/life.js';

/** It joins in this cycle, and is in from the next one on. */
const joiningIn = (cycle: number, state: NonNullable<SetCycle['state']>): Period => [
  cycle,
  { ...HEALTHY, state },
];
const TAKEN_IN = { joined: 8 };

describe.skipIf(withoutPython)('the foreign client', () => {
  describe('joins', () => {
    it('says hello while a set gathers, and takes its slots from cycle 0 on, at the time of each', () => {
      const set = new RestOfTheSet(TIMING, PERIOD_US);
      const said = liveThrough([
        [GATHERING, GATHER],
        [GATHERING, GATHER],
        [0, HEALTHY],
        [1, HEALTHY],
      ]);
      const timed = said.map(({ us, packet }) => `${us} ${packet.type} ${packet.cycle} ${packet.slot}`);
      const slot = (n: number, p: number) => at(set.slots, n).startUs + p * PERIOD_US;
      // Sumwords are exchanged in every fourth cycle only.
      expect(timed).toEqual([
        `${slot(18, 0)} hello ${GATHERING} 18`,
        `${slot(18, 1)} hello ${GATHERING} 18`,
        `${slot(6, 2)} message 0 6`,
        `${slot(10, 2)} message 0 10`,
        `${slot(14, 2)} message 0 14`,
        `${slot(18, 2)} output 0 18`,
        `${slot(6, 3)} message 1 6`,
        `${slot(18, 3)} output 1 18`,
      ]);
      expect(said[0]?.packet).toMatchObject({ sender: 3, role: 'computer' });
    });

    it('has no part in a cycle 0 whose beacon does not say that it is there', () => {
      const unheard: SetCycle = { ...HEALTHY, beacon: { present: 7 } };
      const periods: Period[] = [
        [GATHERING, GATHER],
        [0, unheard],
        [1, HEALTHY],
      ];
      expect(shown(liveThrough(periods))).toEqual([`hello ${GATHERING} 18`, 'hello 0 18', 'hello 1 18']);
    });

    it('joins a run with its state: a bypassed element is not read, and one that is out not asked', () => {
      const cycles = [104, 105, 106, 107].map((): SetCycle => ({ ...HEALTHY, beacon: TAKEN_IN }));
      const run = cycles.map((cycle, c): Period => [104 + c, cycle]);
      const said = liveThrough([joiningIn(103, { left: 1, bypassed: 1 }), ...run]);
      expect(shown(said).slice(0, 5)).toEqual([
        'hello 103 18',
        'message 104 6',
        'message 104 10',
        'message 104 14',
        'output 104 18',
      ]);
      expect(messages(said, 1).map(told)).toEqual([[], [], [], []]);
      expect(messages(said, 3).map(({ messages }) => messages.map(({ words }) => words[0]))).toEqual([
        [header(1, 3, 1), header(2, 3, 1)],
      ]);
      expect(outputs(said).map(({ commands }) => commands)).toEqual(cycles.map(() => [0, 0, 0]));
    });

    it('counts the members only that it was told of', () => {
      // Of 1, 2 and 3 two heard it; of all four two would be no majority.
      const cycle: SetCycle = { ...HEALTHY, ears: ['error', 'ok', 'error', 'ok'], beacon: TAKEN_IN };
      const run = [8, 9, 10, 11].map((c): Period => [c, cycle]);
      const said = liveThrough([joiningIn(7, { left: 1 }), ...run]);
      const expected = expectedFlight(
        run.map(() => cycle),
        { first: 8, members: () => [1, 2, 3] },
      );
      expect(outputs(said).map(({ commands }) => commands)).toEqual(expected.map(({ commands }) => commands));
    });

    it('says hello again where it was not told, or is not taken in with the next cycle', () => {
      const joined: SetCycle = { ...HEALTHY, beacon: TAKEN_IN };
      const told: SetCycle = { ...HEALTHY, state: {} };
      const periods: Period[] = [
        [50, HEALTHY],
        [51, { ...joined, ...told }],
        [52, HEALTHY],
        [53, told],
        [55, joined],
        [56, told],
        [57, joined],
      ];
      const first = shown(liveThrough(periods)).slice(0, 7);
      expect(first).toEqual([
        ...[50, 51, 52, 53, 55, 56].map((cycle) => `hello ${cycle} 18`),
        'message 57 6',
      ]);
    });

    it('is silent where the scenario or the configuration is another one', () => {
      const set = new RestOfTheSet({ ...TIMING, guardUs: 251 }, PERIOD_US);
      const heard = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((c) => ({
        us: c * PERIOD_US,
        bytes: set.burst(at(set.slots, 0), c, HEALTHY),
      }));
      expect(playClient(COMPUTER, heard)).toEqual([]);
    });
  });

  describe('among members', () => {
    it('takes the majority of the members that votes leave', () => {
      const split: SetCycle = { ...HEALTHY, ears: ['ok', 'error', 'error', 'ok'] };
      const cycles: SetCycle[] = [
        HEALTHY,
        // One vote, and one's vote again, put nobody out.
        { ...HEALTHY, votes: { 0: [2, 9] } },
        { ...split, votes: { 0: [2] } },
        // 2 is out from the next cycle on.
        { ...HEALTHY, votes: { 1: [2], 2: [1] } },
        // From now on two of three are a majority. A vote of one who is out does not count, …
        { ...split, votes: { 2: [1, 3] } },
        // … nor does any more what it voted while it was in: there is only this one against 1.
        { ...split, votes: { 0: [1] } },
        { ...split, votes: { 1: [1] } },
        // Of 0 and 3 both have to agree.
        { ...HEALTHY, data: HEALTHY.data.map((word) => word + 50) },
        { ...split, ears: ['error', 'ok', 'ok', 'ok'] },
        HEALTHY,
      ];
      const membersIn = (c: number): number[] => (c < 4 ? [0, 1, 2, 3] : c < 7 ? [0, 1, 3] : [0, 3]);
      const said = live(cycles);
      const expected = expectedFlight(cycles, { members: membersIn });
      expect(outputs(said).map(({ commands }) => commands)).toEqual(expected.map(({ commands }) => commands));
      // The only other one's sumword needs no relay.
      const aboutWhom = messages(said, 3).map(({ messages }) => messages.map(({ words }) => words[0]));
      expect(aboutWhom).toEqual([
        [header(0, 3, 1), header(1, 3, 1), header(2, 3, 1)],
        // It heard no sumword of 2 as that one is not asked any more.
        [header(0, 3, 1), header(1, 3, 1)],
        [],
      ]);
    });

    it('has no turn when it is out, goes on alone, and says what it commands', () => {
      // The first two put 3 out; or 1 and 2 fail themselves, and 0 and 3 do not accept each other.
      const ways: SetCycle['votes'][] = [
        { 0: [3], 1: [3] },
        { 0: [3], 1: [1], 2: [2] },
      ];
      for (const votes of ways) {
        const alone: SetCycle = { ...HEALTHY, ears: ['error', 'error', 'error', 'ok'] };
        const cycles: SetCycle[] = [{ ...HEALTHY, votes: votes ?? {} }, alone, alone, alone, alone];
        const said = live(cycles);
        expect(messages(said, 1).map(told).slice(1)).toEqual([[], [], [], []]);
        expect([2, 3].map((round) => messages(said, round).map(told)[1])).toEqual([[], []]);
        const expected = expectedFlight(cycles, { members: (c) => (c === 0 ? [0, 1, 2, 3] : [3]) });
        expect(outputs(said).map(({ commands }) => commands)).toEqual(
          expected.map(({ commands }) => commands),
        );
      }
    });

    it('takes in again who is named in the beacon, once, and forgets the votes about it', () => {
      const out: SetCycle = { ...HEALTHY, votes: { 0: [2], 1: [2] } };
      const named: SetCycle = { ...HEALTHY, beacon: { joined: 4 } };
      const cycles = [out, HEALTHY, HEALTHY, named, named, { ...named, votes: { 0: [2] } }, HEALTHY, HEALTHY];
      const said = live([...cycles, { ...HEALTHY, votes: { 1: [2] } }, HEALTHY, HEALTHY, HEALTHY, HEALTHY]);
      const aboutWhom = messages(said, 3).map(({ messages }) => messages.length);
      // In the cycles 0, 4, 8 and 12.
      expect(aboutWhom).toEqual([3, 3, 3, 2]);
    });
  });

  describe('left to itself', () => {
    it('goes on by its own clock without a beacon, and leads when its turn has come', () => {
      const unled: SetCycle = { ...HEALTHY, beacon: 'none' };
      const said = live([HEALTHY, ...new Array<SetCycle>(9).fill(unled)]);
      const beacons = said.flatMap(({ packet }) => (packet.type === 'beacon' ? [packet] : []));
      // The master was computer 0; 3 comes last in its circle, so it waits for four that do not come.
      expect(beacons.map(({ cycle }) => cycle)).toEqual([5, 6, 7, 8, 9]);
      expect(beacons[0]).toMatchObject({ sender: 3, term: 1, present: 15, joined: 0, mode: 2 });
    });

    it('leads who joins: tells how the set stands, and has it taken in', () => {
      const unled: SetCycle = { ...HEALTHY, beacon: 'none' };
      const cycles = new Array<SetCycle>(12).fill(unled).map((cycle, c): Period => [c, cycle]);
      cycles[2] = [2, { ...unled, votes: { 0: [2], 1: [2] } }];
      cycles[7] = [7, unled, 2];
      const said = liveThrough([[GATHERING, GATHER], [0, HEALTHY], ...cycles.slice(1)]);
      const states = said.flatMap(({ packet }) => (packet.type === 'state' ? [packet] : []));
      const votes = { cast: 4, lamps: 4 };
      expect(states).toMatchObject([
        {
          ...{ cycle: 7, slot: 255, left: 4, takesPart: 15, bypassed: 0 },
          rows: [votes, votes, { cast: 0, lamps: 4 }, { cast: 0, lamps: 0 }],
        },
      ]);
      const beacons = said.flatMap(({ packet }) => (packet.type === 'beacon' ? [packet] : []));
      expect(beacons.map(({ cycle, joined }) => [cycle, joined])).toEqual([
        ...[5, 6, 7].map((cycle) => [cycle, 0]),
        ...[8, 9, 10].map((cycle) => [cycle, 4]),
        [11, 0],
      ]);
    });

    describe('falls silent, and listens', () => {
      const started: Period[] = [
        [GATHERING, GATHER],
        [0, HEALTHY],
        [1, HEALTHY],
      ];
      const back = (cycle: number): Period[] => [
        [cycle, { ...HEALTHY, state: {} }],
        [cycle + 1, { ...HEALTHY, beacon: TAKEN_IN }],
      ];
      const after = (periods: readonly Period[]): string[] =>
        shown(liveThrough([...started, ...periods])).slice(7);
      const inCycles = (...cycles: readonly number[]): string[] =>
        cycles.flatMap((cycle) => [`message ${cycle} 6`, `output ${cycle} 18`]);

      it('when it hears nobody for two cycles, and joins when it hears a beacon', () => {
        const said = after([[2], [3], [4], ...back(5), [7, HEALTHY]]);
        expect(said).toEqual([...inCycles(2, 3), 'hello 5 18', ...inCycles(6, 7)]);
      });

      it('when the time master does not hear it for two cycles', () => {
        const unheard: SetCycle = { ...HEALTHY, beacon: { present: 7 } };
        const said = after([[2, unheard], [3, HEALTHY], [4, unheard], [5, unheard], ...back(6)]);
        expect(said).toEqual([
          ...inCycles(2, 3),
          ...['message 4 6', 'message 4 10', 'message 4 14', 'output 4 18'],
          ...['hello 5 18', 'hello 6 18', ...inCycles(7)],
        ]);
      });

      it('when it is more than a cycle off', () => {
        expect(after([[2, HEALTHY], ...back(9)])).toEqual([
          ...inCycles(2),
          ...['hello 9 18', ...inCycles(10)],
        ]);
      });

      it.each([10, 11, 14])('when it goes on alone, and hears in cycle %i that there are others', (last) => {
        const alone = new Array<Period>(last - 2).fill([0]);
        const unled: SetCycle = { ...HEALTHY, beacon: 'none' };
        const said = after([...alone, [last, unled], [last + 1, HEALTHY], ...back(last + 2)]);
        // Nobody is heard in 2 and 3; six periods without a beacon later it goes on as time master.
        const led = said.filter((text) => text.startsWith('beacon'));
        const cycles = [10, 11, 12, 13, 14].filter((cycle) => cycle <= last);
        expect(led).toEqual(cycles.map((cycle) => `beacon ${cycle} 0`));
        const hellos = [last + 1, last + 2].map((cycle) => `hello ${cycle} 18`);
        const afterwards = said.slice(said.indexOf(`beacon ${last} 0`) + 1);
        expect(afterwards.slice(0, 2)).toEqual(hellos);
        expect(afterwards.slice(2).at(-1)).toBe(`output ${last + 3} 18`);
      });

      it('but not when it has led nobody, and somebody says hello', () => {
        const unled: SetCycle = { ...HEALTHY, beacon: 'none' };
        const alone = new Array<Period>(12).fill([0]);
        const said = after([...alone, [14, undefined, 1], [15, unled], [16, unled]]);
        const led = said.filter((text) => text.startsWith('beacon') || text.startsWith('state'));
        expect(led.slice(-4)).toEqual(['beacon 14 0', 'state 14 255', 'beacon 15 0', 'beacon 16 0']);
      });
    });

    it('gathers where nobody is, for as long as it is told to at most', () => {
      const silence = new Array<Period>(7).fill([GATHERING]);
      // These come one after the other, and never are all there.
      const hellos = [0, 1, 2].map((computer): Period => [GATHERING, undefined, computer]);
      const periods: Period[] = [...silence, ...hellos, [0], [1]];
      const said = liveThrough(periods, '--gather-ms', String((4 * PERIOD_US) / 1000));
      const beacons = said.flatMap(({ packet }) => (packet.type === 'beacon' ? [packet] : []));
      expect(beacons.map(({ cycle, present, term }) => [cycle, present, term])).toEqual([
        [GATHERING, 8, 0],
        [GATHERING, 8, 0],
        [GATHERING, 9, 0],
        [GATHERING, 10, 0],
        [0, 12, 0],
        [1, 8, 0],
      ]);
      expect(said.slice(0, 4).map(({ packet }) => packet.type)).toEqual(new Array(4).fill('beacon'));
    });
  });
});
