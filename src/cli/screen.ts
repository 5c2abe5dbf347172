/** Lines on a terminal that are drawn over the ones before: in place, at a calm rate, gone when it is over. */
import { performance } from 'node:perf_hooks';
import type { Terminal } from './progress.js';

const RENEW_MS = 100;
const CLEAR_LINE = '\x1b[K';

export class Screen {
  readonly #terminal: Terminal & { readonly columns?: number };
  readonly #now: () => number;
  #nextMs = -Infinity;
  #drawn = 0;

  constructor(
    terminal: Terminal & { readonly columns?: number },
    now: () => number = () => performance.now(),
  ) {
    this.#terminal = terminal;
    this.#now = now;
  }

  /** @param lines asked for only when they are to be drawn */
  show(lines: () => readonly string[]): void {
    if (this.#terminal.isTTY !== true || this.#now() < this.#nextMs) return;
    this.#nextMs = this.#now() + RENEW_MS;
    this.#draw(lines());
  }

  /** The last state, which stays. */
  end(lines: readonly string[]): void {
    if (this.#terminal.isTTY === true) this.#draw(lines);
    this.#drawn = 0;
  }

  #draw(lines: readonly string[]): void {
    const width = this.#terminal.columns ?? 80;
    // A line that the terminal wraps would be two to go up again.
    const text = lines.map((line) => `${line.slice(0, width - 1)}${CLEAR_LINE}\n`).join('');
    const up = this.#drawn > 0 ? `\x1b[${this.#drawn}A` : '';
    this.#drawn = lines.length;
    this.#terminal.write(up + text);
  }
}
