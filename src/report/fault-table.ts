/** The catalogue of faults as a table for readers, straight from what the program goes by. */
import type { Behaviour } from '../core/config.js';
import { carries } from '../core/fault/carriers.js';
import { BEHAVIOURS, CATALOGUE } from '../core/fault/catalogue.js';

const HEAD = ['part', 'behaviour', 'of a', 'what is wrong', 'class', 'acts in'];

/** A computer that commands no bus, under `none` without sumwords: it says nothing at all. */
const MUTE = { asksOthers: false, exchangesPrivateWords: false };

/** @returns lines of Markdown, laid out as its formatter would */
export function faultTable(): string {
  const rows = BEHAVIOURS.map((behaviour) => {
    const { part, does, targets, class: its } = CATALOGUE[behaviour];
    return [part, `\`${behaviour}\``, targets.join(', '), does, its, actsIn(behaviour)];
  });
  const widths = HEAD.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[], fill: string): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |\n`;
  const rule = HEAD.map(() => '-');
  return [line(HEAD, ' '), line(rule, '-'), ...rows.map((row) => line(row, ' '))].join('');
}

function actsIn(behaviour: Behaviour): string {
  if (carries(behaviour, MUTE, false)) return 'every mode';
  return carries(behaviour, MUTE, true) ? 'every mode ¹' : 'all but `none` ¹';
}
