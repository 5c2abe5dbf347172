/**
 * Who is to blame? Lone victims differ, but they all erred on one source: a source is accused when so many computers
 * have each erred on it so many times running. Under OM(1) this is drawn from what passed on the wire, where every
 * relay says what its computer heard; it drives nothing, since only agreed values may.
 */
import { at } from '../at.js';

export class Accusation {
  readonly #computers: number;
  readonly #running: readonly Uint32Array[];
  /** By element and computer, 1 = erred often enough running, at some time since the element was last exchanged. */
  readonly #victims: readonly Uint8Array[];
  readonly #accused: boolean[];
  readonly #needs: { readonly computers: number; readonly errors: number };

  constructor(computers: number, elements: number, needs: { computers: number; errors: number }) {
    this.#computers = computers;
    this.#needs = needs;
    this.#running = Array.from({ length: elements }, () => new Uint32Array(computers));
    this.#victims = Array.from({ length: elements }, () => new Uint8Array(computers));
    this.#accused = Array.from({ length: elements }, () => false);
  }

  /** One computer's report on one read. */
  report(element: number, computer: number, erred: boolean): void {
    const running = at(this.#running, element);
    running[computer] = erred ? at(running, computer) + 1 : 0;
    if (at(running, computer) >= this.#needs.errors) at(this.#victims, element)[computer] = 1;
  }

  /** @returns true once: when the case against the element's source is complete */
  isNewlyAccused(element: number): boolean {
    if (at(this.#accused, element)) return false;
    let victims = 0;
    for (let i = 0; i < this.#computers; i++) victims += at(at(this.#victims, element), i);
    if (victims < this.#needs.computers) return false;
    this.#accused[element] = true;
    return true;
  }

  /** The source was exchanged: a new unit starts with a clean record. */
  acquit(element: number): void {
    at(this.#running, element).fill(0);
    at(this.#victims, element).fill(0);
    this.#accused[element] = false;
  }
}
