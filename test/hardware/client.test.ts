/**
 * A participant written in another language, from hardware/protocol.md alone, is understood: as a terminal, as a computer
 * and as a liar. In its lines of text, time is ours.
 */
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from '../../src/core/at.js';
import { oddParity, payloadOf, MIL_STD_1553B_WORD as WORD } from '../../src/core/bus/word.js';
import { FrameDecoder } from '../../src/line/protocol/frame-decoder.js';
import { encodeBurst, MAX_PACKET_BYTES } from '../../src/line/protocol/framing.js';
import type { Message, Output, Packet } from '../../src/line/protocol/packet.js';
import { holds } from '../support/property.js';
import { playClient, runClient, withoutPython, type TimedBytes } from './support/client.js';
import { ADDRESS, burst, command, commandWord, STATION, understood } from './support/commander.js';
import {
  C,
  D,
  expectedFlight,
  header,
  RestOfTheSet,
  SCENARIO_FILE,
  scenario,
  type SetCycle,
} from './support/set.js';

const TIMING = { baud: 460_800, guardUs: 250, latencyUs: 1000, turnAroundUs: 500 };
const PERIOD_US = scenario.cycle.periodUs;
const COMPUTER = ['computer', '-', '--scenario', SCENARIO_FILE, '--number', '3', '--baud', '460800'];

interface Said {
  /** Since the start of the first cycle. */
  readonly us: number;
  readonly packet: Packet;
}

/** Lets it live through cycles, and returns what it said, whole and in order. */
function live(cycles: readonly SetCycle[], ...args: string[]): Said[] {
  const set = new RestOfTheSet(TIMING, PERIOD_US);
  const heard = cycles.flatMap((cycle, c) =>
    set.slots.map((slot): TimedBytes => {
      const us = c * PERIOD_US + slot.startUs + slot.onLineUs;
      return { us, bytes: set.burst(slot, c, cycle) };
    }),
  );
  const said = playClient([...COMPUTER, ...args], heard);
  return said.flatMap(({ us, bytes }) => understood(bytes).map((packet) => ({ us, packet: whole(packet) })));
}

function whole(packet: ReturnType<typeof understood>[number]): Packet {
  if (typeof packet === 'string' || packet.type === 'rejected') throw new Error(JSON.stringify(packet));
  return packet;
}

const messages = (said: readonly Said[], round: number): Message[] =>
  said.flatMap(({ packet }) => (packet.type === 'message' && packet.round === round ? [packet] : []));
const outputs = (said: readonly Said[]): Output[] =>
  said.flatMap(({ packet }) => (packet.type === 'output' ? [packet] : []));
/** The data of the messages, without headers. */
const told = ({ messages }: Message): number[][] =>
  messages.map(({ words }) => words.slice(1).map((image) => payloadOf(WORD, image)));

const word = fc.integer({ min: -3000, max: 3000 });
const data = fc.array(word, { minLength: 8, maxLength: 8 });
const ear = fc.constantFrom<'ok' | 'error' | 'silent'>('ok', 'ok', 'ok', 'ok', 'error', 'silent');
const mine = fc.constantFrom<'ok' | 'error'>('ok', 'ok', 'error');
const cycle: fc.Arbitrary<SetCycle> = fc.record({ data, ears: fc.tuple(ear, ear, ear, mine) });
const HEALTHY: SetCycle = { data: [100, -200, 300, -5, 6, 7, 1, 1200], ears: ['ok', 'ok', 'ok', 'ok'] };

describe.skipIf(withoutPython)('the foreign client', () => {
  it('makes of the vectors of the page what the page says', () => {
    const page = fileURLToPath(new URL('../../hardware/protocol.md', import.meta.url));
    expect(runClient(['vectors', page])).toMatch(/^10 packets, 5 kinds of garbage, 0 wrong$/m);
  });

  describe('as a terminal', () => {
    const TERMINAL = ['terminal', '-'];

    it('answers a command, at once, in the slot after it', () => {
      const asked = command(3, { cycle: 70_000, slot: 5, offsetNs: 1_000, bus: 2 });
      const [answer, ...more] = playClient(
        TERMINAL,
        [0, 1].map((us) => ({ us, bytes: burst(asked) })),
      );
      expect(answer?.us).toBe(0);
      expect(understood(answer?.bytes ?? [])).toEqual([
        {
          ...{ type: 'response', sender: STATION, sequence: 0, slot: 6, cycle: 70_000, bus: 2 },
          ...{ offsetNs: 25_000, words: [C(ADDRESS << 11), D(0), D(0), D(0)] },
        },
      ]);
      expect(understood(more[0]?.bytes ?? [])).toMatchObject([
        { sequence: 1, words: [C(ADDRESS << 11), D(1), D(2), D(3)] },
      ]);
    });

    it('ignores what it must, and answers the next command', () => {
      const good = commandWord(1, 8);
      const others = [
        { words: [good ^ 1] },
        { words: [D(good >>> 1)] },
        { words: [commandWord(1, 8, 11)] },
        { words: [commandWord(1, 8, ADDRESS, 0)] },
        { words: [commandWord(31, 2)] },
        { words: [good, good] },
        { sender: STATION },
        { slot: 255 },
      ];
      const heard = others.flatMap((changes, i) => [
        { us: 10 * i, bytes: burst(command(8, changes)) },
        { us: 10 * i + 1, bytes: burst(command(8)) },
      ]);
      expect(playClient(TERMINAL, heard).map(({ us }) => us)).toEqual(others.map((_, i) => 10 * i + 1));
    });

    it('finds frames in noise as the product does, in pieces of any size', () => {
      const noise = fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.constantFrom(0, 1, 2, 3, 0xff), { maxLength: 40 }).map((bytes) => Uint8Array.from(bytes)),
        fc.nat(300).map((length) => new Uint8Array(length).fill(0x55)),
        fc.uint8Array({ maxLength: MAX_PACKET_BYTES }).map((packet) => encodeBurst([packet])),
        fc.constant(burst(command(2))),
      );
      holds(
        fc.property(fc.array(noise, { minLength: 200, maxLength: 300 }), (pieces) => {
          const decoder = new FrameDecoder();
          const expected = pieces.flatMap((bytes, us) =>
            decoder
              .push(bytes)
              .flatMap((event) => (event.kind === 'packet' && event.packet[0] === 0x14 ? [us] : [])),
          );
          const answers = playClient(
            TERMINAL,
            pieces.map((bytes, us) => ({ us, bytes })),
          );
          const commands = answers.flatMap(({ us, bytes }) => understood(bytes).map(() => us));
          expect(commands).toEqual(expected);
        }),
        3,
      );
    });
  });

  describe('as a computer', () => {
    it('says hello, and takes its slots from the next cycle on, at the time of each', () => {
      const set = new RestOfTheSet(TIMING, PERIOD_US);
      const said = live([HEALTHY, HEALTHY]);
      const shown = said.map(({ us, packet }) => `${us} ${packet.type} ${packet.cycle} ${packet.slot}`);
      const slot = (n: number, c: number) => at(set.slots, n).startUs + c * PERIOD_US;
      // Sumwords are exchanged in every fourth cycle only.
      expect(shown).toEqual([
        `${slot(19, 0)} hello 0 255`,
        `${slot(6, 1)} message 1 6`,
        `${slot(18, 1)} output 1 18`,
      ]);
      expect(said[0]?.packet).toMatchObject({ sender: 3, role: 'computer' });
    });

    it('relays its reading, or that it had an error, and the sumwords that it heard', () => {
      const deaf: SetCycle = { ...HEALTHY, ears: ['ok', 'silent', 'ok', 'error'] };
      const said = live([HEALTHY, HEALTHY, HEALTHY, HEALTHY, deaf]);
      const [, , , relayed] = messages(said, 1);
      expect(messages(said, 1).slice(0, 3).map(told)).toEqual(
        [1, 2, 3].map(() => [HEALTHY.data.map((value) => value & 0xffff)]),
      );
      expect(relayed?.messages).toEqual([{ offsetNs: 0, words: [header(0, 2, 1), D(0)] }]);
      expect(messages(said, 3).map(({ messages }) => messages.map(({ words }) => words))).toEqual([
        [
          [header(0, 3, 1), D(100)],
          [header(1, 4, 1), D(0)],
          [header(2, 3, 1), D(102)],
        ],
      ]);
    });

    it("agrees and computes what the product's own computer does, whoever hears or says what", () => {
      holds(
        fc.property(fc.array(cycle, { minLength: 40, maxLength: 40 }), (cycles) => {
          const said = live(cycles);
          const expected = expectedFlight(cycles);
          expect(outputs(said).map(({ cycle, commands }) => [cycle, commands])).toEqual(
            expected.slice(1).map(({ commands }, i) => [i + 1, commands]),
          );
          expect(messages(said, 2).map((message) => [message.cycle, told(message)])).toEqual(
            expected.flatMap(({ sumword }, c) => (c > 0 && c % 4 === 0 ? [[c, [[sumword]]]] : [])),
          );
          // What is given up is neither read nor relayed; it says that it is there all the same.
          expect(messages(said, 1).map(({ messages }) => messages.length)).toEqual(
            expected.slice(1).map(({ wasBypassed }) => (wasBypassed ? 0 : 1)),
          );
        }),
        5,
      );
    });

    it('says words that are in order', () => {
      const images = live([HEALTHY, HEALTHY, HEALTHY, HEALTHY, HEALTHY]).flatMap(({ packet }) =>
        packet.type === 'message' ? packet.messages.flatMap(({ words }) => words) : [],
      );
      expect(images.every((image) => oddParity(payloadOf(WORD, image)) === (image & 1))).toBe(true);
    });

    it('goes on by its own clock without a beacon, and leads when its turn has come', () => {
      const set = new RestOfTheSet(TIMING, PERIOD_US);
      const first = set.slots.map((slot) => ({
        us: slot.startUs + slot.onLineUs,
        bytes: set.burst(slot, 0, HEALTHY),
      }));
      const said = playClient(COMPUTER, [...first, { us: 10 * PERIOD_US - 1, bytes: new Uint8Array() }]);
      const beacons = said
        .flatMap(({ bytes }) => understood(bytes).map(whole))
        .filter(({ type }) => type === 'beacon');
      // The master was computer 0; 3 comes last in its circle, so it waits for four that do not come.
      expect(beacons.map(({ cycle }) => cycle)).toEqual([5, 6, 7, 8, 9]);
      expect(beacons[0]).toMatchObject({ sender: 3, term: 1, present: 8, mode: 2 });
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

  describe('as a liar', () => {
    const four = [HEALTHY, HEALTHY, HEALTHY, HEALTHY, HEALTHY];
    const honest = withoutPython ? [] : live(four);
    const lies: readonly (readonly [string, number, (told: readonly number[][]) => unknown])[] = [
      ['reading', 1, (values) => values.map((each) => each.map(() => 0x5a5a))],
      ['error', 1, () => [[0]]],
      ['sumword', 2, ([own]) => [[(own?.[0] ?? 0) ^ 0x1111]]],
      ['relays', 3, (values) => values.map(([heard = 0]) => [heard ^ 0x2222])],
    ];
    it.each(lies)('lies about %s, and says all else right', (lie, round, wrong) => {
      const said = live(four, '--lie', lie);
      for (const r of [1, 2, 3]) {
        const right = messages(honest, r).map(told);
        expect(messages(said, r).map(told), `round ${r}`).toEqual(r === round ? right.map(wrong) : right);
      }
      expect(outputs(said)).toEqual(outputs(honest));
    });
  });
});
