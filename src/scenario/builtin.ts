/**
 * The scenarios that come with the package: one folder each under fixtures/, found from this file's own place, so
 * that it works from src, from dist and as an installed package.
 */

import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readScenarioFile, SCENARIO_FILE } from './read.js';

export const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));

export interface BuiltinScenario {
  readonly name: string;
  readonly title: string;
  readonly computers: number;
  /** The exchange modes for which it states what it comes to. */
  readonly expect: readonly string[];
}

/** In the order of their names. */
export function builtinNames(fixtures = FIXTURES): string[] {
  if (!existsSync(fixtures)) return [];
  return readdirSync(fixtures)
    .filter((name) => existsSync(path.join(fixtures, name, SCENARIO_FILE)))
    .sort();
}

/** @throws ScenarioError if one of them is not in order. */
export function listBuiltins(fixtures = FIXTURES): BuiltinScenario[] {
  return builtinNames(fixtures).map((name) => {
    const { scenario } = readScenarioFile(path.join(fixtures, name, SCENARIO_FILE));
    const { title, computers, expect } = scenario;
    return { name, title, computers: computers.length, expect: Object.keys(expect) };
  });
}
