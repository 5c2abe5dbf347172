/** All faults of a run: made from the scenario, hung onto their targets, and asked about. */
import type { FaultConfig, Moment, ScenarioConfig } from '../config.js';
import { key } from '../prng.js';
import { usToNs, type TimeNs } from '../time.js';
import { hasCarrier, type Speech } from './carriers.js';
import { Fault, type FaultPlace } from './fault.js';
import { hang, type FaultSites } from './hang.js';

export class FaultBoard {
  readonly faults: readonly Fault[];
  readonly #configs: readonly FaultConfig[];

  /** @param chanceKey names what faults draw by chance */
  constructor(scenario: ScenarioConfig, chanceKey = 0) {
    this.#configs = scenario.faults;
    this.faults = scenario.faults.map((config, i) => {
      const fault = new Fault(config, usToNs(scenario.cycle.periodUs), key(chanceKey, i));
      fault.fromNs = momentNs(config.from, scenario);
      if (config.until !== undefined) fault.untilNs = momentNs(config.until, scenario);
      return fault;
    });
  }

  /** Hangs every behaviour onto its target. */
  install(sites: FaultSites, speech: Speech): void {
    this.faults.forEach((fault, i) => {
      const config = this.#configs[i];
      if (config === undefined) return;
      fault.applicable = hasCarrier(config, speech, sites.talksOnABus(fault.target));
      hang(fault, config, sites);
    });
  }

  /** Somebody saw something wrong with a terminal or computer, or on a bus. */
  notice(target: string, timeNs: TimeNs, place: FaultPlace = 'unit'): void {
    for (const fault of this.faults)
      if (fault.isOf(target, place) && fault.isActive(timeNs)) fault.notice(timeNs);
  }

  /** A terminal, computer or bus is out of use. */
  isolate(target: string, timeNs: TimeNs, place: FaultPlace = 'unit'): void {
    for (const fault of this.faults)
      if (fault.isOf(target, place) && fault.isActive(timeNs)) fault.isolate(timeNs);
  }

  /** A unit was exchanged: its faults went with it. */
  repair(target: string, timeNs: TimeNs): void {
    for (const fault of this.faults) if (fault.isOf(target, 'unit')) fault.end(timeNs);
  }

  /** An event that faults may be waiting for. */
  announce(event: string, timeNs: TimeNs): void {
    this.faults.forEach((fault, i) => {
      const { from, until } = this.#configs[i] ?? {};
      if (from !== undefined && 'event' in from && from.event === event) fault.fromNs = timeNs;
      if (until !== undefined && 'event' in until && until.event === event) fault.untilNs = timeNs;
    });
  }

  /** Was anything wrong with it at any time from `fromNs` to `toNs`? */
  wasActiveOn(target: string, fromNs: TimeNs, toNs: TimeNs, place: FaultPlace = 'unit'): boolean {
    for (const fault of this.faults)
      if (fault.touches(target, place) && fault.wasActive(fromNs, toNs)) return true;
    return false;
  }

  /** Is anything ever wrong with this terminal or computer in this scenario? */
  isTarget(name: string): boolean {
    return this.faults.some((fault) => fault.isOf(name, 'unit'));
  }

  /** Fault containment regions that are out of order at once. */
  regionsAt(timeNs: TimeNs): number {
    let regions = 0;
    for (let i = 0; i < this.faults.length; i++) if (this.#isFirstActiveOnItsTarget(i, timeNs)) regions++;
    return regions;
  }

  /** How many of these units, each given once, are out of order at once. */
  faultyAmong(units: readonly { readonly name: string }[], timeNs: TimeNs): number {
    let faulty = 0;
    for (const { name } of units) if (this.#isFaulty(name, timeNs)) faulty++;
    return faulty;
  }

  #isFaulty(unit: string, timeNs: TimeNs): boolean {
    for (const fault of this.faults) if (fault.isOf(unit, 'unit') && fault.isActive(timeNs)) return true;
    return false;
  }

  #isFirstActiveOnItsTarget(index: number, timeNs: TimeNs): boolean {
    const fault = this.faults[index];
    if (fault?.isActive(timeNs) !== true) return false;
    for (let i = 0; i < index; i++) {
      const other = this.faults[i];
      if (other?.isOf(fault.target, fault.place) === true && other.isActive(timeNs)) return false;
    }
    return true;
  }
}

/** Events have not come yet. */
function momentNs(moment: Moment, scenario: ScenarioConfig): TimeNs {
  if ('timeUs' in moment) return usToNs(moment.timeUs);
  if ('cycle' in moment) return usToNs(scenario.cycle.startUs + moment.cycle * scenario.cycle.periodUs);
  return Infinity;
}
