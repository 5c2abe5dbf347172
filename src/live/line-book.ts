/** Counts what came over each line. */
import type { LineReport } from '../record/live-result.js';
import type { Heard } from './ear.js';
import type { Health } from './line-health.js';

interface Counts {
  losses: number;
  unwellCycles: number;
  packets: number;
  echoes: number;
  readonly discarded: Record<string, number>;
}

export class LineBook {
  readonly #counts = new Map<string, Counts>();

  constructor(names: readonly string[]) {
    for (const name of names)
      this.#counts.set(name, { losses: 0, unwellCycles: 0, packets: 0, echoes: 0, discarded: {} });
  }

  heard(name: string, heard: Heard): void {
    const counts = this.#counts.get(name);
    if (counts === undefined) return;
    if (heard.kind === 'packet') counts.packets++;
    else if (heard.kind === 'echo') counts.echoes++;
    else counts.discarded[heard.reason] = (counts.discarded[heard.reason] ?? 0) + 1;
  }

  /** Thrown away by whoever looks closer than an ear. */
  refused(name: string, reasons: Readonly<Record<string, number>>): void {
    const counts = this.#counts.get(name);
    if (counts === undefined) return;
    for (const [reason, count] of Object.entries(reasons))
      counts.discarded[reason] = (counts.discarded[reason] ?? 0) + count;
  }

  lost(name: string): void {
    const counts = this.#counts.get(name);
    if (counts !== undefined) counts.losses++;
  }

  cycle(healthOf: (name: string) => Health): void {
    for (const [name, counts] of this.#counts) if (healthOf(name) !== 'ok') counts.unwellCycles++;
  }

  report(healthOf: (name: string) => Health): LineReport[] {
    return [...this.#counts].map(([name, counts]) => ({ name, health: healthOf(name), ...counts }));
  }
}
