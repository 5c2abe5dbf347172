/** One cell of the timeline: what a run came to in a cycle, in the fewest words that say it. */
import type { HearingChange, RunResult } from '../record/result.js';
import { patternAt, patternText, sizesOf } from './look-up.js';

/** How a computer is called in this table. */
export type NameOf = ReadonlyMap<string, string>;

/**
 * @param names by computer, in the scenario's order
 * @param hearing of the element that the table is about, as it is in this cycle
 */
export function whatHappened(
  run: RunResult,
  names: NameOf,
  hearing: HearingChange | undefined,
  cycle: number,
): string {
  const { groups, stateGroups } = patternAt(run, cycle);
  const out = whoLeft(run, names, cycle);
  const said: string[] = [];
  if (out.length > 0) said.push(`${out.join(', ')} out`);
  else if (hearing !== undefined && hearing.outcome !== 'own') said.push(outcomeText(hearing));
  if (isReformed(run, cycle)) said.unshift('set re-formed');
  if (stateGroups.length > groups.length) said.push(`states ${patternText(sizesOf(stateGroups))}`);
  for (const accused of run.accused) if (accused.cycle === cycle) said.push(`${accused.id} accused`);
  return said.join('; ');
}

/** Those against whom a vote was cast in this cycle, and who are alone since. */
function whoLeft(run: RunResult, names: NameOf, cycle: number): string[] {
  const targets = new Set(run.failVotes.filter((vote) => vote.cycle === cycle).map((vote) => vote.target));
  const { groups } = patternAt(run, cycle);
  const isAlone = (computer: string): boolean => groups.some((g) => g.length === 1 && g.includes(computer));
  return [...names].filter(([id]) => targets.has(id) && isAlone(id)).map(([, name]) => name);
}

function isReformed(run: RunResult, cycle: number): boolean {
  const before = patternAt(run, cycle - 1).groups.length;
  return cycle > 0 && before > 1 && patternAt(run, cycle).groups.length === 1;
}

/** How many heard it and how many did not, and what all made of that. */
function outcomeText({ outcome, readings }: HearingChange): string {
  const heard = Object.values(readings);
  const good = heard.filter((kind) => kind === 'ok').length;
  const tally = `${good}:${heard.length - good}`;
  switch (outcome) {
    case 'value':
      return `${tally} all use it`;
    case 'error':
      return `${tally} no data`;
    case 'default':
      return good === heard.length ? 'values differ, no data' : `${tally} no data`;
    case 'bypassed':
      return 'bypassed';
    case 'own':
      return '';
  }
}
