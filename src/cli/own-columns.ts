/** Who heard what, where hosts are known to each other: of its own computer each knows that at first hand, and one's story takes it over. */
import type { HearingChange } from '../record/result.js';
import { lastUpTo } from '../report/look-up.js';

/**
 * @param told by one of them
 * @param own by computer: what its own host tells, of those that had a part in every cycle
 */
export function withOwnColumns(
  told: readonly HearingChange[],
  own: ReadonlyMap<string, readonly HearingChange[]>,
): HearingChange[] {
  const elements = [...new Set(told.map(({ element }) => element))];
  const changes = elements.flatMap((element) =>
    ofOne(
      told.filter((change) => change.element === element),
      new Map([...own].map(([name, all]) => [name, all.filter((change) => change.element === element)])),
    ),
  );
  return changes.sort((a, b) => a.cycle - b.cycle);
}

/** The same of one element. */
function ofOne(
  told: readonly HearingChange[],
  own: ReadonlyMap<string, readonly HearingChange[]>,
): HearingChange[] {
  const moments = new Map([told, ...own.values()].flat().map(({ cycle, timeUs }) => [cycle, timeUs]));
  const merged: HearingChange[] = [];
  let last = '';
  for (const [cycle, timeUs] of [...moments].sort(([a], [b]) => a - b)) {
    const change = lastUpTo(told, cycle);
    if (change === undefined) continue;
    const readings = { ...change.readings };
    for (const [name, changes] of own) {
      const heard = lastUpTo(changes, cycle)?.readings[name];
      if (heard !== undefined) readings[name] = heard;
    }
    const same = JSON.stringify([readings, change.outcome]);
    if (same !== last) merged.push({ ...change, cycle, timeUs, readings });
    last = same;
  }
  return merged;
}
