/**
 * `quadruplex schema`: the JSON Schema of a scenario, for editors and other people's tools.
 *
 * The document is the schema itself and so carries no `"format": 1` as other commands' JSON does: there, `format` is
 * a keyword of JSON Schema and must be a text.
 */

import { scenarioJsonSchema } from '../scenario/schema.js';

export function schemaCommand(): void {
  process.stdout.write(`${JSON.stringify(scenarioJsonSchema(), undefined, 2)}\n`);
}
