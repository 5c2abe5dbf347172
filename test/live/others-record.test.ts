/** One host among many, and what it wrote down of the others: replayed, the same decisions, votes and sets, byte for byte. */
import { describe, expect, it } from 'vitest';
import type { ScenarioConfig } from '../../src/core/config.js';
import { messageFormat } from '../../src/core/bus/message.js';
import { Transmission } from '../../src/core/bus/transmission.js';
import type { Deeds } from '../../src/core/exchange/others.js';
import { findMode, type ExchangeName } from '../../src/core/exchange/modes.js';
import { UTTERANCE, Utterance } from '../../src/core/exchange/utterance.js';
import { columns } from '../../src/record/columns.js';
import type { RunResult } from '../../src/record/result.js';
import { story } from '../../src/report/story.js';
import { recordedScenario } from '../../src/live/recorded-scenario.js';
import { runScenario, ScenarioRun } from '../../src/run/run-scenario.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { UnrulyOthers, wellHeard, type Unruly } from '../support/unruly-others.js';
import { shortFlight } from './support/flight.js';

const CYCLES = 60;
const MODES = ['om1', 'status', 'none'] as const;

const AT = (cycle: number) => ({ timeUs: cycle * 40_000, mark: 'D' });
const file = {
  ...shortFlight(CYCLES),
  events: [
    // While the host is away, and at the start of the cycle in which it comes back.
    { id: 'missed', ...AT(12), action: 'restore-element', element: 'FA2' },
    { id: 'seen', ...AT(15), action: 'restore-element', element: 'FA2' },
  ],
  faults: [],
  notes: [{ ...AT(11), text: 'nobody here reads this in time' }],
  expect: {},
};
const scenario = parseScenario(JSON.stringify(file), 'flight');

const within = (cycle: number, first: number, last: number): boolean => first <= cycle && cycle <= last;

/** Two bits of every data word are other ones: the parity stays good. */
const lie = (words: readonly number[]): number[] => words.map((word, i) => (i === 0 ? word : word ^ 0b110));

/** GPC1 is at home. GPC2 falls silent, GPC3 lies and babbles, GPC4 votes and commands as it likes. */
const UNRULY: Unruly = {
  isAway: (cycle) => within(cycle, 10, 14),
  arrivals: (cycle) => {
    if (cycle === 40) return { computers: [3] };
    if (cycle !== 15) return undefined;
    const state = {
      left: [1, 0, 0, 1],
      takesPart: [1, 1, 1, 0],
      cast: [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0],
      lamps: [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1],
      bypassed: [1],
    };
    return { computers: [0], state };
  },
  said: ({ cycle, round, sender }, expected) => {
    if (sender === 1 && within(cycle, 3, 5)) return 'nothing';
    if (sender === 2 && within(cycle, 4, 8)) return lie(expected);
    if (sender === 2 && within(cycle, 20, 29)) return expected.map((word) => word ^ 1);
    if (sender === 1 && within(cycle, 28, 44) && round > 1) return lie(expected);
    return sender === 2 && cycle === 33 ? [...expected].reverse() : undefined;
  },
  did: ({ cycle, computer, startNs }, expected): Deeds | 'nothing' | undefined => {
    const vote = (target: number, afterNs: number) => ({
      voter: computer,
      target,
      timeNs: startNs + afterNs,
    });
    if (computer === 3 && cycle === 2)
      return { ...expected, votes: [vote(1, 9_000_001), vote(2, 9_000_000)] };
    if (computer === 1 && within(cycle, 17, 19)) return 'nothing';
    if (computer === 2 && within(cycle, 41, 43)) return { votes: [], commands: [1500, -1500, 7] };
    return computer === 3 && cycle === 50 ? { ...expected, votes: [vote(3, 12_345_678)] } : undefined;
  },
};

function live(flight: ScenarioConfig, mode: ExchangeName, unruly: Unruly, own = 0) {
  const others = new UnrulyOthers(flight, own, unruly);
  const lines: string[] = [];
  const entry = findMode(mode);
  if (entry === undefined) throw new Error(mode);
  const parts = { outside: wellHeard(flight), others };
  const run = new ScenarioRun(flight, entry, (text) => lines.push(Buffer.from(text).toString()), parts);
  run.advance(CYCLES);
  return { run: run.finish(), cycles: run.cycle, trace: lines.join(''), others };
}

function recordOf(flight: ReturnType<typeof live>, mode: string, from = file): string {
  const others = flight.others.book.done();
  if (others === undefined) throw new Error('the book is full');
  const task = { seed: scenario.seed, notes: [], withoutFaults: false, interrupted: false };
  const receptions = { ears: 'emulated', exceptions: [], others: { exchange: mode, ...others } } as const;
  return recordedScenario(from, { ...task, cycles: flight.cycles, receptions }, 'recording.csv');
}

function replayed(text: string, mode: ExchangeName): { run: RunResult; trace: string } {
  const lines: string[] = [];
  const record = parseScenario(text, 'record');
  const run = runScenario(record, mode, (part) => lines.push(Buffer.from(part).toString()));
  return { run, trace: lines.join('') };
}

const told = (trace: string): string[] =>
  trace.split('\n').filter((line) => /"event":"(decision|vote|set)"/.test(line));

const head = { scenario: 'x', seed: 1, computers: scenario.computers.map(({ id }) => id) };

describe.each(MODES)('%s', (mode) => {
  const flight = live(scenario, mode, UNRULY);
  const text = recordOf(flight, mode);
  const { run, trace } = replayed(text, mode);

  it('comes to the same decisions, votes and sets again', () => {
    expect(told(trace)).toEqual(told(flight.trace));
    expect(told(trace).join('\n')).toBe(told(flight.trace).join('\n'));
  });

  it('comes to the same result', () => {
    expect(run).toEqual(flight.run);
    expect(columns(head, run)).toBe(columns(head, flight.run));
  });

  it('does as it was told by the others', () => {
    expect([flight.cycles, run.cycles]).toEqual([CYCLES, CYCLES - 5]);
    const decided = told(trace).flatMap((line) => /"cycle":(\d+),"event":"decision"/.exec(line)?.[1] ?? []);
    const inCycles = new Set(decided.map(Number));
    expect([9, 10, 14, 15].map((cycle) => inCycles.has(cycle))).toEqual([true, false, false, true]);
    expect(run.failVotes.filter(({ voter, cycle }) => voter === 'GPC4' && cycle === 2)).toEqual([
      { cycle: 2, timeUs: 89_000, voter: 'GPC4', target: 'GPC3' },
      { cycle: 2, timeUs: 89_000.001, voter: 'GPC4', target: 'GPC2' },
    ]);
    expect(run.membership.find(({ cycle }) => cycle === 15)?.members).toEqual(['GPC1', 'GPC2', 'GPC3']);
    expect(run.notes.map(({ text: note, timeUs }) => [timeUs, note])).toEqual([
      [440_000, 'nobody here reads this in time'],
      [480_000, 'crew: FA2 is restored'],
      [600_000, 'crew: FA2 is restored'],
      [600_000, expect.stringMatching(/^crew: GPC1 is readmitted/)],
      ...run.notes.slice(4).map(({ text: note, timeUs }) => [timeUs, note]),
    ]);
  });

  it('has it all in its record, one entry to a line', () => {
    const lines = text.slice(text.indexOf('"others"')).split('\n');
    expect(lines.slice(0, 7)).toEqual([
      '"others": {',
      `      "exchange": "${mode}",`,
      '      "computer": "GPC1",',
      '      "away": [',
      '        [10,14]',
      '      ],',
      '      "arrivals": [',
    ]);
    expect(lines).toContain(
      '        {"cycle":15,"computers":["GPC1"],"state":{"left":["GPC1","GPC4"],"withdrawn":["GPC4"],"cast":{"GPC1":["GPC4"],"GPC2":["GPC4"]},"lamps":{"GPC1":["GPC4"],"GPC2":["GPC4"],"GPC4":["GPC4"]},"bypassed":["FA2"]}},',
    );
    expect(lines).toContain('        {"cycles":[17,19],"from":"GPC2","did":"nothing"},');
  });

  it('can be told to people', () => {
    const result = {
      format: 1,
      tool: { name: 'quadruplex', version: '' },
      scenario: { name: 'x', title: 'x', sha256: '' },
      seed: 1,
      computers: head.computers,
      claims: [],
      runs: [run],
    } as const;
    expect(story(result)).toContain('GPC');
  });

  it('is heard in the mode in which it came, and in no other', () => {
    const other = mode === 'om1' ? 'status' : 'om1';
    const well = runScenario(scenario, other);
    expect(replayed(text, other).run.failVotes).toEqual(well.failVotes);
  });
});

/** Who heard what of FA2, as its host knows it, in a cycle. */
function heardIn({ hearing }: RunResult, cycle: number): string {
  const change = hearing.findLast((one) => one.element === 'FA2' && one.cycle <= cycle);
  return Object.values(change?.readings ?? {}).join(' ');
}

describe('who heard what', () => {
  it('is of the others what they say of it', () => {
    const { run } = live(scenario, 'om1', UNRULY);
    expect(heardIn(run, 2)).toBe('ok ok ok ok');
    expect(heardIn(run, 3)).toBe('ok silent ok ok');
    // Two of four say the same: nothing is agreed on that another could differ from.
    expect([heardIn(run, 4), heardIn(run, 6)]).toEqual(['ok silent ok ok', 'ok ok other ok']);
  });

  it('is of no others known where they say nothing of it', () => {
    const flight = live(scenario, 'none', {}, 2);
    expect(heardIn(flight.run, 5)).toBe('silent silent ok silent');
    expect(heardIn(replayed(recordOf(flight, 'none'), 'none').run, 5)).toBe('silent silent ok silent');
  });

  it('may be an error, as they say, without a name', () => {
    // A header of another kind, "I received an error", with its parity, and a word that says nothing.
    const isThere = ({ cycle, round, sender }: { cycle: number; round: number; sender: number }): boolean =>
      cycle === 5 && round === 1 && sender === 3;
    const words = errorWords(3);
    const { run } = live(scenario, 'om1', { said: (about) => (isThere(about) ? words : undefined) });
    expect([heardIn(run, 5), heardIn(run, 6)]).toEqual(['ok ok ok error', 'ok ok ok ok']);
    const status = live(scenario, 'status', {}, 0);
    expect(heardIn(status.run, 5)).toBe('ok ok ok ok');
  });
});

/** "I received an error" on element 0. */
function errorWords(sender: number): number[] {
  const utterance = new Utterance();
  const format = messageFormat(scenario.exchange.wordFormat);
  const words = new Transmission(format.word);
  utterance.setEmpty(UTTERANCE.readingError, sender, 0);
  utterance.compose(format, words);
  return Array.from(words.words.subarray(0, words.count));
}

it('comes to the same where each receiver has a line of its own', () => {
  const apart = { ...file, exchange: { links: 'pointToPoint' } };
  const flight = live(parseScenario(JSON.stringify(apart), 'flight'), 'om1', UNRULY);
  const { trace } = replayed(recordOf(flight, 'om1', apart), 'om1');
  expect(told(trace)).toEqual(told(flight.trace));
});

describe('others who do what is expected of them', () => {
  it.each(MODES)('change nothing, at home or in a record: %s', (mode) => {
    const flight = live(scenario, mode, {}, 2);
    const alone = replayed(JSON.stringify(file), mode);
    const record = recordOf(flight, mode);
    expect(record).toContain('"messages": [],\n      "deeds": []\n    }\n  }\n}\n');
    expect(replayed(record, mode).trace).toBe(alone.trace);
    expect(flight.trace).toBe(alone.trace);
  });
});

describe('a host that is not there at first', () => {
  const unruly: Unruly = {
    isAway: (cycle) => cycle < 7,
    arrivals: (cycle) => (cycle === 7 ? { computers: [0] } : undefined),
  };

  it.each(MODES)('begins when it comes: %s', (mode) => {
    const flight = live(scenario, mode, unruly);
    const { run, trace } = replayed(recordOf(flight, mode), mode);
    expect(told(trace)).toEqual(told(flight.trace));
    expect(run.patterns[0]).toMatchObject({ cycle: 7, timeUs: 280_000, pattern: '4' });
    expect(told(trace).find((line) => line.includes('"event":"set"'))).toContain('"pattern":"4"');
    const hears = columns(head, run)
      .split('\n')
      .find((line) => line.includes(' hear ') && !line.startsWith('#'));
    expect(hears?.trim().split(/ +/).slice(0, 2)).toEqual(['0.280000', '7']);
  });

  it('and one that never comes has nothing to tell', () => {
    const { run, cycles } = live(scenario, 'om1', { isAway: () => true });
    expect([run.cycles, cycles, run.patterns, run.verdict]).toEqual([0, CYCLES, [], 'agreed']);
    expect(columns(head, run)).toContain('verdict agreed');
  });
});
