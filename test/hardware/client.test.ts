/**
 * A participant written in another language, from hardware/protocol.md alone, is understood: as a terminal, as a computer
 * and as a liar. In its lines of text, time is ours.
 */
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oddParity, payloadOf, MIL_STD_1553B_WORD as WORD } from '../../src/core/bus/word.js';
import { FrameDecoder } from '../../src/line/protocol/frame-decoder.js';
import { encodeBurst, MAX_PACKET_BYTES } from '../../src/line/protocol/framing.js';
import { decodePacket } from '../../src/line/protocol/packet-codec.js';
import { holds } from '../support/property.js';
import { playClient, runClient, withoutPython } from './support/client.js';
import { ADDRESS, burst, command, commandWord, STATION, understood } from './support/commander.js';
import { HEALTHY, live, messages, outputs, told } from './support/life.js';
import { C, D, expectedFlight, header, type SetCycle } from './support/set.js';

const word = fc.integer({ min: -3000, max: 3000 });
const data = fc.array(word, { minLength: 8, maxLength: 8 });
const ear = fc.constantFrom<'ok' | 'error' | 'silent'>('ok', 'ok', 'ok', 'ok', 'error', 'silent');
const mine = fc.constantFrom<'ok' | 'error'>('ok', 'ok', 'error');
const cycle: fc.Arbitrary<SetCycle> = fc.record({ data, ears: fc.tuple(ear, ear, ear, mine) });

describe.skipIf(withoutPython)('the foreign client', () => {
  it('makes of the vectors of the page what the page says', () => {
    const page = fileURLToPath(new URL('../../hardware/protocol.md', import.meta.url));
    expect(runClient(['vectors', page])).toMatch(/^11 packets, 5 kinds of garbage, 0 wrong$/m);
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
              .flatMap((event) =>
                event.kind === 'packet' && decodePacket(event.packet).type === 'command' ? [us] : [],
              ),
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
    it('relays its reading, or that it had an error, and the sumwords that it heard', () => {
      const deaf: SetCycle = { ...HEALTHY, ears: ['ok', 'silent', 'ok', 'error'] };
      const said = live([HEALTHY, HEALTHY, HEALTHY, HEALTHY, deaf]);
      const relayed = messages(said, 1)[4];
      expect(messages(said, 1).slice(0, 4).map(told)).toEqual(
        [0, 1, 2, 3].map(() => [HEALTHY.data.map((value) => value & 0xffff)]),
      );
      expect(relayed?.messages).toEqual([{ offsetNs: 0, words: [header(0, 2, 1), D(0)] }]);
      expect(messages(said, 3).map(({ messages }) => messages.map(({ words }) => words))).toEqual([
        [
          [header(0, 3, 1), D(100)],
          [header(1, 3, 1), D(101)],
          [header(2, 3, 1), D(102)],
        ],
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
            expected.map(({ commands }, c) => [c, commands]),
          );
          expect(messages(said, 2).map((message) => [message.cycle, told(message)])).toEqual(
            expected.flatMap(({ sumword }, c) => (c % 4 === 0 ? [[c, [[sumword]]]] : [])),
          );
          // What is given up is neither read nor relayed; it says that it is there all the same.
          expect(messages(said, 1).map(({ messages }) => messages.length)).toEqual(
            expected.map(({ wasBypassed }) => (wasBypassed ? 0 : 1)),
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
