/** JSON text from strangers: what is no JSON, what is too much of it, and what only looks harmless. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_BYTES, parsePlaced } from '../../src/scenario/places.js';
import { ScenarioError } from '../../src/scenario/problems.js';

function refusal(text: string): string {
  try {
    parsePlaced(text, 'x');
  } catch (error) {
    if (error instanceof ScenarioError) return error.message;
    throw error;
  }
  return '';
}

const BROKEN: readonly (readonly [text: string, told: string])[] = [
  ['', 'x:1:1  the file is empty — a scenario is a JSON object'],
  [' \n ', 'x:1:1  the file is empty'],
  ['{', 'x:1:2  the file ends while the { of 1:1 is still open — close it with a }'],
  ['{"a":\n [1,\n 2', 'x:3:3  the file ends while the [ of 2:2 is still open'],
  ['{"a": 1,\n}', 'x:2:1  not valid JSON: a comma with nothing after it — remove the comma'],
  ['{"a": 1,, "b": 2}', 'x:1:9  not valid JSON: two commas in a row'],
  ["{'a': 1}", 'x:1:2  not valid JSON: a single quote — texts and keys stand between double quotes'],
  ['{a: 1}', 'x:1:2  not valid JSON: unexpected "a"'],
  ['{"a": 1 // one\n}', 'x:1:9  not valid JSON: a comment — give the object a key "comment" instead'],
  ['[1 2]', 'x:1:4  not valid JSON: "2" follows without a separator'],
  ['{"a" 1}', 'x:1:6  not valid JSON: "1" follows without a separator'],
  ['{"a": tru}', 'x:1:7  not valid JSON: unexpected "tru"'],
  ['{"a": .5}', 'x:1:7  not valid JSON: ".5" is no number'],
  ['{"a": "x\n}', 'x:1:7  this text does not end on its line'],
  ['{"a": "x', 'x:1:7  this text never ends'],
  ['["\t"]', 'x:1:3  a control character stands in a text'],
  ['["\\x"]', 'x:1:3  JSON knows no such escape'],
  ['[1}', 'x:1:3  this } comes while the [ of 1:1 is still open — put a ] before it'],
  ['[1]]', 'x:1:4  nothing is open that this ] could close'],
  ['{"a": 1, "a": 2}', 'x:1:10  a: the key "a" stands twice, first on line 1 — remove one of the two'],
  ['{"__proto__": {"a": 1}}', 'x:1:2  __proto__: no key may be called "__proto__"'],
  ['{"a": 1e999}', 'x:1:7  a: is too large for any number'],
];

const PIECES = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '\n',
  '0',
  '1',
  '.',
  'e',
  '-',
  '+',
  't',
  'x',
  ' ',
  '/',
];

describe('JSON with places', () => {
  it.each(BROKEN)('refuses %j', (text, told) => {
    expect(refusal(text)).toContain(told);
  });

  it.each(['[', '{"a":'])('refuses a hundred thousand times %j before it recurses', (brick) => {
    expect(refusal(brick.repeat(100_000))).toContain('is nested deeper than 64 levels');
  });

  it('takes 64 levels', () => {
    expect(refusal(`${'['.repeat(64)}${']'.repeat(64)}`)).toBe('');
    expect(refusal(`${'['.repeat(65)}${']'.repeat(65)}`)).toContain('x:1:65  is nested deeper');
  });

  it('does not count the brackets inside texts', () => {
    expect(refusal(JSON.stringify(['['.repeat(100), '"\\"{'.repeat(100)]))).toBe('');
  });

  it('refuses more than a mebibyte', () => {
    expect(refusal(`"${'a'.repeat(MAX_BYTES)}"`)).toContain('is larger than 1048576 bytes (1 MiB)');
  });

  it('takes what JSON.parse takes, to the same value, and nothing else', () => {
    const nearlyJson = fc.oneof(
      fc.json({ maxDepth: 4 }),
      fc
        .tuple(fc.json({ maxDepth: 3 }), fc.nat(40), fc.constantFrom(...PIECES))
        .map(([text, at, char]) => text.slice(0, at) + char + text.slice(at + 1)),
    );
    fc.assert(
      fc.property(nearlyJson, (text) => {
        fc.pre(!text.includes('__proto__'));
        const theirs = attempt(() => JSON.parse(text, withoutSignedZero) as unknown);
        const ours = attempt(() => parsePlaced(text, 'x').value);
        if (ours.error !== undefined) expect(ours.error).toBeInstanceOf(ScenarioError);
        // A key that stands twice, or a number without end, is an error to us alone.
        if (/stands twice|too large/.test(String(ours.error))) return;
        expect(ours.value).toEqual(theirs.value);
      }),
      { numRuns: 2000 },
    );
  });

  it('knows the place of every value and key', () => {
    const { placeOf } = parsePlaced('{\r\n  "a": [1,\n    {"b": 2}]}', 'x');
    expect(placeOf(['a', 1, 'b'])).toEqual({ line: 3, column: 11 });
    expect(placeOf(['a', 1, 'b'], true)).toEqual({ line: 3, column: 6 });
    expect(placeOf(['a', 1, 'missing'])).toEqual({ line: 3, column: 5 });
    expect(placeOf(['nowhere', 'at', 'all'])).toEqual({ line: 1, column: 1 });
  });
});

function withoutSignedZero(_key: string, value: unknown): unknown {
  return value === 0 ? 0 : value;
}

function attempt(run: () => unknown): { readonly value?: unknown; readonly error?: unknown } {
  try {
    return { value: run() };
  } catch (error) {
    return { error };
  }
}
