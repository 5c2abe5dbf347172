/**
 * A scenario by its name: one that comes with the package, else a file, else a folder with a scenario.json in it.
 *
 * A built-in name is looked up in a list and never made into a path, so no name leads out of the fixtures.
 */

import { statSync } from 'node:fs';
import path from 'node:path';
import { builtinNames, FIXTURES } from './builtin.js';
import { choice, nearest } from './nearest.js';
import { fileProblem, type ScenarioError } from './problems.js';
import { readScenarioFile, SCENARIO_FILE, type LoadedScenario } from './read.js';

export type { LoadedScenario } from './read.js';

/** @throws ScenarioError with everything that is wrong, ready to be shown. */
export function loadScenario(nameOrFile: string, fixtures = FIXTURES): LoadedScenario {
  const builtins = builtinNames(fixtures);
  if (builtins.includes(nameOrFile)) {
    return readScenarioFile(path.join(fixtures, nameOrFile, SCENARIO_FILE));
  }
  switch (kindOf(nameOrFile)) {
    case 'nothing':
      throw notFound(nameOrFile, builtins);
    case 'folder':
      return readFolder(nameOrFile);
    case 'file':
      return readScenarioFile(nameOrFile);
  }
}

/** What cannot even be looked at counts as a file: reading it says why not. */
function kindOf(file: string): 'nothing' | 'folder' | 'file' {
  if (file === '' || file.includes('\0')) return 'nothing';
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found === undefined) return 'nothing';
    return found.isDirectory() ? 'folder' : 'file';
  } catch {
    return 'file';
  }
}

function readFolder(folder: string): LoadedScenario {
  const file = path.join(folder, SCENARIO_FILE);
  if (kindOf(file) === 'nothing') {
    throw fileProblem(folder, `is a folder without ${SCENARIO_FILE}`, 'name the scenario file itself');
  }
  return readScenarioFile(file);
}

function notFound(name: string, builtins: readonly string[]): ScenarioError {
  const near = nearest(path.basename(name, '.json'), builtins);
  const hint = near === undefined ? '' : `did you mean ${near}? `;
  const remedy =
    builtins.length === 0
      ? 'name a scenario file'
      : `${hint}${choice(builtins, 'built-in scenarios')}; or name a scenario file`;
  return fileProblem(name === '' ? '""' : name, 'there is no such file or built-in scenario', remedy);
}
