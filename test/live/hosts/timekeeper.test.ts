/** Section 7 of hardware/protocol.md, one host at a time, in virtual time. */
import { describe, expect, it } from 'vitest';
import { at } from '../../../src/core/at.js';
import { GATHERING, OPEN_SLOT, type Packet } from '../../../src/line/protocol/packet.js';
import {
  beacon,
  BEACON_US,
  cycleOf,
  cyclesOf,
  shown,
  hello,
  live,
  outputUs,
  PERIOD_US,
  SLOTS,
  STATE,
  type Script,
} from '../support/keeper.js';

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
    expect(shown(life)).toBe('0* 1*');
  });

  it('ends when the wait is over, with those who are there', () => {
    const life = live(0, [], 15);
    // 400 ms are ten periods.
    expect(life.radio.beacons.filter((told) => told.includes('gathering'))).toHaveLength(10);
    expect(shown(life)).toBe('0* 1*');
  });

  it('takes a computer that hears it in, if the next beacon says that it was heard', () => {
    const script = (present: number): Script => [
      { us: 10_000 + BEACON_US, packet: beacon(GATHERING, 0, { present: 1 }) },
      { us: 50_000 + BEACON_US, packet: beacon(0, 0, { present }) },
      { us: 90_000 + BEACON_US, packet: beacon(1, 0) },
    ];
    const heard = live(2, script(0b0101), 3);
    expect(shown(heard)).toBe('0 1');
    const { us, saying } = heard.radio.first('hello');
    const slot = at(SLOTS, 17);
    expect([us, saying.slot, saying.cycle]).toEqual([10_000 + slot.startUs, slot.slot, GATHERING]);
    expect(shown(live(2, script(0b0001), 3))).toBe('');
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
    expect(shown(life)).toBe('8 9');
    expect(life.begins[0]?.arrivals).toMatchObject({
      computers: [3],
      state: { left: [0, 0, 0, 1], bypassed: [0] },
    });
    // The bit stands in three beacons, and is taken for news once.
    expect(life.begins[1]?.arrivals).toBeUndefined();
    expect(life.radio.said.map(({ saying }) => saying.type)).toEqual(['hello']);
  });

  it('is news of oneself alone where others came in while it listened', () => {
    const told: Packet = { ...state, cycle: 6 };
    const script = [
      ...cycleOf(10_000, 5, 0, [0, 1], { joined: 0b0100 }),
      ...cycleOf(50_000, 6, 0, [0, 1, 2], { joined: 0b0100 }),
      { us: 89_000, packet: told },
      ...cycleOf(90_000, 7, 0, [0, 1, 2], { joined: 0b1100 }),
      ...cycleOf(130_000, 8, 0, [0, 1, 2], { joined: 0b1010 }),
    ];
    const life = live(3, script, 4);
    expect(life.begins.map(({ cycle, arrivals }) => [cycle, arrivals?.computers])).toEqual([
      [7, [3]],
      // Who came before is in the state; who comes after is news.
      [8, [1]],
    ]);
  });

  it('is tried again without the state, or without the bit', () => {
    for (const missing of ['state', 'bit']) {
      const script = [
        ...cycleOf(10_000, 7, 0, [0, 1, 2]),
        ...(missing === 'state' ? [] : [{ us: 49_000, packet: state }]),
        ...cycleOf(50_000, 8, 0, [0, 1, 2], { joined: missing === 'bit' ? 0 : 0b1000 }),
        ...cycleOf(90_000, 9, 0, [0, 1, 2], { joined: 0 }),
      ];
      const life = live(3, script, 4);
      expect(shown(life)).toBe('');
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

it('a time master that is alone takes in who says hello, and does not step back for it', () => {
  const startUs = (cycle: number): number => 520_000 + cycle * PERIOD_US;
  const script = [
    { us: startUs(4) + outputUs(2), packet: hello(4, 2) },
    ...[5, 6, 7, 8].flatMap((cycle) => cycleOf(startUs(cycle), cycle, 0, [2])),
  ];
  const life = live(0, script, 22);
  expect(shown(life)).toBe('0* 1* 2* 3* 4* 5* 6* 7* 8*');
  expect(life.radio.beacons.slice(15, 17)).toEqual(['720: 5/0 0101 0100', '760: 6/0 0101 0100']);
  expect(life.radio.first('state').saying.cycle).toBe(4);
});

it('a time master that is alone steps back for others in their slots, also where one says hello beside', () => {
  const startUs = 520_000 + 4 * PERIOD_US;
  const life = live(
    0,
    [...cycleOf(startUs, 4, 1, [3]), { us: startUs + outputUs(2), packet: hello(4, 2) }],
    19,
  );
  expect(shown(life)).toBe('0* 1* 2* 3* 4*');
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

  it('a beacon that comes late in its cycle sets the clock, and is not missing', () => {
    const others = [2, 3];
    const startUs = (cycle: number): number => 50_000 + cycle * PERIOD_US;
    const late = { us: startUs(4) + 6000, packet: beacon(4, 0) };
    const script = [...joined(1), ...cyclesOf(startUs(3), 3, 6, 0, others), late];
    const life = live(1, script, 10);
    // Of 3, 5 and 6 there is none: two in a row only when 6 is over.
    expect(shown(life)).toMatch(/^0 1 2 3 4 5 6 7\*/);
    const shift = 6000 - BEACON_US;
    expect(life.begins.slice(3, 6).map((begin) => begin.startUs)).toEqual([
      startUs(3),
      startUs(4),
      startUs(5) + shift,
    ]);
  });

  it.each([
    [1, '5* 6* 7*'],
    [2, '5 6* 7*'],
    [3, '5 6 7*'],
  ])('computer %i takes over when it is its turn', (own, expected) => {
    const others = [1, 2, 3].filter((who) => who !== own);
    const script = [...joined(own), ...cyclesOf(50_000 + 3 * PERIOD_US, 3, 5, 0, others)];
    const life = live(own, script, 9);
    expect(shown(life)).toBe(`0 1 2 3 4 ${expected}`);
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
    const life = live(2, script, 7, { sleeps: [{ afterUs: 125_000, forUs: 50_000 }] });
    expect(shown(life)).toBe('0 1 3 4 5');
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
    const life = live(2, [...joined, ...cyclesOf(back, 6, 3, 0, [0, 1, 3])], 10);
    expect(shown(life)).toBe('0 1 2 3 4');
    expect(life.radio.said.filter(({ saying }) => saying.type === 'hello' && saying.cycle < 9)).toHaveLength(
      2,
    );
  });

  it('falls silent where the time master does not hear it', () => {
    const life = live(2, [...joined, ...cyclesOf(170_000, 3, 4, 0, [0, 1, 3], { present: 0b1011 })], 8);
    expect(shown(life)).toBe('0 1 2 3');
    const hellos = life.radio.said.filter(({ saying }) => saying.type === 'hello');
    expect(hellos.map(({ saying }) => saying.cycle)).toEqual([GATHERING, 4, 5]);
  });

  it('joins again where the beacon is more than a cycle off', () => {
    const life = live(2, [...joined, ...cyclesOf(170_000, 9, 3, 0, [0, 1, 3])], 8);
    expect(shown(life)).toBe('0 1 2');
    expect(life.radio.first('hello').saying.cycle).toBe(GATHERING);
    expect(
      life.radio.said.filter(({ saying }) => saying.type === 'hello').map(({ saying }) => saying.cycle),
    ).toEqual([GATHERING, 9, 10, 11]);
  });

  it('goes on alone when nobody is there any more', () => {
    const life = live(2, joined, 14);
    // Silent in 3 and 4; then it listens for 3 + 2 periods.
    expect(shown(life)).toMatch(/^0 1 2 3 4 (9|10)\* /);
  });

  it('ends by its own clock where the run is over meanwhile, and says nothing of it', () => {
    const [, , , , , over] = live(2, joined, 14, { cycles: 8 }).begins;
    expect(over?.leads).toBe(false);
    expect(over?.cycle).toBeGreaterThanOrEqual(8);
    expect(live(2, joined, 14, { cycles: 8 }).radio.beacons).toEqual([]);
  });

  it('as time master steps back when it hears that the others went on without it', () => {
    const alone = live(0, [...cyclesOf(120_000 + 20 * PERIOD_US, 10, 3, 1, [1, 2, 3], { term: 1 })], 26);
    expect(shown(alone)).toMatch(/^0\* 1\* .* 10\*$/);
    expect(alone.radio.said.filter(({ saying }) => saying.type === 'hello').length).toBeGreaterThan(0);
  });
});

it('is silent where the scenario is another one, and says so', () => {
  const life = live(1, cyclesOf(10_000, 0, 8, 0, [0], { scenario: 99 }), 9);
  expect([shown(life), life.radio.said]).toEqual(['', []]);
  expect(life.keeper.problem).toBe('computer 0 runs another scenario: nothing is said');
});
