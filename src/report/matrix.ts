/** The matrix as a table for people, and as comma-separated values for their spreadsheets. */
import type { MatrixCell, MatrixOutcome, MatrixResult } from '../record/matrix-result.js';
import { layOut, paragraph, plain, type Cell, type Paint, type Style } from './table.js';

const SHOWN: Readonly<Record<MatrixOutcome, { readonly text: string; readonly style: Style }>> = {
  'healthy-voted-out': { text: 'voted out', style: 'red' },
  split: { text: 'split', style: 'red' },
  differ: { text: 'differ', style: 'red' },
  'no-data': { text: 'no data', style: 'yellow' },
  whole: { text: 'whole', style: 'green' },
  'not-applicable': { text: '-', style: 'dim' },
  idle: { text: 'NEVER ACTED', style: 'red' },
};

const LEGEND: readonly (readonly [string, string])[] = [
  ['whole', 'the healthy computers stayed one set, used the same inputs and had all data'],
  ['no data n', 'they stayed one and used the same, but n reads gave none of them data'],
  ['differ', 'they used different inputs, and nobody was voted out for it'],
  ['split p', 'two healthy computers no longer accepted each other; p, the sizes of the groups'],
  ['voted out p', 'a healthy computer left the set'],
  ['-', 'the mode has no carrier for this fault'],
];

/** @param width of a line of prose */
export function matrixText(result: MatrixResult, paint: Paint = plain, width = 100): string {
  const { scenario, seed, cycles, exchange, rows, interrupted } = result;
  const head = `${scenario.name}, seed ${seed}: each fault alone from cycle ${result.firstCycle} of ${cycles} on`;
  const table = layOut(
    [
      ['fault', ...exchange].map((text): Cell => ({ text, style: 'bold' })),
      ...rows.map(({ fault, cells }) => [fault, ...cells.map(shown)]),
    ],
    paint,
  );
  const legend = layOut(LEGEND.map(([term, meaning]) => [term, meaning]));
  return [
    ...paragraph('', head, width),
    ...(interrupted === true ? [paint('yellow', 'INTERRUPTED: these rows were done')] : []),
    '',
    ...table.lines,
    '',
    ...legend.lines.map((line) => paint('dim', line)),
    '',
  ].join('\n');
}

function shown(cell: MatrixCell): Cell {
  const { text, style } = SHOWN[cell.outcome];
  return { text: [text, measure(cell)].filter((part) => part !== '').join(' '), style };
}

/** How bad. */
function measure({ outcome, pattern, noDataCycles }: MatrixCell): string {
  if (outcome === 'no-data') return String(noDataCycles);
  return outcome === 'split' || outcome === 'healthy-voted-out' ? pattern : '';
}

const COLUMNS =
  'fault,behaviour,target,exchange,outcome,pattern,noDataCycles,violated,status,detectedUs,isolatedUs';

/** A line per fault and mode (RFC 4180). */
export function matrixCsv({ rows }: MatrixResult): string {
  const lines = rows.flatMap(({ fault, behaviour, target, cells }) =>
    cells.map((c) => {
      const fields = [fault, behaviour, target, c.exchange, c.outcome, c.pattern, c.noDataCycles];
      return [...fields, c.violated.join(' '), c.status, c.detectedUs ?? '', c.isolatedUs ?? ''].map(field);
    }),
  );
  return [COLUMNS, ...lines.map((line) => line.join(','))].map((line) => `${line}\r\n`).join('');
}

function field(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
