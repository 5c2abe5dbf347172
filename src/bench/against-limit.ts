/**
 * A limit program beside the benchmark: the same exchange, once as the least work that it can be (plain C or plain
 * JavaScript, nothing but arrays) and once as `bench` measures it, in turns, on one and the same core.
 *
 * A limit program prints the best of its repetitions on one line, in one of these forms; so the best of ours is held
 * against it:
 *
 *     JS mode=whole-vector best 2812345 cycles/s …                four members, one liar
 *     JS N=7 m=2 ic: messages 1092, best 23.507 us, 42540 /s …    any size, every member commands
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { median } from './percentiles.js';
import { EXCHANGE_SIZES } from './rows.js';

/** What a limit program said. */
export interface LimitFigure {
  /** "JS", "C" */
  readonly language: string;
  readonly n: number;
  readonly m: number;
  readonly perSecond: number;
}

export interface Ratios {
  readonly figure: LimitFigure;
  readonly limit: readonly number[];
  readonly ours: readonly number[];
  /** Ours / limit, turn by turn, in which both met the same machine. */
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** It cannot be done; the message says what instead. */
export class LimitRefused extends Error {
  override readonly name = 'LimitRefused';
}

export interface AgainstLimit {
  /** A limit program: .c is compiled, .js, .cjs and .mjs run in this node, anything else is run itself. */
  readonly program: string;
  readonly args: readonly string[];
  /** The command that measures our row, without its arguments. */
  readonly bench: readonly string[];
  readonly turns: number;
  readonly seconds: number;
  /** Told of each turn. */
  readonly onTurn: (turn: number, limit: LimitFigure, ours: number) => void;
}

/** @throws LimitRefused */
export async function againstLimit(task: AgainstLimit): Promise<Ratios> {
  const folder = mkdtempSync(path.join(tmpdir(), 'quadruplex-limit-'));
  try {
    return await inTurns(task, pinned([...commandOf(task.program, folder), ...task.args]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inTurns(task: AgainstLimit, limitCommand: readonly string[]): Promise<Ratios> {
  const limit: number[] = [];
  const ours: number[] = [];
  let figure: LimitFigure | undefined;
  for (let turn = 0; turn < task.turns; turn++) {
    figure = parseLimit(await outputOf(limitCommand));
    const row = rowOf(figure);
    const command = [...task.bench, '--only', row, '--seconds', String(task.seconds), '--format', 'json'];
    const best = parseBest(await outputOf(pinned(command)), row);
    limit.push(figure.perSecond);
    ours.push(best);
    task.onTurn(turn, figure, best);
  }
  if (figure === undefined) throw new LimitRefused('not a single turn was asked for; ask for one at least');
  return ratiosOf(figure, limit, ours);
}

export function ratiosOf(figure: LimitFigure, limit: readonly number[], ours: readonly number[]): Ratios {
  const ratios = ours.map((value, turn) => value / (limit[turn] ?? NaN));
  return { figure, limit, ours, min: Math.min(...ratios), median: median(ratios), max: Math.max(...ratios) };
}

const CYCLES = /^(\w+)\s+mode=\S+\s+best\s+(\d+(?:\.\d+)?)\s+cycles\/s/m;
const SIZED = /^(\w+)\s+N=(\d+)\s+m=(\d+)\s+(ic|one):.*?(\d+(?:\.\d+)?)\s*\/s/m;
const BAD = /\bbad=(\d+)/;

/** @throws LimitRefused when it printed no figure, or one that nothing of ours can be held against */
export function parseLimit(output: string): LimitFigure {
  if ((BAD.exec(output)?.[1] ?? '0') !== '0')
    throw new LimitRefused('the limit program found its own answers wrong');
  const cycles = CYCLES.exec(output);
  if (cycles !== null) return { language: cycles[1] ?? '', n: 4, m: 1, perSecond: Number(cycles[2]) };
  const sized = SIZED.exec(output);
  if (sized === null) {
    throw new LimitRefused(
      'the program printed neither "mode=… best N cycles/s" nor "N=… m=… ic: … N /s" — give a limit program, and the arguments that it needs behind it',
    );
  }
  const [, language = '', n, m, commanders, perSecond] = sized;
  if (commanders === 'one')
    throw new LimitRefused('one commander is no interactive consistency — give "ic" instead of "one"');
  return { language, n: Number(n), m: Number(m), perSecond: Number(perSecond) };
}

/** @throws LimitRefused */
export function rowOf({ n, m }: LimitFigure): string {
  if (EXCHANGE_SIZES.some(([rowN, rowM]) => rowN === n && rowM === m)) return `ic/${n}-${m}`;
  const sizes = EXCHANGE_SIZES.map(([rowN, rowM]) => `${rowN} ${rowM}`).join(', ');
  throw new LimitRefused(`there is no row for N = ${n}, m = ${m} — there are ${sizes}`);
}

/** The best repetition, as the limit programs take the best of theirs. */
function parseBest(json: string, name: string): number {
  const report = JSON.parse(json) as { rows?: { name?: string; spread?: { max?: number } }[] };
  const best = report.rows?.find((row) => row.name === name)?.spread?.max;
  if (best === undefined)
    throw new LimitRefused(`the benchmark gave no figure for ${name}; give it more seconds`);
  return best;
}

function commandOf(program: string, folder: string): string[] {
  if (/\.[cm]?js$/.test(program)) return [process.execPath, program];
  if (!program.endsWith('.c')) return [path.resolve(program)];
  const binary = path.join(folder, 'limit');
  const { status, error, stderr } = spawnSync('cc', ['-O2', '-o', binary, program], { encoding: 'utf8' });
  if (error !== undefined)
    throw new LimitRefused('there is no C compiler "cc" — install one, or give a .cjs');
  if (status !== 0) throw new LimitRefused(`cc cannot compile ${program}: ${lastLine(stderr)}`);
  return [binary];
}

/** On the last core, where the system has a way to say so: then neither meets conditions that the other does not. */
export function pinned(command: readonly string[], canPin = hasTaskset()): string[] {
  return canPin ? ['taskset', '-c', String(cpus().length - 1), ...command] : [...command];
}

function hasTaskset(): boolean {
  return spawnSync('taskset', ['--version']).status === 0;
}

async function outputOf([file = '', ...args]: readonly string[]): Promise<string> {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => reject(new LimitRefused(`${file} cannot be run: ${error.message}`)));
    child.once('close', resolve);
  });
  if (code !== 0)
    throw new LimitRefused(`${[file, ...args].join(' ')} ended with ${String(code)}: ${lastLine(stderr)}`);
  return stdout;
}

/** Where programs say what went wrong. */
function lastLine(text: string): string {
  return text.trim().split('\n').pop() ?? '';
}
