/** The computer annunciation matrix (CAM) as the crew saw it after each change, the modes side by side. */
import { at } from '../core/at.js';
import type { PatternChange, RunResult } from '../record/result.js';
import { patternText } from './look-up.js';
import { flow, layOut, paragraph } from './table.js';
import type { Look } from './timeline.js';

const MOST_SHOWN = 4;

/** @returns nothing if no lamp was ever lit */
export function annunciation(
  runs: readonly RunResult[],
  computers: readonly string[],
  { paint, width }: Look,
): string[] {
  const blocks = runs.map((run) => matricesOf(run, computers, width)).filter((block) => block.length > 0);
  if (blocks.length === 0) return [];
  const what = 'annunciation matrix: row votes against column; W a vote, Y its own lamp';
  const lines = flow(blocks, width).map((line) => line.replace(/\bY\b/g, (lamp) => paint('yellow', lamp)));
  return [...paragraph('', what, width).map((line) => paint('dim', line)), ...lines];
}

/** The last changes of one run, as many as fit into a line. */
function matricesOf(run: RunResult, computers: readonly string[], width: number): string[] {
  const changes = litChanges(run);
  if (changes.length === 0) return [];
  const first = Math.max(run.exchange.length, ...computers.map((name) => name.length));
  const each = Math.max(2 * computers.length - 1, 'after 1-1-1-1'.length) + 2;
  const fitting = Math.max(1, Math.floor((width - first) / each));
  const shown = changes.slice(-Math.min(MOST_SHOWN, fitting));
  const left = changes.length - shown.length;
  const head = [run.exchange, ...shown.map((change) => `after ${patternText(change.pattern)}`)];
  const rows = computers.map((name, row) => [name, ...shown.map((change) => lampsOf(change, row))]);
  const { lines } = layOut([head, ...rows]);
  return left === 0 ? [...lines] : [...lines, `(${left} earlier left out)`];
}

/** Where the lamps changed, and any was lit. */
function litChanges({ patterns }: RunResult): PatternChange[] {
  const lit = patterns.filter(({ cam }) => cam.some((row) => row.includes(1)));
  return lit.filter(({ cam }, i) => JSON.stringify(cam) !== JSON.stringify(lit[i - 1]?.cam));
}

function lampsOf({ cam }: PatternChange, row: number): string {
  return at(cam, row)
    .map((lamp, column) => (lamp === 0 ? '.' : row === column ? 'Y' : 'W'))
    .join(' ');
}
