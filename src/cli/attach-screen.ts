/** The live view on a terminal, fed by the streams of the run. */
import type { Subscription } from 'rxjs';
import type { LiveStreams } from '../live/attach.js';
import type { LiveCycle } from '../live/messages.js';
import { viewLines, type ViewHead } from '../live/view.js';
import { Screen, type Window } from './screen.js';

export class LiveScreen {
  readonly #screen: Screen;
  readonly #listening: Subscription;
  readonly #head: ViewHead;
  readonly #health = new Map<string, string>();
  #last: LiveCycle | undefined;
  #late = 0;
  #maxWakeUs = 0;

  constructor(
    terminal: Window,
    { cycles$, health$ }: Pick<LiveStreams, 'cycles$' | 'health$'>,
    head: ViewHead & {
      readonly lines: readonly string[];
      readonly lateUs: number;
      /** What is shown until the first cycle. */
      readonly waiting: string | undefined;
    },
  ) {
    this.#screen = new Screen(terminal);
    this.#head = head;
    const { waiting } = head;
    if (waiting !== undefined) this.#screen.show(() => [waiting]);
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
    this.#screen.end(this.#last === undefined ? [] : this.#lines(this.#last));
  }

  #lines(cycle: LiveCycle): string[] {
    const lines = [...this.#health].map(([name, health]) => ({ name, health }));
    return viewLines(this.#head, cycle, lines, { lateCycles: this.#late, maxWakeUs: this.#maxWakeUs });
  }
}
