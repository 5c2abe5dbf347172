/**
 * The first screen of a replay: who heard what and what each exchange mode made of it, side by side; the annunciation
 * matrix; the verdict and its price; what is history and what is not.
 *
 * It knows no scenario: all names come from the result.
 */
import { at } from '../core/at.js';
import type { ReplayResult } from '../record/result.js';
import { annunciation } from './annunciation.js';
import { paragraph, plain } from './table.js';
import { timeline, type Look } from './timeline.js';
import { history, verdicts } from './verdicts.js';

export type { Paint, Style } from './table.js';

const USUAL_WIDTH = 80;
/** Longer lines are hard to read. */
const WIDEST_PROSE = 100;

/** @returns lines without colour unless `look` brings it */
export function story(result: ReplayResult, look: Partial<Look> = {}): string {
  const { paint = plain, width = USUAL_WIDTH } = look;
  const prose = { paint, width: Math.min(width, WIDEST_PROSE) };
  const sections = [
    opening(result, prose),
    timeline(result, { paint, width }),
    annunciation(result.runs, result.computers, prose),
    verdicts(result, prose),
    history(result, prose),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function opening(result: ReplayResult, { paint, width }: Look): string[] {
  const { scenario, seed, runs, interrupted } = result;
  const { cycles, wire } = at(runs, 0);
  const passed = cycles === 0 ? 'no cycle' : `${cycles} cycles of ${wire.frameUs / 1000} ms`;
  const what = `${scenario.name}, seed ${seed}, ${passed}; ${whoIsFaulty(result)}`;
  const last = at(runs, runs.length - 1);
  const after =
    last.cycles === 0 ? 'before the first cycle' : `after ${last.cycles} cycles: this is what there was`;
  const stopped = `INTERRUPTED in ${last.exchange}, ${after}`;
  return [
    paint('bold', scenario.title),
    ...[what, ...liveText(result)]
      .flatMap((text) => paragraph('', text, width))
      .map((line) => paint('dim', line)),
    ...(interrupted === true ? [paint('yellow', stopped)] : []),
  ];
}

/** What was said by computers with hosts of their own means something in its own mode alone; what ears heard, in any. */
function liveText({ scenario: { live }, runs }: ReplayResult): string[] {
  if (live === undefined) return [];
  if (live.exchange === null)
    return ['as its terminals were heard in a live run; that holds for any mode, whichever was live'];
  const others = runs.map(({ exchange }) => exchange).filter((exchange) => exchange !== live.exchange);
  const told = `as one host of a live run in ${live.exchange} saw it`;
  return others.length === 0
    ? [told]
    : [told, `NOT LIVE: ${others.join(', ')}, where the others do what is expected of them`];
}

function whoIsFaulty({ computers, runs }: ReplayResult): string {
  const targets = [...new Set(at(runs, 0).faults.map((fault) => fault.target))];
  const healthy = computers.filter((computer) => !targets.includes(computer)).length;
  const faulty = targets.length === 0 ? 'no fault' : `faulty: ${targets.join(', ')}`;
  return `${healthy} of ${computers.length} computers healthy, ${faulty}`;
}
