/** What a scenario says of its buses: other transfers than reads, second lines, retries, and what terminals implement. */

import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.js';
import { refusalOf, type Case } from '../support/refusal.js';
import {
  changed,
  fileText,
  fullScenario,
  smallScenario,
  type Json,
  type Step,
} from '../support/scenarios.js';

const NEXT: readonly Step[] = ['buses', 0, 'schedule', 1];
const SENT = { transfer: 'bc-rt', terminal: 'IMU', subaddress: 1, data: [1] };
const BETWEEN = {
  transfer: 'rt-rt',
  terminal: 'IMU',
  subaddress: 1,
  receiver: 'IMU',
  receiverSubaddress: 1,
  words: 1,
};
const TO_ALL = { transfer: 'rt-rts', terminal: 'IMU', subaddress: 1, receiverSubaddress: 1, words: 1 };
const MODE = { transfer: 'mode', terminal: 'IMU', mode: 'synchronize' };
const OPEN = {
  id: 'open',
  behaviour: 'wrong-terminator',
  target: 'main',
  end: 1,
  ohm: 1e9,
  from: { cycle: 1 },
};

const CASES: readonly Case[] = [
  [
    'no such transfer',
    NEXT,
    { ...SENT, transfer: 'bc-tr' },
    'buses[0].schedule[1].transfer: must be "rt-bc", "bc-rt", "bc-rts", "rt-rt", "rt-rts", "mode" or "mode-rts", is "bc-tr"',
  ],
  [
    'a key of another transfer',
    NEXT,
    { ...SENT, words: 3 },
    'buses[0].schedule[1].words: unknown key — the keys here are: transfer, terminal, subaddress, data',
  ],
  ['no data', NEXT, { ...SENT, data: [] }, 'buses[0].schedule[1].data: must have at least 1 entry, has 0'],
  [
    'more data than a message holds',
    NEXT,
    { ...SENT, data: Array.from({ length: 33 }, () => 0) },
    'buses[0].schedule[1].data: must have at most 32 entries, has 33',
  ],
  [
    'a data word of 17 bits',
    NEXT,
    { ...SENT, data: [65536] },
    'buses[0].schedule[1].data[0]: must be from 0 to 65535, is 65536',
  ],
  [
    'the subaddress of mode codes',
    NEXT,
    { ...SENT, subaddress: 31 },
    'buses[0].schedule[1].subaddress: must be from 1 to 30, is 31',
  ],
  [
    'a transfer to nobody',
    NEXT,
    { ...SENT, terminal: 'IMX' },
    'buses[0].schedule[1].terminal: there is no terminal "IMX" — did you mean "IMU"?',
  ],
  [
    'a receiver that is not there',
    NEXT,
    { ...BETWEEN, receiver: 'IMX' },
    'buses[0].schedule[1].receiver: there is no terminal "IMX" — did you mean "IMU"?',
  ],
  [
    'a terminal that talks to itself',
    NEXT,
    BETWEEN,
    'buses[0].schedule[1].receiver: "IMU" would transmit to itself — name another terminal of this bus',
  ],
  [
    'more than a terminal has to tell',
    NEXT,
    { ...TO_ALL, words: 5 },
    'buses[0].schedule[1].words: 5 words are asked for, the sensors of "IMU" come to 4',
  ],
  [
    'a transfer too late',
    NEXT,
    { ...SENT, offsetUs: 40000 },
    'buses[0].schedule[1].offsetUs: starts 40000 us into',
  ],
  [
    'a mode code that is none',
    NEXT,
    { ...MODE, mode: 'synchronise' },
    'buses[0].schedule[1].mode: must be "dynamic-bus-control"',
  ],
  [
    'a mode code that all would have to answer',
    NEXT,
    { transfer: 'mode-rts', mode: 'transmit-status' },
    'buses[0].schedule[1].mode: "transmit-status" cannot be sent to all: each would have to answer — possible: synchronize, self-test',
  ],
  [
    'data for a mode code that has none',
    NEXT,
    { ...MODE, value: 1 },
    'buses[0].schedule[1].value: "synchronize" has no data word to receive — leave value out',
  ],
  [
    'other transfers on a bus of the Shuttle',
    ['buses', 0],
    { id: 'main', commander: 'A', wordFormat: 'shuttle', schedule: [{ terminal: 'IMU' }, SENT] },
    'buses[0].schedule[1].transfer: a bus in shuttle has no transfer "bc-rt", only reads — leave it out, or set wordFormat',
  ],
  [
    'nothing that is read',
    ['buses', 0, 'schedule'],
    [SENT],
    'buses[0].schedule: nothing is read: all slots are other transfers — add a slot that reads a terminal',
  ],
  [
    'a retry on a line that is not there',
    ['buses', 0, 'retry'],
    'other',
    'buses[0].retry: there is no other line to try — give the bus a "lineB": {}, or retry on the "same"',
  ],
  [
    'no such policy',
    ['buses', 0, 'retry'],
    'twice',
    'buses[0].retry: must be "none", "same", "other" or "same-then-other", is "twice"',
  ],
  [
    'two lines of the Shuttle',
    ['buses', 0],
    { id: 'main', commander: 'A', wordFormat: 'shuttle', lineB: {}, schedule: [{ terminal: 'IMU' }] },
    'buses[0].lineB: a second line is for mil-std-1553b — leave lineB out, or set wordFormat to "mil-std-1553b"',
  ],
  [
    'a tap of nobody on line B',
    ['buses', 0, 'lineB'],
    { tapsM: { IMX: 1 } },
    'buses[0].lineB.tapsM.IMX: there is no computer or terminal of this bus "IMX" — did you mean "IMU"?',
  ],
  [
    'a line of a bus that has one only',
    ['faults', 0],
    { ...OPEN, target: 'main.A' },
    'faults[0].target: there is no bus "main.A"',
  ],
  [
    'a third line',
    ['faults', 0],
    { ...OPEN, target: 'main.C' },
    'faults[0].target: must be a line, is "main.C" — the id of a bus',
  ],
  [
    'a read of a subaddress that is not implemented',
    ['terminals', 0, 'legalSubaddresses'],
    { receive: [], transmit: [2, 3] },
    'buses[0].schedule[0].subaddress: terminal "IMU" does not transmit from subaddress 1 — its legalSubaddresses.transmit: 2, 3',
  ],
  [
    'a wrap-around through mode codes',
    ['terminals', 0, 'wrapAroundSubaddress'],
    31,
    'terminals[0].wrapAroundSubaddress: must be from 1 to 30, is 31',
  ],
];

describe('a bus that does not go together', () => {
  it.each(CASES)('%s', (_what, path, value, told) => {
    expect(refusalOf(fileText(changed(smallScenario(), path, value)))?.message).toContain(`  ${told}`);
  });

  it('a fault of a dual redundant bus has to say of which line', () => {
    const both = changed(smallScenario(), ['buses', 0, 'lineB'], {});
    const spoilt = (target: string): Json => changed(both, ['faults', 0], { ...OPEN, target });
    expect(refusalOf(fileText(spoilt('main')))?.message).toContain(
      'faults[0].target: there is no bus "main" — possible: main.A, main.B',
    );
    expect(refusalOf(fileText(spoilt('main.B')))).toBeUndefined();
  });
});

describe('a second line', () => {
  it('has its own length, taps and terminators, filled in as those of the first are', () => {
    const { buses } = parseScenario(fileText(fullScenario()), 'full.json');
    expect(buses[1]?.lineB).toMatchObject({ lengthM: 30, terminatorsOhm: [70, 70], velocityMPerNs: 0.2 });
    expect(buses[0]?.lineB).toBeUndefined();
  });
});
