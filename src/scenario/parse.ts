/**
 * The text of a scenario file to a scenario, or to everything that is wrong with it.
 *
 * It reads no disk, so a browser uses it too; who has a disk passes in how to read the recording beside the scenario.
 * Gates, each telling all that it finds: is it JSON, has each key what belongs there, do the names in it refer to
 * something, is the recording in order.
 */

import type { z } from 'zod';
import type { ScenarioConfig } from '../core/config.js';
import { parseRecording } from './csv.js';
import { explainIssues, NO_TEXT } from './explain.js';
import { parsePlaced, type PlacedJson } from './places.js';
import { pathText, ScenarioError, type Complaint } from './problems.js';
import { checkReferences } from './references.js';
import { checkColumns, columnsWanted } from './references-recording.js';
import { scenarioJsonSchema, scenarioSchema } from './schema.js';
import type { SchemaNode } from './schema-walk.js';

/** Finds the text of the CSV file that a scenario names by its path from there; throws a ScenarioError if it can't. */
export type ReadRecording = (name: string) => { readonly text: string; readonly file: string };

/**
 * @param file how messages name the file
 * @param readRecording needed only for a scenario that has a recording
 * @throws ScenarioError
 */
export function parseScenario(text: string, file: string, readRecording?: ReadRecording): ScenarioConfig {
  const json = parsePlaced(text, file);
  const parsed = scenarioSchema.safeParse(json.value, { error: () => NO_TEXT });
  if (!parsed.success) throw refusal(schemaComplaints(parsed.error, json), json, file);
  const complaints = checkReferences(parsed.data);
  if (complaints.length > 0) throw refusal(complaints, json, file);
  return withSamples(parsed.data, json, file, readRecording);
}

function withSamples(
  scenario: ScenarioConfig,
  json: PlacedJson,
  file: string,
  readRecording: ReadRecording | undefined,
): ScenarioConfig {
  const { recording } = scenario;
  if (recording === undefined) return scenario;
  const refuse = (complaints: readonly Complaint[]) => refusal(complaints, json, file);
  if (readRecording === undefined) {
    const remedy = 'load the scenario from its file, or pass a way to read its recording';
    throw refuse([{ path: ['recording', 'file'], message: 'there is no folder to find it in', remedy }]);
  }
  const beside = readRecording(recording.file);
  const wanted = { timeColumn: recording.timeColumn, columns: columnsWanted(scenario) };
  const { samples, names } = parseRecording(beside.text, beside.file, wanted);
  const complaints = checkColumns(scenario, names, recording.file);
  if (complaints.length > 0) throw refuse(complaints);
  return { ...scenario, recording: { ...recording, samples } };
}

/** Made when it is first needed, as most files are in order. */
let schema: SchemaNode | undefined;

function schemaComplaints(error: z.ZodError, json: PlacedJson): Complaint[] {
  schema ??= scenarioJsonSchema();
  return explainIssues(error.issues, json.value, schema);
}

/** Complaints with their places in the file. */
export function refusal(complaints: readonly Complaint[], json: PlacedJson, file: string): ScenarioError {
  return new ScenarioError(
    complaints.map(({ path, message, remedy, atKey }) => ({
      file,
      ...json.placeOf(path, atKey),
      path: pathText(path),
      message,
      remedy,
    })),
  );
}
