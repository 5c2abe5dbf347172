/** The lines of a bus: their names, where stations are tapped into them, and which formats have two. */

import type { BusConfig, LineConfig, ScenarioConfig } from '../core/config.js';
import { portOn } from '../core/ports.js';
import { exists, ids } from './lookup.js';
import type { Complaint, Path } from './problems.js';

/** What a fault of a line names: the bus, or, of a dual redundant one, the bus and A or B. */
export function lineNames({ id, lineB }: BusConfig): string[] {
  return lineB === undefined ? [id] : [`${id}.A`, `${id}.B`];
}

export function lineNamed(bus: BusConfig, name: string): LineConfig | undefined {
  return [bus.line, bus.lineB][lineNames(bus).indexOf(name)];
}

export function checkLines(scenario: ScenarioConfig, bus: BusConfig, path: Path): Complaint[] {
  const { line, lineB } = bus;
  return [
    ...checkTaps(scenario, bus, line, [...path, 'line', 'tapsM']),
    ...(lineB === undefined ? [] : checkTaps(scenario, bus, lineB, [...path, 'lineB', 'tapsM'])),
    ...checkRedundancy(bus, path),
  ];
}

function checkTaps(
  { computers, terminals }: ScenarioConfig,
  { id }: BusConfig,
  { tapsM, lengthM }: LineConfig,
  path: Path,
): Complaint[] {
  const here = terminals.filter((terminal) => portOn(terminal, id) !== undefined);
  const stations = [...ids(computers), ...ids(here)];
  const unknown = Object.keys(tapsM).flatMap((name) =>
    exists(name, stations, 'computer or terminal of this bus', [...path, name], true),
  );
  const beyond = Object.entries(tapsM).flatMap(([name, tapM]) => {
    if (tapM <= lengthM) return [];
    const message = `the tap is at ${tapM} m, the line ends at ${lengthM} m`;
    const remedy = `tap it at ${lengthM} or less, or set lengthM to ${tapM} or more`;
    return [{ path: [...path, name], message, remedy }];
  });
  return [...unknown, ...beyond];
}

function checkRedundancy({ wordFormat, lineB, retry }: BusConfig, path: Path): Complaint[] {
  if (lineB !== undefined && wordFormat === 'shuttle') {
    const message = 'a second line is for mil-std-1553b';
    const remedy = 'leave lineB out, or set wordFormat to "mil-std-1553b"';
    return [{ path: [...path, 'lineB'], message, remedy }];
  }
  const needsOther = retry === 'other' || retry === 'same-then-other';
  if (lineB !== undefined || !needsOther) return [];
  const message = 'there is no other line to try';
  return [
    { path: [...path, 'retry'], message, remedy: 'give the bus a "lineB": {}, or retry on the "same"' },
  ];
}
