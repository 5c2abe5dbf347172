/** What is drawn in place on a terminal, which is here as little of one as it takes to see what would stand on it. */
import { describe, expect, it } from 'vitest';
import { Subject } from 'rxjs';
import { LiveScreen } from '../../src/cli/attach-screen.js';
import { Screen } from '../../src/cli/screen.js';
import type { LiveCycle } from '../../src/live/messages.js';

/** Knows the few sequences that a screen writes; scrolls, and keeps what has scrolled out. */
class Glass {
  readonly isTTY = true;
  readonly columns = 40;
  readonly rows: number;
  #text = [''];
  #row = 0;
  #column = 0;

  constructor(rows: number) {
    this.rows = rows;
  }

  get lines(): string[] {
    return this.#text.slice(0, this.#text.findLastIndex((line) => line !== '') + 1);
  }

  write(text: string): void {
    // eslint-disable-next-line no-control-regex -- they are what moves the cursor
    for (const [token, up] of text.matchAll(/\x1b\[(\d+)A|\x1b\[[JK]|[\s\S]/g)) {
      if (up !== undefined) this.#row = Math.max(this.#text.length - this.rows, this.#row - Number(up), 0);
      else if (token === '\r') this.#column = 0;
      else if (token === '\n') [this.#row, this.#column] = [this.#row + 1, 0];
      else if (token.length === 1) this.#put(token, this.#column++);
      else {
        if (token.endsWith('J')) this.#text.length = this.#row + 1;
        this.#put('', Infinity);
      }
      while (this.#text.length <= this.#row) this.#text.push('');
    }
  }

  #put(character: string, at: number): void {
    const line = this.#text[this.#row] ?? '';
    const [column, after] = [Math.min(at, this.#column), at === Infinity ? '' : line.slice(at + 1)];
    this.#text[this.#row] = line.slice(0, column) + character + after;
  }
}

const view = (count: number, what: string): string[] =>
  Array.from({ length: count }, (_, row) => `${what} ${row}`);

describe('a screen', () => {
  it('is drawn over itself, and keeps its left edge where Ctrl-C has been typed below it', () => {
    const glass = new Glass(10);
    let now = 0;
    const screen = new Screen(glass, () => now);
    screen.show(() => view(3, 'first'));
    now += 1000;
    glass.write('^C');
    screen.show(() => view(3, 'then'));
    screen.end(view(3, 'last'));
    expect(glass.lines).toEqual(view(3, 'last'));
  });

  it('shows no more than the terminal has room for, and all of it at the end', () => {
    const glass = new Glass(5);
    let now = 0;
    const screen = new Screen(glass, () => now);
    for (; now < 3000; now += 1000) screen.show(() => view(8, `at ${now}`));
    expect(glass.lines).toEqual(view(8, 'at 2000').slice(0, 4));
    screen.end(view(8, 'last'));
    expect(glass.lines).toEqual(view(8, 'last'));
  });

  it('says that others are waited for until the first cycle, or until nothing comes of it', () => {
    const glass = new Glass(10);
    const [cycles$, health$] = [new Subject<LiveCycle>(), new Subject<never>()];
    const head = {
      ...{ scenario: 'made-up', exchange: 'om1', computers: ['A', 'B'], cycles: 10, periodUs: 40_000 },
      ...{ lines: ['A', 'B'], lateUs: 5000, waiting: 'waiting for the others …' },
    };
    const screen = new LiveScreen(glass, { cycles$, health$ }, head);
    expect(glass.lines).toEqual(['waiting for the others …']);
    screen.close();
    expect(glass.lines).toEqual([]);
  });
});
