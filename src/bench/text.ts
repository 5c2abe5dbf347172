/** The report for people: a table for each kind of row, and the distributions below, on one axis to each kind. */
import type { Comparison } from './compare.js';
import { machineText } from './machine.js';
import type { BenchReport, HeapRow, Percentiles, SpeedRow } from './report.js';
import { distributions } from './text-distribution.js';
import { latencySection, lineSection } from './text-line.js';
import { liveSection } from './text-live.js';
import { table, wrapped } from './text-table.js';
import { fitSection, loadSection } from './text-wire.js';
import { rateText, timeText, wholeText } from './units.js';

/** Makes a heading stand out. */
export type Emphasis = (heading: string) => string;

export function reportText(report: BenchReport, emphasis: Emphasis, width = 100): string {
  const of = <K extends string>(kind: K): Extract<BenchReport['rows'][number], { kind: K }>[] =>
    report.rows.filter((row): row is Extract<typeof row, { kind: K }> => row.kind === kind);
  const speed = of('speed');
  const sections = [
    machineText(report.machine).split('; '),
    loadSection(of('load')),
    fitSection(of('fit')),
    speedSection('EXCHANGE  full interactive consistencies', speed.filter(isExchange), width),
    speedSection(
      'CYCLE  the whole vehicle',
      speed.filter((row) => !isExchange(row)),
      width,
    ),
    phaseSection(speed),
    heapSection(of('heap')),
    liveSection(of('live'), width),
    lineSection(of('slots')),
    latencySection(of('latency'), width),
    report.comparison === undefined ? [] : comparisonSection(report.comparison),
    notesSection(report, width),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map(([heading = '', ...lines]) => [emphasis(heading), ...lines].join('\n'))
    .join('\n\n')
    .concat('\n');
}

function isExchange(row: SpeedRow): boolean {
  return row.what === 'exchange';
}

function speedSection(title: string, rows: readonly SpeedRow[], width: number): string[] {
  if (rows.length === 0) return [];
  const head = ['', 'per second', 'from', 'to', 'p50', 'p99', 'p99.9', 'max', 'samples', ''];
  const body = rows.map((row) => [
    row.name,
    rateText(row.perSecond),
    rateText(row.spread?.min ?? row.perSecond),
    rateText(row.spread?.max ?? row.perSecond),
    ...percentileCells(row.ns),
    wholeText(row.samples) + (row.perSample === 1 ? '' : ` × ${row.perSample}`),
    countText(row),
  ]);
  return [
    `${title}; of ${Math.max(...rows.map((row) => row.spread?.repetitions.length ?? 0))} repetitions the median, least and most`,
    ...table([head, ...body], [0, 9]),
    ...distributions(
      rows.map(({ name, histogram }) => ({ name, histogram })),
      width,
    ),
  ];
}

/** What has to be 0, or explains the figure. */
function countText({ counts, what }: SpeedRow): string {
  if (what === 'exchange')
    return `IC1, IC2 violated ${counts['ic1Violations'] ?? 0}, ${counts['ic2Violations'] ?? 0} times`;
  const cycles = Math.max(1, counts['cycles'] ?? 1);
  if (counts['traceBytes'] !== undefined) return `${wholeText(counts['traceBytes'] / cycles)} bytes a cycle`;
  const closeLooks = (counts['closeLooks'] ?? 0) / cycles;
  return closeLooks > 0 ? `${closeLooks.toFixed(1)} receptions a cycle worked out bit by bit` : '';
}

function percentileCells({ p50, p99, p999, max }: Percentiles): string[] {
  return [p50, p99, p999, max].map(timeText);
}

function phaseSection(rows: readonly SpeedRow[]): string[] {
  const names = ['bus', 'decode', 'exchange', 'law', 'vote', 'record'] as const;
  const body = rows.flatMap(({ name, phases }) =>
    phases === null ? [] : [[name, ...names.map((phase) => timeText(phases[phase]))]],
  );
  if (body.length === 0) return [];
  const head = ['', 'bus', 'decode', 'exchange', 'select, law', 'vote', 'record'];
  return ['CYCLE  mean time of each phase, in a run of its own', ...table([head, ...body])];
}

function heapSection(rows: readonly HeapRow[]): string[] {
  if (rows.length === 0) return [];
  const head = ['', 'cycles', 'live heap grew by', 'per 10^7 cycles', 'garbage a cycle'];
  const body = rows.map((row) => [
    row.name,
    wholeText(row.cycles),
    `${wholeText(row.growthBytes)} bytes`,
    row.growthBytesPer1e7 === null ? 'too few' : `${wholeText(row.growthBytesPer1e7)} bytes`,
    `${row.allocatedBytesPerCycle.toFixed(1)} bytes`,
  ]);
  return ['HEAP', ...table([head, ...body])];
}

/** Of rows that only one report has. */
const MOST_NAMED = 6;

function comparisonSection(comparison: Comparison): string[] {
  const { rows, differences, onlyNow, onlyThen } = comparison;
  const head = ['', 'ratio', 'from', 'to', 'of', ''];
  const figure = (value: number): string => value.toFixed(3);
  const body = rows.map((row) => [
    `${row.what} ${row.name}`,
    figure(row.ratio),
    figure(row.low),
    figure(row.high),
    row.of === 'p99' ? 'p99 wake-up' : 'per second',
    row.verdict,
  ]);
  const missing = (rowsMissing: readonly string[], when: string): string[] =>
    rowsMissing.length === 0
      ? []
      : [
          `only ${when}: ${rowsMissing.slice(0, MOST_NAMED).join(', ')}${rowsMissing.length > MOST_NAMED ? ` and ${rowsMissing.length - MOST_NAMED} more` : ''}`,
        ];
  return [
    `COMPARED with ${comparison.file}${comparison.date === null ? '' : ` of ${comparison.date}`}: now / then`,
    ...table([head, ...body], [0, 4, 5]),
    ...differences.map((difference) => `differs: ${difference}`),
    ...missing(onlyNow, 'now'),
    ...missing(onlyThen, 'then'),
  ];
}

function notesSection(report: BenchReport, width: number): string[] {
  const { asked, took } = report.seconds;
  const seeds = Object.entries(report.seeds).map(([scenario, seed]) => `${scenario} ${seed}`);
  const end = report.interrupted ? '; interrupted' : '';
  return [
    `NOTES  took ${took.toFixed(1)} s of ${asked} s asked; seeds: ${seeds.join(', ')}${end}`,
    ...report.notes.flatMap((note) => wrapped(note, width)),
  ];
}
