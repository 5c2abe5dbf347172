/**
 * Those who watch a run: the trace, the result. The core tells them what happens and hears nothing back, so that a run
 * is the same whoever watches. Without observers nothing is said and nothing allocated.
 */
import type { ValueId } from './agreement/value.js';
import type { ReadingKind } from './bus/reading.js';
import type { Transmission } from './bus/transmission.js';
import type { Mark } from './config.js';
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
  /** Who said it, in order, the sender last; −1 is the terminal. */
  readonly path: readonly number[];
  readonly sender: number;
  readonly receiver: number;
  readonly value: ValueId;
}

export interface DecisionEvent {
  readonly timeNs: TimeNs;
  readonly element: number;
  readonly computer: number;
  readonly value: ValueId;
}

export interface FaultEvent {
  readonly timeNs: TimeNs;
  readonly id: string;
  readonly what: 'applied' | 'noticed' | 'isolated';
}

export interface NoteEvent {
  readonly timeNs: TimeNs;
  readonly text: string;
  readonly mark: Mark;
}

/** Every method may be left as it is. */
export abstract class Observer {
  /** Watch every transmission, reading, message and decision too, not only what changes. */
  abstract readonly detailed: boolean;

  transmission(_bus: string, _from: string, _tx: Transmission): void {
    // Not watched.
  }
  reading(_event: ReadingEvent): void {
    // Not watched.
  }
  message(_event: MessageEvent): void {
    // Not watched.
  }
  decision(_event: DecisionEvent): void {
    // Not watched.
  }
  vote(_event: FailVote): void {
    // Not watched.
  }
  accused(_terminal: string, _timeNs: TimeNs): void {
    // Not watched.
  }
  fault(_event: FaultEvent): void {
    // Not watched.
  }
  note(_event: NoteEvent): void {
    // Not watched.
  }
  /** The cycle is over; the vehicle shows how it ended. */
  endOfCycle(_vehicle: Vehicle): void {
    // Not watched.
  }
}
