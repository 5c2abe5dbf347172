/** Receptions of a live run: of elements and computers that exist, in cycles that do not overlap. */

import { readsOf, type ScenarioConfig } from '../core/config.js';
import { exists, ids } from './lookup.js';
import type { Complaint } from './problems.js';

export function checkReceptions({ receptions, buses, computers }: ScenarioConfig): Complaint[] {
  const elements = buses.flatMap((bus) => readsOf(bus).map(({ element }) => element));
  /** By element: last cycle that is told of. */
  const told = new Map<string, number>();
  return (receptions?.exceptions ?? []).flatMap(({ element, cycles: [first, last], heard }, index) => {
    const path = ['receptions', 'exceptions', index];
    const complaints = [
      ...exists(element, elements, 'element', [...path, 'element']),
      ...Object.keys(heard).flatMap((name) =>
        exists(name, ids(computers), 'computer', [...path, 'heard', name], true),
      ),
    ];
    if (last < first || first <= (told.get(element) ?? -1)) {
      const remedy = 'give each element its receptions in order: [first, last], then [later, later still]';
      complaints.push({
        path: [...path, 'cycles'],
        message: 'these cycles come before what was told',
        remedy,
      });
    }
    told.set(element, Math.max(last, told.get(element) ?? -1));
    return complaints;
  });
}
