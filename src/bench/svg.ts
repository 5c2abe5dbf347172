/** A distribution as a picture: both axes logarithmic, since one late cycle in a million is what matters. */
import type { HistogramData } from '../record/histogram.js';
import { axisOf, columnsOn, placeOn, ticksOn, type Axis } from './axis.js';
import type { Percentiles } from './report.js';
import { tickText, timeText, wholeText } from './units.js';

export interface Picture {
  readonly title: string;
  readonly subtitle: string;
  /** Where it was measured; in small print. */
  readonly caption: readonly string[];
  readonly histogram: HistogramData;
  readonly ns: Percentiles;
}

const WIDTH = 960;
const HEIGHT = 460;
const PLOT = { left: 70, right: 930, top: 110, bottom: 360 };
const COLUMNS = 215;
const STYLE = `text{font:13px system-ui,sans-serif;fill:#1d2733}.title{font-size:18px;font-weight:600}.small{font-size:11px;fill:#55606e}.grid{stroke:#dde3ea}.axis{stroke:#55606e}.bar{fill:#3b76b0}.mark{stroke:#b3431f;stroke-dasharray:4 3}.label{fill:#b3431f;font-size:12px;paint-order:stroke;stroke:#fff;stroke-width:5px}`;

export function histogramSvg(picture: Picture): string {
  const { histogram } = picture;
  const axis = axisOf([histogram]);
  const counts = columnsOn(axis, histogram, COLUMNS);
  const decades = Math.max(1, Math.ceil(Math.log10(Math.max(...counts, 1))));
  // Half a count stands at the bottom, so that a single one has a height.
  const y = (count: number): number => {
    const height = Math.log10(Math.max(count, 0.5) / 0.5) / (decades + Math.log10(2));
    return PLOT.bottom - height * (PLOT.bottom - PLOT.top);
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">`,
    `<style>${STYLE}</style>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(PLOT.left, 30, picture.title, 'class="title"'),
    text(PLOT.left, 52, picture.subtitle),
    ...countAxis(decades, y),
    ...timeAxis(axis),
    ...bars(counts, y),
    ...marks(axis, picture.ns),
    ...picture.caption.map((line, i) => text(PLOT.left, HEIGHT - 32 + 16 * i, line, 'class="small"')),
    '</svg>',
    '',
  ].join('\n');
}

function bars(counts: Float64Array, y: (count: number) => number): string[] {
  const width = (PLOT.right - PLOT.left) / counts.length;
  return [...counts].flatMap((count, column) => {
    if (count === 0) return [];
    const top = Math.min(y(count), PLOT.bottom - 1);
    const x = PLOT.left + column * width;
    return [
      `<rect class="bar" x="${n(x)}" y="${n(top)}" width="${n(width)}" height="${n(PLOT.bottom - top)}"/>`,
    ];
  });
}

function countAxis(decades: number, y: (count: number) => number): string[] {
  return Array.from({ length: decades + 1 }, (_, decade) => {
    const count = 10 ** decade;
    const at = n(y(count));
    return [
      `<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${at}" y2="${at}"/>`,
      text(PLOT.left - 8, y(count) + 4, wholeText(count), 'text-anchor="end"'),
    ];
  })
    .flat()
    .concat(text(PLOT.left - 8, PLOT.top - 16, 'samples', 'text-anchor="end" class="small"'));
}

function timeAxis(axis: Axis): string[] {
  const { left, right, bottom } = PLOT;
  const ticks = ticksOn(axis, 12).flatMap((timeNs) => {
    const x = xOf(axis, timeNs);
    return [
      `<line class="axis" x1="${n(x)}" x2="${n(x)}" y1="${bottom}" y2="${bottom + 5}"/>`,
      text(x, bottom + 20, tickText(timeNs), 'text-anchor="middle"'),
    ];
  });
  return [`<line class="axis" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>`, ...ticks];
}

/** Each on a line of its own: p50 and p99 often lie close together. */
function marks(axis: Axis, { p50, p99, p999, max }: Percentiles): string[] {
  const named: [string, number][] = [
    ['p50', p50],
    ['p99', p99],
    ['p99.9', p999],
    ['max', max],
  ];
  const top = (i: number): number => 68 + i * 13;
  const lines = named.map(([, timeNs], i) => {
    const x = n(xOf(axis, timeNs));
    return `<line class="mark" x1="${x}" x2="${x}" y1="${top(i) - 8}" y2="${PLOT.bottom}"/>`;
  });
  const labels = named.map(([name, timeNs], i) => {
    const x = xOf(axis, timeNs);
    const leftward = x > (PLOT.left + PLOT.right) / 2;
    const place = leftward ? ' text-anchor="end"' : '';
    return text(x + (leftward ? -5 : 5), top(i) + 2, `${name} ${timeText(timeNs)}`, `class="label"${place}`);
  });
  return [...lines, ...labels];
}

function xOf(axis: Axis, timeNs: number): number {
  return PLOT.left + placeOn(axis, timeNs) * (PLOT.right - PLOT.left);
}

function text(x: number, y: number, content: string, attributes = ''): string {
  return `<text x="${n(x)}" y="${n(y)}"${attributes === '' ? '' : ` ${attributes}`}>${escaped(content)}</text>`;
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(content: string): string {
  return content.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
