/**
 * This report against an earlier one: by how much each row has changed, and whether that is more than noise.
 *
 * The ratio is that of the medians. Its range goes from the worst of now over the best of then to the best of now over the
 * worst of then, so it holds the noise of both; only when 1 lies outside it has something changed.
 */
import { readFileSync, statSync } from 'node:fs';
import { quote } from '../scenario/nearest.js';
import { differences, type Machine } from './machine.js';
import type { BenchReport, Spread } from './report.js';

export interface Comparison {
  readonly file: string;
  /** When it was measured, as far as it says. */
  readonly date: string | null;
  /** What makes the two hard to compare. */
  readonly differences: readonly string[];
  readonly rows: readonly ComparedRow[];
  /** Rows that only one of the two has. */
  readonly onlyNow: readonly string[];
  readonly onlyThen: readonly string[];
}

export interface ComparedRow {
  readonly what: string;
  readonly name: string;
  readonly of: Spread['of'];
  /** Now / then. */
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly verdict: 'better' | 'worse' | 'same' | 'within noise';
}

/** As much of a report as a comparison needs; it may come from another version of the tool. */
export interface EarlierReport {
  readonly file: string;
  readonly machine: Partial<Machine>;
  readonly rows: readonly { readonly what: string; readonly name: string; readonly spread: Spread | null }[];
}

/** A file that is no report of a benchmark; the message says what to do. */
export class ReportRefused extends Error {
  override readonly name = 'ReportRefused';
}

const REMEDY = 'name a file that "quadruplex bench --format json" or "--out" has written';
const MOST_BYTES = 1 << 26;

/** @throws ReportRefused */
export function readReport(file: string): EarlierReport {
  const refuse = (what: string): ReportRefused => new ReportRefused(`${quote(file)}: ${what} — ${REMEDY}`);
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw refuse('there is no such file');
  // A device or a pipe might never end.
  if (!found.isFile()) throw refuse('is no file');
  if (found.size > MOST_BYTES) throw refuse('is too large for a report');
  return parseReport(readFileSync(file, 'utf8'), file);
}

/** @throws ReportRefused */
export function parseReport(text: string, file: string): EarlierReport {
  const refuse = (what: string): ReportRefused => new ReportRefused(`${quote(file)}: ${what} — ${REMEDY}`);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw refuse('is not valid JSON');
  }
  const { format, tool, machine, rows } = fieldsOf(document);
  if (fieldsOf(tool)['name'] !== 'quadruplex' || !Array.isArray(rows))
    throw refuse('is no report of a benchmark');
  if (format !== 1) throw refuse(`has format ${String(format)}, and this version knows format 1`);
  return {
    file,
    machine: fieldsOf(machine),
    rows: rows.map((row: unknown) => {
      const { what, name, spread } = fieldsOf(row);
      if (typeof what !== 'string' || typeof name !== 'string') throw refuse('is no report of a benchmark');
      return { what, name, spread: isSpread(spread) ? spread : null };
    }),
  };
}

export function compareReports(now: Pick<BenchReport, 'machine' | 'rows'>, then: EarlierReport): Comparison {
  const key = (row: { what: string; name: string }): string => `${row.what} ${row.name}`;
  const earlier = new Map(then.rows.map((row) => [key(row), row]));
  const today = new Set(now.rows.map(key));
  return {
    file: then.file,
    date: typeof then.machine.date === 'string' ? then.machine.date : null,
    differences: differences(now.machine, then.machine),
    rows: now.rows.flatMap((row): ComparedRow[] => {
      const before = earlier.get(key(row))?.spread;
      if (row.spread === null || before?.of !== row.spread.of) return [];
      return [{ what: row.what, name: row.name, ...compareSpreads(row.spread, before) }];
    }),
    onlyNow: now.rows.map(key).filter((name) => !earlier.has(name)),
    onlyThen: then.rows.map(key).filter((name) => !today.has(name)),
  };
}

export function compareSpreads(now: Spread, then: Spread): Omit<ComparedRow, 'what' | 'name'> {
  const ratio = quotient(now.median, then.median);
  const low = quotient(now.min, then.max);
  const high = quotient(now.max, then.min);
  return { of: now.of, ratio, low, high, verdict: verdictOf(low, high, now.better) };
}

function verdictOf(low: number, high: number, better: Spread['better']): ComparedRow['verdict'] {
  if (low === 1 && high === 1) return 'same';
  if (low <= 1 && high >= 1) return 'within noise';
  return low > 1 === (better === 'higher') ? 'better' : 'worse';
}

function quotient(now: number, then: number): number {
  return Number((now / then).toPrecision(4));
}

function isSpread(value: unknown): value is Spread {
  const { of, better, min, median, max } = fieldsOf(value);
  const figures = [min, median, max];
  const areFigures = figures.every(
    (figure) => typeof figure === 'number' && Number.isFinite(figure) && figure > 0,
  );
  return areFigures && typeof of === 'string' && (better === 'higher' || better === 'lower');
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
