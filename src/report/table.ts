/** Columns and paragraphs for people. Widths are counted before colour is added, so colour moves nothing. */
import { at } from '../core/at.js';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';
export type Paint = (style: Style, text: string) => string;

export const plain: Paint = (_, text) => text;

export type Cell = string | { readonly text: string; readonly style: Style };
export type Row = readonly Cell[];

const GAP = 2;

export interface Layout {
  readonly lines: readonly string[];
  /** Where each column begins. */
  readonly starts: readonly number[];
  /** Of the longest line. */
  readonly width: number;
}

/**
 * Makes every cell as wide as the widest of its column. What ends its row widens nothing, so a remark may run on.
 * @param gapAfter blanks after a column
 */
export function layOut(
  rows: readonly Row[],
  paint: Paint = plain,
  gapAfter: (column: number) => number = () => GAP,
): Layout {
  const texts = rows.map((row) => withoutEmptyEnd(row).map(textOf));
  const widths: number[] = [];
  for (const row of texts) {
    row.forEach((text, column) => {
      const counts = column < row.length - 1 ? text.length : 0;
      widths[column] = Math.max(widths[column] ?? 0, counts);
    });
  }
  const starts: number[] = [];
  let start = 0;
  widths.forEach((width, column) => {
    starts.push(start);
    start += width + gapAfter(column);
  });
  const ends = texts.map((row) => (starts[row.length - 1] ?? 0) + (row.at(-1)?.length ?? 0));
  const lines = rows.map((row, r) => {
    const shown = row.slice(0, at(texts, r).length);
    return shown.map((cell, column) => padded(cell, column, shown.length, widths, gapAfter, paint)).join('');
  });
  return { lines, starts, width: Math.max(0, ...ends) };
}

function padded(
  cell: Cell,
  column: number,
  cells: number,
  widths: readonly number[],
  gapAfter: (column: number) => number,
  paint: Paint,
): string {
  const text = textOf(cell);
  const blanks = column < cells - 1 ? at(widths, column) - text.length + gapAfter(column) : 0;
  const painted = typeof cell === 'string' || text === '' ? text : paint(cell.style, text);
  return painted + ' '.repeat(blanks);
}

function withoutEmptyEnd(row: Row): Row {
  return row.slice(0, row.findLastIndex((cell) => textOf(cell) !== '') + 1);
}

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}

/** Texts at their places in one line; one that does not fit in pushes the rest to the right. */
export function placed(texts: readonly (readonly [start: number, text: string])[]): string {
  return texts.reduce((line, [start, text]) => {
    const gap = line === '' ? start : Math.max(start, line.length + 1);
    return `${line.padEnd(gap)}${text}`;
  }, '');
}

/** Breaks between words; the first line begins with `head`, all others under its end. A word too long stays whole. */
export function paragraph(head: string, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = head;
  let words = 0;
  for (const word of text.split(' ')) {
    if (words > 0 && line.length + 1 + word.length > width) {
      lines.push(line);
      line = ' '.repeat(head.length);
      words = 0;
    }
    line += words === 0 ? word : ` ${word}`;
    words++;
  }
  return [...lines, line];
}

/** Blocks of lines, as many beside each other as fit in. */
export function flow(blocks: readonly (readonly string[])[], width: number): string[] {
  const lines: string[] = [];
  let beside: (readonly string[])[] = [];
  let used = 0;
  for (const block of blocks) {
    const needs = widest(block);
    if (beside.length > 0 && used + GAP + needs > width) {
      lines.push(...sideBySide(beside));
      beside = [];
      used = 0;
    }
    used += (beside.length > 0 ? GAP : 0) + needs;
    beside.push(block);
  }
  return [...lines, ...sideBySide(beside)];
}

function sideBySide(blocks: readonly (readonly string[])[]): string[] {
  const widths = blocks.map(widest);
  const height = Math.max(0, ...blocks.map((block) => block.length));
  return Array.from({ length: height }, (_, y) =>
    blocks
      .map((block, b) => (block[y] ?? '').padEnd(at(widths, b)))
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
}

function widest(block: readonly string[]): number {
  return Math.max(0, ...block.map((line) => line.length));
}
