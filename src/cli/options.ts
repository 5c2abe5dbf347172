/**
 * The options that several commands share, checked as they are parsed, so that a typing error costs no run.
 */

import { InvalidArgumentError, Option } from 'commander';
import { quote, suggestion } from '../scenario/nearest.js';
import { canonicalMode, KNOWN_MODES, MODE_LIST } from '../scenario/schema-modes.js';

export type Format = 'text' | 'json';

/** Undefined: those that the scenario has an expectation for. */
export type ModeChoice = readonly string[] | 'all' | undefined;

const MAX_SEED = 4_294_967_295;
/** A day. */
const MAX_SECONDS = 86_400;

export const formatOption = () =>
  new Option('--format <format>', 'text for people, json for programs: one document on stdout')
    .choices(['text', 'json'])
    .default('text');

export const seedOption = () =>
  new Option('--seed <n>', `seed of every random draw, 0 to ${MAX_SEED} (default: the scenario's)`).argParser(
    parseSeed,
  );

export const exchangeOption = () =>
  new Option(
    '--exchange <modes>',
    `exchange modes to run, separated by commas: ${MODE_LIST}; or all: every one that its computers bear (N > 3m) and its frame has room for (default: those that the scenario has an expectation for)`,
  ).argParser(parseModes);

export const modeOption = () =>
  new Option(
    '--exchange <mode>',
    `the exchange mode that runs: ${MODE_LIST} (default: the configuration's)`,
  ).argParser(parseMode);

export const outOption = (what = 'also write the result and the traces into this folder') =>
  new Option('--out <dir>', what).argParser(parseFolder);

export const onlyOption = () =>
  new Option(
    '--only <rows>',
    'measure these rows only, separated by commas: wire, exchange, cycle, live, line, a name, or the beginning of names; heap is measured only when named',
  ).argParser(parseRows);

export const secondsOption = () =>
  new Option('--seconds <s>', 'about how long to measure in all').default(60).argParser(parseSeconds);

export function parseSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d{1,10}$/.test(text) || seed > MAX_SEED) {
    throw new InvalidArgumentError(`Give a whole number from 0 to ${MAX_SEED}.`);
  }
  return seed;
}

export function parseModes(text: string): readonly string[] | 'all' {
  const names = namesIn(text);
  if (names.length === 1 && names[0] === 'all') return 'all';
  for (const name of names) {
    if (name === 'all') throw new InvalidArgumentError('"all" stands alone.');
    refuseUnknown(name, [...KNOWN_MODES, 'all']);
  }
  return [...new Set(names)];
}

export function parseMode(text: string): string {
  const [mode = '', ...more] = namesIn(text);
  if (mode === 'all' || more.length > 0) throw new InvalidArgumentError('One mode runs live; name one.');
  refuseUnknown(mode, KNOWN_MODES);
  return mode;
}

function namesIn(text: string): string[] {
  return text.split(',').map((name) => canonicalMode(name.trim()));
}

function refuseUnknown(name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  throw new InvalidArgumentError(`There is no exchange mode ${quote(name)} — ${suggestion(name, known)}`);
}

/** May be given several times. */
export function parseRows(text: string, before: readonly string[] = []): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('Name rows, e.g. exchange,nominal/om1.');
  return [...new Set([...before, ...names])];
}

export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || seconds <= 0 || seconds > MAX_SECONDS) {
    throw new InvalidArgumentError(`Give a number of seconds, more than 0 and at most ${MAX_SECONDS}.`);
  }
  return seconds;
}

export function parseFolder(text: string): string {
  if (text.trim() === '' || text.includes('\0')) throw new InvalidArgumentError('Name a folder.');
  return text;
}
