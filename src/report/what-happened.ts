/** One cell of the timeline: what a run came to in a cycle, in the fewest words that say it. */
import type { HearingChange, RunResult } from '../record/result.js';
import { lastUpTo, patternAt, patternText, sizesOf } from './look-up.js';

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
  else if (hearing !== undefined && hearing.outcome !== 'own')
    said.push(outcomeText(hearing, membersIn(run, hearing, cycle)));
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

/** One group now, of computers that stood in several; that others were taken out makes no set. */
function isReformed(run: RunResult, cycle: number): boolean {
  const [whole, ...rest] = patternAt(run, cycle).groups;
  if (cycle === 0 || whole === undefined || rest.length > 0) return false;
  const before = patternAt(run, cycle - 1).groups;
  return before.length > 1 && !before.some((group) => whole.every((name) => group.includes(name)));
}

/** Those whose readings are exchanged; where nobody is in the set, all that read. */
function membersIn(run: RunResult, { readings }: HearingChange, cycle: number): string[] {
  const members = lastUpTo(run.membership, cycle)?.members ?? [];
  const reading = Object.keys(readings).filter((name) => readings[name] !== 'not-read');
  const among = reading.filter((name) => members.includes(name));
  return among.length > 0 ? among : reading;
}

/** How many heard it and how many did not, and what all made of that. */
function outcomeText({ outcome, readings }: HearingChange, members: readonly string[]): string {
  // Of whom nothing came, nothing is known.
  const heard = members.map((name) => readings[name]).filter((kind) => kind !== 'silent');
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
