/**
 * An injected fault as the record sees it: when it may act, when it first did, when somebody noticed.
 * What it *does* is a behaviour of its own, one a file; honest code knows nothing of either.
 */
import type { FaultConfig } from '../config.js';
import type { TimeNs } from '../time.js';

export type FaultStatus = 'noticed' | 'unnoticed' | 'not-applicable';

/** What a fault is of: a terminal or computer, or a bus, i.e. its line. They may bear the same name. */
export type FaultPlace = 'unit' | 'bus';

export class Fault {
  readonly id: string;
  readonly target: string;
  readonly place: FaultPlace;
  /** Infinity until the event it waits for has come. */
  fromNs: TimeNs = Infinity;
  untilNs: TimeNs = Infinity;
  /** Has this exchange mode anything that the fault could act on? */
  applicable = true;

  /** Bus times; undefined while it has not come to that. */
  appliedNs: TimeNs | undefined;
  detectedNs: TimeNs | undefined;
  isolatedNs: TimeNs | undefined;

  constructor(config: FaultConfig) {
    this.id = config.id;
    this.target = config.target;
    this.place = config.behaviour === 'wrong-terminator' ? 'bus' : 'unit';
  }

  isOf(target: string, place: FaultPlace): boolean {
    return this.target === target && this.place === place;
  }

  isActive(timeNs: TimeNs): boolean {
    return timeNs >= this.fromNs && timeNs < this.untilNs;
  }

  /** Was it active at any time from `fromNs` to `toNs`? */
  wasActive(fromNs: TimeNs, toNs: TimeNs): boolean {
    return toNs >= this.fromNs && fromNs < this.untilNs;
  }

  /** Called by its behaviour whenever it really changes something. */
  apply(timeNs: TimeNs): void {
    this.appliedNs ??= timeNs;
  }

  /** Somebody saw something wrong with the target. Before it acted, that was not this fault's doing. */
  notice(timeNs: TimeNs): void {
    if (this.appliedNs !== undefined) this.detectedNs ??= timeNs;
  }

  /** The target is out of use with every healthy computer. */
  isolate(timeNs: TimeNs): void {
    if (this.appliedNs !== undefined) this.isolatedNs ??= timeNs;
  }

  /** The target was repaired. What is to begin only later is another fault, of the new unit. */
  end(timeNs: TimeNs): void {
    if (this.fromNs <= timeNs) this.untilNs = Math.min(this.untilNs, timeNs);
  }

  get status(): FaultStatus {
    if (!this.applicable) return 'not-applicable';
    return this.detectedNs === undefined ? 'unnoticed' : 'noticed';
  }
}
