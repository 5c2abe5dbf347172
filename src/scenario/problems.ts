/**
 * What is wrong with an input file, with its place and its remedy.
 *
 * All problems of a file are told at once, in the form that editors make clickable. A problem is a value until it is
 * thrown: the checks collect them, and the loader throws them together.
 */

import { printable } from './nearest.js';

/** Keys and indices from the top of the file. */
export type Path = readonly (string | number)[];

/** A problem as the checks find it, before its place in the file is known. */
export interface Complaint {
  readonly path: Path;
  readonly message: string;
  readonly remedy: string;
  /** Points at the key rather than at its value. */
  readonly atKey?: boolean;
}

export interface Problem {
  readonly file: string;
  /** From 1; undefined where there is no text to point into, as with a missing file. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** As `computers[1].receiver`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

/** More than these say nothing new. */
const MOST_SHOWN = 20;
/** More than these are not even counted. */
const MOST_COUNTED = 100;

/** An input that is not what it should be; its message is ready to be shown. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  /** At most 20, in the order of the file. */
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const sorted = [...problems].sort(byPlace);
    const shown = sorted.slice(0, MOST_SHOWN);
    const more = problems.length - shown.length;
    const lines = shown.map(problemText);
    if (more > 0) lines.push(`… and ${more > MOST_COUNTED ? `more than ${MOST_COUNTED}` : more} more`);
    super(lines.join('\n'));
    this.problems = shown;
  }
}

/** `file:line:column  path: message — remedy` */
export function problemText({ file, line, column, path, message, remedy }: Problem): string {
  const place = line === undefined ? `${file}:` : `${file}:${line}:${column ?? 1} `;
  return printable(`${place} ${path === '' ? '' : `${path}: `}${message} — ${remedy}`);
}

/** A problem with a file of which no text could be read. */
export function fileProblem(file: string, message: string, remedy: string): ScenarioError {
  return new ScenarioError([{ file, line: undefined, column: undefined, path: '', message, remedy }]);
}

/** `computers[1].receiver`; keys that are no plain word stand in quotes. */
export function pathText(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (!/^[\w$-]{1,64}$/.test(step)) text += `[${JSON.stringify(step.slice(0, 64))}]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text;
}

function byPlace(a: Problem, b: Problem): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
