/**
 * A line configuration from disk, with its scenario: a built-in one by its name, else a file in the configuration's own
 * folder or below it. Everything that is wrong is told at once, with its place.
 */

import path from 'node:path';
import { builtinNames } from './builtin.js';
import { explainIssues, NO_TEXT } from './explain.js';
import { loadScenario, type LoadedScenario } from './load.js';
import { choice, nearest, quote } from './nearest.js';
import { refusal } from './parse.js';
import { parsePlaced, type PlacedJson } from './places.js';
import type { ScenarioError } from './problems.js';
import { readText } from './read.js';
import { checkLine } from './references-line.js';
import { lineJsonSchema, lineSchema, type LineFile } from './schema-line.js';

export interface LoadedLine {
  readonly configuration: LineFile & { readonly title: string };
  readonly scenario: LoadedScenario;
  /** As it was named. */
  readonly file: string;
  readonly sha256: string;
}

/** @throws ScenarioError */
export function loadLine(file: string): LoadedLine {
  const { json, sha256 } = readLine(file);
  const parsed = lineSchema.safeParse(json.value, { error: () => NO_TEXT });
  if (!parsed.success)
    throw refusal(explainIssues(parsed.error.issues, json.value, lineJsonSchema()), json, file);
  const { data } = parsed;
  const scenario = scenarioOf(data, json, file);
  const complaints = checkLine(data, scenario.scenario);
  if (complaints.length > 0) throw refusal(complaints, json, file);
  return { configuration: { ...data, title: data.title ?? data.name }, scenario, file, sha256 };
}

/** As JSON with its places. @throws ScenarioError */
export function readLine(file: string): { readonly json: PlacedJson; readonly sha256: string } {
  const what = 'line configuration';
  const { text, sha256 } = readText(file, what);
  return { json: parsePlaced(text, file, what), sha256 };
}

function scenarioOf({ scenario: name }: LineFile, json: PlacedJson, file: string): LoadedScenario {
  const builtins = builtinNames();
  if (builtins.includes(name)) return loadScenario(name);
  const refuse = (message: string, remedy: string): ScenarioError =>
    refusal([{ path: ['scenario'], message, remedy }], json, file);
  const near = nearest(name, builtins);
  const hint = near === undefined ? choice(builtins, 'built-in scenarios') : `did you mean ${quote(near)}?`;
  if (!name.endsWith('.json')) throw refuse(`there is no built-in scenario ${quote(name)}`, hint);
  const folder = path.dirname(path.resolve(file));
  const beside = path.resolve(folder, name);
  if (!beside.startsWith(`${folder}${path.sep}`))
    throw refuse(`${quote(name)} is not in the folder of the configuration`, 'put the scenario beside it');
  return loadScenario(path.join(path.dirname(file), name));
}
