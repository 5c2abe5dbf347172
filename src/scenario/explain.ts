/**
 * What zod found, in sentences: what must stand there, what does, and what the schema says about that key.
 *
 * zod knows what is wrong; the published JSON Schema of the same schema knows what is right (the keys of an object,
 * both ends of a range, the description). Bringing the two together here keeps the schema free of error texts.
 */

import type { z } from 'zod';
import { choice, quote, suggestion } from './nearest.js';
import { pathText, type Complaint, type Path } from './problems.js';
import { nodeAt, ownKeys, type SchemaNode } from './schema-walk.js';

type Issue = z.core.$ZodIssue;

/** Passed to zod as the text of every issue, so that what the schema itself has to say can be told from it. */
export const NO_TEXT = '';

/** Enough to fill the screen; a file of wrong numbers alone could give half a million. */
const MOST_EXPLAINED = 200;

export function explainIssues(issues: readonly Issue[], value: unknown, schema: SchemaNode): Complaint[] {
  const complaints = issues
    .slice(0, MOST_EXPLAINED)
    .flatMap((issue) => explain(issue, plainPath(issue.path), value, schema));
  // Of two things that zod tells about one value (no text, and too short) the first is the cause.
  const seen = new Set<string>();
  return complaints.filter(({ path }) => {
    const key = pathText(path);
    return !seen.has(key) && seen.add(key);
  });
}

function explain(issue: Issue, path: Path, value: unknown, schema: SchemaNode): Complaint[] {
  const node = nodeAt(schema, path, value);
  const found = valueAt(value, path);
  const expected = adviceOf(issue) ?? describe(node);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.slice(0, MOST_EXPLAINED).map((key) => unknownKey(key, path, node));
  if (issue.code === 'invalid_key') {
    const [rule = issue] = issue.issues;
    const remedy = adviceOf(rule) ?? describe(node);
    return [
      {
        path,
        message: `${requirement(rule, undefined)}, is ${quote(String(path.at(-1)))}`,
        remedy,
        atKey: true,
      },
    ];
  }
  if (!found.there) return [missing(issue, path, expected)];
  if (issue.code === 'invalid_union') return explainUnion(issue, path, value, schema, expected);
  if (issue.code === 'invalid_value') {
    const names = issue.values.map(String);
    const given = typeof found.value === 'string' ? found.value : '';
    const message = `must be ${oneOf(names)}, is ${show(found.value)}`;
    return [{ path, message, remedy: suggestion(given, names) }];
  }
  return [{ path, message: `${requirement(issue, node)}, ${showFor(issue, found.value)}`, remedy: expected }];
}

function unknownKey(key: string, path: Path, node: SchemaNode | undefined): Complaint {
  const remedy = suggestion(key, ownKeys(node), 'the keys here are');
  return { path: [...path, key], message: 'unknown key', remedy, atKey: true };
}

function missing(issue: Issue, path: Path, expected: string): Complaint {
  const names = optionsOf(issue);
  return { path, message: 'is missing', remedy: names === undefined ? expected : choice(names) };
}

/** Of a union that a key tells apart (a fault's `behaviour`): what that key may be, where it may not be left out. */
function optionsOf(issue: Issue): readonly string[] | undefined {
  if (issue.code !== 'invalid_union' || !('options' in issue)) return undefined;
  return issue.options.filter((option) => option !== undefined).map(String);
}

function explainUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: Path,
  value: unknown,
  schema: SchemaNode,
  expected: string,
): Complaint[] {
  const { value: given } = valueAt(value, path);
  const names = optionsOf(issue);
  if (names !== undefined) {
    const remedy = suggestion(typeof given === 'string' ? given : '', names);
    return [{ path, message: `must be ${oneOf(names)}, is ${show(given)}`, remedy }];
  }
  const branch = likeliest(issue.errors);
  if (branch === undefined) {
    return [{ path, message: `${requirement(issue, undefined)}, is ${show(given)}`, remedy: expected }];
  }
  return branch.flatMap((inner) => explain(inner, [...path, ...plainPath(inner.path)], value, schema));
}

/**
 * The one alternative that was nearly met, if there is exactly one; else the union has to speak as a whole. What is of
 * another kind is not near, nor is a single word that is another.
 */
function likeliest(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const near = branches.filter((issues) => !issues.some((issue) => issue.path.length === 0 && isFar(issue)));
  const fewest = Math.min(...near.map((issues) => issues.length));
  const best = near.filter((issues) => issues.length === fewest);
  return best.length === 1 ? best[0] : undefined;
}

function isFar(issue: Issue): boolean {
  return issue.code === 'invalid_type' || (issue.code === 'invalid_value' && issue.values.length === 1);
}

function describe(node: SchemaNode | undefined): string {
  return node?.description === undefined
    ? 'see `quadruplex schema`'
    : `expected here: ${lowerFirst(node.description)}`;
}

/** What the schema itself says stands as `must be … — advice`. */
function adviceOf(issue: Issue): string | undefined {
  return issue.message.split(' — ', 2)[1];
}

function requirement(issue: Issue, node: SchemaNode | undefined): string {
  if (issue.message !== NO_TEXT) return issue.message.split(' — ', 1)[0] ?? NO_TEXT;
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'too_small':
    case 'too_big':
      return `must ${bounds(issue, node)}`;
    default:
      return 'is not valid';
  }
}

const KINDS: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  tuple: 'a list',
};

function bounds(
  issue: Extract<Issue, { code: 'too_small' | 'too_big' }>,
  node: SchemaNode | undefined,
): string {
  const limit = issue.code === 'too_small' ? Number(issue.minimum) : Number(issue.maximum);
  const oneSide = `${issue.code === 'too_small' ? 'at least' : 'at most'} ${limit}`;
  if (issue.origin === 'array') return `have ${oneSide} ${limit === 1 ? 'entry' : 'entries'}`;
  if (issue.origin === 'string') return `have ${oneSide} character${limit === 1 ? '' : 's'}`;
  const { minimum, maximum } = node ?? {};
  return minimum === undefined || maximum === undefined
    ? `be ${oneSide}`
    : `be from ${minimum} to ${maximum}`;
}

function oneOf(names: readonly string[]): string {
  const quoted = names.map(quote);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1) ?? ''}`;
}

/** What stands there, briefly. */
function show(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** Of what is too long or too short, its length is what matters. */
function showFor(issue: Issue, value: unknown): string {
  const counted = issue.code === 'too_small' || issue.code === 'too_big';
  if (!counted || !(typeof value === 'string' || Array.isArray(value))) return `is ${show(value)}`;
  return `has ${value.length}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function valueAt(root: unknown, path: Path): { readonly there: boolean; readonly value: unknown } {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) {
      return { there: false, value: undefined };
    }
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return { there: true, value };
}

/** A path in JSON has no symbols. */
function plainPath(path: readonly PropertyKey[]): Path {
  return path.map((step) => (typeof step === 'symbol' ? String(step) : step));
}
