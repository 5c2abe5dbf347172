/**
 * `quadruplex schema`: the JSON Schema of a scenario or a line configuration, for editors and other people's tools.
 *
 * The document is the schema itself and so carries no `"format": 1` as other commands' JSON does: there, `format` is
 * a keyword of JSON Schema and must be a text.
 */

import { scenarioJsonSchema } from '../scenario/schema.js';
import { lineJsonSchema } from '../scenario/schema-line.js';

export function schemaCommand(of: 'scenario' | 'line'): void {
  const schema = of === 'line' ? lineJsonSchema() : scenarioJsonSchema();
  process.stdout.write(`${JSON.stringify(schema, undefined, 2)}\n`);
}
