/** Lines on a terminal that are drawn over the ones before: in place, at a calm rate, gone when it is over. */
import { performance } from 'node:perf_hooks';
import type { Terminal } from './progress.js';

const RENEW_MS = 100;
const CLEAR_LINE = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';
const [USUAL_COLUMNS, USUAL_ROWS] = [80, 24];

/** A terminal, or what its output goes to instead. */
export interface Window extends Terminal {
  readonly columns?: number;
  readonly rows?: number;
}

export class Screen {
  readonly #terminal: Window;
  readonly #now: () => number;
  #nextMs = -Infinity;
  #drawn = 0;

  constructor(terminal: Window, now: () => number = () => performance.now()) {
    this.#terminal = terminal;
    this.#now = now;
  }

  /** @param lines asked for only when they are to be drawn */
  show(lines: () => readonly string[]): void {
    if (this.#terminal.isTTY !== true || this.#now() < this.#nextMs) return;
    this.#nextMs = this.#now() + RENEW_MS;
    // What has scrolled out at the top could not be drawn over; the cursor has a row of its own.
    this.#draw(lines().slice(0, sizeOr(this.#terminal.rows, USUAL_ROWS) - 1));
  }

  /** The last state, which stays; without a line nothing does. */
  end(lines: readonly string[]): void {
    if (this.#terminal.isTTY === true) this.#draw(lines);
    this.#drawn = 0;
  }

  #draw(lines: readonly string[]): void {
    const columns = sizeOr(this.#terminal.columns, USUAL_COLUMNS);
    // A line that the terminal wraps would be two to go up again.
    const text = lines.map((line) => `${line.slice(0, columns - 1)}${CLEAR_LINE}\n`).join('');
    const up = this.#drawn > 0 ? `\x1b[${this.#drawn}A` : '';
    this.#drawn = lines.length;
    // Whatever was typed meanwhile, as the ^C that ends a run, has moved the cursor and stands below.
    this.#terminal.write(`\r${up}${text}${CLEAR_BELOW}`);
  }
}

/** Some terminals do not know their size, and say 0. */
function sizeOr(size: number | undefined, usual: number): number {
  return size !== undefined && size > 0 ? size : usual;
}
