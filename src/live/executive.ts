/**
 * The real-time executive: runs a cycle at each deadline of a clock that does not wait for it.
 *
 * Deadlines are absolute, start + k · period, so an error in one does not move the next. Who wakes late runs once and
 * goes on with the next deadline that lies ahead: the slots in between are missed, counted, and never made up for in a
 * burst. The wake-up error is recorded for every deadline, missed ones included: an executive that measured only the
 * cycles that it ran would leave out the very moments in which it was stuck (coordinated omission).
 *
 *   deadline   0        1        2        3        4
 *              |--------|--------|--------|--------|
 *   cycles     [##]      [##]            . [##]     [##]      slot 2 is missed: its cycle would have started in slot 3
 */
import { Histogram, type HistogramData } from '../record/histogram.js';

/** The real world's time, in nanoseconds from anywhere; a test has one of its own. */
export interface LiveClock {
  now(): number;
  /** Returns at this time or later; earlier only when it is to end. @returns false to end */
  waitUntil(timeNs: number): boolean;
}

export interface ExecutiveOptions {
  readonly periodNs: number;
  /** Deadlines to serve or to miss. */
  readonly deadlines: number;
  /** A cycle that starts this much after its deadline counts as late. */
  readonly lateNs: number;
}

export interface ExecutiveReport {
  /** Deadlines that passed. */
  readonly deadlines: number;
  /** Cycles run: deadlines less misses. */
  readonly cycles: number;
  /** Deadlines without a cycle of their own, because the executive woke a whole period late or more. */
  readonly misses: number;
  readonly longestMissRun: number;
  /** Cycles that started late, though in their own slot. */
  readonly late: number;
  /** Cycles that were not done at the next deadline. */
  readonly overruns: number;
  /** How far behind each deadline the executive woke. */
  readonly wake: HistogramData;
  /** How long each cycle took. */
  readonly cycle: HistogramData;
}

/** @param runCycle runs the cycle of a deadline, numbered from 0, and told when that was */
export function runExecutive(
  runCycle: (deadline: number, timeNs: number) => void,
  clock: LiveClock,
  options: ExecutiveOptions,
): ExecutiveReport {
  const { periodNs, deadlines, lateNs } = options;
  const book = new DeadlineBook(lateNs);
  // The first deadline lies one period ahead, so that it is waited for like any other.
  const startNs = clock.now() + periodNs;
  let next = 0;
  while (next < deadlines && clock.waitUntil(startNs + next * periodNs)) {
    const wokeNs = clock.now();
    const slot = Math.min(deadlines - 1, Math.floor((wokeNs - startNs) / periodNs));
    for (let missed = next; missed < slot; missed++) book.miss(wokeNs - startNs - missed * periodNs);
    const errorNs = wokeNs - startNs - slot * periodNs;
    // The last slots of a run may be slept through as well.
    if (errorNs >= periodNs) {
      book.miss(errorNs);
    } else {
      runCycle(slot, startNs + slot * periodNs);
      book.run(errorNs, clock.now() - wokeNs, periodNs);
    }
    next = slot + 1;
  }
  return book.close();
}

/** Keeps account of deadlines: those that were served, and how, and those that were missed. */
export class DeadlineBook {
  readonly #wake = new Histogram();
  readonly #cycle = new Histogram();
  readonly #lateNs: number;
  #misses = 0;
  #missRun = 0;
  #longestMissRun = 0;
  #late = 0;
  #overruns = 0;

  constructor(lateNs: number) {
    this.#lateNs = lateNs;
  }

  miss(errorNs: number): void {
    this.#wake.record(errorNs);
    this.#misses++;
    this.#missRun++;
    this.#longestMissRun = Math.max(this.#longestMissRun, this.#missRun);
  }

  run(errorNs: number, tookNs: number, periodNs: number): void {
    this.#wake.record(errorNs);
    this.#cycle.record(tookNs);
    this.#missRun = 0;
    if (errorNs > this.#lateNs) this.#late++;
    if (errorNs + tookNs > periodNs) this.#overruns++;
  }

  close(): ExecutiveReport {
    return {
      deadlines: this.#wake.count,
      cycles: this.#cycle.count,
      misses: this.#misses,
      longestMissRun: this.#longestMissRun,
      late: this.#late,
      overruns: this.#overruns,
      wake: this.#wake.toData(),
      cycle: this.#cycle.toData(),
    };
  }
}
