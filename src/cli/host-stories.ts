/** What hosts have to tell, each of its own run, as one result: one of their stories, and the others held against it. */
import type { ScenarioConfig } from '../core/config.js';
import type { Agreement } from '../live/hosts/roll.js';
import type { UsedInputs } from '../live/hosts/used-inputs.js';
import type { HostReport, LineReport, LiveResult } from '../record/live-result.js';
import type { CheckResult, HearingChange, RunResult } from '../record/result.js';
import { idleFaults, patternSequence, unexpectedViolations, unmetExpectations } from '../run/expectations.js';
import type { AttachPlan } from './attach-task.js';
import { withOwnColumns } from './own-columns.js';

/** What no host knows by itself. */
interface Known {
  readonly agreement: Agreement;
  readonly used: UsedInputs;
}

/**
 * The story of the computer that was there the longest, and what is known of all.
 * @param here names of the stations that ran here
 * @returns undefined where nobody has anything to tell
 */
export function together(
  { loaded, scenario }: Pick<AttachPlan, 'loaded' | 'scenario'>,
  here: readonly string[],
  results: readonly LiveResult[],
  { agreement: { violations, firstCycle }, used }: Known,
): LiveResult | undefined {
  const computers = results.filter(({ live }) => scenario.computers.some(({ id }) => id === live.host));
  const order = scenario.computers.map(({ id }) => id);
  const [told = results[0]] = [...computers].sort(
    (a, b) =>
      Number(a.interrupted ?? false) - Number(b.interrupted ?? false) ||
      (a.live.awayCycles ?? 0) - (b.live.awayCycles ?? 0) ||
      order.indexOf(a.live.host ?? '') - order.indexOf(b.live.host ?? ''),
  );
  if (told === undefined) return undefined;
  const [story] = told.runs;
  const agreement = { held: violations === 0, violations, firstCycle: firstCycle ?? null };
  const runs = [story].flatMap((run) => {
    if (run === undefined) return [];
    const hearing = withOwnColumns(run.hearing, firstHand(computers));
    return judged({ ...run, hearing, checks: { ...run.checks, agreement } }, told, scenario);
  });
  const hosts = results.map((result) => hostReport(result, told, inputsLike(told, used, order)));
  const lines = hosts.flatMap(({ name, lines }) => lines.filter((line) => line.name === name));
  const dead = here.filter((name) => !hosts.some((host) => host.name === name));
  const live = { ...told.live, line: loaded.configuration.line.kind };
  return { ...told, runs, live, hosts, lines: [...lines, ...dead.map(deadLine)] };
}

/** What computers heard, by their own hosts, of those that had a part in every cycle of which others may tell. */
function firstHand(computers: readonly LiveResult[]): Map<string, readonly HearingChange[]> {
  const whole = computers.filter(({ live, interrupted }) => live.awayCycles === 0 && interrupted !== true);
  return new Map(whole.map(({ live: { host = '' }, runs }) => [host, runs[0]?.hearing ?? []]));
}

/** Of a host that died without a word. */
function deadLine(name: string): LineReport {
  return { name, health: 'dead', losses: 1, unwellCycles: 0, packets: 0, echoes: 0, discarded: {} };
}

function judged(run: RunResult, { interrupted }: LiveResult, { expect }: ScenarioConfig): RunResult {
  const expected = expect[run.exchange];
  if (interrupted === true || expected === undefined) return run;
  const unmet = [
    ...unmetExpectations(expected, run),
    ...unexpectedViolations(expected, run),
    ...idleFaults(run),
  ];
  return { ...run, unmet, asExpected: unmet.length === 0 };
}

/** By host: did its own computer use what the own one of the host that tells the story used? */
function inputsLike(
  { live: { host: teller = '' } }: LiveResult,
  used: UsedInputs,
  computers: readonly string[],
): (name: string) => CheckResult {
  return (name) => {
    const [a, b] = [computers.indexOf(teller), computers.indexOf(name)];
    return a < 0 || b < 0 ? { held: true, violations: 0, firstCycle: null } : used.check(a, b);
  };
}

function hostReport(
  { live, lines, runs: [run] }: LiveResult,
  { runs: [told] }: LiveResult,
  sameInputs: (name: string) => CheckResult,
): HostReport {
  const patterns = patternSequence(run?.patterns ?? []);
  const isSame =
    patterns.join() === patternSequence(told?.patterns ?? []).join() &&
    JSON.stringify(run?.failVotes) === JSON.stringify(told?.failVotes);
  const name = live.host ?? '';
  return {
    name,
    live,
    lines,
    verdict: run?.verdict ?? 'agreed',
    patterns,
    failVotes: run?.failVotes.length ?? 0,
    isSameStory: isSame,
    sameInputs: sameInputs(name),
  };
}
