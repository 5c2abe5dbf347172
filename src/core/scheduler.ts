/**
 * What is to happen at which virtual time: crew actions, faults that begin and end, notes.
 * Equal times run first in, first out, so that a scenario's order is kept.
 */
import { at } from './at.js';
import type { TimeNs } from './time.js';

interface Entry {
  readonly timeNs: TimeNs;
  readonly action: (timeNs: TimeNs) => void;
}

export class Scheduler {
  readonly #entries: Entry[] = [];
  #next = 0;

  /** Due time of the next action; Infinity when there is none. */
  nextNs: TimeNs = Infinity;

  /** Adds an action. Inside a running action, a time already past runs in the same sweep. */
  schedule(timeNs: TimeNs, action: (timeNs: TimeNs) => void): void {
    const entry: Entry = { timeNs, action };
    let place = this.#entries.length;
    while (place > this.#next && at(this.#entries, place - 1).timeNs > timeNs) place--;
    this.#entries.splice(place, 0, entry);
    this.#peek();
  }

  /** Runs all that is due up to and including `timeNs`, in order of time. */
  runUntil(timeNs: TimeNs): void {
    while (this.#next < this.#entries.length && this.nextNs <= timeNs) {
      const due = at(this.#entries, this.#next++);
      this.#peek();
      due.action(due.timeNs);
    }
  }

  #peek(): void {
    this.nextNs = this.#next < this.#entries.length ? at(this.#entries, this.#next).timeNs : Infinity;
  }
}
