/** Receptions of a live run: of elements and computers that exist, in cycles that do not overlap. */

import { readsOf, type ScenarioConfig } from '../core/config.js';
import { exists, ids } from './lookup.js';
import type { Complaint } from './problems.js';
import { checkOthers } from './references-others.js';
import { SpanOrder } from './span-order.js';

export function checkReceptions({
  receptions,
  buses,
  computers,
  actuators,
  terminals,
}: ScenarioConfig): Complaint[] {
  if (receptions === undefined) return [];
  const elements = buses.flatMap((bus) => readsOf(bus).map(({ element }) => element));
  const order = new SpanOrder('each element its receptions');
  const exceptions = receptions.exceptions.flatMap(({ element, cycles, heard }, index) => {
    const path = ['receptions', 'exceptions', index];
    return [
      ...exists(element, elements, 'element', [...path, 'element']),
      ...Object.keys(heard).flatMap((name) =>
        exists(name, ids(computers), 'computer', [...path, 'heard', name], true),
      ),
      ...order.check(element, cycles, [...path, 'cycles']),
    ];
  });
  if (receptions.others === undefined) return exceptions;
  const known = {
    elements,
    computers: ids(computers),
    actuators: actuators.length,
    terminals: ids(terminals),
  };
  return [...exceptions, ...checkOthers(receptions.others, known)];
}
