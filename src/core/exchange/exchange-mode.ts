/**
 * An exchange mode: how computers come from what each heard to what each uses. Step 3 of the cycle, and the only
 * thing that differs between the runs of one scenario.
 */
import type { Element } from '../bus/element.js';
import type { ExchangeConfig, RulesConfig } from '../config.js';
import type { FlightComputer } from '../flight/flight-computer.js';
import type { FaultBoard } from '../fault/fault-board.js';
import type { Observer } from '../observer.js';
import type { Accuser } from '../redundancy/accusation.js';
import type { RedundantSet } from '../redundancy/redundant-set.js';
import type { TimeNs } from '../time.js';
import type { Links } from './links.js';

/** How a read ended for the set: agreed value, agreed "I received an error", no majority, each its own, not polled. */
export type Outcome = 'value' | 'error' | 'default' | 'own' | 'bypassed';

export interface ExchangeMode {
  /** Decides for each computer what it uses of each polled element. @returns when all are through with it */
  agreeOnInputs(cycle: number, startNs: TimeNs): TimeNs;
  /**
   * Makes each computer's private word known to the others.
   * @param own by computer
   * @param held row = holder, column = whose word; NO_SUMWORD where nothing came
   */
  agreeOnPrivateWords(own: Int32Array, held: Int32Array, startNs: TimeNs): TimeNs;
  /** By element, how the last read ended. */
  readonly outcomes: Outcome[];
  /** Who is to blame, where the mode agrees on that; else it is drawn from what passed on the wire. */
  readonly accusation?: Accuser | undefined;
  /** A crew action restored an element, or re-formed the set: earlier errors on it are forgotten. */
  forget(element: number): void;
  /** A computer is taken into the set again: it remembers of earlier reads what the donor, a member, does. */
  adopt(newcomer: number, donor: number): void;
}

/** What a mode has to work with. */
export interface ExchangeWorld {
  readonly computers: readonly FlightComputer[];
  readonly elements: readonly Element[];
  readonly links: Links;
  readonly set: RedundantSet;
  readonly rules: RulesConfig;
  readonly equality: ExchangeConfig['equality'];
  readonly faults: FaultBoard;
  /** Those who watch every message and decision. */
  readonly watchers: readonly Observer[];
  /** Bus time of a fail vote that follows from something seen at `seenNs`. */
  readonly voteNs: (cycle: number, voter: number, target: number, seenNs: TimeNs) => TimeNs;
}
