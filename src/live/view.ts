/** The live view: how the cycle stands, as lines of text in fixed places, to be drawn over each other. */
import type { LineReport } from '../record/live-result.js';
import type { LiveCycle } from './messages.js';

export interface ViewHead {
  readonly scenario: string;
  readonly exchange: string;
  readonly computers: readonly string[];
  readonly cycles: number;
  readonly periodUs: number;
}

export interface ViewLine {
  readonly name: string;
  readonly health: LineReport['health'];
}

/** What has come together since the start. */
export interface ViewTotals {
  readonly lateCycles: number;
  readonly maxWakeUs: number;
}

/** @returns always as many lines */
export function viewLines(
  head: ViewHead,
  now: LiveCycle,
  lines: readonly ViewLine[],
  totals: ViewTotals,
): string[] {
  const { computers } = head;
  const wide = Math.max(
    6,
    ...[...computers, ...now.elements.map(({ element }) => element)].map((s) => s.length),
  );
  const name = (text: string): string => text.padEnd(wide);
  const column = 12;
  const cells = (texts: readonly string[]): string => texts.map((text) => text.padEnd(column)).join('');
  return [
    `${head.scenario}, ${head.exchange}   cycle ${now.cycle + 1} of ${head.cycles}   t ${seconds(now.timeUs)} s   set ${now.pattern}`,
    `${name('')}  ${cells([...computers, 'outcome'])}`,
    ...now.elements.map(
      ({ element, heard, outcome }) => `${name(element)}  ${cells([...heard.map(heardText), outcome])}`,
    ),
    `${name('set')}  ${cells(now.members.map((is) => (is ? 'in' : 'out')))}`,
    ...computers.map((voter, row) => {
      const lamps = computers.map((_, target) => (now.cam[row]?.[target] === 1 ? 'X' : '.'));
      return `${name(voter)}  ${cells(lamps)}${row === 0 ? 'CAM: row votes against column' : ''}`;
    }),
    `${name('lines')}  ${lines.map((line) => `${line.name} ${line.health}`).join('   ')}`,
    `${name('late')}  ${ms(now.wakeUs)} now, ${ms(totals.maxWakeUs)} at most; late cycles ${totals.lateCycles}; period ${ms(head.periodUs)}`,
  ].map((line) => line.trimEnd());
}

function heardText(kind: string): string {
  return kind === 'not-read' ? '-' : kind;
}

function seconds(timeUs: number): string {
  return (timeUs / 1e6).toFixed(2);
}

function ms(us: number): string {
  return `${(us / 1000).toFixed(1)} ms`;
}
