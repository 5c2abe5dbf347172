/** The live view on a terminal, fed by the streams of the run. */
import type { Subscription } from 'rxjs';
import type { LiveStreams } from '../live/attach.js';
import type { LiveCycle } from '../live/messages.js';
import { viewLines, type ViewHead } from '../live/view.js';
import type { Terminal } from './progress.js';
import { Screen } from './screen.js';

export class LiveScreen {
  readonly #screen: Screen;
  readonly #listening: Subscription;
  readonly #head: ViewHead;
  readonly #health = new Map<string, string>();
  #last: LiveCycle | undefined;
  #late = 0;
  #maxWakeUs = 0;

  constructor(
    terminal: Terminal & { readonly columns?: number },
    { cycles$, health$ }: Pick<LiveStreams, 'cycles$' | 'health$'>,
    head: ViewHead & { readonly lines: readonly string[]; readonly lateUs: number },
  ) {
    this.#screen = new Screen(terminal);
    this.#head = head;
    for (const line of head.lines) this.#health.set(line, 'ok');
    this.#listening = health$.subscribe(({ line, health }) => this.#health.set(line, health));
    this.#listening.add(
      cycles$.subscribe((cycle) => {
        this.#last = cycle;
        if (cycle.wakeUs > head.lateUs) this.#late++;
        this.#maxWakeUs = Math.max(this.#maxWakeUs, cycle.wakeUs);
        this.#screen.show(() => this.#lines(cycle));
      }),
    );
  }

  close(): void {
    this.#listening.unsubscribe();
    if (this.#last !== undefined) this.#screen.end(this.#lines(this.#last));
  }

  #lines(cycle: LiveCycle): string[] {
    const lines = [...this.#health].map(([name, health]) => ({ name, health }));
    return viewLines(this.#head, cycle, lines, { lateCycles: this.#late, maxWakeUs: this.#maxWakeUs });
  }
}
