/**
 * Accusation from agreed readings: each computer holds the same vector of what every computer heard, and draws its own
 * conclusion from that. Healthy computers come to the same one in the same cycle, whatever a liar says (IC1). It still
 * drives nothing; it is on record when more than half of the computers have come to it.
 */
import { at, int32At, objectAt } from '../at.js';
import type { OralMessages } from '../agreement/om.js';
import { DEFAULT, REPORTED_ERROR, type ValueId } from '../agreement/value.js';
import type { RulesConfig } from '../config.js';
import type { FlightComputer } from '../flight/flight-computer.js';
import { Accusation, type Accuser } from '../redundancy/accusation.js';

export class AgreedAccusation implements Accuser {
  /** What each computer makes of its vectors. */
  readonly conclusions: readonly Accusation[];
  /** Of how many computers more than half have to come to it: those that are in the exchange. */
  witnesses: number;
  /** By element, how many computers accuse its source. */
  readonly #accusers: Uint8Array;

  constructor(computers: number, elements: number, rules: RulesConfig) {
    const needs = { computers: rules.accuseComputers, errors: rules.accuseErrors };
    this.conclusions = Array.from({ length: computers }, () => new Accusation(computers, elements, needs));
    this.witnesses = computers;
    this.#accusers = new Uint8Array(elements);
  }

  /** Takes in the vectors of one read among these: one's own reading, and what one takes that of each other to be. */
  record(element: number, exchange: OralMessages, members: readonly FlightComputer[]): void {
    const own = objectAt(exchange.heard, 0);
    for (let i = 0; i < own.length; i++) {
      const { index } = objectAt(members, i);
      this.#report(element, index, index, int32At(own, i));
    }
    const senders = objectAt(exchange.tree.sender, 1);
    const receivers = objectAt(exchange.tree.receiver, 1);
    const entries = exchange.outcomes(1);
    for (let i = 0; i < entries.length; i++)
      this.#report(
        element,
        objectAt(members, int32At(receivers, i) - 1).index,
        objectAt(members, int32At(senders, i) - 1).index,
        int32At(entries, i),
      );
  }

  closeRead(element: number): boolean {
    const before = at(this.#accusers, element);
    let accusers = before;
    for (const conclusion of this.conclusions) if (conclusion.closeRead(element)) accusers++;
    this.#accusers[element] = accusers;
    const majority = this.witnesses / 2;
    return before <= majority && accusers > majority;
  }

  acquit(element: number): void {
    this.#accusers[element] = 0;
    for (const conclusion of this.conclusions) conclusion.acquit(element);
  }

  /** An entry that is DEFAULT is no testimony. */
  #report(element: number, holder: number, about: number, entry: ValueId): void {
    if (entry !== DEFAULT)
      objectAt(this.conclusions, holder).report(element, about, entry === REPORTED_ERROR);
  }
}
