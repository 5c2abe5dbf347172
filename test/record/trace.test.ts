/** The trace, line by line: other people's tools read it. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ScenarioConfig } from '../../src/core/config.js';
import type { ExchangeName } from '../../src/core/exchange/modes.js';
import type { RunResult } from '../../src/record/result.js';
import { runScenario } from '../../src/run/run-scenario.js';
import { loadScenario } from '../../src/scenario/load.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { changed, fileText, smallScenario } from '../support/scenarios.js';

const name = z.string().min(1);
const event = <What extends string, Shape extends z.ZodRawShape>(what: What, shape: Shape) =>
  z.strictObject({ t: z.int(), cycle: z.int().min(0), event: z.literal(what), ...shape });
const LINE = z.discriminatedUnion('event', [
  event('transmission', {
    bus: name,
    from: name,
    words: z.array(z.string().regex(/^[0-9a-f]{4}([0-9a-f]{2})?$/)).min(1),
  }),
  event('reading', {
    element: name,
    computer: name,
    reading: z.enum(['ok', 'no-response', 'parity', 'manchester', 'word-count']),
  }),
  event('message', {
    round: z.int().min(0),
    about: name,
    path: z.array(name).min(1),
    sender: name,
    receiver: name,
    value: z.string().regex(/^(v\d+|R\(E\)|DEFAULT)$/),
  }),
  event('decision', {
    element: name,
    computer: name,
    outcome: z.enum(['value', 'error', 'default', 'own']),
    use: z.enum(['fresh', 'stale', 'bypassed']),
    input: z.string().regex(/^[0-9a-f]{8}$/),
  }),
  event('vote', { voter: name, target: name }),
  event('accusation', { terminal: name }),
  event('set', { pattern: z.string().regex(/^\d+(-\d+)*$/), groups: z.array(z.array(name).min(1)).min(1) }),
  event('fault', { id: name, what: z.enum(['applied', 'noticed', 'isolated']) }),
  event('note', { text: name, mark: z.enum(['D', 'S', 'M', 'R']) }),
]);
type Line = z.infer<typeof LINE>;

interface Traced {
  readonly text: string;
  readonly lines: readonly Line[];
  readonly run: RunResult;
}

function traceOf(scenario: ScenarioConfig, mode: ExchangeName): Traced {
  let text = '';
  const run = runScenario(scenario, mode, (lines) => (text += Buffer.from(lines).toString()));
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => LINE.parse(JSON.parse(line)));
  return { text, lines, run };
}

const only = <What extends Line['event']>(lines: readonly Line[], what: What) =>
  lines.filter((line): line is Extract<Line, { event: What }> => line.event === what);

/** C hears the terminal badly and lies about it; every kind of event comes up in one mode or another. */
function eventful(): ScenarioConfig {
  const small = changed(smallScenario(), ['exchange'], { links: 'pointToPoint' });
  const liar = { id: 'liar', target: 'C', behaviour: 'two-faced', as: 'both', from: { cycle: 5 } };
  const crack = {
    id: 'crack',
    target: 'IMU',
    behaviour: 'series-resistance',
    from: { cycle: 20 },
    ohm: 3000,
  };
  const note = { timeUs: 400_000, text: 'Said "so" \\ and so', mark: 'R' };
  const event = { id: 'swap', timeUs: 1_200_000, mark: 'R', action: 'exchange-terminal', terminal: 'IMU' };
  const withFaults = changed(small, ['faults'], [crack, liar]);
  const all = changed(changed(withFaults, ['notes'], [note]), ['events'], [event]);
  return parseScenario(fileText(all), 'eventful.json');
}

describe.each(['none', 'status', 'om1'] as const)('the trace under %s', (mode) => {
  const { scenario } = loadScenario('sts-124');
  const { text, lines, run } = traceOf(scenario, mode);

  it('is lines of JSON with time, cycle and event first, in order of time in each cycle', () => {
    expect(text.endsWith('\n')).toBe(true);
    for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^\{"t":-?\d+,"cycle":\d+,"event":"/);
    lines.forEach((line, i) => {
      const before = lines[i - 1];
      if (before === undefined) return;
      expect(line.cycle).toBeGreaterThanOrEqual(before.cycle);
      if (line.cycle === before.cycle) expect(line.t).toBeGreaterThanOrEqual(before.t);
    });
  });

  it('has the hash that the result names', () => {
    expect(createHash('sha256').update(text).digest('hex')).toBe(run.traceSha256);
  });

  it('says of votes, set, faults and notes what the result says', () => {
    const votes = only(lines, 'vote').map(({ t, cycle, voter, target }) => ({
      cycle,
      timeUs: t / 1000,
      voter,
      target,
    }));
    expect(votes).toEqual(run.failVotes);
    const regrouped = run.patterns.filter(
      (p, i) => JSON.stringify(p.groups) !== JSON.stringify(run.patterns[i - 1]?.groups),
    );
    expect(only(lines, 'set').map(({ cycle, pattern, groups }) => ({ cycle, pattern, groups }))).toEqual(
      regrouped.map(({ cycle, pattern, groups }) => ({ cycle, pattern, groups })),
    );
    expect(only(lines, 'note').map(({ text: said, mark }) => [said, mark])).toEqual(
      run.notes.map((n) => [n.text, n.mark]),
    );
    expect(only(lines, 'accusation').map(({ terminal, cycle }) => ({ id: terminal, cycle }))).toEqual(
      run.accused,
    );
    const [fault] = run.faults;
    const times = { applied: fault?.appliedUs, noticed: fault?.detectedUs, isolated: fault?.isolatedUs };
    const traced = Object.fromEntries(only(lines, 'fault').map(({ what, t }) => [what, t / 1000]));
    expect({ applied: null, noticed: null, isolated: null, ...traced }).toEqual(times);
  });

  it('says who read what, as the result does', () => {
    for (const { cycle, readings } of run.hearing) {
      const read = only(lines, 'reading').filter((line) => line.cycle === cycle);
      const heard = Object.fromEntries(read.map(({ computer, reading }) => [computer, reading]));
      const bypassed = Object.fromEntries(Object.keys(readings).map((c) => [c, 'not-read']));
      expect(read.length === 0 ? bypassed : heard).toEqual(readings);
    }
  });
});

describe('the trace', () => {
  it('has one line per transmission, with every word in it', () => {
    const { lines } = traceOf(loadScenario('sts-124').scenario, 'om1');
    const sent = only(lines, 'transmission').filter((line) => line.cycle === 1);
    expect(sent.map(({ bus, from, words }) => [bus, from, words.length]).toSorted()).toEqual([
      ['FC6', 'FA2', 54],
      ['FC6', 'GPC2', 1],
      ['ICC-GPC1', 'GPC1', 55],
      ['ICC-GPC2', 'GPC2', 55],
      ['ICC-GPC3', 'GPC3', 55],
      ['ICC-GPC4', 'GPC4', 55],
    ]);
    for (const { words } of sent) for (const word of words) expect(word).toMatch(/^[0-9a-f]{6}$/);
  });

  it('has every message of OM(1): each reading to each other computer, each private word in two rounds', () => {
    const { lines } = traceOf(loadScenario('sts-124').scenario, 'om1');
    const inCycle = (cycle: number) => only(lines, 'message').filter((line) => line.cycle === cycle);
    // Sumwords are exchanged in every fourth cycle.
    expect(inCycle(1)).toHaveLength(4 * 3);
    expect(inCycle(4)).toHaveLength(4 * 3 + 4 * 3 + 4 * 3 * 2);
    for (const { about, path, sender, receiver } of inCycle(4)) {
      expect(path[0]).toBe(about);
      expect(path.at(-1)).toBe(sender);
      expect([...path, receiver]).toHaveLength(new Set([...path, receiver]).size);
    }
    expect(inCycle(1).find(({ sender }) => sender === 'GPC1')).toMatchObject({
      round: 1,
      about: 'FA2',
      path: ['FA2', 'GPC1'],
      sender: 'GPC1',
      receiver: 'GPC2',
    });
  });

  it('shows by equal digests who used equal inputs', () => {
    const { lines } = traceOf(loadScenario('sts-124').scenario, 'none');
    const inputs = (cycle: number) =>
      only(lines, 'decision')
        .filter((line) => line.cycle === cycle)
        .map((line) => line.input);
    expect(new Set(inputs(0)).size).toBe(1);
    const [gpc1, gpc2, gpc3, gpc4] = inputs(50);
    expect([gpc2, gpc3]).toEqual([gpc1, gpc1]);
    expect(gpc4).not.toBe(gpc1);
  });

  it.each(['none', 'status', 'om1'] as const)('stands liars and point-to-point links, under %s', (mode) => {
    const { lines, run } = traceOf(eventful(), mode);
    expect(only(lines, 'transmission').some(({ bus }) => bus === 'ICC-A-B')).toBe(true);
    expect(run.notes.map((note) => note.text)).toContain('Said "so" \\ and so');
    expect(only(lines, 'note').map((line) => line.text)).toEqual(run.notes.map((note) => note.text));
  });

  it('cannot be broken by a name', () => {
    const odd = (plain: string): string => `${plain}"\\\n\u2028{`;
    const text = JSON.stringify(eventful());
    // The schema allows no such name; a program that makes its scenario itself may.
    const names = ['A', 'B', 'C', 'D', 'IMU', 'main', 'liar', 'crack'];
    const scenario = names.reduce(
      (json, plain) => json.replaceAll(`"${plain}"`, JSON.stringify(odd(plain))),
      text,
    );
    const { lines } = traceOf(JSON.parse(scenario) as ScenarioConfig, 'om1');
    expect(new Set(only(lines, 'reading').map((line) => line.computer))).toEqual(
      new Set(['A', 'B', 'C', 'D'].map(odd)),
    );
  });
});
