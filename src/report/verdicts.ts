/** What each mode came to and what it cost, and what is history in it. */
import { at } from '../core/at.js';
import type { FaultResult, ReplayResult, RunResult } from '../record/result.js';
import { patternText, secondsOf } from './look-up.js';
import { paragraph } from './table.js';
import type { Look } from './timeline.js';

/** Safe operation resumes within this time after any failure: the Shuttle's requirement. */
const REQUIREMENT_US = 400_000;
/** Of a set that changes more often, the first changes are told. */
const MOST_CHANGES = 6;

export function verdicts({ runs, interrupted }: ReplayResult, look: Look): string[] {
  const longest = Math.max(...runs.map((run) => run.exchange.length));
  // The modes before it came to their end.
  const cut = interrupted === true ? runs.at(-1) : undefined;
  return runs.flatMap((run) => verdict(run, run === cut, longest, look));
}

function verdict(run: RunResult, isCut: boolean, longest: number, { paint, width }: Look): string[] {
  const name = run.exchange.padEnd(longest);
  if (run.cycles === 0) return [`${paint('bold', name)}  NO VERDICT: not one cycle took place`];
  const came = cameTo(run);
  const word = `${came}${run.asExpected === true ? ', as expected' : ''}`;
  const [first = '', ...more] = paragraph(`${name}  `, `${word}: ${setText(run)}`, width);
  const coloured = first.slice(name.length).replace(word, paint(came === 'AGREED' ? 'green' : 'red', word));
  const indent = ' '.repeat(longest + 2);
  const below = [price(run), ...run.faults.map((fault) => faultText(fault))];
  const warned = warnings(run, isCut).flatMap((text) => paragraph(indent, text, width));
  return [
    paint('bold', name) + coloured,
    ...more,
    ...below.flatMap((text) => paragraph(indent, text, width)),
    ...warned.map((line) => paint('yellow', line)),
  ];
}

/** A set that stays whole has not agreed where its computers used different words. */
function cameTo({ verdict: came, checks }: RunResult): string {
  if (came === 'split') return 'SPLIT';
  return checks.agreement.held ? 'AGREED' : 'ONE SET THAT DISAGREES';
}

/** How the set changed, and when. */
function setText({ patterns, cycles, verdict: came }: RunResult): string {
  const first = at(patterns, 0);
  const changes = patterns.filter((change, i) => i > 0 && change.pattern !== patterns[i - 1]?.pattern);
  if (changes.length === 0 && came === 'agreed')
    return `one set of ${at(first.groups, 0).length} in each of ${cycles} cycles`;
  const told = changes
    .slice(0, MOST_CHANGES)
    .map((c) => `${patternText(c.pattern)} at ${secondsOf(c.timeUs)} s`);
  const more = changes.length - told.length;
  return told.join(', ') + (more > 0 ? `, and ${more} more changes` : '');
}

function price({ noDataCycles, wire, cycleSlips }: RunResult): string {
  const reads = `${noDataCycles === 0 ? 'no' : noDataCycles} read${noDataCycles === 1 ? '' : 's'} without data`;
  const exchange = `exchange takes ${(wire.exchangeUs / 1000).toFixed(1)} of ${wire.frameUs / 1000} ms`;
  return `price: ${reads}; ${exchange}${cycleSlips === 0 ? '' : `; ${cycleSlips} CYCLE SLIPS`}`;
}

function faultText({ id, target, status, appliedUs, detectedUs, isolatedUs }: FaultResult): string {
  const name = `${target} ${id}:`;
  if (status === 'not-applicable') return `${name} nothing to act on in this mode`;
  if (appliedUs === null) return `${name} never acted`;
  if (detectedUs === null) return `${name} unnoticed`;
  const noticed = `${name} noticed in ${spanText(detectedUs - appliedUs)}`;
  if (isolatedUs === null) return `${noticed}, never isolated`;
  const tookUs = isolatedUs - appliedUs;
  return `${noticed}, isolated in ${spanText(tookUs)}${tookUs > REQUIREMENT_US ? ` (limit ${spanText(REQUIREMENT_US)})` : ''}`;
}

function spanText(us: number): string {
  return us < 1_000_000 ? `${Math.round(us / 100) / 10} ms` : `${(us / 1e6).toFixed(2)} s`;
}

/** Whatever keeps the run from being as it should. */
function warnings({ exchange, bound, unmet, asExpected, checks }: RunResult, isCut: boolean): string[] {
  const below = bound.met ? [] : [`bound not met: needs ${bound.needs}, has ${bound.has}`];
  const violated = Object.entries(checks)
    .filter(([, check]) => !check.held)
    .map(([name, { violations, firstCycle }]) => `${name} in ${violations} cycles from ${firstCycle} on`);
  const soFar = violated.length === 0 ? '' : `; violated so far: ${violated.join(', ')}`;
  if (isCut) return [...below, `interrupted, so not held against what the scenario expects${soFar}`];
  const unexpected =
    asExpected === null && violated.length > 0
      ? [`violated, and the scenario expects nothing of ${exchange}: ${violated.join(', ')}`]
      : [];
  return [...below, ...unmet.map((what) => `not as expected: ${what}`), ...unexpected];
}

const MARKS = 'D documented, S secondary, M widely told, R our reconstruction (see SOURCES.md)';

export function history({ claims, runs }: ReplayResult, { paint, width }: Look): string[] {
  if (claims.length === 0 && (runs[0]?.notes ?? []).length === 0) return [];
  return [
    ...paragraph('', MARKS, width).map((line) => paint('dim', line)),
    ...claims.flatMap(({ text, mark }) => paragraph(`${mark}  `, text, width)),
  ];
}
