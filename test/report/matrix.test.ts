/** The matrix as text and as comma-separated values. */
import { describe, expect, it } from 'vitest';
import type { MatrixCell, MatrixOutcome, MatrixResult } from '../../src/record/matrix-result.js';
import { matrixCsv, matrixText } from '../../src/report/matrix.js';

const cell = (exchange: string, outcome: MatrixOutcome, part: Partial<MatrixCell> = {}): MatrixCell => ({
  exchange,
  outcome,
  pattern: '4',
  noDataCycles: 0,
  violated: [],
  status: 'noticed',
  detectedUs: 1000.5,
  isolatedUs: null,
  ...part,
});

const result: MatrixResult = {
  format: 1,
  tool: { name: 'quadruplex', version: '0' },
  scenario: { name: 'small', sha256: 'x' },
  seed: 5,
  computers: ['A', 'B', 'C', 'D'],
  exchange: ['none', 'om1'],
  cycles: 100,
  firstCycle: 20,
  rows: [
    {
      fault: 'a crack, "B" deaf',
      behaviour: 'series-resistance',
      target: 'IMU',
      cells: [
        cell('none', 'healthy-voted-out', { pattern: '3-1', violated: ['agreement', 'healthyVotedOut'] }),
        cell('om1', 'no-data', { noDataCycles: 2 }),
      ],
    },
    {
      fault: 'a lie',
      behaviour: 'two-faced',
      target: 'C',
      cells: [
        cell('none', 'not-applicable', { status: 'not-applicable', detectedUs: null }),
        cell('om1', 'whole'),
      ],
    },
  ],
};

describe('the matrix', () => {
  it('is a table with a row per fault and a column per mode', () => {
    const lines = matrixText(result).split('\n');
    expect(lines.slice(0, 5)).toEqual([
      'small, seed 5: each fault alone from cycle 20 of 100 on',
      '',
      'fault              none           om1',
      'a crack, "B" deaf  voted out 3-1  no data 2',
      'a lie              -              whole',
    ]);
  });

  it('says when it was interrupted', () => {
    expect(matrixText({ ...result, interrupted: true })).toContain('INTERRUPTED');
    expect(matrixText(result)).not.toContain('INTERRUPTED');
  });

  it('is comma-separated values with quotes where they are needed', () => {
    expect(matrixCsv(result).split('\r\n')).toEqual([
      'fault,behaviour,target,exchange,outcome,pattern,noDataCycles,violated,status,detectedUs,isolatedUs',
      '"a crack, ""B"" deaf",series-resistance,IMU,none,healthy-voted-out,3-1,0,agreement healthyVotedOut,noticed,1000.5,',
      '"a crack, ""B"" deaf",series-resistance,IMU,om1,no-data,4,2,,noticed,1000.5,',
      'a lie,two-faced,C,none,not-applicable,4,0,,not-applicable,,',
      'a lie,two-faced,C,om1,whole,4,0,,noticed,1000.5,',
      '',
    ]);
  });
});
