/**
 * Faults: is what they strike there, can it have that fault, and will it ever act.
 *
 * A fault that can never be applied would make a run look healthier than its author thinks; it is refused here, with
 * the number that would bring it in.
 */

import {
  readsOf,
  type CrewEventConfig,
  type FaultConfig,
  type FaultOf,
  type Moment,
  type ScenarioConfig,
} from '../core/config.js';
import { behavioursOf, CATALOGUE, type TargetKind } from '../core/fault/catalogue.js';
import { exists, ids } from './lookup.js';
import { endOf, timeOf, tooLate } from './moments.js';
import { choice, quote } from './nearest.js';
import type { Complaint, Path } from './problems.js';
import { checkNumbers } from './references-fault-numbers.js';
import { lineNames } from './references-lines.js';

export function checkFault(scenario: ScenarioConfig, fault: FaultConfig, path: Path): Complaint[] {
  const target = checkTarget(scenario, fault, [...path, 'target']);
  const span = [...checkPort(scenario, fault, path), ...checkSpan(scenario, fault, path)];
  if (target.length > 0) return [...target, ...span];
  const lies = fault.behaviour === 'two-faced' ? checkLies(scenario, fault, path) : [];
  return [...span, ...checkNumbers(scenario, fault, path), ...lies];
}

function checkPort({ terminals }: ScenarioConfig, { target, port }: FaultConfig, path: Path): Complaint[] {
  if (port === undefined || terminals.some(({ id, secondary }) => id === target && secondary !== undefined))
    return [];
  const message = `${quote(target)} is no terminal with two ports`;
  return [
    { path: [...path, 'port'], message, remedy: 'remove the port, or give the terminal a secondary one' },
  ];
}

type Names = Readonly<Record<TargetKind, readonly string[]>>;

/** A computer and a bus may bear the same name; what the behaviour can strike decides. */
function checkTarget(scenario: ScenarioConfig, { behaviour, target }: FaultConfig, path: Path): Complaint[] {
  const names: Names = {
    terminal: ids(scenario.terminals),
    computer: ids(scenario.computers),
    bus: scenario.buses.flatMap(lineNames),
  };
  const { targets } = CATALOGUE[behaviour];
  const fitting = targets.flatMap((kind) => names[kind]);
  if (fitting.includes(target)) return [];
  const kinds = targets.length === 2 ? 'computer or terminal' : (targets[0] ?? 'terminal');
  const others: readonly TargetKind[] = ['terminal', 'computer', 'bus'];
  const is = others.find((kind) => names[kind].includes(target));
  if (is === undefined) return exists(target, fitting, kinds, path);
  const message = `${quote(target)} is a ${is}, and ${quote(behaviour)} a fault of a ${kinds}`;
  const right = fitting.length === 0 ? `this scenario has no ${kinds}` : choice(fitting);
  return [{ path, message, remedy: `${right}; faults of a ${is}: ${behavioursOf(is).join(', ')}` }];
}

/** Can it be said to one and not to another, is there who is told, and something that it can be about? */
function checkLies(scenario: ScenarioConfig, fault: FaultOf<'two-faced'>, path: Path): Complaint[] {
  const { exchange, computers, buses } = scenario;
  const elements = buses.flatMap((bus) => readsOf(bus).map(({ element }) => element));
  const told = (fault.lies ?? []).flatMap(({ to, about }, index) => {
    const at = [...path, 'lies', index];
    const others = ids(computers).filter((id) => id !== fault.target);
    const subject = [...elements, ...ids(computers)];
    return [
      ...exists(to, others, 'other computer', [...at, 'to']),
      ...(about === undefined ? [] : exists(about, subject, 'element or computer', [...at, 'about'])),
    ];
  });
  if (exchange.links === 'pointToPoint') return told;
  const message = 'a lie in content to one receiver is impossible on a broadcast link';
  return [...told, { path: [...path, 'behaviour'], message, remedy: 'set exchange.links to "pointToPoint"' }];
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
