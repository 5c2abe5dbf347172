/**
 * The first screen of a replay: what happened, mode beside mode, one line per change; the annunciation matrix; the
 * verdict and its price; what is history and what is not; what to run next.
 */
import { at } from '../core/at.js';
import type {
  FaultResult,
  Heard,
  HearingChange,
  PatternChange,
  ReplayResult,
  RunResult,
} from '../record/result.js';
import { layOut, pad } from './table.js';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';
export type Paint = (style: Style, text: string) => string;

/** @returns lines without colour unless `paint` adds it */
export function story(result: ReplayResult, paint: Paint = (_, text) => text): string {
  const { scenario, tool } = result;
  const period = at(result.runs, 0).wire.frameUs / 1000;
  const lines = [
    paint('bold', scenario.title),
    paint(
      'dim',
      `${scenario.name}, seed ${result.seed}, ${at(result.runs, 0).cycles} cycles of ${period} ms, ${tool.name} ${tool.version}`,
    ),
    '',
    ...changes(result, paint),
    '',
    ...result.runs.flatMap((run) => matrices(run, result.computers, paint)),
    ...verdicts(result, paint),
    ...history(result, paint),
  ];
  return `${lines.join('\n')}\n`;
}

/** One row per cycle in which anything changed in any run. */
function changes(result: ReplayResult, paint: Paint): string[] {
  const elements = [...new Set(result.runs.flatMap((run) => run.hearing.map((h) => h.element)))];
  const legend =
    'ok heard, -- no response, ERR heard badly, . not read; set: sizes of the groups that accept each other';
  return [...elements.flatMap((element) => changesTable(result, element, paint)), paint('dim', legend)];
}

function changesTable(result: ReplayResult, element: string, paint: Paint): string[] {
  const heads = ['t/s', ...result.computers, ...result.runs.map(() => 'set      what')];
  const [head = '', ...rows] = layOut([heads, ...changesOf(result, element)]);
  // The titles stand over groups of columns: where those begin shows in the line below.
  const titles: [number, string][] = [[head.indexOf(at(result.computers, 0)), `who heard ${element}`]];
  let from = 0;
  for (const run of result.runs) {
    from = head.indexOf('set ', from);
    titles.push([from++, run.exchange]);
  }
  const title = titles.reduce((line, [column, text]) => `${pad(line, column)}${text}`, '');
  return [paint('bold', title), paint('dim', head), ...rows.map((line) => colourRow(line, paint))];
}

function changesOf(result: ReplayResult, element: string): string[][] {
  const cycles = new Set<number>();
  for (const run of result.runs) {
    for (const { cycle } of [...run.patterns, ...hearingOf(run, element), ...run.accused]) cycles.add(cycle);
  }
  return [...cycles]
    .sort((a, b) => a - b)
    .map((cycle) => {
      const time = secondsOf(timeOfCycle(result, cycle));
      const heard = result.computers.map((computer) => symbol(heardBy(result, element, computer, cycle)));
      return [
        time,
        ...heard,
        ...result.runs.map(
          (run) => `${pad(patternAt(run, cycle).pattern, 8)} ${whatHappened(run, element, cycle)}`,
        ),
      ];
    });
}

function hearingOf(run: RunResult, element: string): HearingChange[] {
  return run.hearing.filter((h) => h.element === element);
}

/** From the first run in which the element was read at all in that cycle. */
function heardBy(result: ReplayResult, element: string, computer: string, cycle: number): Heard {
  for (const run of result.runs) {
    const heard = lastAt(hearingOf(run, element), cycle)?.readings[computer];
    if (heard !== undefined && heard !== 'not-read') return heard;
  }
  return 'not-read';
}

function whatHappened(run: RunResult, element: string, cycle: number): string {
  const said: string[] = [];
  const out = [...new Set(run.failVotes.filter((v) => v.cycle === cycle).map((v) => v.target))];
  const left = out.filter((target) => !isMemberAfter(run, target, cycle));
  if (left.length > 0) said.push(`${left.join(', ')} out`);
  if (cycle > 0 && patternAt(run, cycle).groups.length === 1 && patternAt(run, cycle - 1).groups.length > 1)
    said.push('set re-formed');
  const hearing = lastAt(hearingOf(run, element), cycle);
  if (hearing !== undefined && hearing.outcome !== 'own' && left.length === 0)
    said.push(OUTCOME_TEXT[hearing.outcome]);
  const states = patternAt(run, cycle);
  if (states.stateGroups.length > states.groups.length) said.push('states differ');
  for (const accused of run.accused) if (accused.cycle === cycle) said.push(`${accused.id} accused`);
  return said.join('; ');
}

const OUTCOME_TEXT = {
  value: 'all use the value',
  error: 'agreed: error, no data',
  default: 'no majority, no data',
  bypassed: 'element bypassed',
  own: '',
} as const;

/** A computer that is alone in its group, or whose column and row keep it from the others, has left. */
function isMemberAfter(run: RunResult, computer: string, cycle: number): boolean {
  const group = patternAt(run, cycle).groups.find((members) => members.includes(computer));
  return group !== undefined && group.length > 1;
}

function symbol(heard: Heard): string {
  if (heard === 'ok') return 'ok';
  if (heard === 'no-response') return '--';
  return heard === 'not-read' ? '.' : 'ERR';
}

function colourRow(line: string, paint: Paint): string {
  return line
    .replace(/--(?= |$)|\bERR\b/g, (bad) => paint('red', bad))
    .replace(/\bout\b/g, (word) => paint('red', word));
}

/** The CAM after each change, side by side. */
function matrices(run: RunResult, computers: readonly string[], paint: Paint): string[] {
  const lit = run.patterns.filter((p) => p.cam.some((row) => row.includes(1)));
  const distinct = lit.filter((p, i) => JSON.stringify(p.cam) !== JSON.stringify(lit[i - 1]?.cam));
  if (distinct.length === 0) return [];
  const width = Math.max(...computers.map((name) => name.length));
  const cellsOf = (p: PatternChange, row: number): string =>
    at(p.cam, row)
      .map((lamp, column) => (lamp === 0 ? '.' : row === column ? 'Y' : 'W'))
      .join(' ');
  const shown = distinct.slice(-4);
  const head = ['', ...shown.map((p) => `after ${p.pattern}`)];
  const rows = computers.map((name, row) => [pad(name, width), ...shown.map((p) => cellsOf(p, row))]);
  const legend = `annunciation matrix under ${run.exchange}: row votes against column; W a vote, Y the computer's own lamp`;
  return [paint('dim', legend), ...layOut([head, ...rows]).map((line) => `  ${line}`), ''];
}

function verdicts(result: ReplayResult, paint: Paint): string[] {
  const lines = result.runs.map((run) => {
    const verdict = run.verdict === 'split' ? paint('red', 'SPLIT ') : paint('green', 'AGREED');
    return [paint('bold', pad(run.exchange, 7)), verdict, price(run)];
  });
  const faults = result.runs.flatMap((run) =>
    run.faults.map((fault) => [pad(run.exchange, 7), faultText(fault)]),
  );
  const unmet = result.runs.flatMap((run) =>
    run.unmet.map((what) => paint('yellow', `${run.exchange} not as expected: ${what}`)),
  );
  return [...lines.map((line) => line.join(' ')), ...unmet, '', ...faults.map((line) => line.join(' ')), ''];
}

function price(run: RunResult): string {
  const worst = run.patterns.reduce((a, b) => (b.groups.length > a.groups.length ? b : a));
  const set =
    worst.groups.length === 1
      ? `one set of ${at(worst.groups, 0).length} in every cycle`
      : `at worst ${worst.pattern}, first at ${secondsOf(firstSplitUs(run))} s`;
  const data = run.noDataCycles === 0 ? '' : `; ${run.noDataCycles} reads without data`;
  const wire = `; exchange ${(run.wire.exchangeUs / 1000).toFixed(1)} of ${run.wire.frameUs / 1000} ms`;
  const below = run.bound.met ? '' : `; BOUND NOT MET: needs ${run.bound.needs}, has ${run.bound.has}`;
  return set + data + wire + below;
}

function firstSplitUs(run: RunResult): number {
  return (run.patterns.find((p) => p.groups.length > 1) ?? at(run.patterns, 0)).timeUs;
}

const REQUIREMENT_US = 400_000;

function faultText(fault: FaultResult): string {
  const name = `${fault.id} on ${fault.target}:`;
  if (fault.status === 'not-applicable') return `${name} nothing to act on in this mode`;
  if (fault.appliedUs === null) return `${name} never acted`;
  if (fault.detectedUs === null) return `${name} unnoticed`;
  const since = (timeUs: number): string => `${((timeUs - (fault.appliedUs ?? 0)) / 1000).toFixed(1)} ms`;
  const isolated =
    fault.isolatedUs === null
      ? 'never isolated'
      : `isolated after ${since(fault.isolatedUs)}${fault.isolatedUs - fault.appliedUs > REQUIREMENT_US ? ' (required: 400 ms)' : ''}`;
  return `${name} noticed after ${since(fault.detectedUs)}, ${isolated}`;
}

function history(result: ReplayResult, paint: Paint): string[] {
  const { claims } = result;
  const notes = result.runs[0]?.notes ?? [];
  if (claims.length + notes.length === 0) return [];
  return [
    paint(
      'dim',
      'D documented, S secondary source, M widely told, R our reconstruction (sources: SOURCES.md of the fixture)',
    ),
    ...claims.map(({ text, mark }) => `  ${mark}  ${text}`),
    ...notes.map(({ timeUs, text, mark }) => `  ${mark}  ${secondsOf(timeUs)} s  ${text}`),
    '',
  ];
}

function patternAt(run: RunResult, cycle: number): PatternChange {
  return lastAt(run.patterns, cycle) ?? at(run.patterns, 0);
}

function lastAt<T extends { readonly cycle: number }>(
  changesInOrder: readonly T[],
  cycle: number,
): T | undefined {
  return changesInOrder.findLast((change) => change.cycle <= cycle);
}

function timeOfCycle(result: ReplayResult, cycle: number): number {
  const { patterns, wire } = at(result.runs, 0);
  return at(patterns, 0).timeUs + cycle * wire.frameUs;
}

function secondsOf(timeUs: number): string {
  return (timeUs / 1e6).toFixed(2);
}
