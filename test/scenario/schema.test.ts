/** What a scenario becomes, and how a key that holds what it may not is told: with its place and its remedy. */

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

describe('a scenario that is in order', () => {
  it('gets the defaults of what it leaves out', () => {
    const scenario = parseScenario(fileText(smallScenario()), 'small.json');
    expect(scenario).toMatchObject({
      title: 'small',
      seed: 1,
      cycle: { startUs: 0 },
      exchange: { links: 'broadcast', wordFormat: 'mil-std-1553b', processingUs: 200 },
      rules: { voteDelayUs: [450, 1750], loneErrorLimit: 2, sumwordEveryCycles: 4 },
      belowBound: false,
      expect: {},
    });
    expect(scenario.computers[0]).toEqual({
      id: 'A',
      role: 'primary',
      receiver: { thresholdMv: 500, zeroCrossingNs: 200, noiseMv: 3 },
      transmitter: { levelMv: 6000, riseNs: 150 },
    });
    expect(scenario.actuators.map(({ axis }) => axis)).toEqual(['roll', 'pitch', 'yaw']);
  });

  it("reads all that a terminal's sensors come to, under the terminal's name, unless told otherwise", () => {
    const scenario = parseScenario(fileText(smallScenario()), 'small.json');
    expect(scenario.buses[0]?.schedule).toEqual([
      { element: 'IMU', terminal: 'IMU', subaddress: 1, words: 4, offsetUs: 0, everyCycles: 1 },
    ]);
  });

  it('ends a line behind its farthest tap, and matched', () => {
    const line = (keys: Json): unknown =>
      parseScenario(fileText(changed(smallScenario(), ['buses', 0, 'line'], keys)), 'x').buses[0]?.line;
    expect(line({})).toMatchObject({ lengthM: 1, terminatorsOhm: [70, 70] });
    expect(line({ impedanceOhm: 78, tapsM: { A: 3, IMU: 40 } })).toMatchObject({
      lengthM: 40,
      terminatorsOhm: [78, 78],
    });
  });

  it('keeps what it says', () => {
    const scenario = parseScenario(fileText(fullScenario()), 'full.json');
    expect(scenario).toMatchObject(Object(fullScenario()) as object);
  });

  it('may begin with a byte order mark, and a zero has no sign', () => {
    const text = fileText(smallScenario()).replace('40000,', '40000, "startUs": -0,');
    expect(parseScenario(`\uFEFF${text}`, 'small.json').cycle.startUs).toBe(0);
  });

  it('does not share its defaults with another', () => {
    const [one, two] = [1, 2].map(() => parseScenario(fileText(smallScenario()), 'small.json'));
    expect(one?.buses[0]?.line.tapsM).not.toBe(two?.buses[0]?.line.tapsM);
    expect(one?.faults).not.toBe(two?.faults);
  });
});

const FAULT: readonly Step[] = ['faults', 0];
const SCHEMA_CASES: readonly Case[] = [
  [
    'a misspelt key',
    ['computers', 0],
    { id: 'A', reciever: {} },
    'computers[0].reciever: unknown key — did you mean "receiver"?',
  ],
  [
    'a key from nowhere',
    ['cycle', 'zork'],
    1,
    'cycle.zork: unknown key — the keys here are: periodUs, startUs, cycles, comment',
  ],
  [
    'a negative period',
    ['cycle', 'periodUs'],
    -40000,
    'cycle.periodUs: must be from 100 to 10000000, is -40000 — expected here: length of',
  ],
  [
    'a key left out',
    ['cycle', 'cycles'],
    undefined,
    'cycle.cycles: is missing — expected here: how many cycles',
  ],
  [
    'a part of a microsecond',
    ['cycle', 'periodUs'],
    40000.5,
    'cycle.periodUs: must be a whole number, is 40000.5',
  ],
  ['more than can be counted', ['seed'], 1e300, 'seed: must be from 0 to 4294967295, is 1e+300'],
  ['a text for a number', ['seed'], '1', 'seed: must be a number, is "1"'],
  ['a list for a text', ['title'], [], 'title: must be a text, is a list of 0'],
  ['null for an object', ['cycle'], null, 'cycle: must be an object, is null'],
  [
    'too few computers',
    ['computers'],
    [{ id: 'A' }],
    'computers: must have at least 2 entries, has 1 — expected here: the computers, 2 to 16',
  ],
  [
    'an id that is none',
    ['computers', 1, 'id'],
    '1b',
    'computers[1].id: must be an id, is "1b" — a letter, then',
  ],
  ['an id that every object has', ['computers', 1, 'id'], 'constructor', 'computers[1].id: must be an id'],
  [
    'a tap that is no id',
    ['buses', 0, 'line'],
    { tapsM: { '1': 2 } },
    'buses[0].line.tapsM.1: must be an id',
  ],
  [
    'one terminator of two',
    ['buses', 0, 'line'],
    { terminatorsOhm: [70] },
    'buses[0].line.terminatorsOhm: must have at least 2 entries, has 1 — expected here: what ends the line',
  ],
  [
    'a negative terminator',
    ['buses', 0, 'line'],
    { terminatorsOhm: [70, -1] },
    'buses[0].line.terminatorsOhm[1]: must be from 0 to 1000000000, is -1',
  ],
  [
    'a word for a terminator',
    ['buses', 0, 'line'],
    { terminatorsOhm: ['open', 70] },
    'buses[0].line.terminatorsOhm[0]: must be a number, is "open" — expected here: a terminator, ohms; 0 is a short, 1000000000 an open end',
  ],
  [
    'a line without length',
    ['buses', 0, 'line'],
    { lengthM: 0 },
    'buses[0].line.lengthM: must be from 1 to 10000, is 0 — expected here: length of the line',
  ],
  [
    'a third end',
    [...FAULT],
    { id: 'f', target: 'main', behaviour: 'wrong-terminator', end: 2, ohm: 0, from: { cycle: 1 } },
    'faults[0].end: must be from 0 to 1, is 2 — expected here: which end',
  ],
  [
    'a word from a short list',
    ['rules'],
    { onLoneError: 'stalSelf' },
    'rules.onLoneError: must be "staleSelf" or "staleAll", is "stalSelf" — did you mean "staleSelf"?',
  ],
  [
    'an unknown behaviour',
    [...FAULT, 'behaviour'],
    'two-face',
    'faults[0].behaviour: must be "series-resistance", "half-wave", "skew", "drift", "silence", "babble", "stuck", "wrong-terminator", "open", "short", "noise-burst", "threshold", "deaf", "noisy", "gap", "word-count", "bit-count", "manchester", "sync", "parity", "zero-crossing", "corrupt", "ambiguous", "wrong-sensor", "stuck-sensor", "busy", "late", "crash", "slow", "stuck-output" or "two-faced", is "two-face" — did you mean "two-faced"?',
  ],
  [
    'no behaviour',
    [...FAULT, 'behaviour'],
    undefined,
    'faults[0].behaviour: is missing — possible: series-resistance, half-wave, skew, drift, silence, babble',
  ],
  ['a key of another behaviour', [...FAULT, 'as'], 'relay', 'faults[0].as: unknown key'],
  [
    'a moment without a meaning',
    [...FAULT, 'from'],
    { cycl: 3 },
    'faults[0].from: must be one moment, is an object — {"timeUs": 0}',
  ],
  ['a moment with two', [...FAULT, 'from'], { cycle: 3, timeUs: 1 }, 'faults[0].from: must be one moment'],
  [
    'a moment between two others',
    [...FAULT, 'from'],
    { cycle: 1.5 },
    'faults[0].from.cycle: must be a whole number, is 1.5',
  ],
  [
    'a resistance that is none',
    [...FAULT, 'ohm'],
    'x',
    'faults[0].ohm: must be a resistance, is "x" — a number of ohms',
  ],
  ['a negative resistance', [...FAULT, 'ohm'], -1, 'faults[0].ohm: must be from 0 to 1000000000, is -1'],
  [
    'a step with a negative one',
    [...FAULT, 'ohm'],
    [{ timeUs: 0, ohm: -1 }],
    'faults[0].ohm[0].ohm: must be from 0',
  ],
  ['half a delay', ['rules'], { voteDelayUs: [1] }, 'rules.voteDelayUs: must have at least 2 entries, has 1'],
  [
    'a title that moves the cursor',
    ['title'],
    '\u001b[2J',
    'title: must be one line of text, is "\\u001b[2J"',
  ],
];

describe('a key that holds what it may not', () => {
  it.each(SCHEMA_CASES)('%s', (_what, path, value, told) => {
    expect(refusalOf(fileText(changed(smallScenario(), path, value)))?.message).toContain(`  ${told}`);
  });

  it('is told at its line, the unknown key at the key, the missing one at the object around it', () => {
    const spoilt = changed(changed(smallScenario(), ['cycle'], { periodUs: 1 }), ['zork'], 1);
    const text = fileText(spoilt);
    const lineOf = (needle: string) => text.split('\n').findIndex((line) => line.includes(needle)) + 1;
    expect(refusalOf(text)?.problems.map(({ path, line, column }) => [path, line, column])).toEqual([
      ['cycle.cycles', lineOf('"cycle"'), 12],
      ['cycle.periodUs', lineOf('"periodUs"'), 17],
      ['zork', lineOf('"zork"'), 3],
    ]);
  });

  it('is told with all the others, up to twenty', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`unknown${i}`, 1]));
    const lines = refusalOf(fileText(many))?.message.split('\n') ?? [];
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe('… and 15 more');
  });
});
