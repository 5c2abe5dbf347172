/**
 * Faults: is what they strike there, can it have that fault, and will they ever happen. Crew events have a page of their
 * own.
 *
 * A fault that can never be applied would make a run look healthier than its author thinks; it is refused here, with
 * the number that would bring it in.
 */

import type {
  CrewEventConfig,
  FaultConfig,
  Moment,
  ScenarioConfig,
  SeriesResistanceConfig,
  WrongTerminatorConfig,
} from '../core/config.js';
import { exists, ids } from './lookup.js';
import { endOf, checkStart, timeOf, tooLate } from './moments.js';
import { quote } from './nearest.js';
import type { Complaint, Path } from './problems.js';
import { checkCrew } from './references-crew.js';
import { checkEvent } from './references-events.js';

export function checkStory(scenario: ScenarioConfig): readonly Complaint[] {
  const { cycle, faults, events, notes } = scenario;
  return [
    ...faults.flatMap((fault, index) => checkFault(scenario, fault, ['faults', index])),
    ...events.flatMap((event, index) => checkEvent(scenario, event, ['events', index])),
    ...checkCrew(scenario),
    ...notes.flatMap(({ timeUs }, index) => checkStart(timeUs, cycle, ['notes', index, 'timeUs'])),
  ];
}

function checkFault(scenario: ScenarioConfig, fault: FaultConfig, path: Path): Complaint[] {
  const common = [
    ...checkTarget(scenario, fault, path),
    ...checkPort(scenario, fault, path),
    ...checkSpan(scenario, fault, path),
  ];
  switch (fault.behaviour) {
    case 'series-resistance':
      return [...common, ...checkSteps(fault, path)];
    case 'two-faced':
      return [...common, ...checkLinks(scenario, path)];
    case 'wrong-terminator':
      return [...common, ...checkTerminator(scenario, fault, path)];
  }
}

function checkTarget(
  { computers, terminals, buses }: ScenarioConfig,
  { behaviour, target }: FaultConfig,
  path: Path,
): Complaint[] {
  const at = [...path, 'target'];
  if (behaviour === 'wrong-terminator') return exists(target, ids(buses), 'bus', at);
  const everybody = [...ids(computers), ...ids(terminals)];
  const unknown = exists(target, everybody, 'computer or terminal', at);
  if (unknown.length > 0 || behaviour !== 'two-faced' || ids(computers).includes(target)) return unknown;
  const message = `a terminal, ${quote(target)}, cannot be two-faced: it says one thing to all`;
  const remedy = `possible: ${ids(computers).join(', ')}; a terminal is heard differently with series-resistance`;
  return [{ path: at, message, remedy }];
}

function checkPort({ terminals }: ScenarioConfig, { target, port }: FaultConfig, path: Path): Complaint[] {
  if (port === undefined || terminals.some(({ id, secondary }) => id === target && secondary !== undefined))
    return [];
  const message = `${quote(target)} is no terminal with two ports`;
  return [
    { path: [...path, 'port'], message, remedy: 'remove the port, or give the terminal a secondary one' },
  ];
}

function checkLinks({ exchange }: ScenarioConfig, path: Path): Complaint[] {
  if (exchange.links === 'pointToPoint') return [];
  const message = 'a lie in content to one receiver is impossible on a broadcast link';
  return [{ path: [...path, 'behaviour'], message, remedy: 'set exchange.links to "pointToPoint"' }];
}

function checkTerminator(
  { buses }: ScenarioConfig,
  { target, end, ohm }: WrongTerminatorConfig,
  path: Path,
): Complaint[] {
  const line = buses.find(({ id }) => id === target)?.line;
  if (line?.terminatorsOhm[end] !== ohm) return [];
  const message = `changes nothing: end ${end} of ${quote(target)} has ${ohm} ohm anyway`;
  return [{ path: [...path, 'ohm'], message, remedy: 'give another resistance, or the other end' }];
}

function checkSteps({ ohm }: SeriesResistanceConfig, path: Path): Complaint[] {
  if (typeof ohm === 'number') return [];
  return ohm.flatMap(({ timeUs }, index) => {
    const before = ohm[index - 1];
    if (before === undefined || before.timeUs < timeUs) return [];
    const message = `this step, at ${timeUs}, is not after the one before it, at ${before.timeUs}`;
    return [{ path: [...path, 'ohm', index, 'timeUs'], message, remedy: 'list the steps in ascending time' }];
  });
}

function checkSpan(scenario: ScenarioConfig, { from, until }: FaultConfig, path: Path): Complaint[] {
  const { cycle, events } = scenario;
  const unknown = [
    ...checkMoment(from, events, [...path, 'from']),
    ...(until === undefined ? [] : checkMoment(until, events, [...path, 'until'])),
  ];
  if (unknown.length > 0) return unknown;
  const fromUs = timeOf(from, scenario);
  const untilUs = until === undefined ? Infinity : timeOf(until, scenario);
  if (fromUs >= endOf(cycle)) return [tooLate(fromUs, cycle, [...path, 'from'])];
  if (untilUs <= fromUs) {
    const message = `ends at ${untilUs} us, not after it begins, at ${fromUs} us`;
    return [{ path: [...path, 'until'], message, remedy: 'end it later, or leave until out: for ever' }];
  }
  if (untilUs > cycle.startUs) return [];
  const message = `ends at ${untilUs} us, before the run begins at ${cycle.startUs} us`;
  return [{ path: [...path, 'until'], message, remedy: 'end it later, or set cycle.startUs lower' }];
}

function checkMoment(moment: Moment, events: readonly CrewEventConfig[], path: Path): Complaint[] {
  return 'event' in moment ? exists(moment.event, ids(events), 'event', [...path, 'event']) : [];
}
