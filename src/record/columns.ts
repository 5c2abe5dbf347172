/**
 * The golden trace: a run as columns that a person can read aloud, one line per change, in order of time.
 * It says what the result says, so a changed golden trace shows in a diff what came out differently.
 */
import { at } from '../core/at.js';
import type { RunResult } from './result.js';

interface Row {
  readonly timeUs: number;
  readonly cycle: number | null;
  readonly what: string;
  readonly text: string;
}

export interface ColumnsHead {
  readonly scenario: string;
  readonly seed: number;
  readonly computers: readonly string[];
}

/** @returns the text of MODE.trace, ending in a newline */
export function columns(head: ColumnsHead, run: RunResult): string {
  const bound = `n = ${run.n}, m = ${run.m}, needs ${run.bound.needs}, has ${run.bound.has}`;
  const lines = [
    `# ${head.scenario}, exchange ${run.exchange} (${bound}), seed ${head.seed}, ${run.cycles} cycles`,
    `# ${'time/s'.padStart(11)} ${'cycle'.padStart(6)}  event`,
    ...rows(head, run).map(rowText),
    '#',
    ...summary(run).map((line) => `# ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

function rows(head: ColumnsHead, run: RunResult): Row[] {
  const all: Row[] = [
    ...run.notes.map((n) => ({ timeUs: n.timeUs, cycle: null, what: 'note', text: `${n.text} [${n.mark}]` })),
    ...run.hearing.map((h) => ({
      timeUs: h.timeUs,
      cycle: h.cycle,
      what: 'hear',
      text: `${h.element}  ${head.computers.map((c) => `${c} ${h.readings[c] ?? '-'}`).join('  ')}  -> ${h.outcome}`,
    })),
    ...run.faults.flatMap((f) => [
      ...faultRow(f.id, 'applied', f.appliedUs, f.firstCycle),
      ...faultRow(f.id, 'noticed', f.detectedUs, null),
      ...faultRow(f.id, 'isolated', f.isolatedUs, null),
    ]),
    ...run.failVotes.map((v) => ({
      timeUs: v.timeUs,
      cycle: v.cycle,
      what: 'vote',
      text: v.voter === v.target ? `${v.voter} against itself` : `${v.voter} against ${v.target}`,
    })),
    ...run.accused.map((a) => ({
      timeUs: endOfCycleUs(run, a.cycle),
      cycle: a.cycle,
      what: 'accuse',
      text: `${a.id} is accused`,
    })),
    ...run.patterns.map((p) => ({
      timeUs: p.cycle === 0 ? p.timeUs : endOfCycleUs(run, p.cycle),
      cycle: p.cycle,
      what: 'set',
      text: `${p.pattern.padEnd(8)}${groupsText(p.groups)}  state ${groupsText(p.stateGroups)}  cam ${p.cam.map((row) => row.join('')).join(' ')}`,
    })),
  ];
  return all.sort((a, b) => a.timeUs - b.timeUs);
}

/** What a cycle came to stands at its end. */
function endOfCycleUs(run: RunResult, cycle: number): number {
  const start = at(run.patterns, 0);
  return start.timeUs + (cycle - start.cycle + 1) * run.wire.frameUs;
}

function faultRow(id: string, what: string, timeUs: number | null, cycle: number | null): Row[] {
  return timeUs === null ? [] : [{ timeUs, cycle, what: 'fault', text: `${id} ${what}` }];
}

function rowText({ timeUs, cycle, what, text }: Row): string {
  const time = (timeUs / 1e6).toFixed(6).padStart(13);
  return `${time} ${(cycle === null ? '' : String(cycle)).padStart(6)}  ${what.padEnd(6)} ${text}`;
}

export function groupsText(groups: readonly (readonly string[])[]): string {
  return groups.map((group) => `{${group.join(' ')}}`).join('');
}

function summary(run: RunResult): string[] {
  const checks = Object.entries(run.checks).map(([name, check]) => {
    return check.held
      ? `${name} held`
      : `${name} violated in ${check.violations} cycles from cycle ${check.firstCycle}`;
  });
  return [
    `verdict ${run.verdict}; ${run.noDataCycles} cycles without data; ${run.cycleSlips} cycle slips`,
    checks.join('; '),
    `trace.jsonl sha256 ${run.traceSha256}`,
  ];
}
