/**
 * Sumword comparison: each computer holds its own sum of outputs against every other's; so many straight miscompares,
 * and it votes. Slow (three at 6.25 Hz are 480 ms) but it sees what no error flag does: different outputs.
 */
import { int32At } from '../at.js';

/** A sumword that did not come; it matches nothing. */
export const NO_SUMWORD = -1;

export class SumwordComparison {
  readonly #computers: number;
  readonly #limit: number;
  /** Straight miscompares of i with j: row i, column j. */
  readonly #miscompares: Int32Array;

  constructor(computers: number, limit: number) {
    this.#computers = computers;
    this.#limit = limit;
    this.#miscompares = new Int32Array(computers * computers);
  }

  /** Takes in one exchange. @returns whether computer i should now vote against j */
  compare(i: number, j: number, own: number, theirs: number): boolean {
    const place = i * this.#computers + j;
    const straight = own === theirs ? 0 : Math.min(int32At(this.#miscompares, place) + 1, this.#limit);
    this.#miscompares[place] = straight;
    return straight >= this.#limit;
  }

  reset(): void {
    this.#miscompares.fill(0);
  }

  /** One computer starts with a clean record, as it sees others and as they see it. */
  forget(computer: number): void {
    for (let other = 0; other < this.#computers; other++) {
      this.#miscompares[computer * this.#computers + other] = 0;
      this.#miscompares[other * this.#computers + computer] = 0;
    }
  }
}

/** The word that computer `i` holds for computer `j` in a table of N × N. */
export function heldFor(vectors: Int32Array, computers: number, i: number, j: number): number {
  return int32At(vectors, i * computers + j);
}
