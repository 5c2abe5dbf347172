import { describe, expect, it } from 'vitest';
import { columns } from '../../src/record/columns.js';
import { faultOf, hearingOf, patternOf, runOf } from '../support/results.js';

const head = { scenario: 'made-up', seed: 1, computers: ['A', 'B', 'C'] };
const body = (text: string): string[] =>
  text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('the columns', () => {
  it('tell a run cycle by cycle, one line per change, what is seen before what follows from it', () => {
    const run = runOf({
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
        patternOf(
          4,
          [['A', 'B'], ['C']],
          [['A'], ['B'], ['C']],
          [
            [0, 2],
            [1, 2],
          ],
        ),
      ],
      hearing: [
        hearingOf(0, 'IMU', { A: 'ok', B: 'ok', C: 'ok' }),
        hearingOf(3, 'RADAR', { A: 'ok', B: 'manchester', C: 'no-response' }),
      ],
      failVotes: [
        { cycle: 3, timeUs: 122_500, voter: 'C', target: 'C' },
        { cycle: 3, timeUs: 165_000, voter: 'A', target: 'C' },
      ],
      accused: [{ id: 'IMU', cycle: 3 }],
      faults: [faultOf({ appliedUs: 120_010, detectedUs: 122_500, isolatedUs: 123_000 })],
      notes: [{ timeUs: 119_999, text: 'it begins', mark: 'R' }],
    });
    expect(body(columns(head, run))).toEqual([
      '     0.000000       0           hear   IMU    A ok           B ok           C ok           -> own',
      '     0.000000       0           set    3    A B C',
      '     0.000000       0           state  3    A B C',
      '     0.000000       0           cam    ... ... ...',
      '     0.120000       3           note   it begins [R]',
      '     0.120000       3    0.010  fault  crack acts on IMU',
      '     0.120000       3           hear   RADAR  A ok           B manchester   C no-response  -> own',
      '     0.120000       3    2.500  fault  crack is noticed',
      '     0.120000       3    2.500  vote   C against itself',
      '     0.120000       3    3.000  fault  crack is isolated',
      '     0.120000       3   45.000  vote   A against C',
      '     0.120000       3           accuse IMU',
      '     0.120000       3           set    2-1  A B | C',
      '     0.120000       3           state  1-1-1  A | B | C',
      '     0.120000       3           cam    ..W ..W ..Y',
      '     0.160000       4           cam    ..W ..W ...',
    ]);
  });

  it('end with verdict, price, checks and the hash of the trace', () => {
    const run = runOf({
      checks: { ...runOf().checks, validity: { held: false, violations: 2, firstCycle: 7 } },
      bound: { needs: 'N > 3', has: 3, met: false },
    });
    const lines = columns(head, run).split('\n');
    expect(lines.slice(0, 2)).toEqual([
      '# made-up, exchange none, seed 1, 10 cycles of 40 ms',
      '# n = 3, m = 0; needs N > 3, has 3: NOT MET',
    ]);
    expect(lines.slice(-7)).toEqual([
      '# verdict agreed; 0 reads without data; 0 cycle slips',
      '# wire: input 1000 us, exchange 500 us, frame 40000 us',
      '# agreement held',
      '# validity violated in 2 cycles from cycle 7 on',
      '# healthyVotedOut held',
      `# none.trace.jsonl sha256 ${'0'.repeat(64)}`,
      '',
    ]);
  });

  it('stand any number of changes', () => {
    const hearing = Array.from({ length: 200_000 }, (_, cycle) =>
      hearingOf(cycle, 'IMU', { A: 'ok', B: 'ok', C: 'late' }),
    );
    expect(body(columns(head, runOf({ hearing })))).toHaveLength(200_003);
  });
});
