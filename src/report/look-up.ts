/** Questions that the parts of a report ask of a result: what was so in this cycle, and when was that. */
import { at } from '../core/at.js';
import type { HearingChange, PatternChange, ReplayResult, RunResult } from '../record/result.js';

/**
 * Changes are written down when they happen, in order: what holds in a cycle is the last one up to it. Searched by
 * halves, as a receiver on the edge of hearing gives a change per cycle.
 */
export function lastUpTo<T extends { readonly cycle: number }>(
  changes: readonly T[],
  cycle: number,
): T | undefined {
  let from = 0;
  let to = changes.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (at(changes, middle).cycle <= cycle) from = middle + 1;
    else to = middle;
  }
  return changes[from - 1];
}

export function patternAt(run: RunResult, cycle: number): PatternChange {
  return lastUpTo(run.patterns, cycle) ?? at(run.patterns, 0);
}

export function hearingOf(run: RunResult, element: string): HearingChange[] {
  return run.hearing.filter((change) => change.element === element);
}

/** Start of a cycle, bus time. */
export function timeOfCycle(result: ReplayResult, cycle: number): number {
  const { patterns, wire } = at(result.runs, 0);
  const first = at(patterns, 0);
  return first.timeUs + (cycle - first.cycle) * wire.frameUs;
}

/** The elements, in the order in which they were first read. */
export function elementsOf(result: ReplayResult): string[] {
  return [...new Set(result.runs.flatMap((run) => run.hearing.map((change) => change.element)))];
}

/** To the hundredth, or as exactly as it takes: a cycle may be much shorter. */
export function secondsOf(timeUs: number): string {
  return (timeUs / 1e6).toFixed(6).replace(/0{1,4}$/, '');
}

/** A longer split pattern is shortened: "9-1-1-1-1" to "9-1x4". */
const MOST_GROUPS = 4;

export function patternText(pattern: string): string {
  const sizes = pattern.split('-');
  if (sizes.length <= MOST_GROUPS) return pattern;
  const counts = new Map<string, number>();
  for (const size of sizes) counts.set(size, (counts.get(size) ?? 0) + 1);
  return [...counts].map(([size, count]) => (count === 1 ? size : `${size}x${count}`)).join('-');
}

export function sizesOf(groups: readonly (readonly string[])[]): string {
  return groups.map((group) => group.length).join('-');
}
