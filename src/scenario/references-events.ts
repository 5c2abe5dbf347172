/** Crew events: is what they act on there, and will they ever happen. */

import { readsOf, type CrewEventConfig, type ScenarioConfig } from '../core/config.js';
import { exists, ids } from './lookup.js';
import { checkStart } from './moments.js';
import { quote } from './nearest.js';
import type { Complaint, Path } from './problems.js';

export function checkEvent(scenario: ScenarioConfig, event: CrewEventConfig, path: Path): Complaint[] {
  return [
    ...checkSubject(scenario, event, path),
    ...checkStart(event.timeUs, scenario.cycle, [...path, 'timeUs']),
  ];
}

function checkSubject(scenario: ScenarioConfig, event: CrewEventConfig, path: Path): Complaint[] {
  const { buses, computers, terminals } = scenario;
  switch (event.action) {
    case 'assign-bus':
      return [
        ...exists(event.bus, ids(buses), 'bus', [...path, 'bus']),
        ...exists(event.computer, ids(computers), 'computer', [...path, 'computer']),
      ];
    case 'restore-element': {
      const elements = buses.flatMap((bus) => readsOf(bus).map(({ element }) => element));
      return exists(event.element, elements, 'element', [...path, 'element']);
    }
    case 'exchange-terminal':
      return exists(event.terminal, ids(terminals), 'terminal', [...path, 'terminal']);
    case 're-string':
      return Object.entries(event.buses).flatMap(([bus, computer]) => [
        ...exists(bus, ids(buses), 'bus', [...path, 'buses', bus], true),
        ...exists(computer, ids(computers), 'computer', [...path, 'buses', bus]),
      ]);
    case 'power-off':
    case 'power-on':
    case 'readmit':
      return exists(event.computer, ids(computers), 'computer', [...path, 'computer']);
    case 're-form-set':
      return (event.members ?? []).flatMap((name, i) =>
        exists(name, ids(computers), 'computer', [...path, 'members', i]),
      );
    case 'engage-backup':
      return [];
    case 'port-mode':
      return checkPortMode(scenario, event, path);
  }
}

function checkPortMode(
  { terminals, buses }: ScenarioConfig,
  { terminal, port }: CrewEventConfig & { action: 'port-mode' },
  path: Path,
): Complaint[] {
  const at = [...path, 'terminal'];
  const unknown = exists(terminal, ids(terminals), 'terminal', at);
  const config = terminals.find(({ id }) => id === terminal);
  if (config === undefined) return unknown;
  if (config.secondary === undefined) {
    const remedy = 'give the terminal "secondary": { "bus": "…", "address": … }';
    return [{ path: at, message: `${quote(terminal)} has one port`, remedy }];
  }
  const name = port === 'primary' ? config.bus : config.secondary.bus;
  const bus = buses.find(({ id }) => id === name);
  if (bus === undefined || readsOf(bus).some((slot) => slot.terminal === terminal)) return [];
  const message = `the schedule of bus ${quote(name)} does not read ${quote(terminal)}`;
  const remedy = `give it a slot there: { "element": "${terminal}-${port}", "terminal": "${terminal}" }`;
  return [{ path: [...path, 'port'], message, remedy }];
}
