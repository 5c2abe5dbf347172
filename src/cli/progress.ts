/** Progress of a long run: one line on stderr that renews itself, only on a terminal, gone when the run is over. */
import { performance } from 'node:perf_hooks';
import type { Progress } from '../run/replay.js';

/** A run that ends sooner needs no progress. */
const QUIET_MS = 1000;
const RENEW_MS = 100;

export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export class ProgressLine {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  #nextMs: number;
  #shown = '';

  constructor(terminal: Terminal, now: () => number = () => performance.now()) {
    this.#terminal = terminal;
    this.#now = now;
    this.#nextMs = now() + QUIET_MS;
  }

  show({ exchange, cycle, cycles }: Progress): void {
    if (this.#terminal.isTTY !== true || this.#now() < this.#nextMs) return;
    this.#nextMs = this.#now() + RENEW_MS;
    this.#write(`${exchange}  ${Math.floor((100 * cycle) / cycles)} %`);
  }

  clear(): void {
    if (this.#shown === '') return;
    this.#write('');
    this.#terminal.write('\r');
  }

  /** Over the old line with blanks, which every terminal understands. */
  #write(text: string): void {
    this.#terminal.write(`\r${text.padEnd(this.#shown.length)}`);
    this.#shown = text;
  }
}
