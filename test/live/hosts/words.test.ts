/** Messages by what they are about, and what a computer does at the end of a cycle, between packets and the core. */
import { describe, expect, it } from 'vitest';
import { MIL_STD_1553B } from '../../../src/core/bus/mil-std-1553b.js';
import { Transmission } from '../../../src/core/bus/transmission.js';
import { makeImage } from '../../../src/core/bus/word.js';
import { at } from '../../../src/core/at.js';
import { EVERYBODY, type Message } from '../../../src/line/protocol/packet.js';
import {
  deedsOf,
  isSameDeeds,
  isSent,
  offsetNs,
  outputOf,
  wordsAbout,
} from '../../../src/live/hosts/words.js';
import { output } from '../support/keeper.js';

const WORD = MIL_STD_1553B.word;
const header = (about: number): number => makeImage(WORD, 'command', (about << 11) | (1 << 5) | 1);
const data = (bits: number): number => makeImage(WORD, 'data', bits);

const message = (round: number, ...messages: readonly number[][]): Message => ({
  ...{ type: 'message', sender: 1, sequence: 0, slot: 4, cycle: 0, receiver: EVERYBODY, round },
  messages: messages.map((words) => ({ offsetNs: 0, words })),
});

describe('words', () => {
  it('are found by round and by what they are about, the first ones first', () => {
    const packets = [
      message(1, [header(2), data(7)], [data(3), data(4)]),
      message(2, [header(3), data(8)]),
      message(1, [header(3), data(9)], [header(2), data(10)]),
    ];
    expect(wordsAbout(packets, 1, 2)).toEqual([header(2), data(7)]);
    expect(wordsAbout(packets, 1, 3)).toEqual([header(3), data(9)]);
    expect(wordsAbout(packets, 2, 3)).toEqual([header(3), data(8)]);
    expect(wordsAbout(packets, 2, 2)).toBeUndefined();
    expect(wordsAbout([output(0, 1)], 1, 2)).toBeUndefined();
  });

  it('are what was sent if all are, and there are as many', () => {
    const sent = new Transmission(WORD);
    MIL_STD_1553B.composeRead({ address: 10, subaddress: 1, words: 8 }, sent);
    const words = Array.from(sent.words.subarray(0, sent.count));
    expect(isSent(words, sent)).toBe(true);
    expect(isSent([...words, 1], sent)).toBe(false);
    expect(isSent([at(words, 0) ^ 2], sent)).toBe(false);
    expect(isSent([], sent)).toBe(false);
  });

  it('have an offset that fits into 32 bits, whatever the clock says', () => {
    expect([offsetNs(1500.4, 500), offsetNs(0, 500), offsetNs(1e13, 0)]).toEqual([1000, 0, 0xffffffff]);
  });
});

describe('deeds', () => {
  const deeds = {
    votes: [{ voter: 1, target: 3, timeNs: 41_000_000 }],
    commands: [40_000, -40_000, 7],
  };

  it('travel with times of their own cycle, and commands of 16 bits', () => {
    expect(outputOf(deeds, 40_000_000)).toEqual({
      votes: [{ target: 3, offsetNs: 1_000_000 }],
      commands: [32_767, -32_768, 7],
    });
  });

  it('come back as they were, but for votes against nobody', () => {
    const said = {
      ...output(1, 1),
      votes: [
        { target: 9, offsetNs: 1 },
        { target: 3, offsetNs: 1_000_000 },
      ],
      commands: [1, 2, 3],
    };
    if (said.type !== 'output') throw new Error(said.type);
    const came = deedsOf(1, said, { votes: [], commands: [0, 0, 0] }, 40_000_000, 4);
    expect(came).toEqual({ votes: deeds.votes, commands: [1, 2, 3] });
    expect(deedsOf(1, said, { votes: [], commands: [0, 0] }, 40_000_000, 4)).toBe('nothing');
  });

  it('come with one vote against each, the first, however often it is said: a record has no room for more', () => {
    const said = {
      ...output(1, 1),
      votes: Array.from({ length: 21 }, (_, i) => ({ target: i % 4, offsetNs: i })),
    };
    if (said.type !== 'output') throw new Error(said.type);
    expect(deedsOf(1, said, { votes: [], commands: [0, 0, 0] }, 40_000_000, 4)).toMatchObject({
      votes: [0, 1, 2, 3].map((target) => ({ target, timeNs: 40_000_000 + target })),
    });
  });

  it('are the same if votes, their times and all commands are', () => {
    expect(isSameDeeds(deeds, { ...deeds })).toBe(true);
    for (const other of [
      { ...deeds, commands: [40_000, -40_000] },
      { ...deeds, commands: [40_000, -40_000, 8] },
      { ...deeds, votes: [] },
      { ...deeds, votes: [{ voter: 1, target: 3, timeNs: 41_000_001 }] },
      { ...deeds, votes: [{ voter: 1, target: 2, timeNs: 41_000_000 }] },
    ])
      expect(isSameDeeds(deeds, other)).toBe(false);
  });
});
