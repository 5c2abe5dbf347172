/** Names that refer to nothing, or twice to something, and numbers that do not go together. */

import { describe, expect, it } from 'vitest';
import { refusalOf, type Case } from '../support/refusal.js';
import { changed, fileText, fullScenario, smallScenario, type Step } from '../support/scenarios.js';

const FAULT: readonly Step[] = ['faults', 0];
const TWO_FACED = { id: 'liar', target: 'B', behaviour: 'two-faced', as: 'relay', from: { cycle: 1 } };
const OPEN_END = {
  id: 'open',
  target: 'main',
  behaviour: 'wrong-terminator',
  end: 1,
  ohm: 1e9,
  from: { cycle: 1 },
};
const EVENT = { id: 'e', timeUs: 0, mark: 'R' };
const SLOT: readonly Step[] = ['buses', 0, 'schedule', 0];
const REFERENCE_CASES: readonly Case[] = [
  [
    'a computer named twice',
    ['computers', 1, 'id'],
    'A',
    'computers[1].id: the name "A" is taken — give it another name',
  ],
  [
    'a terminal named as a computer',
    ['computers', 1, 'id'],
    'IMU',
    'terminals[0].id: the name "IMU" is taken',
  ],
  [
    'an element named twice',
    ['buses', 0, 'schedule', 1],
    { terminal: 'IMU' },
    'buses[0].schedule[1].element: the name "IMU" is taken',
  ],
  [
    'a fault on nothing',
    [...FAULT, 'target'],
    'IMUU',
    'faults[0].target: there is no computer or terminal "IMUU" — did you mean "IMU"? possible: A, B, C, D, IMU',
  ],
  [
    'a fault that comes too late',
    [...FAULT, 'from'],
    { cycle: 50 },
    'faults[0].from: never happens: it is at 2000000 us, the run ends at 2000000 us — set it earlier, or cycle.cycles to 51 or more',
  ],
  [
    'a fault that ends first',
    [...FAULT, 'until'],
    { timeUs: 400000 },
    'faults[0].until: ends at 400000 us, not after it begins, at 400000 us',
  ],
  [
    'a fault over before the run',
    ['faults', 0],
    {
      id: 'f',
      target: 'A',
      behaviour: 'series-resistance',
      from: { timeUs: -2 },
      until: { timeUs: -1 },
      ohm: 1,
    },
    'faults[0].until: ends at -1 us, before the run begins',
  ],
  [
    'a moment of no event',
    [...FAULT, 'from'],
    { event: 'zap' },
    'faults[0].from.event: there is no event "zap" — this scenario has no event at all',
  ],
  [
    'steps in disorder',
    [...FAULT, 'ohm'],
    [
      { timeUs: 5, ohm: 1 },
      { timeUs: 5, ohm: 2 },
    ],
    'faults[0].ohm[1].timeUs: this step, at 5, is not after',
  ],
  [
    'two faces on a broadcast link',
    [...FAULT],
    TWO_FACED,
    'faults[0].behaviour: a lie in content to one receiver is impossible on a broadcast link — set exchange.links to "pointToPoint"',
  ],
  [
    'two faces on a broadcast link, of a commander',
    ['faults'],
    [{ ...TWO_FACED, as: 'commander' }],
    'faults[0].behaviour: a lie in content to one receiver is impossible on a broadcast link — set exchange.links to "pointToPoint"',
  ],
  [
    'two faces on a broadcast link, of both',
    ['faults'],
    [{ ...TWO_FACED, as: 'both' }],
    'faults[0].behaviour: a lie in content to one receiver is impossible on a broadcast link — set exchange.links to "pointToPoint"',
  ],
  [
    'a two-faced terminal',
    [...FAULT],
    { ...TWO_FACED, target: 'IMU' },
    'faults[0].target: "IMU" is a terminal, and "two-faced" a fault of a computer — possible: A, B, C, D; faults of a terminal: series-resistance',
  ],
  [
    'a wrong terminator of a terminal',
    [...FAULT],
    { ...OPEN_END, target: 'IMU' },
    'faults[0].target: "IMU" is a terminal, and "wrong-terminator" a fault of a bus — possible: main; faults of a terminal: ',
  ],
  [
    'a wrong terminator that is right',
    [...FAULT],
    { ...OPEN_END, end: 0, ohm: 70 },
    'faults[0].ohm: changes nothing: end 0 of "main" has 70 ohm anyway — give another resistance, or the other end',
  ],
  [
    'a tap beyond the end of its line',
    ['buses', 0, 'line'],
    { lengthM: 20, tapsM: { IMU: 20, A: 21 } },
    'buses[0].line.tapsM.A: the tap is at 21 m, the line ends at 20 m — tap it at 20 or less, or set lengthM to 21 or more',
  ],
  [
    'a bus without its commander',
    ['buses', 0, 'commander'],
    'E',
    'buses[0].commander: there is no computer "E" — possible: A, B, C, D',
  ],
  [
    'a terminal on no bus',
    ['terminals', 0, 'bus'],
    'mian',
    'terminals[0].bus: there is no bus "mian" — possible: main',
  ],
  [
    'a slot without its terminal',
    [...SLOT, 'terminal'],
    'IMX',
    'buses[0].schedule[0].terminal: there is no terminal "IMX" — did you mean "IMU"?',
  ],
  [
    'an address taken',
    ['terminals', 1],
    { id: 'T', bus: 'main', address: 3, words: [{ signal: 'yaw' }] },
    'terminals[1].address: address 3 on bus "main" is taken by "IMU"',
  ],
  [
    'more words than sensors',
    [...SLOT, 'words'],
    5,
    'buses[0].schedule[0].words: 5 words are asked for, the sensors of "IMU" come to 4',
  ],
  [
    'more words than a message holds',
    ['terminals', 0, 'words', 0, 'copies'],
    40,
    'buses[0].schedule[0].words: 41 words do not fit into one message of mil-std-1553b — ask for at most 32, or give the bus "wordFormat": "shuttle"',
  ],
  [
    'more words than a message between computers holds',
    ['buses', 0],
    {
      id: 'main',
      wordFormat: 'shuttle',
      commander: 'A',
      schedule: [{ terminal: 'IMU', words: 33 }],
    },
    'buses[0].schedule[0]: 33 words of "IMU" do not fit into one message between computers in mil-std-1553b — ask for at most 32, or set "exchange": { "wordFormat": "shuttle" }',
  ],
  [
    'a subaddress that is a mode code',
    [...SLOT, 'subaddress'],
    31,
    'buses[0].schedule[0].subaddress: 31 is no subaddress of mil-std-1553b — give one from 1 to 30',
  ],
  [
    'a slot after the end of its frame',
    [...SLOT, 'offsetUs'],
    40000,
    'buses[0].schedule[0].offsetUs: starts 40000 us into a cycle of 40000 us',
  ],
  [
    'a tap of nobody',
    ['buses', 0, 'line'],
    { tapsM: { Zoe: 1 } },
    'buses[0].line.tapsM.Zoe: there is no computer or terminal of this bus "Zoe"',
  ],
  [
    'delays the wrong way round',
    ['rules'],
    { voteDelayUs: [5, 3] },
    'rules.voteDelayUs: the least delay, 5, is more than the greatest, 3',
  ],
  [
    'an event for no element',
    ['events'],
    [{ ...EVENT, action: 'restore-element', element: 'imu2' }],
    'events[0].element: there is no element "imu2" — did you mean "IMU"?',
  ],
  [
    'an event for no bus',
    ['events'],
    [{ ...EVENT, action: 'assign-bus', bus: 'x', computer: 'A' }],
    'events[0].bus: there is no bus "x" — possible: main',
  ],
  [
    'an event for no terminal',
    ['events'],
    [{ ...EVENT, action: 'exchange-terminal', terminal: 'x' }],
    'events[0].terminal: there is no terminal "x"',
  ],
  [
    'an event after the run',
    ['events'],
    [{ ...EVENT, timeUs: 1960001, action: 're-form-set' }],
    'events[0].timeUs: never happens: it is at 1960001 us',
  ],
  [
    'an unknown exchange mode',
    ['expect'],
    { 'om-2': {} },
    'expect.om-2: there is no exchange mode "om-2" — did you mean "om2"?',
  ],
  [
    'another spelling of an exchange mode',
    ['expect'],
    { ic1: {} },
    'expect.ic1: there is no exchange mode "ic1" — write "ic"',
  ],
  [
    'a pattern of too many',
    ['expect'],
    { om1: { patterns: ['3-2'] } },
    'expect.om1.patterns[0]: the groups of "3-2" come to 5 computers — there are 4',
  ],
  [
    'a pattern in disorder',
    ['expect'],
    { om1: { patterns: ['1-3'] } },
    'expect.om1.patterns[0]: "1-3" is not in order — write "3-1"',
  ],
  [
    'an accusation of nobody',
    ['expect'],
    { om1: { accused: ['IMX'] } },
    'expect.om1.accused[0]: there is no terminal or computer "IMX"',
  ],
  [
    'a run without an end',
    ['cycle'],
    { periodUs: 10000000, cycles: 10000000 },
    'cycle.cycles: the run is 100000000000000 us long',
  ],
];

describe('a name or a number that does not go with the rest', () => {
  it.each(REFERENCE_CASES)('%s', (_what, path, value, told) => {
    expect(refusalOf(fileText(changed(smallScenario(), path, value)))?.message).toContain(`  ${told}`);
  });

  it('says nothing of a terminal on another bus but where it is', () => {
    const spoilt = changed(fullScenario(), ['buses', 1, 'schedule', 0, 'terminal'], 'T1');
    expect(refusalOf(fileText(spoilt))?.message).toContain('terminal "T1" is on bus "left", not on "right"');
  });
});
