/** Faults, crew events and notes, each with a page of its own: is what they name there, and will they ever happen. */

import type { ScenarioConfig } from '../core/config.js';
import { checkStart } from './moments.js';
import type { Complaint } from './problems.js';
import { checkCrew } from './references-crew.js';
import { checkEvent } from './references-events.js';
import { checkFault } from './references-faults.js';

export function checkStory(scenario: ScenarioConfig): readonly Complaint[] {
  const { cycle, faults, events, notes } = scenario;
  return [
    ...faults.flatMap((fault, index) => checkFault(scenario, fault, ['faults', index])),
    ...events.flatMap((event, index) => checkEvent(scenario, event, ['events', index])),
    ...checkCrew(scenario),
    ...notes.flatMap(({ timeUs }, index) => checkStart(timeUs, cycle, ['notes', index, 'timeUs'])),
  ];
}
