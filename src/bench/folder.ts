/**
 * The folder of a benchmark (`--out`): bench.json and a picture of each distribution. It is written beside its place and
 * put there whole, and a folder that holds anything but a benchmark is left alone.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { HistogramData } from '../record/histogram.js';
import { parseReport } from './compare.js';
import { machineText } from './machine.js';
import type { BenchReport, BenchRow, Percentiles } from './report.js';
import { histogramSvg } from './svg.js';
import { rateText, wholeText } from './units.js';

/** A folder that is not ours to replace; the message says what to do. */
export class BenchFolderRefused extends Error {
  override readonly name = 'BenchFolderRefused';
}

const REPORT = 'bench.json';
const OURS = /^(bench\.json|(exchange|cycle|live)-[\w.-]+\.svg)$/;

/** @throws BenchFolderRefused */
export function refuseForeignFolder(folder: string): void {
  if (!existsSync(folder)) return;
  const names = readdirSync(folder);
  const foreign = names.find((name) => !OURS.test(name));
  if (names.length === 0 || (foreign === undefined && holdsReport(folder))) return;
  const what = foreign === undefined ? 'files that are not a benchmark of quadruplex' : `"${foreign}"`;
  throw new BenchFolderRefused(
    `${folder}: holds ${what}, which a benchmark would replace; name a new or empty folder with --out`,
  );
}

function holdsReport(folder: string): boolean {
  try {
    parseReport(readFileSync(path.join(folder, REPORT), 'utf8'), REPORT);
    return true;
  } catch {
    return false;
  }
}

/** Replaces what stands there. @returns the names of the files */
export function writeFolder(folder: string, report: BenchReport): string[] {
  const place = path.resolve(folder);
  const draft = `${place}.draft-${process.pid}`;
  const old = `${place}.old-${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const files = filesOf(report);
  for (const [name, text] of files) writeFileSync(path.join(draft, name), text);
  if (existsSync(place)) renameSync(place, old);
  renameSync(draft, place);
  rmSync(old, { recursive: true, force: true });
  return files.map(([name]) => name);
}

function filesOf(report: BenchReport): [name: string, text: string][] {
  const pictures = report.rows.flatMap((row) => picturesOf(report, row));
  return [[REPORT, `${JSON.stringify(report, undefined, 2)}\n`], ...pictures];
}

function picturesOf(report: BenchReport, row: BenchRow): [name: string, text: string][] {
  if (row.kind === 'speed') {
    const batches = row.perSample === 1 ? '' : `, each the mean of ${row.perSample}`;
    const subtitle = `${rateText(row.perSecond)} a second; ${wholeText(row.samples)} samples${batches}`;
    return [pictureOf(report, row, '', subtitle, row.histogram, row.ns)];
  }
  if (row.kind === 'latency') {
    const subtitle = `${wholeText(row.samples)} samples, ${row.lost} lost`;
    return [pictureOf(report, row, '', subtitle, row.histogram, row.latency)];
  }
  if (row.kind !== 'live') return [];
  const subtitle = `${wholeText(row.deadlines)} deadlines, ${row.misses} missed, ${row.overruns} overruns`;
  return [
    pictureOf(report, row, ' wake-up error', subtitle, row.histogram, row.wake),
    pictureOf(report, row, ' cycle time', subtitle, row.cycleHistogram, row.cycle),
  ];
}

function pictureOf(
  report: BenchReport,
  row: BenchRow & { readonly load: readonly number[] },
  part: string,
  subtitle: string,
  histogram: HistogramData,
  ns: Percentiles,
): [name: string, text: string] {
  const machine = machineText(report.machine).split('; ');
  const load = `load in the repetitions ${row.load.join(' ')}, ${row.what === 'live' ? `the executive ${String('priority' in row ? row.priority : '')}` : ''}`;
  const caption = [
    machine.slice(0, 3).join('; '),
    `${machine.slice(3).join('; ')}; ${load.replace(/, $/, '')}`,
  ];
  const title = `${row.what} ${row.name}${part} — ${row.title}`;
  const name = `${row.what}-${row.name}${part}`.replace(/[^\w.-]+/g, '-');
  return [`${name}.svg`, histogramSvg({ title, subtitle, caption, histogram, ns })];
}
