/** The line rows for people. */
import { LINE_BAUDS } from './line.js';
import type { LatencyRow, LineRow } from './report.js';
import { distributions } from './text-distribution.js';
import { table } from './text-table.js';
import { timeText, wholeText } from './units.js';

export function lineSection(rows: readonly LineRow[]): string[] {
  if (rows.length === 0) return [];
  const head = ['', 'bytes', 'slots', ...LINE_BAUDS.map(wholeText), '25 Hz', '50 Hz', '100 Hz'];
  const body = rows.map((row) => [
    row.name,
    wholeText(row.bytes),
    String(row.slots),
    ...LINE_BAUDS.map((baud) => `${((row.neededUs[String(baud)] ?? 0) / 1000).toFixed(1)} ms`),
    ...(['25', '50', '100'] as const).map((hz) => baudText(row.leastBaud[hz])),
  ]);
  return [
    'LINE  what a cycle needs on a serial line at so many baud, and the least usual rate for a frame rate',
    ...table([head, ...body]),
  ];
}

function baudText(baud: number | null): string {
  return baud === null ? 'none' : wholeText(baud);
}

export function latencySection(rows: readonly LatencyRow[], width: number): string[] {
  if (rows.length === 0) return [];
  const head = ['', 'max', 'min', 'mean', 'p50', 'p99', 'p99.9', 'samples', 'lost', 'load'];
  const body = rows.map(({ name, latency: { max, min, mean, p50, p99, p999 }, samples, lost, load }) => [
    name,
    ...[max, min, mean, p50, p99, p999].map(timeText),
    ...[samples, lost].map(wholeText),
    load.map((figure) => figure.toFixed(2)).join(' '),
  ]);
  return [
    'LATENCY  over pseudo-terminals: no baud rate, only kernel and event loop',
    ...table([head, ...body], [0, 9]),
    ...distributions(rows, width),
  ];
}
