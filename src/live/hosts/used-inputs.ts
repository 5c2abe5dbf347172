/**
 * What the hosts' own computers really used, each held against each other. One host's story tells of the others only what
 * it believes of them: two may tell of the same sets and votes, and yet have used different words.
 */
import { at } from '../../core/at.js';
import type { CheckResult } from '../../record/result.js';

/** Cycles for which somebody is waited for. */
const MOST_OPEN = 1000;

export class UsedInputs {
  readonly #computers: number;
  /** By cycle, by computer: digests. */
  readonly #open = new Map<number, (number | undefined)[]>();
  /** By pair, the lower number first. */
  readonly #differences: { violations: number; firstCycle: number }[];

  constructor(computers: number) {
    this.#computers = computers;
    this.#differences = Array.from({ length: computers * computers }, () => ({
      violations: 0,
      firstCycle: Infinity,
    }));
  }

  /** @param inUse a digest: equal digests, equal inputs */
  take(computer: number, cycle: number, inUse: number): void {
    const used = this.#open.get(cycle) ?? new Array<undefined>(this.#computers).fill(undefined);
    for (const [other, digest] of used.entries()) {
      if (digest === undefined || digest === inUse) continue;
      const difference = this.#between(computer, other);
      difference.violations++;
      difference.firstCycle = Math.min(difference.firstCycle, cycle);
    }
    used[computer] = inUse;
    this.#open.set(cycle, used);
    const [oldest] = this.#open.keys();
    if (!used.includes(undefined)) this.#open.delete(cycle);
    else if (oldest !== undefined && this.#open.size > MOST_OPEN) this.#open.delete(oldest);
  }

  /** Did these two use the same in each cycle that both had a part in? */
  check(a: number, b: number): CheckResult {
    const { violations, firstCycle } = this.#between(a, b);
    return { held: violations === 0, violations, firstCycle: violations === 0 ? null : firstCycle };
  }

  #between(a: number, b: number): { violations: number; firstCycle: number } {
    return at(this.#differences, Math.min(a, b) * this.#computers + Math.max(a, b));
  }
}
