import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HearingChange, ReplayResult } from '../../src/record/result.js';
import { story, type Paint } from '../../src/report/story.js';
import { replay } from '../../src/run/replay.js';
import { loadScenario } from '../../src/scenario/load.js';
import { holds } from '../support/property.js';
import { faultOf, hearingOf, patternOf, resultOf, runOf } from '../support/results.js';

const escapes: Paint = (_, text) => `\u001b[1m${text}\u001b[0m`;
// eslint-disable-next-line no-control-regex -- they are what is taken away
const unpainted = (text: string): string => text.replace(/\u001b\[\d+m/g, '');

/** C hears nothing from cycle 2 on, leaves in 3 and is back in 6. */
const split = runOf({
  exchange: 'status',
  verdict: 'split',
  asExpected: true,
  patterns: [
    patternOf(0, [['A', 'B', 'C']]),
    patternOf(
      3,
      [['A', 'B'], ['C']],
      [['A'], ['B'], ['C']],
      [
        [0, 2],
        [1, 2],
        [2, 2],
      ],
    ),
    patternOf(6, [['A', 'B', 'C']]),
  ],
  hearing: [
    hearingOf(0, 'IMU', { A: 'ok', B: 'ok', C: 'ok' }),
    hearingOf(2, 'IMU', { A: 'ok', B: 'manchester', C: 'no-response' }),
    hearingOf(6, 'IMU', { A: 'ok', B: 'ok', C: 'ok' }),
  ],
  failVotes: [
    { cycle: 3, timeUs: 122_000, voter: 'C', target: 'C' },
    { cycle: 3, timeUs: 127_000, voter: 'A', target: 'C' },
  ],
  faults: [faultOf()],
  notes: [
    { timeUs: 240_000, text: 'crew: IMU is exchanged', mark: 'D' },
    { timeUs: 240_000, text: 'crew: the set is re-formed', mark: 'R' },
  ],
});

const agreed = runOf({
  exchange: 'om1',
  n: 4,
  m: 1,
  asExpected: false,
  unmet: ['accused: expected none, came out IMU'],
  bound: { needs: 'N > 3', has: 3, met: false },
  hearing: [
    hearingOf(0, 'IMU', { A: 'ok', B: 'ok', C: 'ok' }, 'value'),
    hearingOf(2, 'IMU', { A: 'ok', B: 'manchester', C: 'no-response' }, 'error'),
    hearingOf(4, 'IMU', { A: 'not-read', B: 'not-read', C: 'not-read' }, 'bypassed'),
  ],
  accused: [{ id: 'IMU', cycle: 3 }],
  noDataCycles: 1,
  faults: [faultOf({ isolatedUs: 2_000_000 })],
});

describe('the first screen', () => {
  it('tells a story, mode beside mode', () => {
    const claims = [{ text: 'It happened', mark: 'D' as const, source: 'a book' }];
    expect(story(resultOf([split, agreed], { claims }))).toBe(
      `Made up
made-up, seed 1, 10 cycles of 40 ms; 3 of 3 computers healthy, faulty: IMU

      who heard IMU status                om1
t/s   A  B   C   set what                 set what
0.00  ok ok  ok  3                        3   3:0 all use it
0.08  ok ERR --  3                        3   1:2 no data
0.12  ok ERR --  2-1 C out; states 1-1-1  3   1:2 no data; IMU accused
0.16  ok ERR --  2-1 states 1-1-1         3   bypassed
0.24  crew: IMU is exchanged [D]; crew: the set is re-formed [R]
0.24  ok ok  ok  3   set re-formed        3   bypassed
ok heard; -- silence; ERR heard badly; 3:1 heard : not heard; set: groups that
accept each other; states: groups of equal state

annunciation matrix: row votes against column; W a vote, Y its own lamp
status  after 2-1
A       . . W
B       . . W
C       . . Y

status  SPLIT, as expected: 2-1 at 0.12 s, 3 at 0.24 s
        price: no reads without data; exchange takes 0.5 of 40 ms
        IMU crack: noticed in 1 ms, never isolated
om1     AGREED: one set of 3 in each of 10 cycles
        price: 1 read without data; exchange takes 0.5 of 40 ms
        IMU crack: noticed in 1 ms, isolated in 1.92 s (limit 400 ms)
        bound not met: needs N > 3, has 3
        not as expected: accused: expected none, came out IMU

D documented, S secondary, M widely told, R our reconstruction (see SOURCES.md)
D  It happened
`,
    );
  });

  it('does not call agreed what stayed one set and used different words', () => {
    const held = { held: true, violations: 0, firstCycle: null };
    const agreement = { held: false, violations: 3, firstCycle: 7 };
    const checks = { agreement, validity: held, healthyVotedOut: held };
    const text = story(resultOf([runOf({ checks })]), { width: 100 });
    expect(text).toContain('none  ONE SET THAT DISAGREES: one set of 3 in each of 10 cycles');
    expect(text).toContain(
      'violated, and the scenario expects nothing of none: agreement in 3 cycles from 7 on',
    );
    expect(text).not.toContain('AGREED');
  });

  it('tells apart silence that was heard, and computers of which nothing was', () => {
    const readings = { A: 'ok', B: 'silent', C: 'other' } as const;
    const text = story(
      resultOf([runOf({ exchange: 'om1', hearing: [hearingOf(0, 'IMU', readings, 'value')] })]),
    );
    expect(text).toContain('0.00  ok ? DIF  3   1:1 all use it');
    expect(text).toContain('DIF says other words; ? says nothing');
  });

  it('says of a record what was live', () => {
    const scenario = { name: 'made-up', title: 'Made up', sha256: '' };
    const head = (exchange: string | null): string =>
      story(resultOf([split, agreed], { scenario: { ...scenario, live: { exchange } } }), { width: 100 });
    expect(head('om1')).toContain(
      '\nas one host of a live run in om1 saw it\nNOT LIVE: status, where the others do what is expected of them\n',
    );
    expect(head(null)).toContain(
      '\nas its terminals were heard in a live run; that holds for any mode, whichever was live\n',
    );
  });

  it('gives notes their times as the table has them', () => {
    const notes = [{ timeUs: -557_315, text: '3 computers in the set', mark: 'R' as const }];
    expect(story(resultOf([runOf({ notes })]))).toContain('\n-0.56 3 computers in the set [R]\n');
    const wire = { ...runOf().wire, frameUs: 5000 };
    expect(story(resultOf([runOf({ notes, wire })]))).toContain('\n-0.557315 3 computers in the set [R]\n');
  });

  it('is moved by no colour', () => {
    const result = resultOf([split, agreed]);
    const coloured = story(result, { paint: escapes });
    expect(coloured).not.toBe(story(result));
    expect(unpainted(coloured)).toBe(story(result));
  });

  it('puts modes below each other where they do not fit beside each other', () => {
    const text = story(resultOf([split, agreed]), { width: 50 });
    expect(text.match(/who heard IMU/g)).toHaveLength(2);
  });

  it('calls computers by number where their names are too long', () => {
    const names = ['FlightControlComputer-Left', 'FlightControlComputer-Right'];
    const readings: HearingChange['readings'] = { [names[0] ?? '']: 'ok', [names[1] ?? '']: 'no-response' };
    const run = runOf({
      patterns: [patternOf(0, [names]), patternOf(1, [[names[0] ?? ''], [names[1] ?? '']])],
      hearing: [hearingOf(0, 'IMU', readings)],
      failVotes: [{ cycle: 1, timeUs: 41_000, voter: names[0] ?? '', target: names[1] ?? '' }],
    });
    const text = story(resultOf([run], { computers: names }), { width: 60 });
    expect(text).toContain('t/s   1  2   set what');
    expect(text).toContain('0.04  ok --  1-1 2 out');
    expect(text).toContain('1=FlightControlComputer-Left,');
  });

  it('names elements that were always heard well, and tells the others one by one', () => {
    const good = { A: 'ok', B: 'ok', C: 'ok' } as const;
    const hearing = [
      hearingOf(0, 'IMU', good),
      hearingOf(0, 'RADAR', good),
      hearingOf(0, 'GPS', { A: 'ok', B: 'ok', C: 'parity' }),
      hearingOf(3, 'IMU', { A: 'ok', B: 'ok', C: 'late' }),
    ];
    const text = story(resultOf([runOf({ hearing })]));
    expect(text).toContain('who heard IMU');
    expect(text).toContain('who heard GPS');
    expect(text).not.toContain('who heard RADAR');
    expect(text).toContain('heard well by all in every cycle: RADAR');
  });

  it('tells two readers of equal count apart from two that heard different words', () => {
    const hearing = [hearingOf(0, 'IMU', { A: 'ok', B: 'ok', C: 'ok' }, 'default')];
    expect(story(resultOf([runOf({ hearing })]))).toContain('values differ, no data');
  });

  it('shortens what flickers', () => {
    const hearing = Array.from({ length: 200_000 }, (_, i) =>
      hearingOf(i, 'IMU', { A: 'ok', B: 'ok', C: i % 2 === 0 ? 'ok' : 'parity' }),
    );
    const text = story(resultOf([runOf({ hearing })]));
    expect(text).toContain('… and so on; --out DIR writes down every change');
    expect(text.split('\n').length).toBeLessThan(45);
  });

  it('says why a mode of which nothing is expected is not in order', () => {
    const checks = { ...runOf().checks, validity: { held: false, violations: 2, firstCycle: 7 } };
    expect(story(resultOf([runOf({ checks })]), { width: 100 })).toContain(
      'violated, and the scenario expects nothing of none: validity in 2 cycles from 7 on',
    );
  });

  it.each([
    [faultOf({ status: 'not-applicable', appliedUs: null }), 'IMU crack: nothing to act on in this mode'],
    [faultOf({ status: 'unnoticed', appliedUs: null, detectedUs: null }), 'IMU crack: never acted'],
    [faultOf({ status: 'unnoticed', detectedUs: null }), 'IMU crack: unnoticed'],
    [faultOf({ isolatedUs: 85_000 }), 'IMU crack: noticed in 1 ms, isolated in 5 ms\n'],
  ])('says what came of a fault: %j', (fault, told) => {
    expect(story(resultOf([runOf({ faults: [fault] })]))).toContain(told);
  });

  it('tells cycles apart however short they are', () => {
    const hearing = [0, 1, 2].map((cycle) =>
      hearingOf(cycle, 'IMU', { A: 'ok', B: 'ok', C: cycle === 1 ? 'late' : 'ok' }),
    );
    const text = story(resultOf([runOf({ hearing, wire: { ...runOf().wire, frameUs: 125 } })]));
    expect(text).toMatch(/^0\.00 .*\n0\.000125 .*\n0\.00025 /m);
  });

  it('says that it is not the whole run', () => {
    expect(story(resultOf([split], { interrupted: true }))).toContain(
      'INTERRUPTED in status, after 10 cycles: this is what there was',
    );
  });

  it('says of a run that was cut short what was not judged, and of those before it what was', () => {
    const checks = { ...split.checks, agreement: { held: false, violations: 3, firstCycle: 2 } };
    const cut = { ...split, exchange: 'om1', asExpected: null, checks };
    const text = story(resultOf([{ ...cut, exchange: 'status' }, cut], { interrupted: true }), {
      width: 100,
    });
    const told =
      'not held against what the scenario expects; violated so far: agreement in 3 cycles from 2 on';
    expect(text.replaceAll(/\s+/g, ' ').split(told)).toHaveLength(2);
    expect(text).toContain('violated, and the scenario expects nothing of status: agreement in 3 cycles');
    expect(text).not.toContain('nothing of om1');
  });

  it('says that not one cycle took place, and nothing of what it came to', () => {
    const none = { cycles: 0, patterns: [], hearing: [], membership: [], asExpected: null };
    const text = story(resultOf([runOf(none)], { interrupted: true }));
    expect(text).toBe(`Made up
made-up, seed 1, no cycle; 3 of 3 computers healthy, no fault
INTERRUPTED in none, before the first cycle

none  NO VERDICT: not one cycle took place
`);
  });

  it('tells any result, whatever its size, without a blank at the end of a line', () => {
    holds(
      fc.property(anyResult, fc.integer({ min: 20, max: 200 }), (result, width) => {
        const text = story(result, { width });
        expect(text).not.toMatch(/ \n|undefined|NaN/);
        for (const { exchange } of result.runs) expect(text).toContain(exchange);
      }),
      100,
    );
  });
});

describe('the first screen of the replay that everybody sees first', () => {
  it('fits into 80 columns, with three modes in 100', async () => {
    const two = await replay(loadScenario('sts-124'));
    const longest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));
    expect(longest(story(two, { width: 80 }))).toBeLessThanOrEqual(80);
    expect(story(two, { width: 80 }).match(/who heard/g)).toHaveLength(1);
    const three = await replay(loadScenario('sts-124'), { exchange: ['none', 'status', 'om1'] });
    expect(longest(story(three, { width: 100 }))).toBeLessThanOrEqual(100);
    expect(story(three, { width: 100 }).match(/who heard/g)).toHaveLength(1);
  });
});

const anyResult: fc.Arbitrary<ReplayResult> = fc
  .record({
    computers: fc.uniqueArray(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,31}$/), {
      minLength: 2,
      maxLength: 16,
    }),
    elements: fc.uniqueArray(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,31}$/), {
      minLength: 1,
      maxLength: 3,
    }),
    modes: fc.subarray(['none', 'status', 'om1'], { minLength: 1 }),
    kinds: fc.infiniteStream(fc.constantFrom('ok', 'no-response', 'parity', 'not-read')),
    outcomes: fc.infiniteStream(fc.constantFrom('value', 'error', 'default', 'own', 'bypassed')),
    cuts: fc.infiniteStream(fc.nat(15)),
    changes: fc.integer({ min: 1, max: 12 }),
  })
  .map(({ computers, elements, modes, kinds, outcomes, cuts, changes }) => {
    const next = <T>(stream: Iterator<T>): T => stream.next().value as T;
    const cycles = Array.from({ length: changes }, (_, i) => 3 * i);
    const runs = modes.map((exchange) =>
      runOf({
        exchange,
        patterns: cycles.map((cycle) => {
          const cut = 1 + (next(cuts) % (computers.length - 1));
          const groups = [computers.slice(0, cut), computers.slice(cut)];
          return patternOf(cycle, cycle === 0 ? [computers] : groups, groups, [[0, 1]]);
        }),
        hearing: cycles.flatMap((cycle) =>
          elements.map((element) => {
            const readings = Object.fromEntries(computers.map((c) => [c, next(kinds)]));
            return hearingOf(cycle, element, readings, next(outcomes));
          }),
        ),
        failVotes: cycles.map((cycle) => ({
          cycle,
          timeUs: 0,
          voter: computers[0] ?? '',
          target: computers[1] ?? '',
        })),
      }),
    );
    return resultOf(runs, { computers });
  });
