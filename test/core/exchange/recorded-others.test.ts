/** What came of computers elsewhere, looked up as a run goes forward. */
import { describe, expect, it } from 'vitest';
import type { OthersConfig } from '../../../src/core/config.js';
import { RecordedOthers } from '../../../src/core/exchange/recorded-others.js';
import { UTTERANCE, Utterance } from '../../../src/core/exchange/utterance.js';

const NOTHING: OthersConfig = { away: [], arrivals: [], messages: [], deeds: [] };
const NAMES = { computers: ['A', 'B', 'C'], elements: ['IMU', 'RGA'] };

/** A record, and a way to go to a cycle in it. */
function record(parts: Partial<OthersConfig>) {
  let present = 0;
  const now = { cycle: () => present, startOfCycleNs: (cycle: number) => cycle * 1000 - 5000 };
  const others = new RecordedOthers({ ...NOTHING, ...parts }, NAMES, now);
  const goTo = (cycle: number): void => {
    present = cycle;
  };
  const said = (cycle: number, sender: number, round: number, about: number) => {
    goTo(cycle);
    others.converse(round);
    const expected = new Utterance();
    expected.setWord(UTTERANCE.privateWord, sender, about, 7);
    return others.said(expected);
  };
  return { others, goTo, said };
}

describe('a record of the others', () => {
  it('has nobody at home, and without entries all is as expected', () => {
    const { others, said } = record({});
    expect(others.own).toBeUndefined();
    expect([others.isAway(0), others.arrivals(0), said(0, 1, 1, 0), others.did(1)]).toEqual([
      false,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('knows in which cycles its host had no part', () => {
    const { others } = record({
      away: [
        [2, 3],
        [5, 5],
      ],
    });
    const away = [0, 1, 2, 3, 4, 5, 6].filter((cycle) => others.isAway(cycle));
    expect(away).toEqual([2, 3, 5]);
  });

  it('says in its cycles what was said, by sender, round and subject', () => {
    const { said } = record({
      messages: [
        { cycles: [4, 12], from: 'B', round: 2, about: 1, said: 'nothing' },
        { cycles: [3, 3], from: 'C', round: 1, about: 0, said: ['20842', '00001'] },
        { cycles: [16, 20], from: 'B', round: 2, about: 1, said: ['00000'] },
      ],
    });
    expect(said(3, 2, 1, 0)).toEqual([0x20842, 1]);
    expect([said(3, 1, 2, 1), said(4, 1, 2, 1), said(4, 2, 1, 0)]).toEqual([undefined, 'nothing', undefined]);
    const besides = [
      said(8, 0, 2, 1),
      said(8, 2, 2, 1),
      said(8, 1, 1, 1),
      said(8, 1, 3, 1),
      said(8, 1, 2, 0),
    ];
    expect(besides).toEqual(besides.map(() => undefined));
    expect([said(12, 1, 2, 1), said(13, 1, 2, 1)]).toEqual(['nothing', undefined]);
    expect([said(20, 1, 2, 1), said(20, 1, 2, 1), said(21, 1, 2, 1)]).toEqual([[0], [0], undefined]);
  });

  it('tells apart the greatest numbers that there are', () => {
    const computers = Array.from({ length: 16 }, (_, i) => `C${i}`);
    const messages = computers.flatMap((from) =>
      [1, 2, 99].flatMap((round) =>
        [0, 1, 30].map((about) => ({
          cycles: [0, 0] as const,
          from,
          round,
          about,
          said: 'nothing' as const,
        })),
      ),
    );
    const now = { cycle: () => 0, startOfCycleNs: () => 0 };
    const others = (messages_: OthersConfig['messages']) =>
      new RecordedOthers({ ...NOTHING, messages: messages_ }, { computers, elements: [] }, now);
    const expected = new Utterance();
    for (const one of messages) {
      const alone = others([one]);
      const heard = messages.filter(({ from, round, about }) => {
        alone.converse(round);
        expected.setWord(UTTERANCE.privateWord, computers.indexOf(from), about, 0);
        return alone.said(expected) !== undefined;
      });
      expect(heard).toEqual([one]);
    }
  });

  it('takes in who came, and tells how the set stood', () => {
    const { others } = record({
      arrivals: [
        { cycle: 3, computers: ['C'] },
        {
          cycle: 9,
          computers: ['A', 'B'],
          state: {
            left: ['A', 'C'],
            withdrawn: ['C'],
            cast: { A: ['C'], B: ['A', 'C'] },
            lamps: { C: ['C'] },
            bypassed: ['RGA'],
          },
        },
      ],
    });
    expect(others.arrivals(2)).toBeUndefined();
    expect(others.arrivals(3)).toEqual({ computers: [2], state: undefined });
    expect(others.arrivals(4)).toBeUndefined();
    expect(others.arrivals(9)).toEqual({
      computers: [0, 1],
      state: {
        left: [1, 0, 1],
        takesPart: [1, 1, 0],
        cast: [0, 0, 1, 1, 0, 1, 0, 0, 0],
        lamps: [0, 0, 0, 0, 0, 0, 0, 0, 1],
        bypassed: [0, 1],
      },
    });
  });

  it('does what was done, votes at their own time in each cycle', () => {
    const { others, goTo } = record({
      deeds: [
        { cycles: [2, 3], from: 'B', did: { votes: [{ target: 'C', afterNs: 40 }], commands: [1, -2] } },
        { cycles: [3, 3], from: 'C', did: 'nothing' },
      ],
    });
    const deeds = [1, 2, 3, 4].map((cycle) => {
      goTo(cycle);
      return [others.did(0), others.did(1), others.did(2)];
    });
    const did = (timeNs: number) => ({ votes: [{ voter: 1, target: 2, timeNs }], commands: [1, -2] });
    expect(deeds).toEqual([
      [undefined, undefined, undefined],
      [undefined, did(-2960), undefined],
      [undefined, did(-1960), 'nothing'],
      [undefined, undefined, undefined],
    ]);
  });
});
