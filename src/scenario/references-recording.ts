/** Sensors and the recording that they take their samples from: each needs the other. */

import type { ScenarioConfig, SensorConfig } from '../core/config.js';
import { quote, suggestion } from './nearest.js';
import type { Complaint, Path } from './problems.js';

/** Names that sensors ask for, each once. */
export function columnsWanted({ terminals }: ScenarioConfig): string[] {
  const named = terminals.flatMap(({ words }) =>
    words.flatMap(({ column }) => (column === undefined ? [] : [column])),
  );
  return [...new Set(named)];
}

/** What can be told without reading the recording. */
export function checkRecording(scenario: ScenarioConfig): Complaint[] {
  const complaints = everySensor(scenario, (sensor, path) => checkSensor(sensor, scenario, path));
  if (scenario.recording === undefined || columnsWanted(scenario).length > 0) return complaints;
  const remedy = 'give a sensor a "column", or remove the recording';
  return [...complaints, { path: ['recording'], message: 'no sensor takes a column of it', remedy }];
}

/** Are the columns there that the scenario names? */
export function checkColumns(scenario: ScenarioConfig, names: readonly string[], file: string): Complaint[] {
  const missing = (name: string, path: Path): Complaint[] => {
    if (names.includes(name)) return [];
    const message = `there is no column ${quote(name)} in ${file}`;
    return [{ path, message, remedy: suggestion(name, names, 'its columns') }];
  };
  const { timeColumn } = scenario.recording ?? {};
  return [
    ...(timeColumn === undefined ? [] : missing(timeColumn, ['recording', 'timeColumn'])),
    ...everySensor(scenario, ({ column }, path) =>
      column === undefined ? [] : missing(column, [...path, 'column']),
    ),
  ];
}

function everySensor(
  { terminals }: ScenarioConfig,
  check: (sensor: SensorConfig, path: Path) => Complaint[],
): Complaint[] {
  return terminals.flatMap(({ words }, terminal) =>
    words.flatMap((sensor, word) => check(sensor, ['terminals', terminal, 'words', word])),
  );
}

function checkSensor(
  { signal, column }: SensorConfig,
  { recording }: ScenarioConfig,
  path: Path,
): Complaint[] {
  if (column === undefined) {
    if (signal !== 'recorded') return [];
    const remedy = 'name the column of the recording that it is: "column": "…"';
    return [{ path, message: 'a recorded sensor has no column', remedy }];
  }
  const at = [...path, 'column'];
  if (signal === 'counter' || signal === 'constant') {
    const remedy = 'remove the column, or make it "signal": "recorded"';
    return [{ path: at, message: `a ${signal} is not recorded`, remedy }];
  }
  if (recording !== undefined) return [];
  const remedy = 'name its file at the top: "recording": { "file": "sensors.csv" }';
  return [{ path: at, message: 'the scenario has no recording', remedy }];
}
