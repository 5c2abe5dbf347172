/** Columns for people: every cell as wide as its column's widest, two blanks between. */
import { at } from '../core/at.js';

export function pad(text: string, width: number): string {
  return text.padEnd(width);
}

/** Rows may be of different length. The last cell of a row does not widen its column for others. */
export function layOut(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.slice(0, -1).forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row
      .map((cell, column) => (column < row.length - 1 ? pad(cell, at(widths, column)) : cell))
      .join('  ')
      .trimEnd(),
  );
}
