/** Spans of cycles that tell of one thing after the other: each ends before the next one of the same thing begins. */

import type { Complaint, Path } from './problems.js';

export class SpanOrder {
  readonly #remedy: string;
  /** By thing: the last cycle that is told of. */
  readonly #told = new Map<string, number>();

  /** @param things what has spans, in words: "each element its receptions" */
  constructor(things: string) {
    this.#remedy = `give ${things} in order: [first, last], then [later, later still]`;
  }

  check(thing: string, [first, last]: readonly [number, number], path: Path): Complaint[] {
    const told = this.#told.get(thing) ?? -1;
    this.#told.set(thing, Math.max(last, told));
    if (first <= last && first > told) return [];
    return [{ path, message: 'these cycles come before what was told', remedy: this.#remedy }];
  }
}
