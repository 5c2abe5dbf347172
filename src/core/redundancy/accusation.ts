/**
 * Who is to blame? Lone victims differ, but they all erred on one source: a source is accused when so many computers
 * have each erred on it so many times running. Under OM(1) this is drawn from what passed on the wire, where every
 * relay says what its computer heard; it drives nothing, since only agreed values may.
 *
 * Where each pair of computers has a wire of its own, a read is reported once per wire. It counts once, and against the
 * source only if its computer told everybody of an error: one that tells some the one and some the other is no witness.
 */
import { byteAt, int32At } from '../at.js';

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
  /** What each computer said of this read of an element: HEARD_WELL, ERRED, or both. Row = element, here and below. */
  readonly #said: Uint8Array;
  readonly #running: Int32Array;
  /** 1 = erred often enough running, at some time since the element was last exchanged. */
  readonly #victims: Uint8Array;
  /** By element. */
  readonly #accused: Uint8Array;
  readonly #needs: { readonly computers: number; readonly errors: number };

  constructor(computers: number, elements: number, needs: { computers: number; errors: number }) {
    this.elements = elements;
    this.#computers = computers;
    this.#needs = needs;
    this.#said = new Uint8Array(elements * computers);
    this.#running = new Int32Array(elements * computers);
    this.#victims = new Uint8Array(elements * computers);
    this.#accused = new Uint8Array(elements);
  }

  /** One computer's report on this read, as it went over one wire. */
  report(element: number, computer: number, erred: boolean): void {
    const place = element * this.#computers + computer;
    this.#said[place] = byteAt(this.#said, place) | (erred ? ERRED : HEARD_WELL);
  }

  closeRead(element: number): boolean {
    const first = element * this.#computers;
    let victims = 0;
    for (let place = first; place < first + this.#computers; place++) {
      this.#count(place);
      victims += byteAt(this.#victims, place);
    }
    if (byteAt(this.#accused, element) === 1 || victims < this.#needs.computers) return false;
    this.#accused[element] = 1;
    return true;
  }

  acquit(element: number): void {
    const first = element * this.#computers;
    for (const record of [this.#said, this.#running, this.#victims])
      record.fill(0, first, first + this.#computers);
    this.#accused[element] = 0;
  }

  #count(place: number): void {
    const said = byteAt(this.#said, place);
    if (said === 0) return;
    const running = said === ERRED ? int32At(this.#running, place) + 1 : 0;
    this.#running[place] = running;
    if (running >= this.#needs.errors) this.#victims[place] = 1;
    this.#said[place] = 0;
  }
}
