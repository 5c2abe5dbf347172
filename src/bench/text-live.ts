/** The live rows for people, as cyclictest reports: the worst first. */
import type { LiveRow } from './report.js';
import { distributions } from './text-distribution.js';
import { table } from './text-table.js';
import { timeText, wholeText } from './units.js';

export function liveSection(rows: readonly LiveRow[], width: number): string[] {
  if (rows.length === 0) return [];
  const head = ['', 'max', 'min', 'mean', 'p50', 'p99', 'p99.9'];
  const cells = ({ max, min, mean, p50, p99, p999 }: LiveRow['wake']): string[] =>
    [max, min, mean, p50, p99, p999].map(timeText);
  const timing = rows.flatMap((row) => [
    [`${row.hz} Hz wake-up error`, ...cells(row.wake)],
    [`${row.hz} Hz cycle time`, ...cells(row.cycle)],
  ]);
  const counted = rows.map((row) => [
    `${row.hz} Hz`,
    ...[row.deadlines, row.cycles, row.misses, row.longestMissRun, row.late, row.overruns].map(wholeText),
    `${row.seconds.toFixed(1)} s`,
    row.priority ?? 'unknown',
    row.load.map((load) => load.toFixed(2)).join(' '),
  ]);
  const countHead = [
    '',
    'deadlines',
    'cycles',
    'misses',
    'longest run',
    'late',
    'overruns',
    'time',
    'class',
    'load',
  ];
  return [
    'LIVE  the executive: a thread that waits for absolute deadlines, nominal, om1',
    ...table([head, ...timing]),
    ...table([countHead, ...counted], [0, 8, 9]),
    ...distributions(
      rows.flatMap((row) => [
        { name: `${row.hz} Hz wake-up`, histogram: row.histogram },
        { name: `${row.hz} Hz cycle`, histogram: row.cycleHistogram },
      ]),
      width,
    ),
  ];
}
