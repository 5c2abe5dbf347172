/** The wire rows for people. */
import type { FitRow, Most, WireRow } from './report.js';
import { table } from './text-table.js';
import { percentText, wholeText } from './units.js';

export function loadSection(rows: readonly WireRow[]): string[] {
  if (rows.length === 0) return [];
  const head = ['', 'computers', 'words', 'reading', 'exchange', 'together', '25 Hz', '50 Hz', '100 Hz'];
  const body = rows.map((row) => [
    row.name,
    String(row.computers),
    wholeText(row.words.most),
    micros(row.inputUs),
    micros(row.exchangeUs),
    micros(row.totalUs),
    ...(['25', '50', '100'] as const).map((hz) => percentText(row.share[hz])),
  ]);
  return ['WIRE  on the buses in the fullest cycle, and its share of a frame', ...table([head, ...body])];
}

function micros(us: number): string {
  return `${wholeText(us)} µs`;
}

export function fitSection(rows: readonly FitRow[]): string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const sizes = Object.keys(first.mostWords);
  const links = Object.keys(first.mostComputers);
  const head = ['', '', ...links, ...sizes.map((n) => `${n} computers`), 'faults'];
  const body = rows.map((row) => [
    `${row.hz} Hz`,
    row.exchange,
    ...links.map((link) => mostText(row.mostComputers[link])),
    ...sizes.map((n) => mostText(row.mostWords[n])),
    mostText(row.mostFaults),
  ]);
  return [
    'WIRE  what fits into a frame: most computers (one read of 32 words), most words read a cycle, most faults borne',
    ...table([head, ...body]),
    '* nothing larger can be addressed, or stand in a scenario; all others are ended by the frame',
  ];
}

function mostText(most: Most | undefined): string {
  if (most === undefined) return '-';
  return `${wholeText(most.value)}${most.limitedBy === 'frame' ? '' : '*'}`;
}
