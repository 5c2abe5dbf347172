/**
 * The firmware of hardware/firmware, compiled as it is flashed, in an emulated ATmega328P, against the product's own line
 * code. All times are the emulator's.
 */
import { describe, expect, it } from 'vitest';
import { makeImage, MIL_STD_1553B_WORD as WORD } from '../../src/core/bus/word.js';
import type { Command, Packet } from '../../src/line/protocol/packet.js';
import { PACKETS } from '../line/protocol/vectors.js';
import { BITS_PER_BYTE, Board } from './support/board.js';
import {
  ADDRESS,
  ask,
  burst,
  command,
  commandWord,
  play,
  STATION,
  TURN_AROUND_US,
} from './support/commander.js';
import { compile, withoutCompiler } from './support/firmware.js';

const BAUD = 115_200;
const STATUS = makeImage(WORD, 'command', ADDRESS << 11);
const D = (bits: number) => makeImage(WORD, 'data', bits & 0xffff);

describe.skipIf(withoutCompiler)('the firmware of a board', () => {
  const { program, said } = withoutCompiler ? { program: new Uint16Array(), said: '' } : compile();
  const connect = () => {
    const board = new Board(program);
    // The measuring inputs are in the middle after one round of the converter.
    board.setVolts([2.5, 2.5, 2.5, 2.5, 2.5, 2.5]);
    board.run(1000);
    return board;
  };

  it('answers a command with its status and what it measures', () => {
    const board = connect();
    board.setVolts([0, 1.25, 2.5, 3.75, 4.999, 2.51]);
    board.run(1000);
    const asked = command(8, { sequence: 200, slot: 1, cycle: 0xfedcba98, bus: 3, offsetNs: 1_000_000 });
    // Steps of 5 V / 1024 from the middle, 16 x 0.01 degrees each; a counter; a constant.
    const steps = [-512, -256, 0, 256, 511, 2];
    expect(ask(board, asked)).toEqual({
      type: 'response',
      sender: STATION,
      sequence: 0,
      slot: 2,
      cycle: 0xfedcba98,
      bus: 3,
      offsetNs: 1_000_000 + 20_000 + 6_000 - 2_000,
      words: [STATUS, ...steps.map((step) => D(16 * step)), D(0), D(1200)],
    });
    expect(ask(board, asked)).toMatchObject({ sequence: 1, words: { 7: D(1), 8: D(1200) } });
  });

  it('answers from every subaddress with as many words as are asked for, those that it has not as 0', () => {
    const board = connect();
    for (let subaddress = 1; subaddress <= 30; subaddress++) {
      const count = ((subaddress * 7) % 32) + 1;
      const { words } = ask(board, command(count, { words: [commandWord(subaddress, count)] }));
      expect(words.length, `${count} words`).toBe(1 + count);
      expect(words.slice(9)).toEqual(new Array(Math.max(0, count - 8)).fill(D(0)));
    }
    for (let count = 1; count <= 32; count++)
      expect(ask(board, command(count)).words).toHaveLength(1 + count);
  });

  it('counts its packets modulo 256', () => {
    const board = connect();
    const sequences = Array.from({ length: 258 }, () => ask(board).sequence);
    expect(sequences).toEqual(sequences.map((_, i) => i % 256));
  });

  it('answers in time: 8 words within the turn-around of the protocol page, 32 within twice that', () => {
    const board = connect();
    for (const [words, most] of [
      [1, TURN_AROUND_US],
      [8, TURN_AROUND_US],
      [16, TURN_AROUND_US],
      [32, 2 * TURN_AROUND_US],
    ] as const) {
      const { afterUs } = play(board, burst(command(words)), BAUD);
      console.log(`${words} words: ${afterUs.toFixed(0)} us from the command to the response`);
      expect(afterUs).toBeLessThan(most);
    }
  });

  it('sends without a pause, and drives the line for just as long', () => {
    const board = connect();
    play(board, burst(command(8)));
    const byteUs = (BITS_PER_BYTE * 1_000_000) / board.baud;
    const { sent, driver } = board;
    expect(sent.every(({ isDriven }) => isDriven)).toBe(true);
    const gaps = sent.slice(1).map(({ startUs }, i) => startUs - (sent[i]?.startUs ?? 0) - byteUs);
    // The chip holds a second byte ready; the emulator does not, so an interrupt lies between.
    expect(Math.max(...gaps)).toBeLessThan(15);
    expect(driver.map(({ isOn }) => isOn)).toEqual([true, false]);
    const [[first, last], [on, off]] = [
      [sent[0]?.startUs ?? NaN, (sent.at(-1)?.startUs ?? NaN) + byteUs],
      [driver[0]?.us ?? NaN, driver[1]?.us ?? NaN],
    ];
    expect(on).toBeLessThan(first);
    expect(off).toBeGreaterThanOrEqual(last - 1);
    expect(off - last).toBeLessThan(15);
  });

  it('fits, its stack included, into half of the memory', () => {
    const board = connect();
    board.hearsItself = true;
    for (let i = 0; i < 20; i++) play(board, burst(command(32)));
    console.log(`${said.trim().split('\n').at(-1) ?? ''}; ${board.untouchedBytes} of it never used`);
    expect(board.untouchedBytes).toBeGreaterThan(1024);
  });

  describe('ignores, and answers the next good command after,', () => {
    const board = withoutCompiler ? undefined : connect();
    const others: (readonly [string, Packet])[] = PACKETS.filter(([, { type }]) => type !== 'command').map(
      ([says, packet]) => [says, packet],
    );
    const word = commandWord(1, 8);
    const changed: (readonly [string, Partial<Command>])[] = [
      ...Array.from({ length: 32 }, (_, a) => a)
        .filter((a) => a !== ADDRESS)
        .map((a) => [`address ${a}`, { words: [commandWord(1, 8, a)] }] as const),
      ['bad parity', { words: [word ^ 1] }],
      ['data sync', { words: [D(word >>> 1)] }],
      ['T/R 0', { words: [commandWord(1, 8, ADDRESS, 0)] }],
      ['subaddress 0: a mode code', { words: [commandWord(0, 2)] }],
      ['subaddress 31: a mode code', { words: [commandWord(31, 2)] }],
      ['two command words', { words: [word, word] }],
      ['a command from a terminal', { sender: 65 }],
      ['a command from itself', { sender: STATION }],
      ['a command from a tool', { sender: 128 }],
      ['a command in the open slot', { slot: 255 }],
      ['a command in a slot that only the open one follows', { slot: 254 }],
    ];
    it.each([...others, ...changed.map(([says, changes]) => [says, command(8, changes)] as const)])(
      '%s',
      (_, packet) => {
        if (board === undefined) return;
        expect(play(board, burst(packet)).packets).toEqual([]);
        expect(ask(board, command(8)).words).toHaveLength(9);
      },
    );
  });
});
