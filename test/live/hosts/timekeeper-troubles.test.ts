/** Section 7 of hardware/protocol.md where things go wrong: who is late, who comes twice, two masters, words that are lost. */
import { describe, expect, it } from 'vitest';
import { at } from '../../../src/core/at.js';
import { GATHERING, OPEN_SLOT, type Packet } from '../../../src/line/protocol/packet.js';
import {
  beacon,
  BEACON_US,
  cycleOf,
  cyclesOf,
  hello,
  live,
  output,
  outputUs,
  PERIOD_US,
  shown,
  STATE,
  type Life,
  type Script,
} from '../support/keeper.js';

/** Computer 0, where nobody is there, begins cycle 0 after three periods of patience and ten of gathering. */
const startUs = (cycle: number): number => 520_000 + cycle * PERIOD_US;
/** So many periods has a life of computer 0 that is to begin so many cycles. */
const periodsOf = (cycles: number): number => 13 + cycles;

/** Computer 2 speaks in its slot in these cycles of computer 0. */
const spoken = (cycles: number): Script =>
  Array.from({ length: cycles }, (_, cycle) => ({
    us: startUs(cycle) + outputUs(2),
    packet: output(cycle, 2),
  }));

/** Computer `own` is in from cycle 0 on, which begins at 50 ms. */
const joined = (cycles: number, own: number): Script => [
  { us: 10_000 + BEACON_US, packet: beacon(GATHERING, 0, { present: 1 }) },
  ...cyclesOf(
    50_000,
    0,
    cycles,
    0,
    [0, 1, 2, 3].filter((who) => who !== own),
  ),
];

const state = (cycle: number, more: Partial<Packet> = {}): Packet =>
  ({
    type: 'state',
    ...{ sender: 0, sequence: 100 + cycle, slot: OPEN_SLOT, cycle, ...STATE, left: 8, ...more },
  }) as Packet;

const saidBy = ({ radio }: Life, type: string): { us: number; cycle: number }[] =>
  radio.said
    .filter(({ saying }) => saying.type === type)
    .map(({ us, saying }) => ({ us, cycle: saying.cycle }));

const arrivedIn = ({ begins }: Life): Record<number, readonly number[]> =>
  Object.fromEntries(
    begins.flatMap(({ cycle, arrivals }) => (arrivals === undefined ? [] : [[cycle, arrivals.computers]])),
  );

describe('who is late by more than its slot and guard is silent', () => {
  it('with a beacon: the others go by their own clocks', () => {
    const life = live(0, [], periodsOf(5), { sleeps: [{ afterUs: startUs(2) - 1000, forUs: 16_000 }] });
    const beacons = saidBy(life, 'beacon').filter(({ cycle }) => cycle !== GATHERING);
    expect(beacons).toEqual([0, 1, 3, 4].map((cycle) => ({ cycle, us: startUs(cycle) })));
    expect(shown(life)).toBe('0* 1* 2* 3* 4*');
  });

  it('with a hello', () => {
    const script = [{ us: 10_000 + BEACON_US, packet: beacon(7, 0) }];
    expect(saidBy(live(2, script, 2), 'hello')).toHaveLength(1);
    expect(saidBy(live(2, script, 2, { sleeps: [{ afterUs: 12_000, forUs: 33_000 }] }), 'hello')).toEqual([]);
  });

  it('with a state', () => {
    const script = [{ us: startUs(0) + outputUs(2), packet: hello(0, 2) }];
    expect(saidBy(live(0, script, periodsOf(3)), 'state')).toHaveLength(1);
    const sleeps = [{ afterUs: startUs(0) + outputUs(2) + 3000, forUs: 5500 }];
    expect(saidBy(live(0, script, periodsOf(3), { sleeps }), 'state')).toEqual([]);
  });
});

it('says nothing more when it is stopped while it waits for its slot', () => {
  expect(live(2, [{ us: 10_000 + BEACON_US, packet: beacon(7, 0) }], 0.5).radio.said).toEqual([]);
});

it('takes a beacon once, though it comes twice', () => {
  const script = joined(6, 2);
  const second = at(
    script.filter(({ packet }) => packet.type === 'beacon' && packet.cycle === 2),
    0,
  );
  const others = script.filter(({ packet }) => packet.type !== 'beacon' || packet.cycle !== 3);
  const life = live(2, [...others, { ...second, us: second.us + 15_000 }], 7);
  // By its own clock in 3, which the second coming did not set.
  expect(life.begins.map((begin) => begin.startUs)).toEqual(
    [0, 1, 2, 3, 4, 5].map((cycle) => 50_000 + cycle * PERIOD_US),
  );
});

describe('two time masters', () => {
  it('a lagging one of a greater term is followed by one who leads others, from its next cycle on', () => {
    const rival: Script = [5, 6, 7, 8].map((cycle) => ({
      us: startUs(cycle) + 5000,
      packet: beacon(cycle, 1, { term: 1 }),
    }));
    const life = live(0, [...spoken(9), ...rival], periodsOf(9));
    expect(shown(life)).toMatch(/^0\* 1\* 2\* 3\* 4\* 5\* 6 7 8/);
  });

  it('one who was alone steps back for a beacon of the cycle that it is in', () => {
    const life = live(
      0,
      [
        { us: startUs(4) + 5000, packet: beacon(4, 1, { term: 1 }) },
        ...cyclesOf(startUs(5), 5, 2, 1, [1, 2]),
      ],
      periodsOf(7),
    );
    expect(shown(life)).toBe('0* 1* 2* 3* 4*');
    expect(saidBy(life, 'hello').map(({ cycle }) => cycle)).toEqual([5, 6]);
  });

  it('one that is behind by more than the present cycle cuts off', () => {
    const script = [...joined(6, 2), ...cyclesOf(50_300 + 6 * PERIOD_US, 4, 4, 1, [1, 3], { term: 1 })];
    const life = live(2, script, 11);
    expect(shown(life)).toBe('0 1 2 3 4 5');
    // Not before it comes to what was not lived through yet.
    expect(saidBy(life, 'hello').map(({ cycle }) => cycle)).toEqual([GATHERING, 5, 6]);
  });
});

describe('hello', () => {
  it('of a terminal, in the open slot, is not that of a computer', () => {
    const word = { ...hello(3, 64), slot: OPEN_SLOT } as Packet;
    const life = live(0, [...spoken(8), { us: startUs(3) + 36_000, packet: word }], periodsOf(8));
    expect(arrivedIn(life)).toEqual({});
    expect(saidBy(life, 'state')).toEqual([]);
  });

  it('is counted once per computer while a set gathers', () => {
    const in160 = [36_000, 36_500, 37_000].map((us, i) => ({
      us: 160_000 + us,
      packet: { ...hello(GATHERING, 1), slot: i === 0 ? hello(GATHERING, 1).slot : OPEN_SLOT },
    }));
    expect(live(0, in160, 7).radio.beacons.at(-1)).toMatch(/gathering/);
  });
});

describe('the state of the set', () => {
  it('is taken from the time master alone', () => {
    const script = [
      ...cycleOf(10_000, 7, 0, [0, 1, 2]),
      { us: 48_800, packet: state(7, { sender: 1, left: 5 }) },
      { us: 49_000, packet: state(7) },
      ...cyclesOf(50_000, 8, 2, 0, [0, 1, 2], { joined: 0b1000 }),
    ];
    expect(live(3, script, 3).begins[0]?.arrivals?.state?.left).toEqual([0, 0, 0, 1]);
  });

  it('that got lost is told anew when all will take the computer in anew', () => {
    const hellos = [4, 5, 6, 7, 8, 9, 10].map((cycle) => ({
      us: startUs(cycle) + outputUs(3),
      packet: hello(cycle, 3),
    }));
    const life = live(0, [...spoken(14), ...hellos], periodsOf(14));
    expect(saidBy(life, 'state').map(({ cycle }) => cycle)).toEqual([4, 10]);
    expect(arrivedIn(life)).toEqual({ 5: [3], 11: [3] });
    // Who missed all but the last of the first three beacons takes it in with all others.
    const late: Script = life.radio.said.flatMap(({ us, saying }) =>
      saying.type === 'beacon' && saying.cycle !== GATHERING && ![5, 6].includes(saying.cycle)
        ? [{ us: us - 470_000 + BEACON_US, packet: beacon(saying.cycle, 0, { joined: saying.joined }) }]
        : [],
    );
    const others = cyclesOf(50_000, 0, 14, 1, [3]);
    const follower = live(2, [...at([joined(0, 2)], 0), ...late, ...others], 16);
    expect(arrivedIn(follower)).toEqual({ 7: [3], 11: [3] });
  });

  it('makes whoever enters with it news to itself, though it had heard of that before', () => {
    const at7 = (cycle: number): number => 10_000 + (cycle - 7) * PERIOD_US;
    const script = [
      // A beacon that names it, and no state; then both.
      ...cycleOf(at7(7), 7, 0, [0, 1, 2], { joined: 0b1000 }),
      ...cycleOf(at7(8), 8, 0, [0, 1, 2]),
      { us: at7(8) + 39_000, packet: state(8) },
      ...cyclesOf(at7(9), 9, 2, 0, [0, 1, 2], { joined: 0b1000 }),
    ];
    expect(arrivedIn(live(3, script, 4))).toEqual({ 9: [3] });
  });
});

describe('who listens', () => {
  it('has patience from the last beacon on', () => {
    const script = [23].flatMap((cycle) => cycleOf(10_000, cycle, 0, [0, 1]));
    const life = live(2, script, 14);
    // It was never in a cycle, so it gathers, after 3 + 2 periods.
    expect(at(life.radio.beacons, 0)).toBe('210: gathering/0 0100 0000');
  });

  it('gathers in term 0, whatever it had heard before', () => {
    const heard = { us: 20_000, packet: beacon(GATHERING, 0, { present: 1, term: 7 }) };
    expect(live(1, [heard], 12).radio.beacons[0]).toMatch(/gathering\/0 /);
  });

  it('begins no run of its own after the last cycle of one that it heard', () => {
    const life = live(3, cyclesOf(10_000, 998, 2, 0, [0, 1, 2]), 20);
    expect(life.radio.beacons).toEqual([]);
    expect(life.begins[0]).toMatchObject({ cycle: 1000, leads: false });
  });

  it('does not live through a cycle twice, and says why it is silent', () => {
    const back = 50_000 + 13 * PERIOD_US;
    const script = [...joined(10, 2), ...cyclesOf(back, 5, 9, 0, [0, 1, 3])];
    const life = live(2, script, 23);
    // Cut off after 10 and 11, in which it heard nobody.
    expect(shown(life)).toBe('0 1 2 3 4 5 6 7 8 9 10 11');
    expect(saidBy(life, 'hello').map(({ cycle }) => cycle)).toEqual([GATHERING, 11, 12]);
    const anew = live(2, [...joined(10, 2), { us: back, packet: beacon(GATHERING, 0, { present: 1 }) }], 15);
    expect(anew.keeper.problem).toBe(
      'computer 0 begins anew, and this host was in cycle 11: nothing is said until that is past',
    );
  });
});
