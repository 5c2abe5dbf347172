/**
 * JSON text to a value, and from any path in that value back to its line and column.
 *
 * An input file comes from somebody else: size and depth are bounded before anything recurses, a key that stands
 * twice is an error and not the last one's victory, and no key or number can mean more in JavaScript than in JSON.
 */

import { parse, type ObjectNode, type ValueNode } from '@humanwhocodes/momoa';
import { lineAndColumn, scanJson, type JsonFault } from './json-scan.js';
import { quote } from './nearest.js';
import { pathText, ScenarioError, type Path, type Problem } from './problems.js';

/** 1 MiB. */
export const MAX_BYTES = 1_048_576;

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface PlacedJson {
  readonly value: unknown;
  /** The place of what stands at this path, or of the nearest thing around it; with `atKey`, of its key. */
  readonly placeOf: (path: Path, atKey?: boolean) => Place;
}

/**
 * @param what the file should be
 * @throws ScenarioError with every problem of the text.
 */
export function parsePlaced(text: string, file: string, what = 'scenario'): PlacedJson {
  if (text.length > MAX_BYTES) throw tooLarge(file);
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const fault = scanJson(json);
  if (fault?.fatal === true) throw syntaxError(json, file, fault);
  if (json.trim() === '') throw syntaxError(json, file, empty(what));
  const root = parseTree(json, file, fault);
  const problems: Problem[] = [];
  const value = toValue(root, [], (node, path, message, remedy) =>
    problems.push({ file, ...startOf(node), path: pathText(path), message, remedy }),
  );
  if (problems.length > 0) throw new ScenarioError(problems);
  return { value, placeOf: (path, atKey = false) => placeIn(root, path, atKey) };
}

export function tooLarge(file: string): ScenarioError {
  const message = `is larger than ${MAX_BYTES} bytes (1 MiB)`;
  const remedy = 'a few thousand are enough; is this the right file?';
  return new ScenarioError([{ file, line: 1, column: 1, path: '', message, remedy }]);
}

const empty = (what: string): JsonFault => ({
  offset: 0,
  message: 'the file is empty',
  remedy: `a ${what} is a JSON object: { "name": "…", … }`,
});

/** The tree, or whichever fault the scan and the parser found first. */
function parseTree(json: string, file: string, scanned: JsonFault | undefined): ValueNode {
  let parsed: JsonFault;
  try {
    const { body } = parse(json, { mode: 'json' });
    if (scanned === undefined) return body;
    parsed = scanned;
  } catch (error) {
    if (!isPlaced(error)) throw error;
    parsed = faultAt(json, error.offset);
  }
  throw syntaxError(json, file, firstFault(json, scanned, parsed));
}

function firstFault(json: string, scanned: JsonFault | undefined, parsed: JsonFault): JsonFault {
  if (scanned === undefined) return parsed;
  // Of a text that ends too early the parser names the last token, which is no fault in itself.
  const last = /[^\s,:[\]{}"]*[^\s]\s*$/.exec(json.slice(-200))?.[0].length ?? 0;
  if (scanned.atEnd === true && parsed.offset >= json.length - last) return scanned;
  return parsed.offset < scanned.offset ? parsed : scanned;
}

function isPlaced(error: unknown): error is Error & { readonly offset: number } {
  return error instanceof Error && 'offset' in error && typeof error.offset === 'number';
}

/** What a person would say about the text there; the parser names its own tokens. */
function faultAt(json: string, offset: number): JsonFault {
  const word = /^[^\s,:[\]{}"]{1,30}/.exec(json.slice(offset, offset + 30))?.[0] ?? json.charAt(offset);
  const before = json.slice(0, offset).trimEnd().at(-1) ?? '';
  const fault = (message: string, remedy: string) => ({
    offset,
    message: `not valid JSON: ${message}`,
    remedy,
  });
  if (word === '') return fault('the file ends too early', 'complete it');
  if (word.startsWith("'")) return fault('a single quote', 'texts and keys stand between double quotes');
  if (/^(\/[/*]|#)/.test(word)) return fault('a comment', 'give the object a key "comment" instead');
  if (before === ',' && /[\]}]/.test(word)) return fault('a comma with nothing after it', 'remove the comma');
  if (before === ',' && word === ',') return fault('two commas in a row', 'remove one');
  if (/["\w\]}]/.test(before) && /^["\w{[-]/.test(word)) {
    const remedy = 'put a comma (or, after a key, a colon) before it';
    return fault(`${quote(word)} follows without a separator`, remedy);
  }
  if (/^[+.]?\d|^-/.test(word)) return fault(`${quote(word)} is no number`, 'write it as 12, -3 or 0.5');
  const remedy = 'expected a value: text in double quotes, a number, true, false, null, [ … ] or { … }';
  return fault(
    `unexpected ${quote(word)}`,
    before === '{' || before === ',' ? `${remedy}; keys too stand in double quotes` : remedy,
  );
}

function syntaxError(json: string, file: string, fault: JsonFault): ScenarioError {
  const { message, remedy } = fault;
  return new ScenarioError([{ file, ...lineAndColumn(json, fault.offset), path: '', message, remedy }]);
}

type Complain = (node: ValueNode, path: Path, message: string, remedy: string) => void;

function toValue(node: ValueNode, path: Path, complain: Complain): unknown {
  switch (node.type) {
    case 'Object':
      return toObject(node, path, complain);
    case 'Array':
      return node.elements.map((element, index) => toValue(element.value, [...path, index], complain));
    case 'Number':
      if (!Number.isFinite(node.value))
        complain(node, path, 'is too large for any number', 'write a smaller one');
      // Adding 0 makes 0 of -0, which JSON writes and nobody means.
      return node.value + 0;
    case 'String':
    case 'Boolean':
      return node.value;
    default:
      return null;
  }
}

function toObject(node: ObjectNode, path: Path, complain: Complain): Record<string, unknown> {
  const seen = new Map<string, ValueNode>();
  const object: Record<string, unknown> = {};
  for (const { name, value } of node.members) {
    if (name.type !== 'String') continue;
    const key = name.value;
    const first = seen.get(key);
    if (first !== undefined) {
      const message = `the key ${quote(key)} stands twice, first on line ${first.loc.start.line}`;
      complain(name, [...path, key], message, 'remove one of the two');
    } else if (key === '__proto__') {
      complain(name, [...path, key], 'no key may be called "__proto__"', 'remove it');
    } else {
      seen.set(key, name);
      object[key] = toValue(value, [...path, key], complain);
    }
  }
  return object;
}

function placeIn(root: ValueNode, path: Path, atKey: boolean): Place {
  let node = root;
  let place = startOf(root);
  for (const step of path) {
    if (node.type === 'Object') {
      const member = node.members.find(({ name }) => name.type === 'String' && name.value === step);
      if (member === undefined) break;
      node = member.value;
      place = startOf(atKey ? member.name : node);
    } else if (node.type === 'Array' && typeof step === 'number') {
      const element = node.elements[step];
      if (element === undefined) break;
      node = element.value;
      place = startOf(node);
    } else {
      break;
    }
  }
  return place;
}

function startOf({ loc }: { readonly loc: { readonly start: Place } }): Place {
  return { line: loc.start.line, column: loc.start.column };
}
