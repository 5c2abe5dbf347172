/**
 * The firmware on a bad line: whatever comes, it answers what the product's own decoder finds a good command in, nothing
 * else, and the next good command.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_PACKET_BYTES, encodeBurst } from '../../src/line/protocol/framing.js';
import { encodePacket } from '../../src/line/protocol/packet-codec.js';
import { holds } from '../support/property.js';
import { GARBAGE } from '../line/protocol/vectors.js';
import { Board } from './support/board.js';
import { ask, burst, command, play, understood } from './support/commander.js';
import { compile, withoutCompiler } from './support/firmware.js';

const GOOD = burst(command(2));

describe.skipIf(withoutCompiler)('the firmware on a bad line', () => {
  const board = new Board(withoutCompiler ? new Uint16Array() : compile().program);
  board.run(1000);

  /** As many answers as there were commands, one at most; then it answers a good one. */
  function survives(bytes: Uint8Array, what: string): void {
    const commands = understood(bytes).filter(
      (packet) => typeof packet === 'object' && packet.type === 'command',
    );
    expect(play(board, bytes).packets.length, what).toBe(commands.length);
    expect(ask(board, command(3)).words, `after ${what}`).toHaveLength(4);
  }

  it('takes a frame with any bit wrong for none', () => {
    for (let place = 0; place < GOOD.length; place++)
      for (let bit = 0; bit < 8; bit++) {
        const damaged = GOOD.slice();
        damaged[place] = (damaged[place] ?? 0) ^ (1 << bit);
        survives(damaged, `bit ${bit} of byte ${place}`);
      }
  });

  it('takes a frame for none that lost a byte, has one too many, or ends early, at any place', () => {
    for (let place = 0; place < GOOD.length; place++) {
      const [before, after] = [[...GOOD.subarray(0, place)], [...GOOD.subarray(place)]];
      if (place < GOOD.length - 1) {
        survives(Uint8Array.from([...before, ...after.slice(1)]), `without byte ${place}`);
        survives(Uint8Array.from(before), `${place} bytes of it`);
      }
      for (const byte of [0, 1, 0x55, 0xff])
        survives(Uint8Array.from([...before, byte, ...after]), `${byte} before byte ${place}`);
    }
  });

  it('takes the 00 before the next burst for the end of a frame that lost its own, and answers that one', () => {
    expect(play(board, GOOD.subarray(0, -1)).packets).toEqual([]);
    // It cannot know that more follows: what it says falls on the rest of that burst, and both are lost.
    expect(play(board, burst(command(5))).packets).toMatchObject([{ words: { length: 3 } }]);
    survives(burst(command(5)), 'a command that was talked over');
  });

  it('hears a frame whatever pauses are in it', () => {
    const pauses = fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 3000 })));
    holds(
      fc.property(pauses, (pieces) => {
        let sent = 0;
        for (const [bytes, us] of pieces) {
          const piece = GOOD.subarray(sent, Math.min(sent + bytes, GOOD.length - 1));
          sent += piece.length;
          board.hear(piece);
          board.run(us);
        }
        expect(play(board, GOOD.subarray(sent)).packets).toHaveLength(1);
      }),
      50,
    );
  });

  it.each(GARBAGE)('ignores %s', (says, line) => {
    survives(
      Uint8Array.from(line.trim().split(/\s+/), (byte) => parseInt(byte, 16)),
      says,
    );
  });

  it.each([127, 128, 255, 256, 257, 1000, 5000])('ignores %i bytes without a delimiter', (length) => {
    for (const byte of [0x01, 0x55, 0x80, 0xff])
      survives(new Uint8Array(length).fill(byte), `${length} of ${byte}`);
  });

  it('ignores frames of any length and any content', () => {
    const packet = fc.oneof(
      fc.uint8Array({ maxLength: MAX_PACKET_BYTES }),
      // Nearly a command: its type, and its length or about.
      fc.uint8Array({ minLength: 15, maxLength: 18 }).map((rest) => Uint8Array.of(0x14, ...rest)),
    );
    holds(
      fc.property(fc.array(packet, { minLength: 1, maxLength: 3 }), (packets) => {
        expect(play(board, encodeBurst(packets)).packets).toEqual([]);
        ask(board);
      }),
      150,
    );
  });

  it('answers after noise of any kind, with no pause between', () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(fc.constantFrom(0, 1, 2, 22, 0xff), { maxLength: 60 }).map((bytes) => Uint8Array.from(bytes)),
    );
    holds(
      fc.property(noise, (bytes) => {
        expect(play(board, Uint8Array.of(...bytes, ...GOOD)).packets).toHaveLength(1);
      }),
      150,
    );
  });

  it('answers bytes that come at the rates of other crystals: 2 % slower, 3 % faster than its own', () => {
    for (const off of [0.98, 1, 1.03]) expect(play(board, GOOD, board.baud * off).packets).toHaveLength(1);
  });

  it('does not answer who talks while it answers, and is whole afterwards', () => {
    const before = board.sent.length;
    for (let i = 0; i < 4; i++) board.hear(burst(command(32)));
    board.run(20_000);
    const heard = understood(board.sent.slice(before).map(({ byte }) => byte));
    expect(heard.length).toBeLessThan(4);
    expect(heard.every((packet) => typeof packet === 'object' && packet.type === 'response')).toBe(true);
    survives(burst(command(1)), 'talking at once');
  });

  it('is not disturbed by its own echo', () => {
    board.hearsItself = true;
    for (let words = 1; words <= 32; words++)
      expect(ask(board, command(words)).words).toHaveLength(1 + words);
    board.hearsItself = false;
  });

  it('ignores every packet that it would send itself', () => {
    const { type, ...rest } = ask(board, command(8));
    survives(encodeBurst([encodePacket({ type, ...rest })]), 'its own response');
  });
});
