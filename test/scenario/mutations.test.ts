/** However a scenario is spoilt, it loads or it is refused with a place and a remedy: nothing else ever comes out. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.js';
import { ScenarioError } from '../../src/scenario/problems.js';
import { changed, fileText, fullScenario, pathsOf, smallScenario, type Json } from '../support/scenarios.js';

const VALID = [smallScenario(), fullScenario()];

const wrong: fc.Arbitrary<Json | undefined> = fc.oneof(
  fc.constantFrom<Json | undefined>(
    undefined,
    null,
    true,
    '',
    'A',
    'IMU',
    'constructor',
    'toString',
    [],
    {},
    [[]],
  ),
  fc.constantFrom(0, 1, -1, 0.5, 1e300, -1e300, 5e-324, 2 ** 53, 4294967296),
  fc.string(),
  fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as Json),
  fc.constantFrom({ timeUs: 0 }, { cycle: 0 }, { event: 'swap' }, { id: 'X' }),
);

const place = fc.constantFrom(...VALID).chain((scenario) =>
  fc.record({
    scenario: fc.constant(scenario),
    changes: fc.array(fc.tuple(fc.constantFrom(...pathsOf(scenario)), wrong), { minLength: 1, maxLength: 3 }),
    newKey: fc.option(fc.oneof(fc.string(), fc.constantFrom('valueOf', 'hasOwnProperty', 'comment', 'id')), {
      nil: undefined,
    }),
  }),
);

describe('a scenario that was tampered with', () => {
  it('loads, or is refused with a line', () => {
    fc.assert(
      fc.property(place, ({ scenario, changes, newKey }) => {
        const spoilt = changes.reduce<Json>(
          (all, [path, value]) =>
            changed(all, newKey === undefined ? path : [...path.slice(0, -1), newKey], value),
          scenario,
        );
        expectLoadedOrRefused(fileText(spoilt));
      }),
      { numRuns: 3000 },
    );
  });

  it('does so too when its text was cut, doubled or overwritten', () => {
    const edit = fc.record({
      text: fc.constantFrom(...VALID.map(fileText)),
      from: fc.nat(4000),
      length: fc.nat(20),
      put: fc.oneof(
        fc.string({ maxLength: 4 }),
        fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\', '-', '\n'),
      ),
    });
    fc.assert(
      fc.property(edit, ({ text, from, length, put }) => {
        const at = from % text.length;
        expectLoadedOrRefused(text.slice(0, at) + put + text.slice(at + length));
      }),
      { numRuns: 2000 },
    );
  });
});

function expectLoadedOrRefused(text: string): void {
  try {
    expect(parseScenario(text, 'x.json').computers.length).toBeGreaterThan(1);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    for (const { line, column, message, remedy } of error.problems) {
      expect(line).toBeGreaterThan(0);
      expect(column).toBeGreaterThan(0);
      expect(`${message} ${remedy}`).not.toMatch(/Invalid input|undefined|\[object|NaN/);
      expect(Math.min(message.length, remedy.length)).toBeGreaterThan(0);
    }
    expect(error.message.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  }
}
