/** What a text that is no scenario is told. */

import { parseScenario } from '../../src/scenario/parse.js';
import { ScenarioError } from '../../src/scenario/problems.js';
import type { Json, Step } from './scenarios.js';

/** One way to spoil a valid scenario, and what has to be told. */
export type Case = readonly [what: string, path: readonly Step[], value: Json | undefined, told: string];

export function refusalOf(text: string): ScenarioError | undefined {
  try {
    parseScenario(text, 'x.json');
    return undefined;
  } catch (error) {
    if (error instanceof ScenarioError) return error;
    throw error;
  }
}
