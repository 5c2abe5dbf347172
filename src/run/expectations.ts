/** Holds a run against what its scenario expects of it, and says in words what came out differently. */
import type { CheckName, ExpectConfig } from '../core/config.js';
import type { FaultResult, PatternChange, RunResult, Verdict } from '../record/result.js';

interface Outcome {
  readonly verdict: Verdict;
  readonly patterns: readonly PatternChange[];
  readonly accused: readonly { readonly id: string }[];
  readonly noDataCycles: number;
  readonly checks: Readonly<Record<CheckName, { readonly held: boolean }>>;
  readonly bound: { readonly met: boolean };
}

/** In one order, whatever order a scenario names them in. */
const CHECKS: readonly CheckName[] = ['agreement', 'validity', 'healthyVotedOut'];

/** @returns one sentence per expectation that is not met; empty when all are */
export function unmetExpectations(expect: ExpectConfig, run: Outcome): string[] {
  const unmet: string[] = [];
  const compare = (what: string, expected: string | undefined, came: string): void => {
    if (expected !== undefined && expected !== came)
      unmet.push(`${what}: expected ${expected}, came out ${came}`);
  };
  compare('verdict', expect.verdict, run.verdict);
  compare('patterns', listed(expect.patterns), listed(patternSequence(run.patterns)) ?? 'none');
  compare('accused', listed(expect.accused), listed(run.accused.map((a) => a.id)) ?? 'none');
  compare('cycles without data', expect.noDataCycles?.toString(), run.noDataCycles.toString());
  const violated = CHECKS.filter((name) => !run.checks[name].held);
  const expected = expect.violated && CHECKS.filter((name) => expect.violated?.includes(name));
  compare('checks violated', listed(expected), listed(violated) ?? 'none');
  compare('bound met', expect.boundMet?.toString(), run.bound.met.toString());
  return unmet;
}

/**
 * Of a live run: checks that did not hold though nobody expects that, one sentence each. Who expects a split expects
 * computers that disagree, and who names the checks has them compared already.
 */
export function unexpectedViolations(
  { verdict, violated }: ExpectConfig,
  { checks }: Pick<RunResult, 'checks'>,
): string[] {
  if (verdict === 'split' || violated !== undefined) return [];
  return CHECKS.filter((name) => !checks[name].held).map((name) => {
    const { violations, firstCycle } = checks[name];
    return `${name} violated in ${cyclesText(violations)}, first in cycle ${firstCycle}`;
  });
}

export function cyclesText(count: number): string {
  return `${count} ${count === 1 ? 'cycle' : 'cycles'}`;
}

/** A fault that has a carrier in this mode and never acted makes the run worthless: one sentence each. */
export function idleFaults({ faults }: { readonly faults: readonly FaultResult[] }): string[] {
  const idle = faults.filter((fault) => fault.status !== 'not-applicable' && fault.appliedUs === null);
  return idle.map((fault) => `fault ${fault.id} on ${fault.target} never acted`);
}

/** The split patterns in order of appearance, repeats left out. */
export function patternSequence(patterns: readonly PatternChange[]): string[] {
  return patterns.map((p) => p.pattern).filter((pattern, i, all) => pattern !== all[i - 1]);
}

function listed(items: readonly string[] | undefined): string | undefined {
  return items === undefined ? undefined : items.length === 0 ? 'none' : items.join(', ');
}
