/** The matrix: what theory says of each fault comes out of the model, in every mode. */
import { describe, expect, it } from 'vitest';
import type { MatrixCell, MatrixResult } from '../../src/record/matrix-result.js';
import { isComplete, matrix } from '../../src/run/matrix.js';
import { samplesFor } from '../../src/run/matrix-samples.js';
import { loadScenario } from '../../src/scenario/load.js';

const sts124 = loadScenario('sts-124');
const result = await matrix(sts124, { exchange: ['none', 'status', 'om1'] });

function cellOf(fault: string, exchange: string, of: MatrixResult = result): MatrixCell {
  const cell = of.rows.find((row) => row.fault === fault)?.cells.find((c) => c.exchange === exchange);
  if (cell === undefined) throw new Error(`no ${fault} under ${exchange}`);
  return cell;
}

describe('the matrix of sts-124', () => {
  // One lone victim is voted out, unless the readings are exchanged, and on its first lone error all keep stale data;
  // with no majority or none that hears, nobody can have data, but the set is whole (Lamport 1982, and the Shuttle's
  // rules 3 to 5).
  it.each([
    ['FA2 weak: 1 of 4 miss it', 'status', 'healthy-voted-out', '3-1', 1],
    ['FA2 weak: 1 of 4 miss it', 'om1', 'whole', '4', 0],
    ['FA2 weak: 2 of 4 miss it', 'status', 'no-data', '4', 1],
    ['FA2 weak: 2 of 4 miss it', 'om1', 'no-data', '4', 2],
    ['FA2 weak: 3 of 4 miss it', 'status', 'no-data', '4', 1],
    ['FA2 weak: 3 of 4 miss it', 'om1', 'no-data', '4', 2],
    ['FA2 weak: none hears it', 'status', 'no-data', '4', 1],
    ['FA2 weak: none hears it', 'om1', 'no-data', '4', 2],
  ] as const)('%s under %s: %s', (fault, exchange, outcome, pattern, noDataCycles) => {
    expect(cellOf(fault, exchange)).toMatchObject({ outcome, pattern, noDataCycles });
  });

  it('has a cell for every mode in every row, and no fault that never acted', () => {
    for (const { cells } of result.rows)
      expect(cells.map((c) => c.exchange)).toEqual(['none', 'status', 'om1']);
    expect(isComplete(result)).toBe(true);
    expect(result.rows).toHaveLength(samplesFor(sts124.scenario, 20).length);
  });

  it('says the same twice, and of another seed', async () => {
    const options = { exchange: ['status', 'om1'] };
    const once = await matrix(sts124, options);
    expect(await matrix(sts124, options)).toEqual(once);
    const other = await matrix(sts124, { ...options, seed: 7 });
    // What a liar says is drawn from the seed; what else fails is not.
    const outcomes = ({ rows }: MatrixResult) =>
      rows.filter((row) => row.behaviour !== 'two-faced').map((row) => row.cells.map((c) => c.outcome));
    expect(outcomes(other)).toEqual(outcomes(once));
  });

  it('breaks no agreement inside the bound: under om1 nothing that one fault does splits or is used unequally', () => {
    for (const { fault, cells } of result.rows) {
      const om1 = cells.find((c) => c.exchange === 'om1');
      expect(
        om1?.violated.filter((check) => check !== 'validity'),
        fault,
      ).toEqual([]);
    }
  });

  it('stops when it is told to, with the rows that were done', async () => {
    let rows = 0;
    const pause = () => Promise.resolve(++rows === 2 ? ('stop' as const) : ('go on' as const));
    const stopped = await matrix(sts124, { exchange: ['status'], pause });
    expect(stopped.rows).toHaveLength(2);
    expect(stopped.interrupted).toBe(true);
  });

  it('has a fault that never acted fail it', () => {
    const [row] = result.rows;
    if (row === undefined) throw new Error('no rows');
    const idle = row.cells.map((cell) => ({ ...cell, outcome: 'idle' as const }));
    expect(isComplete({ ...result, rows: [{ ...row, cells: idle }] })).toBe(false);
  });
});
