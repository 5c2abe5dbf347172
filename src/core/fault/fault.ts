/**
 * An injected fault as the record sees it: when it may act, when it first did, when somebody noticed.
 * What it *does* is a behaviour of its own, one a file; honest code knows nothing of either.
 */
import type { FaultConfig, Intermittence, PortName } from '../config.js';
import { draw, key } from '../prng.js';
import { NS_PER_US, type TimeNs } from '../time.js';
import { CATALOGUE } from './catalogue.js';

export type FaultStatus = 'noticed' | 'unnoticed' | 'not-applicable';

/** What a fault is of: a terminal or computer, or a bus, i.e. its line. They may bear the same name. */
export type FaultPlace = 'unit' | 'bus';

export class Fault {
  readonly id: string;
  readonly target: string;
  readonly port: PortName;
  readonly place: FaultPlace;
  /** Infinity until the event it waits for has come. */
  fromNs: TimeNs = Infinity;
  untilNs: TimeNs = Infinity;
  /** A bus that a unit's fault spoils for all on it. */
  spoils: string | undefined;
  /** Has this exchange mode anything that the fault could act on? */
  applicable = true;

  /** Bus times; undefined while it has not come to that. */
  appliedNs: TimeNs | undefined;
  detectedNs: TimeNs | undefined;
  isolatedNs: TimeNs | undefined;

  readonly #intermittent: Intermittence | undefined;
  readonly #periodNs: number;
  /** Names its draws. */
  readonly chanceKey: number;

  constructor(config: FaultConfig, periodNs = 1, chanceKey = 0) {
    this.id = config.id;
    this.target = config.target;
    this.port = config.port ?? 'primary';
    this.place = CATALOGUE[config.behaviour].targets.includes('bus') ? 'bus' : 'unit';
    this.#intermittent = config.intermittent;
    this.#periodNs = periodNs;
    this.chanceKey = chanceKey;
  }

  isOf(target: string, place: FaultPlace): boolean {
    return this.target === target && this.place === place;
  }

  /** The same, or does it reach there? */
  touches(target: string, place: FaultPlace): boolean {
    return this.isOf(target, place) || (place === 'bus' && this.spoils === target);
  }

  isActive(timeNs: TimeNs): boolean {
    return timeNs >= this.fromNs && timeNs < this.untilNs;
  }

  /** Does it act at this moment? An intermittent one is active all along, and acts now and then. */
  acts(timeNs: TimeNs): boolean {
    return (
      this.isActive(timeNs) && (this.#intermittent === undefined || this.#isOn(this.#intermittent, timeNs))
    );
  }

  #isOn(intermittent: Intermittence, timeNs: TimeNs): boolean {
    if ('onCycles' in intermittent) {
      const { onCycles, offCycles } = intermittent;
      return Math.floor((timeNs - this.fromNs) / this.#periodNs) % (onCycles + offCycles) < onCycles;
    }
    // Drawn by the microsecond: one and the same for all that happens in one message.
    const us = Math.floor(timeNs / NS_PER_US);
    const chance = draw(key(this.chanceKey, Math.floor(us / 0x4000_0000)), us % 0x4000_0000);
    return chance < intermittent.probability * 0x1_0000_0000;
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
