/** What came of computers with hosts of their own, in a scenario file: what is refused, with its place and its remedy. */
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.js';
import { refusalOf, type Case } from '../support/refusal.js';
import { changed, fileText, smallScenario, type Json, type Step } from '../support/scenarios.js';

const OTHERS: Record<string, Json> = {
  exchange: 'om1',
  away: [
    [10, 14],
    [20, 20],
  ],
  arrivals: [
    { cycle: 5, computers: ['D'] },
    {
      cycle: 15,
      computers: ['A'],
      state: { left: ['D'], withdrawn: [], cast: { A: ['D'] }, lamps: { D: ['D'] }, bypassed: ['IMU'] },
    },
  ],
  messages: [
    { cycles: [3, 4], from: 'B', round: 1, about: 0, said: 'nothing' },
    { cycles: [5, 5], from: 'B', round: 1, about: 0, said: ['20842', '00001'] },
    { cycles: [4, 8], from: 'C', round: 3, about: 3, said: 'nothing' },
  ],
  deeds: [
    { cycles: [6, 6], from: 'D', did: { votes: [{ target: 'B', afterNs: 9_000_000 }], commands: [1, 2, 3] } },
    { cycles: [7, 9], from: 'D', did: 'nothing' },
  ],
};

const scenario = changed(smallScenario(), ['receptions'], { ears: 'line', exceptions: [], others: OTHERS });

const AT: readonly Step[] = ['receptions', 'others'];

it('is kept as it stands', () => {
  expect(parseScenario(fileText(scenario), 'x').receptions?.others).toEqual(OTHERS);
});

it('may leave out the mode', () => {
  const text = fileText(changed(scenario, [...AT, 'exchange'], undefined));
  expect(parseScenario(text, 'x').receptions?.others?.exchange).toBeUndefined();
});

const ORDER = 'these cycles come before what was told — give';

const CASES: readonly Case[] = [
  [
    'a mode that is not there',
    ['exchange'],
    'om9',
    'exchange: there is no exchange mode "om9" — possible: none, status, om1',
  ],
  ['a mode by its other name', ['exchange'], 'ic1', 'exchange: there is no exchange mode "ic1" — write "ic"'],
  ['a terminal that is not there', ['terminal'], 'FA9', 'terminal: there is no terminal "FA9"'],
  [
    'a list that is left out',
    ['messages'],
    undefined,
    'messages: is missing — expected here: where another computer said anything but what was expected',
  ],
  ['a stretch without an end', ['away', 0], [10], 'away[0]: must have at least 2 entries, has 1'],
  [
    'stretches that overlap',
    ['away', 1],
    [13, 14],
    `away[1]: ${ORDER} the stretches in order: [first, last]`,
  ],
  ['a stretch backwards', ['away', 0], [14, 10], `away[0]: ${ORDER} the stretches`],
  [
    'somebody who is not there',
    ['arrivals', 0, 'computers', 0],
    'E',
    'arrivals[0].computers[0]: there is no computer "E" — possible: A, B, C, D',
  ],
  [
    'arrivals out of order',
    ['arrivals', 1, 'cycle'],
    5,
    'arrivals[1].cycle: this cycle comes before what was told — give the arrivals in order, one to a cycle',
  ],
  [
    'an arrival that nobody sees',
    ['arrivals', 1, 'cycle'],
    14,
    'arrivals[1].cycle: this host was away in cycle 14 — give the arrivals of the cycles in which it had a part',
  ],
  [
    'half a state',
    ['arrivals', 1, 'state', 'lamps'],
    undefined,
    'arrivals[1].state.lamps: is missing — expected here: by voter: the lamps lit in its row',
  ],
  [
    'a voter who is not there',
    ['arrivals', 1, 'state', 'cast'],
    { E: [] },
    'arrivals[1].state.cast.E: there is no computer "E"',
  ],
  [
    'a target that is not there',
    ['arrivals', 1, 'state', 'lamps', 'D', 0],
    'IMU',
    'arrivals[1].state.lamps.D[0]: there is no computer "IMU"',
  ],
  [
    'a member who is not there',
    ['arrivals', 1, 'state', 'left', 0],
    'E',
    'arrivals[1].state.left[0]: there is no computer "E"',
  ],
  [
    'somebody withdrawn who is not there',
    ['arrivals', 1, 'state', 'withdrawn'],
    ['E'],
    'arrivals[1].state.withdrawn[0]: there is no computer "E"',
  ],
  [
    'an element that is not there',
    ['arrivals', 1, 'state', 'bypassed', 0],
    'IMX',
    'arrivals[1].state.bypassed[0]: there is no element "IMX" — did you mean "IMU"?',
  ],
  [
    'a sender who is not there',
    ['messages', 0, 'from'],
    'E',
    'messages[0].from: there is no computer "E" — possible: A, B, C, D',
  ],
  [
    'messages that overlap',
    ['messages', 1, 'cycles'],
    [4, 5],
    `messages[1].cycles: ${ORDER} what a computer said in one round about one thing in order: [first, last], then [later, later still]`,
  ],
  [
    'a subject that is neither',
    ['messages', 2, 'about'],
    4,
    'messages[2].about: there is neither an element nor a computer number 4 — elements are 0 to 0, computers 0 to 3',
  ],
  [
    'a subject that no header has',
    ['messages', 2, 'about'],
    31,
    'messages[2].about: must be from 0 to 30, is 31',
  ],
  ['a round before the first', ['messages', 2, 'round'], 0, 'messages[2].round: must be from 1 to 99, is 0'],
  [
    'words that are none',
    ['messages', 1, 'said', 1],
    '4ffff',
    'messages[1].said[1]: must be what was said, is "4ffff" — "nothing", or the words as images of five hexadecimal digits',
  ],
  [
    'no word for it',
    ['messages', 1, 'said'],
    'silence',
    'messages[1].said: must be what was said, is "silence" — "nothing", or the words',
  ],
  ['a doer who is not there', ['deeds', 1, 'from'], 'E', 'deeds[1].from: there is no computer "E"'],
  [
    'deeds that overlap',
    ['deeds', 1, 'cycles'],
    [6, 9],
    `deeds[1].cycles: ${ORDER} what a computer did in order`,
  ],
  [
    'a vote against nobody',
    ['deeds', 0, 'did', 'votes', 0, 'target'],
    'E',
    'deeds[0].did.votes[0].target: there is no computer "E"',
  ],
  [
    'a vote before its cycle',
    ['deeds', 0, 'did', 'votes', 0, 'afterNs'],
    -1,
    'deeds[0].did.votes[0].afterNs: must be from 0 to 100000000000, is -1 — expected here: when, nanoseconds of bus time',
  ],
  [
    'more commands than actuators',
    ['deeds', 0, 'did', 'commands'],
    [1, 2, 3, 4],
    'deeds[0].did.commands: 4 commands, for 3 actuators — give one command to an actuator',
  ],
  [
    'a command that no word holds',
    ['deeds', 0, 'did', 'commands', 0],
    40_000,
    'deeds[0].did.commands[0]: must be from -32768 to 32767, is 40000',
  ],
  [
    'no word for what was done',
    ['deeds', 1, 'did'],
    7,
    'deeds[1].did: must be what was done, is 7 — "nothing", or {"votes":',
  ],
];

describe('refused', () => {
  it.each(CASES)('%s', (_what, path, value, told) => {
    const refusal = refusalOf(fileText(changed(scenario, [...AT, ...path], value)));
    expect(refusal?.message).toContain(` receptions.others.${told}`);
    expect(refusal?.message).toMatch(/^x\.json:\d+:\d+ {2}/);
    expect(refusal?.problems).toHaveLength(1);
  });
});
