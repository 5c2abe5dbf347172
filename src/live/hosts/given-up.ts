/**
 * Terminals that were given up while they were silent. Nobody asks them any more, so that no further silence comes of them:
 * where a mode gives an element up after one silent cycle, a dead terminal would never be silent for two.
 */
import { readsOf, type ScenarioConfig } from '../../core/config.js';
import { FIRST_TERMINAL } from '../../line/protocol/packet.js';
import type { LiveCycle } from '../messages.js';

interface Read {
  readonly element: string;
  readonly terminal: number;
  readonly everyCycles: number;
}

export class GivenUp {
  readonly #reads: readonly Read[];
  /** Terminals that did not answer when they were last asked. */
  readonly #silent = new Set<number>();
  /** Those that were to be asked in this cycle, as the schedule is, and were not. */
  #unasked: readonly number[] = [];

  constructor({ buses, terminals }: ScenarioConfig) {
    this.#reads = buses.flatMap(readsOf).map(({ element, terminal, everyCycles }) => ({
      ...{ element, everyCycles },
      terminal: FIRST_TERMINAL + terminals.findIndex(({ id }) => id === terminal),
    }));
  }

  /** What was read in a cycle that is over. */
  take({ cycle, elements }: LiveCycle): void {
    const isRead = (read: Read): boolean =>
      elements.some(
        ({ element, heard }) => element === read.element && heard.some((kind) => kind !== 'not-read'),
      );
    const due = this.#reads.filter(({ everyCycles }) => cycle % everyCycles === 0);
    const asked = due.filter(isRead).map(({ terminal }) => terminal);
    this.#unasked = due.map(({ terminal }) => terminal).filter((terminal) => !asked.includes(terminal));
  }

  /**
   * @param due stations that were to say something in that cycle
   * @param from those that did
   * @returns terminals that count as silent, though nobody asked
   */
  judge(due: readonly number[], from: readonly number[]): number[] {
    for (const station of from) this.#silent.delete(station);
    for (const station of due)
      if (station >= FIRST_TERMINAL && !from.includes(station)) this.#silent.add(station);
    return [...new Set(this.#unasked)].filter(
      (station) => this.#silent.has(station) && !due.includes(station),
    );
  }
}
