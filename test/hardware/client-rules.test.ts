/** The foreign client, and what it must not do: live twice, heed strangers, begin again what is over, command without power. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { at } from '../../src/core/at.js';
import { GATHERING, OPEN_SLOT, type Hello } from '../../src/line/protocol/packet.js';
import { runClient, withoutPython, type TimedBytes } from './support/client.js';
import { understood } from './support/commander.js';
import {
  answersTo,
  beaconAt,
  COMPUTER,
  heardIn,
  HEALTHY,
  liveThrough,
  merged,
  messages,
  packetAt,
  PERIOD_US,
  shown,
  TIMING,
  type Period,
  type Said,
} from './support/life.js';
import { GATHER, RestOfTheSet, scenario, SCENARIO_FILE, type SetCycle } from './support/set.js';

const set = new RestOfTheSet(TIMING, PERIOD_US);
const unled: SetCycle = { ...HEALTHY, beacon: 'none' };
const joined: SetCycle = { ...HEALTHY, beacon: { joined: 8 } };
const silence = (periods: number): Period[] => new Array<Period>(periods).fill([0]);
const states = (said: readonly Said[]) =>
  said.flatMap(({ packet }) => (packet.type === 'state' ? [packet] : []));
/** From cycle 5 on it leads. */
const ledFrom5 = (...cycles: readonly Period[]): Period[] => [
  [GATHERING, GATHER],
  [0, HEALTHY],
  ...[1, 2, 3, 4].map((c): Period => [c, unled]),
  ...cycles,
];
const helloBy2 = (cycle: number): Period => [cycle, unled, 2];

describe.skipIf(withoutPython)('the foreign client', () => {
  it('lives no cycle twice: of a run that is behind it, it only hears', () => {
    const started: Period[] = [[GATHERING, GATHER], ...[0, 1, 2].map((c): Period => [c, HEALTHY])];
    // It is in until the end of 4, without having heard anybody since 2.
    const behind: Period[] = [[GATHERING, GATHER], [0, joined], ...[1, 2, 3].map((c): Period => [c, joined])];
    const passed: Period[] = [
      [4, { ...HEALTHY, state: {} }],
      [5, joined],
    ];
    const said = shown(liveThrough([...started, ...silence(2), ...behind, ...passed]));
    const after = said.slice(said.indexOf('output 4 18') + 1);
    expect(after).toEqual(['hello 4 18', 'message 5 6', 'output 5 18']);
  });

  it('answers one that it took in only when all may take it in anew', () => {
    const by2 = [7, 9, 12, 13];
    const cycles = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map((c): Period =>
      by2.includes(c) ? helloBy2(c) : [c, unled],
    );
    expect(states(liveThrough(ledFrom5(...cycles))).map(({ cycle }) => cycle)).toEqual([7, 13]);
  });

  it('takes itself in with a state, whatever it has noted before', () => {
    const said = liveThrough([
      [50, HEALTHY],
      [51, { ...joined, state: { left: 8 } }],
      [52, joined],
    ]);
    expect(messages(said, 1).map(({ messages }) => messages.length)).toEqual([1]);
  });

  describe('knows a hello of a computer', () => {
    const periods = ledFrom5([5, unled], [6, unled], [7, unled]);
    const inCycle6 = 7 * PERIOD_US;
    const hello = (changes: Partial<Hello>): TimedBytes => {
      const [packet] = understood(set.hello(2, 6));
      if (typeof packet !== 'object' || packet.type !== 'hello') throw new Error('a hello');
      const changed = { ...packet, ...changes };
      const { startUs, onLineUs } = at(set.slots, Math.min(changed.slot, set.slots.length - 1));
      return packetAt(inCycle6 + startUs + onLineUs, changed);
    };
    it.each<[string, Partial<Hello>, number[]]>([
      ['in its own slot', {}, [6]],
      ['in the open slot', { slot: OPEN_SLOT }, []],
      ["in another's", { slot: set.output(1).slot }, []],
      ['by 255 in the slot of the beacon', { sender: 255, slot: 0 }, []],
      ['by a terminal', { sender: 64, slot: 2 }, []],
      ['by one that is no computer', { role: 'terminal' }, []],
    ])('%s', (_, changes, answered) => {
      const usual = heardIn(periods);
      const said = answersTo(merged(usual, [hello(changes)]));
      expect(states(said).map(({ cycle }) => cycle)).toEqual(answered);
      // It goes on.
      expect(shown(said)).toContain('output 7 18');
    });
  });

  it('gathers with term 0, whatever it has heard', () => {
    const heard = [beaconAt(803, GATHERING, { sender: 1, term: 5 }), ...heardIn(silence(9)).slice(1)];
    const said = answersTo(heard).flatMap(({ packet }) => (packet.type === 'beacon' ? [packet] : []));
    expect(said[0]).toMatchObject({ cycle: GATHERING, term: 0 });
  });

  describe('has ended, where it only listened,', () => {
    it('when the last cycle was over', () => {
      const last = scenario.cycle.cycles - 1;
      expect(shown(liveThrough([[last, HEALTHY], ...silence(12)]))).toEqual([`hello ${last} 18`]);
      const before = shown(liveThrough([[last - 1, HEALTHY], ...silence(12)]));
      expect(before.at(-1)).toBe(`beacon ${GATHERING} 0`);
    });

    it('when the time master says so', () => {
      const leave = (sender: number, reason: 'done' | 'failed') =>
        packetAt(PERIOD_US - 100, {
          ...{ type: 'leave', sender, sequence: 77, slot: OPEN_SLOT, cycle: 100, reason },
        });
      const after = (last: TimedBytes): string[] =>
        shown(answersTo(merged(heardIn([[100, HEALTHY], ...silence(9)]), [last])));
      expect(after(leave(0, 'done'))).toEqual(['hello 100 18']);
      expect(after(leave(1, 'done')).length).toBeGreaterThan(1);
      expect(after(leave(0, 'failed')).length).toBeGreaterThan(1);
    });
  });

  it.each([
    ['its commander', { 0: [1], 2: [1] }],
    ['the time master itself', { 0: [3], 1: [3] }],
  ])('tells in a state what the members do not use, also when %s is out', (_, votes) => {
    const errors: SetCycle = { ...unled, ears: ['error', 'error', 'error', 'error'] };
    const periods = ledFrom5([5, { ...unled, votes }], [6, errors], [7, errors], helloBy2(8));
    expect(states(liveThrough(periods))).toMatchObject([{ cycle: 8, bypassed: 1 }]);
  });

  it('counts no votes of an output that lacks commands', () => {
    const votes = { 0: [2], 1: [2] };
    const relayed = (commands: number): number | undefined => {
      const heard = heardIn([
        [GATHERING, GATHER],
        [0, { ...HEALTHY, votes }],
        ...[1, 2, 3, 4].map((c): Period => [c, HEALTHY]),
      ]).map((one) => {
        const [packet] = understood(one.bytes);
        if (typeof packet !== 'object' || packet.type !== 'output') return one;
        return packetAt(one.us, { ...packet, commands: packet.commands.slice(0, commands) });
      });
      return messages(answersTo(heard), 3).at(-1)?.messages.length;
    };
    expect([relayed(3), relayed(2)]).toEqual([2, 3]);
  });

  describe('and the crew', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'quadruplex-client-'));
    afterAll(() => {
      rmSync(folder, { recursive: true });
    });
    const startOf = (cycle: number): number => scenario.cycle.startUs + cycle * PERIOD_US;
    /** The same scenario with these events, and whoever speaks in it. */
    function withEvents(...events: readonly object[]) {
      const file = path.join(folder, `${events.length}.json`);
      const text = JSON.stringify({ ...(JSON.parse(readFileSync(SCENARIO_FILE, 'utf8')) as object), events });
      writeFileSync(file, text);
      const hash = createHash('sha256').update(text).digest().readUInt32BE();
      const said = (cycles: readonly SetCycle[]): Said[] => {
        const heard = heardIn([
          [
            GATHERING,
            { ...HEALTHY, ears: ['silent', 'silent', 'silent', 'error'], beacon: { scenario: hash } },
          ],
          ...cycles.map((cycle, c): Period => [c, { ...cycle, beacon: { scenario: hash } }]),
        ]);
        return answersTo(heard, '--scenario', file);
      };
      return { file, said };
    }

    it('takes the power from a commander: nobody polls its elements, and they are not bypassed', () => {
      const computer = 'GPC2';
      const { said } = withEvents(
        { id: 'off', timeUs: startOf(2), action: 'power-off', computer },
        { id: 'on', timeUs: startOf(6), action: 'power-on', computer },
      );
      const unasked: SetCycle = { ...HEALTHY, ears: ['silent', 'silent', 'silent', 'error'] };
      const life = said([HEALTHY, HEALTHY, unasked, unasked, unasked, unasked, HEALTHY, HEALTHY]);
      const relays = messages(life, 1).map(({ messages }) => messages.length);
      expect(relays).toEqual([1, 1, 0, 0, 0, 0, 1, 1]);
    });

    it('gives it a bus, that it commands from then on', () => {
      const { said } = withEvents({
        ...{ id: 'to-3', timeUs: startOf(2), action: 'assign-bus', bus: 'FC6', computer: 'GPC4' },
      });
      const commands = shown(said([HEALTHY, HEALTHY, HEALTHY, HEALTHY])).filter((t) =>
        t.startsWith('command'),
      );
      expect(commands).toEqual(['command 2 1', 'command 3 1']);
    });

    it('may not do what the page does not describe', () => {
      const { file } = withEvents(
        ...[0, 1].map((i) => ({ id: `backup-${i}`, timeUs: startOf(2), action: 'engage-backup' })),
        { id: 'x', timeUs: startOf(1), action: 'power-on', computer: 'GPC1' },
      );
      expect(() => runClient([...COMPUTER, '--scenario', file])).toThrow(
        /exit 2 .*event "backup-0": the protocol does not describe engage-backup/,
      );
      const two = JSON.parse(readFileSync(SCENARIO_FILE, 'utf8')) as { terminals: object[] };
      two.terminals[0] = { ...at(two.terminals, 0), secondary: { bus: 'FC6', address: 11 } };
      writeFileSync(file, JSON.stringify(two));
      expect(() => runClient([...COMPUTER, '--scenario', file])).toThrow(/exit 2 .*terminal "FA2"/);
    });
  });
});
