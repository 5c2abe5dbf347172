/** The firmware at its rates, in the slots of whole cycles: as the one terminal of four computers that talk as well. */
import { describe, expect, it } from 'vitest';
import { makeImage, MIL_STD_1553B_WORD as WORD } from '../../src/core/bus/word.js';
import { planCycle, type SetUp } from '../../src/line/protocol/cycle-plan.js';
import type { Packet } from '../../src/line/protocol/packet.js';
import { layOut, type TimedSlot } from '../../src/line/protocol/slots.js';
import { loadScenario } from '../../src/scenario/load.js';
import { Board } from './support/board.js';
import { ask, burst, command, STATION, understood } from './support/commander.js';
import { compile, withoutCompiler } from './support/firmware.js';

const { scenario } = loadScenario('sts-124-line');
const CYCLES = 5;
const reading = [0x0802, 1, 2, 3, 4, 5, 6, 7, 8].map((bits, w) =>
  makeImage(WORD, w === 0 ? 'command' : 'data', bits),
);

/** As long as what is said in that slot at most. */
function said({ purpose, sender, slot, round }: TimedSlot, cycle: number): readonly Packet[] {
  const header = { sender: Math.min(sender, 3), sequence: cycle, slot, cycle };
  switch (purpose) {
    case 'beacon':
      return [
        {
          type: 'beacon',
          ...header,
          ...{ scenario: 1, configuration: 2, periodUs: 40_000, present: 15, joined: 0, term: 0, mode: 2 },
        },
      ];
    case 'command':
      return [command(8, { ...header, offsetNs: 4_000 })];
    case 'message':
      return [
        {
          type: 'message',
          ...header,
          receiver: 255,
          round: round ?? 1,
          messages: [{ offsetNs: 1, words: round === 1 ? reading : reading.slice(0, 6) }],
        },
      ];
    case 'output':
      return [{ type: 'output', ...header, votes: [{ target: 1, offsetNs: 5 }], commands: [1, 2, 3] }];
    case 'open':
      return [{ type: 'hello', ...header, slot: 255, role: 'computer', scenario: 1, configuration: 2 }];
    case 'response':
      return [];
  }
}

describe.skipIf(withoutCompiler)('the firmware in the slots of sts-124-line', () => {
  const setUps: readonly (readonly [SetUp, number, number])[] = [
    ['four-ears', 115_200, 2000],
    ['one-host-per-computer', 1_000_000, 1000],
  ];
  it.each(setUps)('%s at %i baud', (setUp, baud, latencyUs) => {
    const table = layOut(
      planCycle(scenario, 'om1', setUp),
      setUp,
      { baud, guardUs: 250, latencyUs, turnAroundUs: 500 },
      scenario.cycle.periodUs,
    );
    expect(table.fits).toBe(true);
    const board = new Board(compile({ BAUD: baud }).program);
    board.hearsItself = true;
    board.run(1000);
    const startUs = board.nowUs;
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      const cycleUs = startUs + cycle * scenario.cycle.periodUs;
      for (const slot of table.slots) {
        board.run(cycleUs + slot.startUs - board.nowUs);
        const before = board.sent.length;
        board.hear(burst(...said(slot, cycle)), baud);
        if (slot.purpose !== 'command') {
          if (slot.purpose !== 'response') expect(board.sent.length, slot.purpose).toBe(before);
          continue;
        }
        // It answers before its slot begins at the latest, and is through before the next one.
        const [answer, next] = [table.slots[slot.slot + 1], table.slots[slot.slot + 2]];
        board.run(cycleUs + (next?.startUs ?? NaN) - 1 - board.nowUs);
        const sent = board.sent.slice(before);
        expect(sent[0]?.startUs).toBeLessThan(cycleUs + (answer?.startUs ?? NaN));
        expect(understood(sent.map(({ byte }) => byte))).toMatchObject([
          { type: 'response', sender: STATION, sequence: cycle, slot: slot.slot + 1, cycle },
        ]);
      }
    }
  });

  it.each([9_600, 19_200, 38_400, 57_600, 115_200, 250_000, 500_000, 1_000_000])(
    'runs at %i baud',
    (baud) => {
      const board = new Board(compile({ BAUD: baud }).program);
      board.run(2000);
      expect(Math.abs(board.baud / baud - 1)).toBeLessThan(0.025);
      expect(ask(board, command(8)).words).toHaveLength(9);
    },
  );

  it('outlives bytes that come faster than it can take them in', () => {
    const board = new Board(compile({ BAUD: 1_000_000 }).program);
    board.run(1000);
    const babble = Uint8Array.from({ length: 5000 }, (_, i) => (i % 3 === 0 ? 1 : 0x55));
    board.hear(babble, 1_030_000);
    expect(board.sent).toEqual([]);
    expect(ask(board, command(8)).words).toHaveLength(9);
  });

  it.each([
    ['a rate that this clock is 3.5 % off', { BAUD: 230_400 }, 'cannot be met within 2.5 %'],
    ['8.5 % off', { BAUD: 460_800 }, 'cannot be met within 2.5 %'],
    ['too fast a rate', { BAUD: 3_000_000 }, 'beyond what this clock can give'],
    ['too slow a rate', { BAUD: 300 }, 'too slow for this clock'],
    ['the broadcast address', { ADDRESS: 31 }, 'ADDRESS is that of one terminal'],
    ['the station of a computer', { STATION: 3 }, 'STATION of a terminal is'],
    ['a response time against the standard', { RESPONSE_NS: 13_000 }, '4.3.3.8'],
    ['33 words', { SENSOR_WORDS: 33 }, 'SENSOR_WORDS is 1 ... 32'],
    ['a driver on a pin of the line', { DRIVER_BIT: 1 }, 'DRIVER_BIT is 2 ... 7'],
  ])('is not compiled for %s', (_, settings, remedy) => {
    expect(() => compile(settings)).toThrow(remedy);
  });

  it('is another terminal, with other words, no driver and nothing to measure, where it is told to be', () => {
    const settings = {
      ADDRESS: 11,
      STATION: 65,
      RESPONSE_NS: 12_000,
      SENSOR_WORDS: 2,
      SENSOR_ADC: 0,
      DRIVER_BIT: -1,
    };
    const board = new Board(compile(settings).program);
    board.run(1000);
    const asked = command(3, { words: [makeImage(WORD, 'command', (11 << 11) | 0x400 | (1 << 5) | 3)] });
    const D = (bits: number) => makeImage(WORD, 'data', bits);
    const response = { sender: 65, offsetNs: 30_000 };
    const status = makeImage(WORD, 'command', 11 << 11);
    expect(ask(board, asked)).toMatchObject({ ...response, words: [status, D(0), D(0), D(0)] });
    expect(ask(board, asked)).toMatchObject({ ...response, words: [status, D(1), D(2), D(0)] });
    expect(board.driver).toEqual([]);
  });
});
