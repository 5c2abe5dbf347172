/** The exchange is that of the members: who left has no turn, is not heard and is not one of the N. */

import { describe, expect, it } from 'vitest';
import { at } from '../../../src/core/at.js';
import type { ExchangeName } from '../../../src/core/exchange/modes.js';
import { layOut } from '../../../src/core/exchange/oral-tables.js';
import type { MessageEvent } from '../../../src/core/observer.js';
import { ears, fly, ohmFor, prepare, smallVehicle, violatedChecks } from '../../support/flights.js';

const PERIOD_US = 40_000;
const NAMES = 'ABCDEFG';

type Keys = Record<string, unknown>;

const off = (cycle: number, computer: string): Keys => ({
  id: `off-${computer}`,
  timeUs: cycle * PERIOD_US,
  mark: 'R',
  action: 'power-off',
  computer,
});

const liar = (keys: Keys = {}): Keys => ({
  id: 'liar',
  behaviour: 'two-faced',
  target: 'D',
  as: 'both',
  from: { cycle: 2 },
  ...keys,
});

/** By cycle, who spoke to whom about IMU: "A>B". */
function talk(scenario: ReturnType<typeof smallVehicle>, mode: ExchangeName, cycles: number): string[][] {
  const said: string[][] = [];
  const { run } = prepare(scenario, mode, [
    {
      detailed: true,
      message: ({ sender, receiver, commander }: MessageEvent) => {
        if (commander === 'IMU') at(said, said.length - 1).push(`${NAMES[sender]}>${NAMES[receiver]}`);
      },
    },
  ]);
  for (let cycle = 0; cycle < cycles; cycle++) {
    said.push([]);
    run(1);
  }
  return said;
}

describe.each(['om1', 'ic'] as const)('%s', (mode) => {
  it('is talked among the members', () => {
    const events = [off(1, 'B'), off(2, 'D'), off(3, 'A')];
    const said = talk(smallVehicle({ events }), mode, 4).map((cycle) => [...new Set(cycle)].sort().join(' '));
    expect(said).toEqual([
      'A>B A>C A>D B>A B>C B>D C>A C>B C>D D>A D>B D>C',
      'A>C A>D C>A C>D D>A D>C',
      'A>C C>A',
      '',
    ]);
  });

  it('stays one through 4, 3, 2, 1, and says what is left of it', () => {
    const { log, vehicle } = fly(smallVehicle({ events: [off(10, 'D'), off(20, 'B'), off(30, 'C')] }), mode);
    expect(log.patterns).toEqual(['4', '3', '2', '1']);
    expect([log.votes, violatedChecks(vehicle), log.cyclesWithoutData]).toEqual([[], [], []]);
    const three = {
      om1: 'om1 agrees on readings (n = 4) but no longer on private words (N > 3)',
      ic: 'ic no longer bears a fault (N > 3)',
    };
    expect(log.notes.map(({ text }) => text).filter((text) => !text.startsWith('crew'))).toEqual([
      `3 computers in the set: ${three[mode]}`,
      '2 computers in the set: comparison only; of two that disagree nobody can tell who is right',
      '1 computer in the set: simplex, there is nothing to compare it with',
    ]);
  });

  it('says that its bound holds again when somebody comes back', () => {
    const back = [
      { ...off(15, 'D'), id: 'on', action: 'power-on' },
      { ...off(20, 'D'), id: 'in', action: 'readmit' },
    ];
    const { log } = fly(smallVehicle({ events: [off(10, 'D'), ...back] }), mode);
    expect(log.patterns).toEqual(['4', '3', '4']);
    expect(log.pages.at(-1)?.states).toBe('A B C D');
    expect(log.notes.at(-1)?.text).toBe(`4 computers in the set: ${mode} bears a fault at once (N > 3)`);
  });

  it('of two that disagree knows neither: both leave, and no more votes are cast', () => {
    const scenario = smallVehicle({
      events: [off(4, 'C'), off(4, 'B')],
      exchange: { links: 'pointToPoint' },
      faults: [liar({ as: 'commander', from: { cycle: 10 } })],
      rules: { sumwordEveryCycles: 1 },
    });
    const { log } = fly(scenario, mode);
    expect(log.patterns).toEqual(['4', '2', '1-1']);
    expect(log.notes.at(-1)?.text).toBe(
      'no computer is left in the set: no more votes are cast, each goes on by itself',
    );
  });
});

describe('a liar that was voted out', () => {
  const scenario = smallVehicle({
    exchange: { links: 'pointToPoint' },
    computers: ears(400, 450, 500, 550),
    faults: [
      liar({ as: 'both' }),
      {
        id: 'weak',
        behaviour: 'series-resistance',
        target: 'IMU',
        ohm: ohmFor(475),
        from: { cycle: 25 },
      },
    ],
    rules: { sumwordEveryCycles: 1 },
  });

  it('is not one fault more when a terminal fails after it (om1)', () => {
    const { log, vehicle } = fly(scenario, 'om1');
    // D is out; of A, B and C only C does not hear IMU, and takes what A and B relay.
    expect(log.patterns).toEqual(['4', '3-1']);
    expect(log.cyclesWithoutData).toEqual([]);
    expect(violatedChecks(vehicle)).toEqual([]);
  });
});

describe('the depth', () => {
  const deep = (m: number, ofEachReading = false) => ({ m, ofEachReading, fullSet: 7 });

  it.each([
    // members, OM(…) on readings, on private words
    [7, 2, 2],
    [6, 2, 1],
    [5, 1, 1],
    [4, 1, 1],
    [3, 1, 1],
    [2, 1, 0],
    [1, 0, undefined],
    [0, undefined, undefined],
  ])(
    'of om2, made for seven, among %i: %s on readings, %s on private words',
    (members, onReading, onWord) => {
      const layout = layOut(members, 1, deep(2));
      expect([layout.onReading?.m, layout.onWord?.m]).toEqual([onReading, onWord]);
    },
  );

  it('of ic2 is one round more on readings', () => {
    expect([7, 6, 4, 3, 2, 1].map((n) => layOut(n, 1, deep(2, true)).onReading?.m)).toEqual([
      3, 2, 2, 2, 1, 0,
    ]);
  });

  it('of a mode run below its bound from the start is what it was told to be', () => {
    const { onWord } = layOut(3, 1, { m: 1, ofEachReading: false, fullSet: 3 });
    expect(onWord?.m).toBe(1);
  });

  it('never takes more values than that of the full set', () => {
    for (const ofEachReading of [false, true])
      for (let members = 0; members < 7; members++)
        expect(layOut(members, 3, deep(2, ofEachReading)).values).toBeLessThanOrEqual(
          layOut(7, 3, deep(2, ofEachReading)).values,
        );
  });
});
