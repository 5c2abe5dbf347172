/** Columns and lines for people. */

/** Columns to the right, but for those of text. */
export function table(rows: readonly (readonly string[])[], textColumns: readonly number[] = [0]): string[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, c) =>
    Math.max(...rows.map((row) => row[c]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, c) =>
        textColumns.includes(c) ? cell.padEnd(widths[c] ?? 0) : cell.padStart(widths[c] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

/** Lines of at most `width`, the later ones indented. */
export function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.pop() ?? '';
    if (line === '') lines.push(word);
    else if (line.length + 1 + word.length <= width) lines.push(`${line} ${word}`);
    else lines.push(line, `  ${word}`);
  }
  return lines;
}
