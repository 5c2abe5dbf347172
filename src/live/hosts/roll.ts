/**
 * Many hosts, one view: what each says of its own computer in a cycle, put together; and the one check that no single host
 * can make, whether their computers really used the same.
 */
import type { LiveCycle } from '../messages.js';

export interface Agreement {
  readonly violations: number;
  readonly firstCycle: number | undefined;
}

/** Cycles for which somebody is waited for, until they are judged without him. */
const MOST_OPEN = 1000;

/** So many cycles after it a cycle is shown, whoever has yet to tell of it: somebody cut off tells nothing for long. */
const SHOWN_AFTER = 3;

export class Roll {
  readonly #computers: number;
  readonly #isHealthy: (computer: number) => boolean;
  readonly #tell: (cycle: LiveCycle) => void;
  readonly #open = new Map<number, (LiveCycle | undefined)[]>();
  /** By computer: the last cycle that it told of. */
  readonly #last: number[];
  /** That anybody told of. */
  #newest = -1;
  #shown = -1;
  #violations = 0;
  #firstCycle: number | undefined;

  /**
   * @param isHealthy without an injected fault
   * @param tell of each cycle, once all have told of it or of a later one, or somebody is a few cycles ahead
   */
  constructor(computers: number, isHealthy: (computer: number) => boolean, tell: (cycle: LiveCycle) => void) {
    this.#computers = computers;
    this.#isHealthy = isHealthy;
    this.#tell = tell;
    this.#last = new Array<number>(computers).fill(-1);
  }

  get agreement(): Agreement {
    return { violations: this.#violations, firstCycle: this.#firstCycle };
  }

  take(computer: number, cycle: LiveCycle): void {
    const row = this.#open.get(cycle.cycle) ?? new Array<undefined>(this.#computers).fill(undefined);
    row[computer] = cycle;
    this.#open.set(cycle.cycle, row);
    this.#last[computer] = cycle.cycle;
    this.#newest = Math.max(this.#newest, cycle.cycle);
    this.#close();
  }

  /** It will tell no more. */
  gone(computer: number): void {
    this.#last[computer] = Infinity;
    this.#close();
  }

  #close(): void {
    const told = Math.min(...this.#last);
    for (const [cycle, row] of this.#open) {
      const isOver = cycle <= told || this.#open.size > MOST_OPEN;
      if (isOver || cycle <= this.#newest - SHOWN_AFTER) this.#show(cycle, row);
      if (!isOver) continue;
      this.#open.delete(cycle);
      this.#judge(cycle, row);
    }
  }

  /** Once, and none after a later one. */
  #show(cycle: number, row: readonly (LiveCycle | undefined)[]): void {
    if (cycle <= this.#shown) return;
    this.#shown = cycle;
    const merged = merge(row);
    if (merged !== undefined) this.#tell(merged);
  }

  #judge(cycle: number, row: readonly (LiveCycle | undefined)[]): void {
    const used = new Set(
      row.flatMap((told, computer) =>
        told?.inUse === undefined || !this.#isHealthy(computer) ? [] : [told.inUse],
      ),
    );
    if (used.size < 2) return;
    this.#violations++;
    this.#firstCycle ??= cycle;
  }
}

/** Of its own computer each host knows best; what else there is the first one tells. */
function merge(row: readonly (LiveCycle | undefined)[]): LiveCycle | undefined {
  const first = row.find((told) => told !== undefined);
  if (first === undefined) return undefined;
  const own = (computer: number): LiveCycle => row[computer] ?? first;
  return {
    ...first,
    elements: first.elements.map((element, e) => ({
      ...element,
      heard: element.heard.map((heard, i) => own(i).elements[e]?.heard[i] ?? heard),
    })),
    members: first.members.map((is, i) => own(i).members[i] ?? is),
    cam: first.cam.map((lamps, i) => own(i).cam[i] ?? lamps),
    wakeUs: Math.max(...row.map((told) => told?.wakeUs ?? 0)),
  };
}
