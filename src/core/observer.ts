/**
 * Those who watch a run: the trace, the result. The core tells them what happens and hears nothing back, so that a run
 * is the same whoever watches. Without observers nothing is said and nothing allocated.
 */
import type { ValueId } from './agreement/value.js';
import type { ReadingKind } from './bus/reading.js';
import type { Transmission } from './bus/transmission.js';
import type { Mark } from './config.js';
import type { Outcome } from './exchange/exchange-mode.js';
import type { FailVote } from './redundancy/redundant-set.js';
import type { TimeNs } from './time.js';
import type { Vehicle } from './vehicle.js';

export interface ReadingEvent {
  readonly timeNs: TimeNs;
  readonly element: number;
  readonly computer: number;
  readonly kind: ReadingKind;
}

/** One oral message as its receiver heard it. */
export interface MessageEvent {
  readonly timeNs: TimeNs;
  readonly round: number;
  /** What the message is about: an element or a computer. */
  readonly commander: string;
  /** Who said it, in order, the sender last; −1 is the terminal. Of each commander's paths one array each, kept. */
  readonly path: readonly number[];
  readonly sender: number;
  readonly receiver: number;
  readonly value: ValueId;
}

/** What a computer made of a read: it used it, or kept stale data, or gave the element up. */
export interface DecisionEvent {
  readonly timeNs: TimeNs;
  readonly element: number;
  readonly computer: number;
  readonly outcome: Outcome;
  readonly use: 'fresh' | 'stale' | 'bypassed';
}

export interface NoteEvent {
  readonly timeNs: TimeNs;
  readonly text: string;
  readonly mark: Mark;
}

/** A cycle was not done when the next frame began: cycle slip. */
export interface CycleSlipEvent {
  /** When it was done. */
  readonly timeNs: TimeNs;
  readonly cycle: number;
  /** Frames that began meanwhile, and are skipped. */
  readonly skipped: number;
}

/** What an observer does not want to know it leaves out. */
export interface Observer {
  /** Watch every transmission, reading, message and decision too, not only what changes. */
  readonly detailed: boolean;
  transmission?(bus: string, from: string, tx: Transmission): void;
  reading?(event: ReadingEvent): void;
  message?(event: MessageEvent): void;
  decision?(event: DecisionEvent): void;
  vote?(event: FailVote): void;
  accusation?(terminal: string, timeNs: TimeNs): void;
  note?(event: NoteEvent): void;
  cycleSlip?(event: CycleSlipEvent): void;
  /** The cycle is over; the vehicle shows how it ended. */
  endOfCycle?(vehicle: Vehicle): void;
}
