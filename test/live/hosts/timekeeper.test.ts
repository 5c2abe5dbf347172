/** Section 7 of hardware/protocol.md, one host at a time, in virtual time. */
import { describe, expect, it } from 'vitest';
import { at } from '../../../src/core/at.js';
import { Post } from '../../../src/live/hosts/post.js';
import { Timekeeper, type Begin } from '../../../src/live/hosts/timekeeper.js';
import { planCycle } from '../../../src/line/protocol/cycle-plan.js';
import { GATHERING, OPEN_SLOT, type Packet } from '../../../src/line/protocol/packet.js';
import { layOut } from '../../../src/line/protocol/slots.js';
import { loadScenario } from '../../../src/scenario/load.js';
import { ScriptedRadio, type Sleep } from '../support/radio.js';

const { scenario } = loadScenario('sts-124-line');
const SET_UP = 'one-host-per-computer';
const PERIOD_US = 40_000;
const TIMING = { baud: 460_800, guardUs: 250, latencyUs: 1000, turnAroundUs: 500 };
const SLOTS = layOut(planCycle(scenario, 'om1', SET_UP), SET_UP, TIMING, PERIOD_US).slots;
const COMMON = { scenario: 11, configuration: 22, periodUs: PERIOD_US, mode: 2 };
const BEACON_US = at(SLOTS, 0).onLineUs;
const STATE = { left: 0, takesPart: 15, bypassed: 0, rows: [0, 0, 0, 0].map(() => ({ cast: 0, lamps: 0 })) };

type Script = { us: number; packet: Packet }[];

let sequence = 0;
const beacon = (cycle: number, from: number, more: Partial<Packet> = {}): Packet =>
  ({
    type: 'beacon',
    ...{ sender: from, sequence: sequence++ & 255, slot: 0, cycle, ...COMMON },
    ...{ present: 15, joined: 0, term: 0, ...more },
  }) as Packet;

const output = (cycle: number, from: number): Packet => {
  const slot = SLOTS.find(({ purpose, sender }) => purpose === 'output' && sender === from)?.slot ?? -1;
  return {
    type: 'output',
    sender: from,
    sequence: sequence++ & 255,
    slot,
    cycle,
    votes: [],
    commands: [0, 0, 0],
  };
};

const outputUs = (who: number): number => {
  const slot = SLOTS.find(({ purpose, sender }) => purpose === 'output' && sender === who);
  return (slot?.startUs ?? 0) + (slot?.onLineUs ?? 0);
};

const hello = (cycle: number, from: number): Packet => ({
  ...output(cycle, from),
  ...({ type: 'hello', role: 'computer', scenario: 11, configuration: 22 } as const),
});

/** A cycle of others that begins at this time: the beacon of one, the outputs of all. */
function cycleOf(
  startUs: number,
  cycle: number,
  master: number,
  who: readonly number[],
  more: Partial<Packet> = {},
): Script {
  const outputs = SLOTS.filter(({ purpose, sender }) => purpose === 'output' && who.includes(sender));
  return [
    ...(who.includes(master) ? [{ us: startUs + BEACON_US, packet: beacon(cycle, master, more) }] : []),
    ...outputs.map((slot) => ({
      us: startUs + slot.startUs + slot.onLineUs,
      packet: output(cycle, slot.sender),
    })),
  ];
}

/** So many cycles, from cycle `first` on, the first of them at `startUs`. */
function cyclesOf(
  startUs: number,
  first: number,
  count: number,
  master: number,
  who: readonly number[],
  more: Partial<Packet> = {},
): Script {
  return Array.from({ length: count }, (_, i) =>
    cycleOf(startUs + i * PERIOD_US, first + i, master, who, more),
  ).flat();
}

interface Life {
  readonly begins: readonly Begin[];
  readonly radio: ScriptedRadio;
  readonly keeper: Timekeeper;
}

function live(own: number, script: Script, periods: number, sleeps: readonly Sleep[] = []): Life {
  const radio = new ScriptedRadio(script, periods * PERIOD_US, sleeps);
  const post = new Post(radio, own, SLOTS, (station) => station < 4 || station === 64);
  const keeper = new Timekeeper(radio, post, {
    own,
    computers: 4,
    elements: 1,
    slots: SLOTS,
    common: COMMON,
    cycles: 1000,
    gatherMs: 400,
    silentCycles: 2,
  });
  const begins: Begin[] = [];
  for (let begin = keeper.next(); begin !== undefined; begin = keeper.next()) {
    begins.push(begin);
    // The cycle itself: until all outputs are in.
    post.listen(begin.startUs + at(SLOTS, SLOTS.length - 2).heardUs);
    keeper.endOfCycle(() => STATE);
  }
  return { begins, radio, keeper };
}

const cycles = ({ begins }: Life): string =>
  begins.map(({ cycle, leads }) => `${cycle}${leads ? '*' : ''}`).join(' ');

describe('gathering', () => {
  it('is what computer 0 does when it has heard nothing for three periods, until all are there', () => {
    const others = [0, 1, 2, 3].flatMap((k) =>
      // One after the other finds out.
      [1, 2, 3].slice(0, k).map((who) => ({
        us: (3 + k) * PERIOD_US + outputUs(who),
        packet: hello(GATHERING, who),
      })),
    );
    const life = live(0, others, 9);
    expect(life.radio.beacons).toEqual([
      '120: gathering/0 0001 0000',
      '160: gathering/0 0001 0000',
      '200: gathering/0 0011 0000',
      '240: gathering/0 0111 0000',
      '280: 0/0 1111 0000',
      '320: 1/0 0001 0000',
    ]);
    expect(cycles(life)).toBe('0* 1*');
  });

  it('ends when the wait is over, with those who are there', () => {
    const life = live(0, [], 15);
    // 400 ms are ten periods.
    expect(life.radio.beacons.filter((told) => told.includes('gathering'))).toHaveLength(10);
    expect(cycles(life)).toBe('0* 1*');
  });

  it('takes a computer that hears it in, if the next beacon says that it was heard', () => {
    const script = (present: number): Script => [
      { us: 10_000 + BEACON_US, packet: beacon(GATHERING, 0, { present: 1 }) },
      { us: 50_000 + BEACON_US, packet: beacon(0, 0, { present }) },
      { us: 90_000 + BEACON_US, packet: beacon(1, 0) },
    ];
    const heard = live(2, script(0b0101), 3);
    expect(cycles(heard)).toBe('0 1');
    const { us, saying } = heard.radio.first('hello');
    const slot = at(SLOTS, 17);
    expect([us, saying.slot, saying.cycle]).toEqual([10_000 + slot.startUs, slot.slot, GATHERING]);
    expect(cycles(live(2, script(0b0001), 3))).toBe('');
  });

  it('gives way to a lower number that gathers too', () => {
    const life = live(1, [{ us: 165_000, packet: beacon(GATHERING, 0, { present: 1 }) }], 6);
    expect(life.radio.beacons).toEqual(['160: gathering/0 0010 0000']);
    expect(life.radio.first('hello').saying.cycle).toBe(GATHERING);
  });
});

describe('joining a run that goes on', () => {
  const state: Packet = {
    type: 'state',
    sender: 0,
    sequence: 77,
    slot: OPEN_SLOT,
    cycle: 7,
    ...STATE,
    left: 8,
  };

  it('takes a hello in the own slot, the state, and the bit in the next beacon', () => {
    const script = [
      ...cycleOf(10_000, 7, 0, [0, 1, 2]),
      { us: 49_000, packet: state },
      ...cycleOf(50_000, 8, 0, [0, 1, 2], { joined: 0b1000 }),
      ...cycleOf(90_000, 9, 0, [0, 1, 2], { joined: 0b1000 }),
    ];
    const life = live(3, script, 3);
    expect(cycles(life)).toBe('8 9');
    expect(life.begins[0]?.arrivals).toMatchObject({
      computers: [3],
      state: { left: [0, 0, 0, 1], bypassed: [0] },
    });
    // The bit stands in three beacons, and is taken for news once.
    expect(life.begins[1]?.arrivals).toBeUndefined();
    expect(life.radio.said.map(({ saying }) => saying.type)).toEqual(['hello']);
  });

  it('is tried again without the state, or without the bit', () => {
    for (const missing of ['state', 'bit']) {
      const script = [
        ...cycleOf(10_000, 7, 0, [0, 1, 2]),
        ...(missing === 'state' ? [] : [{ us: 49_000, packet: state }]),
        ...cycleOf(50_000, 8, 0, [0, 1, 2], { joined: missing === 'bit' ? 0 : 0b1000 }),
        ...cycleOf(90_000, 9, 0, [0, 1, 2], { joined: 0 }),
      ];
      const life = live(3, script, 3);
      expect(cycles(life)).toBe('');
      expect(life.radio.said.filter(({ saying }) => saying.type === 'hello')).toHaveLength(3);
    }
  });

  it('is told by the time master, to whoever comes and to all', () => {
    const comes = { us: 3 * PERIOD_US + 10 * PERIOD_US + 36_000, packet: hello(0, 2) };
    const life = live(0, [comes], 18);
    expect(life.radio.beacons.slice(10)).toEqual([
      '520: 0/0 0001 0000',
      '560: 1/0 0101 0100',
      '600: 2/0 0001 0100',
      '640: 3/0 0001 0100',
      '680: 4/0 0001 0000',
    ]);
    const told = life.radio.first('state');
    expect([told.saying.slot, told.saying.cycle]).toEqual([OPEN_SLOT, 0]);
    expect(life.begins.map(({ arrivals }) => arrivals?.computers)).toEqual([
      undefined,
      [2],
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('following and leading', () => {
  const joined = (own: number): Script => [
    { us: 10_000 + BEACON_US, packet: beacon(GATHERING, 0, { present: 1 }) },
    ...cyclesOf(
      50_000,
      0,
      3,
      0,
      [0, 1, 2, 3].filter((who) => who !== own),
    ),
  ];

  it('goes by the beacon, and where one is missing by the own clock', () => {
    const others = [1, 3];
    const script = [
      ...joined(2),
      ...cyclesOf(50_000 + 3 * PERIOD_US, 3, 1, 0, others),
      ...cycleOf(50_500 + 4 * PERIOD_US, 4, 0, [0, ...others]),
    ];
    const life = live(2, script, 6);
    expect(life.begins.map(({ startUs }) => startUs)).toEqual([50_000, 90_000, 130_000, 170_000, 210_500]);
    expect(life.radio.beacons).toEqual([]);
  });

  it.each([
    [1, '5* 6* 7*'],
    [2, '5 6* 7*'],
    [3, '5 6 7*'],
  ])('computer %i takes over when it is its turn', (own, expected) => {
    const others = [1, 2, 3].filter((who) => who !== own);
    const script = [...joined(own), ...cyclesOf(50_000 + 3 * PERIOD_US, 3, 5, 0, others)];
    const life = live(own, script, 9);
    expect(cycles(life)).toBe(`0 1 2 3 4 ${expected}`);
    expect(at(life.radio.beacons, 0)).toMatch(/\/1 /);
  });

  it('follows a greater term, and not a smaller one', () => {
    const script = [
      ...joined(1),
      ...cyclesOf(50_000 + 3 * PERIOD_US, 3, 3, 3, [2, 3], { term: 1 }),
      ...cyclesOf(50_000 + 3 * PERIOD_US + 300, 3, 3, 0, [0]),
    ];
    const life = live(1, script, 7);
    expect(life.begins.slice(3).map(({ startUs }) => startUs)).toEqual([170_000, 210_000, 250_000]);
  });

  it('makes up for nothing that was slept through', () => {
    const script = [...joined(2), ...cyclesOf(50_000 + 3 * PERIOD_US, 3, 3, 0, [0, 1, 3])];
    const life = live(2, script, 7, [{ afterUs: 125_000, forUs: 50_000 }]);
    expect(cycles(life)).toBe('0 1 3 4 5');
    expect(life.keeper.missed).toBe(1);
  });
});

describe('who is cut off', () => {
  const joined: Script = [
    { us: 10_000 + BEACON_US, packet: beacon(GATHERING, 0, { present: 1 }) },
    ...cyclesOf(50_000, 0, 3, 0, [0, 1, 3]),
  ];

  it('falls silent after two cycles in which it heard nobody, and joins when it hears again', () => {
    const back = 50_000 + 6 * PERIOD_US;
    const life = live(2, [...joined, ...cyclesOf(back, 6, 3, 0, [0, 1, 3])], 9);
    expect(cycles(life)).toBe('0 1 2 3 4');
    expect(life.radio.said.filter(({ saying }) => saying.type === 'hello' && saying.cycle < 9)).toHaveLength(
      2,
    );
  });

  it('falls silent where the time master does not hear it', () => {
    const life = live(2, [...joined, ...cyclesOf(170_000, 3, 4, 0, [0, 1, 3], { present: 0b1011 })], 8);
    expect(cycles(life)).toBe('0 1 2 3 4');
  });

  it('joins again where the beacon is more than a cycle off', () => {
    const life = live(2, [...joined, ...cyclesOf(170_000, 9, 3, 0, [0, 1, 3])], 7);
    expect(cycles(life)).toBe('0 1 2');
    expect(life.radio.first('hello').saying.cycle).toBe(GATHERING);
    expect(
      life.radio.said.filter(({ saying }) => saying.type === 'hello').map(({ saying }) => saying.cycle),
    ).toEqual([GATHERING, 9, 10, 11]);
  });

  it('goes on alone when nobody is there any more', () => {
    const life = live(2, joined, 14);
    // Silent in 3 and 4; then it listens for 3 + 2 periods.
    expect(cycles(life)).toMatch(/^0 1 2 3 4 (9|10)\* /);
  });

  it('as time master steps back when it hears that the others went on without it', () => {
    const alone = live(0, [...cyclesOf(120_000 + 20 * PERIOD_US, 10, 3, 1, [1, 2, 3], { term: 1 })], 26);
    expect(cycles(alone)).toMatch(/^0\* 1\* .* 10\*$/);
    expect(alone.radio.said.filter(({ saying }) => saying.type === 'hello').length).toBeGreaterThan(0);
  });
});

it('is silent where the scenario is another one, and says so', () => {
  const life = live(1, cyclesOf(10_000, 0, 8, 0, [0], { scenario: 99 }), 9);
  expect([cycles(life), life.radio.said]).toEqual(['', []]);
  expect(life.keeper.problem).toBe('computer 0 runs another scenario: nothing is said');
});
