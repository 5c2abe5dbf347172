/** When something is in a run, and that it lies inside it. */

import type { CycleConfig, Moment, ScenarioConfig } from '../core/config.js';
import type { Complaint, Path } from './problems.js';

/** Whatever the crew does and whatever is said happens at the start of a cycle; there has to be one left. */
export function checkStart(timeUs: number, cycle: CycleConfig, path: Path): Complaint[] {
  return timeUs > endOf(cycle) - cycle.periodUs ? [tooLate(timeUs, cycle, path)] : [];
}

/** `wantedUs` lies at or after the end of the run, or (of an event) after the start of its last cycle. */
export function tooLate(wantedUs: number, cycle: CycleConfig, path: Path): Complaint {
  const needed = Math.ceil((wantedUs - cycle.startUs) / cycle.periodUs) + 1;
  const message = `never happens: it is at ${wantedUs} us, the run ends at ${endOf(cycle)} us`;
  return { path, message, remedy: `set it earlier, or cycle.cycles to ${needed} or more` };
}

export function timeOf(moment: Moment, { cycle, events }: ScenarioConfig): number {
  if ('timeUs' in moment) return moment.timeUs;
  if ('cycle' in moment) return cycle.startUs + moment.cycle * cycle.periodUs;
  return events.find(({ id }) => id === moment.event)?.timeUs ?? cycle.startUs;
}

export function endOf({ startUs, periodUs, cycles }: CycleConfig): number {
  return startUs + cycles * periodUs;
}
