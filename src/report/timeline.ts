/**
 * The heart of the first screen: one row per cycle in which anything changed; who heard what, and beside it what each
 * exchange mode made of that. What the crew did and what is known stands between the rows, at its time.
 */
import { at } from '../core/at.js';
import type { Heard, HearingChange, ReplayResult, RunResult } from '../record/result.js';
import {
  elementsOf,
  hearingOf,
  lastUpTo,
  patternAt,
  patternText,
  secondsOf,
  timeOfCycle,
} from './look-up.js';
import { layOut, paragraph, placed, type Cell, type Layout, type Paint, type Row } from './table.js';
import { whatHappened } from './what-happened.js';

export interface Look {
  readonly paint: Paint;
  /** Of the terminal, in characters. */
  readonly width: number;
}

/** Of a table with more lines, the first and the last are shown. */
const FIRST_SHOWN = 20;
const LAST_SHOWN = 6;
/** Of more changes than anybody looks at, these are laid out: some look alike, and are one row. */
const FIRST_TRIED = 200;
const LAST_TRIED = 60;

export function timeline(result: ReplayResult, look: Look): string[] {
  const elements = elementsOf(result);
  const eventful = elements.filter((element) => isEventful(result, element));
  const shown = eventful.length > 0 ? eventful : elements.slice(0, 1);
  const quiet = elements.filter((element) => !shown.includes(element)).join(', ');
  const tables = shown.flatMap((element, e) => tablesOf(result, { element, withSet: e === 0 }, look.width));
  return [
    ...tables.flatMap((table, t) => [...(t > 0 ? [''] : []), ...tableLines(result, table, look, t === 0)]),
    ...(quiet === '' ? [] : paragraph('heard well by all in every cycle: ', quiet, look.width)),
    ...(tables.length === 0 ? [] : legend(result, tables, look)),
  ];
}

/** Was it ever heard badly, or did anything about it change? */
function isEventful(result: ReplayResult, element: string): boolean {
  return result.runs.some((run) => {
    const changes = hearingOf(run, element);
    return changes.length > 1 || changes.some(({ readings }) => Object.values(readings).some(isBad));
  });
}

/** What a table is about. The set changes once, however many elements there are: it is followed in the first table. */
interface Subject {
  readonly element: string;
  readonly withSet: boolean;
}

/** All modes beside each other, or, where they do not fit in, in tables one below the other. */
function tablesOf(result: ReplayResult, subject: Subject, width: number): readonly Table[] {
  const ids = arrange(result, subject, result.computers, width);
  const numbers = arrange(result, subject, numbersOf(result), width);
  const tooWide = ids.some((table) => table.layout.width > width);
  return tooWide || numbers.length < ids.length ? numbers : ids;
}

interface Table extends Subject {
  /** What stands over the computers' columns: their ids, or numbers where ids take too much room. */
  readonly heads: readonly string[];
  readonly runs: readonly RunResult[];
  readonly cycles: readonly number[];
  readonly rows: readonly Row[];
  readonly layout: Layout;
}

function arrange(
  result: ReplayResult,
  subject: Subject,
  heads: readonly string[],
  width: number,
): readonly Table[] {
  const tables: Table[] = [];
  let runs: readonly RunResult[] = result.runs;
  while (runs.length > 0) {
    let table = tableOf(result, subject, heads, runs);
    while (table.layout.width > width && table.runs.length > 1)
      table = tableOf(result, subject, heads, table.runs.slice(0, -1));
    tables.push(table);
    runs = runs.slice(table.runs.length);
  }
  return tables;
}

function tableOf(
  result: ReplayResult,
  subject: Subject,
  heads: readonly string[],
  runs: readonly RunResult[],
): Table {
  const hearing = runs.map((run) => hearingOf(run, subject.element));
  const names = new Map(result.computers.map((computer, i) => [computer, at(heads, i)]));
  const head = ['t/s', ...heads, ...runs.flatMap(() => ['set', 'what'])];
  const rows: Row[] = [head.map((text) => ({ text, style: 'dim' }))];
  const cycles: number[] = [];
  let last = '';
  for (const cycle of cyclesOfChange(runs, hearing, subject)) {
    const now = hearing.map((changes) => lastUpTo(changes, cycle));
    const row = [
      ...result.computers.map((computer) => symbol(heardBy(now, computer))),
      ...runs.flatMap((run, r) => [
        patternText(patternAt(run, cycle).pattern),
        emphasised(whatHappened(run, names, now[r], cycle)),
      ]),
    ];
    // Another kind of error in the same place looks the same here.
    if (JSON.stringify(row) === last) continue;
    last = JSON.stringify(row);
    cycles.push(cycle);
    rows.push([secondsOf(timeOfCycle(result, cycle)), ...row]);
  }
  const layout = layOut(rows, undefined, gapAfter(heads.length));
  return { ...subject, heads, runs, cycles, rows, layout };
}

/** One blank between computers, and between a set and what happened to it. */
function gapAfter(computers: number): (column: number) => number {
  return (column) => {
    if (column === 0 || column === computers) return 2;
    return column < computers || (column - computers) % 2 === 1 ? 1 : 2;
  };
}

function cyclesOfChange(
  runs: readonly RunResult[],
  hearing: readonly (readonly HearingChange[])[],
  { withSet }: Subject,
): number[] {
  const cycles = new Set<number>();
  runs.forEach(({ patterns, accused }, r) => {
    const changes = at(hearing, r);
    for (const { cycle } of withSet ? [...changes, ...patterns, ...accused] : changes) cycles.add(cycle);
  });
  const inOrder = [...cycles].sort((a, b) => a - b);
  if (inOrder.length <= FIRST_TRIED + LAST_TRIED) return inOrder;
  return [...inOrder.slice(0, FIRST_TRIED), ...inOrder.slice(-LAST_TRIED)];
}

/** From the first run in which the element was read at all in that cycle. */
function heardBy(now: readonly (HearingChange | undefined)[], computer: string): Heard {
  for (const change of now) {
    const heard = change?.readings[computer];
    if (heard !== undefined && heard !== 'not-read') return heard;
  }
  return 'not-read';
}

function isBad(heard: Heard): boolean {
  return heard !== 'ok' && heard !== 'not-read';
}

function symbol(heard: Heard): Cell {
  if (!isBad(heard)) return heard === 'ok' ? 'ok' : '.';
  if (heard === 'silent') return { text: '?', style: 'yellow' };
  if (heard === 'other') return { text: 'DIF', style: 'red' };
  return { text: heard === 'no-response' ? '--' : 'ERR', style: 'red' };
}

function emphasised(text: string): Cell {
  if (/ out\b/.test(text)) return { text, style: 'red' };
  return text.includes(' accused') ? { text, style: 'yellow' } : text;
}

function tableLines(
  result: ReplayResult,
  { element, runs, cycles, rows, layout }: Table,
  look: Look,
  withNotes: boolean,
): string[] {
  const computers = result.computers.length;
  const { lines } = layOut(rows, look.paint, gapAfter(computers));
  const titles: [number, string][] = runs.map((run, r) => [
    at(layout.starts, computers + 1 + 2 * r),
    run.exchange,
  ]);
  const title = placed([[at(layout.starts, 1), `who heard ${element}`], ...titles]);
  const entries = cycles.map((cycle, row) => ({
    timeUs: timeOfCycle(result, cycle),
    lines: [at(lines, row + 1)],
  }));
  const story = withNotes ? [...notes(runs, look, at(layout.starts, 1)), ...entries] : entries;
  // Equal times stay in order: the crew acts at the start of a cycle.
  story.sort((a, b) => a.timeUs - b.timeUs);
  return [
    look.paint('bold', title),
    at(lines, 0),
    ...shortened(
      story.flatMap((entry) => entry.lines),
      look,
    ),
  ];
}

interface Entry {
  readonly timeUs: number;
  readonly lines: string[];
}

/** What is said at one time stands in one paragraph, each with its mark. */
function notes(runs: readonly RunResult[], { paint, width }: Look, indent: number): Entry[] {
  const run = at(runs, 0);
  const byTime = new Map<number, string[]>();
  for (const { timeUs, text, mark } of run.notes)
    byTime.set(timeUs, [...(byTime.get(timeUs) ?? []), `${text} [${mark}]`]);
  return [...byTime].map(([timeUs, texts]) => {
    const head = `${momentOf(timeUs, run)} `.padEnd(indent);
    return { timeUs, lines: paragraph(head, texts.join('; '), width).map((line) => paint('dim', line)) };
  });
}

/** A note may come of something within a cycle, as a vote: a time more exact than those around it would only be in the way. */
function momentOf(timeUs: number, { wire: { frameUs } }: RunResult): string {
  const hundredthUs = 10_000;
  return secondsOf(frameUs < hundredthUs ? timeUs : Math.round(timeUs / hundredthUs) * hundredthUs);
}

function shortened(lines: readonly string[], { paint }: Look): string[] {
  if (lines.length <= FIRST_SHOWN + LAST_SHOWN + 1) return [...lines];
  const between = paint('dim', '… and so on; --out DIR writes down every change');
  return [...lines.slice(0, FIRST_SHOWN), between, ...lines.slice(-LAST_SHOWN)];
}

function numbersOf({ computers }: ReplayResult): string[] {
  return computers.map((_, i) => String(i + 1));
}

/** Explains what is there, and only that. */
function legend({ computers }: ReplayResult, tables: readonly Table[], { paint, width }: Look): string[] {
  const shown = tables.flatMap((table) => table.layout.lines.slice(1)).join(' \n');
  const numbered = tables.some(({ heads }) => heads !== computers);
  const items = [
    numbered ? computers.map((computer, i) => `${i + 1}=${computer}`).join(', ') : '',
    'ok heard',
    shown.includes(' -- ') ? '-- silence' : '',
    shown.includes(' ERR ') ? 'ERR heard badly' : '',
    shown.includes(' DIF ') ? 'DIF says other words' : '',
    shown.includes(' ? ') ? '? says nothing' : '',
    shown.includes(' . ') ? '. not read' : '',
    / \d+:\d+ /.test(shown) ? '3:1 heard : not heard' : '',
    'set: groups that accept each other',
    shown.includes(' states ') ? 'states: groups of equal state' : '',
  ];
  const text = items.filter((item) => item !== '').join('; ');
  return paragraph('', text, width).map((line) => paint('dim', line));
}
