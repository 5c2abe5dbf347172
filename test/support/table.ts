import { readFileSync } from 'node:fs';

/** One line of a voter's table: `inputs -> outcome`, words separated by blanks; `#` starts a comment. */
export interface Row {
  readonly line: string;
  readonly inputs: string[];
  readonly outcome: string[];
}

export function readTable(file: URL): Row[] {
  const rows: Row[] = [];
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    const line = text.replace(/#.*/, '').trim();
    if (line === '') continue;
    const [inputs, outcome, ...more] = line.split('->').map((side) => side.split(/\s+/).filter(Boolean));
    if (inputs === undefined || outcome === undefined || more.length > 0)
      throw new Error(`no table row: ${line}`);
    rows.push({ line, inputs, outcome });
  }
  return rows;
}
