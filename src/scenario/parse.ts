/**
 * The text of a scenario file to a scenario, or to everything that is wrong with it.
 *
 * It reads no disk, so a browser uses it too. Three gates, each telling all that it finds: is it JSON, has each key
 * what belongs there, do the names in it refer to something.
 */

import type { z } from 'zod';
import type { ScenarioConfig } from '../core/config.js';
import { explainIssues, NO_TEXT } from './explain.js';
import { parsePlaced, type PlacedJson } from './places.js';
import { pathText, ScenarioError, type Complaint } from './problems.js';
import { checkReferences } from './references.js';
import { scenarioJsonSchema, scenarioSchema } from './schema.js';
import type { SchemaNode } from './schema-walk.js';

/**
 * @param file how messages name the file
 * @throws ScenarioError
 */
export function parseScenario(text: string, file: string): ScenarioConfig {
  const json = parsePlaced(text, file);
  const parsed = scenarioSchema.safeParse(json.value, { error: () => NO_TEXT });
  if (!parsed.success) throw refusal(schemaComplaints(parsed.error, json), json, file);
  const complaints = checkReferences(parsed.data);
  if (complaints.length > 0) throw refusal(complaints, json, file);
  return parsed.data;
}

/** Made when it is first needed, as most files are in order. */
let schema: SchemaNode | undefined;

function schemaComplaints(error: z.ZodError, json: PlacedJson): Complaint[] {
  schema ??= scenarioJsonSchema();
  return explainIssues(error.issues, json.value, schema);
}

function refusal(complaints: readonly Complaint[], json: PlacedJson, file: string): ScenarioError {
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
