/**
 * Who is to blame? Lone victims differ, but they all erred on one source: a source is accused when so many computers
 * have each erred on it so many times running. Under OM(1) this is drawn from what passed on the wire, where every
 * relay says what its computer heard; it drives nothing, since only agreed values may.
 *
 * Where each pair of computers has a wire of its own, a read is reported once per wire. It counts once, and against the
 * source only if its computer told everybody of an error: one that tells some the one and some the other is no witness.
 */
import { at } from '../at.js';

/** Draws up cases against the sources of elements. */
export interface Accuser {
  /** All reports on this read are in. @returns true once: when the case against the element's source is complete */
  closeRead(element: number): boolean;
  /** The source was exchanged: a new unit starts with a clean record. */
  acquit(element: number): void;
}

const HEARD_WELL = 1;
const ERRED = 2;

export class Accusation implements Accuser {
  readonly elements: number;
  readonly #computers: number;
  /** By element and computer, what it said of this read: HEARD_WELL, ERRED, or both. */
  readonly #said: readonly Uint8Array[];
  readonly #running: readonly Uint32Array[];
  /** By element and computer, 1 = erred often enough running, at some time since the element was last exchanged. */
  readonly #victims: readonly Uint8Array[];
  readonly #accused: boolean[];
  readonly #needs: { readonly computers: number; readonly errors: number };

  constructor(computers: number, elements: number, needs: { computers: number; errors: number }) {
    this.elements = elements;
    this.#computers = computers;
    this.#needs = needs;
    this.#said = Array.from({ length: elements }, () => new Uint8Array(computers));
    this.#running = Array.from({ length: elements }, () => new Uint32Array(computers));
    this.#victims = Array.from({ length: elements }, () => new Uint8Array(computers));
    this.#accused = Array.from({ length: elements }, () => false);
  }

  /** One computer's report on this read, as it went over one wire. */
  report(element: number, computer: number, erred: boolean): void {
    const said = at(this.#said, element);
    said[computer] = at(said, computer) | (erred ? ERRED : HEARD_WELL);
  }

  closeRead(element: number): boolean {
    for (let i = 0; i < this.#computers; i++) this.#count(element, i);
    if (at(this.#accused, element)) return false;
    let victims = 0;
    for (let i = 0; i < this.#computers; i++) victims += at(at(this.#victims, element), i);
    if (victims < this.#needs.computers) return false;
    this.#accused[element] = true;
    return true;
  }

  acquit(element: number): void {
    at(this.#said, element).fill(0);
    at(this.#running, element).fill(0);
    at(this.#victims, element).fill(0);
    this.#accused[element] = false;
  }

  #count(element: number, computer: number): void {
    const said = at(this.#said, element);
    const running = at(this.#running, element);
    if (at(said, computer) === 0) return;
    running[computer] = at(said, computer) === ERRED ? at(running, computer) + 1 : 0;
    if (at(running, computer) >= this.#needs.errors) at(this.#victims, element)[computer] = 1;
    said[computer] = 0;
  }
}
