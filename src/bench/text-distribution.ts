/** Distributions in the terminal. */
import type { HistogramData } from '../record/histogram.js';
import { axisOf, columnsOn, placeOn, ticksOn, type Axis } from './axis.js';
import { tickText } from './units.js';

const BLOCKS = ' ▁▂▃▄▅▆▇█';

/** One line each, on an axis for all. */
export function distributions(
  rows: readonly { readonly name: string; readonly histogram: HistogramData }[],
  width: number,
): string[] {
  const axis = axisOf(rows.map((row) => row.histogram));
  const margin = Math.max(...rows.map((row) => row.name.length)) + 2;
  const columns = Math.max(24, Math.min(100, width - margin - 1));
  return [
    '',
    ...rows.map(({ name, histogram }) =>
      `${name.padEnd(margin)}${blocks(axis, histogram, columns)}`.trimEnd(),
    ),
    `${' '.repeat(margin)}${scale(axis, columns)}`,
  ];
}

/** The height is the logarithm of the count: a single one is seen, and ten times as many are a step higher. */
export function blocks(axis: Axis, histogram: HistogramData, columns: number): string {
  const counts = columnsOn(axis, histogram, columns);
  const most = Math.log(1 + Math.max(...counts));
  return [...counts]
    .map((count) => {
      const height =
        count === 0 ? 0 : Math.max(1, Math.round((Math.log(1 + count) / most) * (BLOCKS.length - 1)));
      return BLOCKS[height] ?? '';
    })
    .join('');
}

/** Ticks with their times, as many as have room. */
export function scale(axis: Axis, columns: number): string {
  let line = '';
  for (const timeNs of ticksOn(axis, Math.floor(columns / 9))) {
    const column = Math.min(columns - 1, Math.floor(placeOn(axis, timeNs) * columns));
    if (column < line.length + (line === '' ? 0 : 1)) continue;
    line = `${line.padEnd(column)}╵${tickText(timeNs)}`;
  }
  return line;
}
