/** What holds from one cycle to another, for a run that goes forward: no look-up starts from the first span again. */

export interface Span<T> {
  readonly cycles: readonly [first: number, last: number];
  readonly what: T;
}

export class Spans<T> {
  readonly #spans: readonly Span<T>[];
  /** The first one that is not over. */
  #next = 0;

  /** @param spans in any order, without overlap */
  constructor(spans: readonly Span<T>[]) {
    this.#spans = [...spans].sort((a, b) => a.cycles[0] - b.cycles[0]);
  }

  /** @param cycle none before the one that was asked for last */
  at(cycle: number): T | undefined {
    for (; ; this.#next++) {
      const span = this.#spans[this.#next];
      if (span === undefined || span.cycles[0] > cycle) return undefined;
      if (span.cycles[1] >= cycle) return span.what;
    }
  }
}

/** Spans by a key of theirs. */
export function spansBy<Key, T>(
  spans: readonly (Span<T> & { readonly key: Key })[],
): ReadonlyMap<Key, Spans<T>> {
  const lists = new Map<Key, Span<T>[]>();
  for (const span of spans) {
    const list = lists.get(span.key);
    if (list === undefined) lists.set(span.key, [span]);
    else list.push(span);
  }
  return new Map([...lists].map(([key, list]) => [key, new Spans(list)]));
}
