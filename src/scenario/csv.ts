/**
 * A recording: the text of a CSV file to samples, or to everything that is wrong with it.
 *
 * Of the trade's many dialects it takes the plain one, whole numbers between commas below one line of names (RFC 4180
 * without quotes): what a sensor counts needs no more, and a number that a lenient reader guessed at would be one that
 * nobody measured. Columns that no sensor takes are not looked at.
 */

import type { Samples } from '../core/config.js';
import { quote } from './nearest.js';
import { MAX_TIME_US } from './schema-parts.js';
import { ScenarioError, type Problem } from './problems.js';

/** 16 MiB, and at least 2 bytes a row. */
export const MAX_CSV_BYTES = 16_777_216;
const MAX_ROWS = 1_000_000;

const LSB = { least: -0x8000, greatest: 0x7fff, unit: 'LSB' };
const TIME = { least: -MAX_TIME_US, greatest: MAX_TIME_US, unit: 'microseconds' };
/** More than are ever shown. */
const MOST_PROBLEMS = 200;

/** Which columns are wanted; those that are not there are left out of the samples, for the caller to complain. */
export interface Wanted {
  readonly timeColumn: string | undefined;
  readonly columns: readonly string[];
}

export interface Recording {
  readonly samples: Samples;
  /** All names of the first line. */
  readonly names: readonly string[];
}

/** @throws ScenarioError with the file, line and column of each problem */
export function parseRecording(text: string, file: string, wanted: Wanted): Recording {
  return new CsvReader(text.startsWith('\uFEFF') ? text.slice(1) : text, file).read(wanted);
}

interface Cell {
  readonly text: string;
  /** From 1, in characters. */
  readonly column: number;
}

class CsvReader {
  readonly #lines: readonly string[];
  readonly #file: string;
  readonly #problems: Problem[] = [];

  constructor(text: string, file: string) {
    const lines = text.split(/\r\n|\n|\r/);
    while (lines.at(-1)?.trim() === '') lines.pop();
    this.#lines = lines;
    this.#file = file;
  }

  read({ timeColumn, columns }: Wanted): Recording {
    const names = this.#names();
    const rows = this.#lines.length - 1;
    if (rows < 1) this.#complain(1, 1, 'has no samples', 'add a line of numbers below the names');
    if (rows > MAX_ROWS) this.#complain(1, 1, `has ${rows} rows`, `keep at most ${MAX_ROWS}`);
    this.#stopIfWrong();
    const lsb = columns.filter((name) => names.includes(name));
    const samples = new Map(lsb.map((name) => [name, new Int16Array(rows)]));
    const fromUs =
      timeColumn !== undefined && names.includes(timeColumn) ? new Float64Array(rows) : undefined;
    for (let row = 0; row < rows; row++) {
      const cells = this.#cells(row, names.length);
      for (const [name, column] of samples) column[row] = this.#number(cells[names.indexOf(name)], row, LSB);
      if (fromUs !== undefined && timeColumn !== undefined)
        fromUs[row] = this.#number(cells[names.indexOf(timeColumn)], row, TIME);
    }
    if (fromUs !== undefined) this.#checkAscending(fromUs);
    this.#stopIfWrong();
    return { samples: { rows, fromUs, columns: samples }, names };
  }

  #names(): string[] {
    const line = this.#lines[0] ?? '';
    if (line.trim() === '') {
      this.#complain(1, 1, 'has no names of columns', 'let the first line name them: timeUs,roll,pitch');
    }
    const cells = cellsOf(line);
    cells.forEach(({ text, column }, i) => {
      if (text === '' && line.trim() !== '') this.#complain(1, column, 'a column has no name', 'name it');
      if (text.includes(';')) this.#complain(1, column, `${quote(text)} is no name`, 'separate by commas');
      if (text !== '' && cells.findIndex((other) => other.text === text) < i)
        this.#complain(1, column, `the column ${quote(text)} stands twice`, 'rename one of the two');
    });
    return cells.map(({ text }) => text);
  }

  #cells(row: number, count: number): Cell[] {
    const line = this.#lines[row + 1] ?? '';
    const cells = cellsOf(line);
    if (cells.length === count) return cells;
    const message = line.trim() === '' ? 'an empty line' : `${cells.length} values under ${count} names`;
    this.#complain(row + 2, 1, message, `give ${count}, separated by commas`);
    return [];
  }

  #number(cell: Cell | undefined, row: number, { least, greatest, unit }: typeof LSB): number {
    if (cell === undefined) return 0;
    const value = Number(cell.text);
    if (/^[-+]?\d+$/.test(cell.text) && value >= least && value <= greatest) return value;
    const remedy = `write a whole number of ${unit} from ${least} to ${greatest}, without quotes`;
    this.#complain(row + 2, cell.column, `${quote(cell.text)} is no sample`, remedy);
    return 0;
  }

  #checkAscending(fromUs: Float64Array): void {
    fromUs.forEach((time, row) => {
      const before = fromUs[row - 1];
      if (before === undefined || before < time || this.#problems.length > 0) return;
      const message = `this row, at ${time} us, is not after the one before it, at ${before} us`;
      this.#complain(row + 2, 1, message, 'list the rows in ascending time');
    });
  }

  #complain(line: number, column: number, message: string, remedy: string): void {
    if (this.#problems.length >= MOST_PROBLEMS) return;
    this.#problems.push({ file: this.#file, line, column, path: '', message, remedy });
  }

  #stopIfWrong(): void {
    if (this.#problems.length > 0) throw new ScenarioError(this.#problems);
  }
}

function cellsOf(line: string): Cell[] {
  let start = 0;
  return line.split(',').map((raw) => {
    const column = start + 1 + (raw.length - raw.trimStart().length);
    start += raw.length + 1;
    return { text: raw.trim(), column };
  });
}
