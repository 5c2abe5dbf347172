/**
 * One scenario file from disk: its bytes, bounded, as text, parsed.
 *
 * It reads no more than the bound whatever the name turns out to be, so /dev/zero and an endless pipe end too.
 */

import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import type { ScenarioConfig } from '../core/config.js';
import { lineAndColumn } from './json-scan.js';
import { parseScenario } from './parse.js';
import { MAX_BYTES, tooLarge } from './places.js';
import { fileProblem, ScenarioError } from './problems.js';

/** What a scenario's file is called in its folder. */
export const SCENARIO_FILE = 'scenario.json';

export interface LoadedScenario {
  readonly scenario: ScenarioConfig;
  /** As it was named; of a built-in scenario the whole path. */
  readonly file: string;
  /** Of the file's bytes, in hexadecimal. */
  readonly sha256: string;
  /** The whole path of the folder that it stands in. */
  readonly folder: string;
}

/** @throws ScenarioError */
export function readScenarioFile(file: string): LoadedScenario {
  const bytes = readBounded(file);
  const scenario = parseScenario(decode(bytes, file), file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { scenario, file, sha256, folder: path.dirname(path.resolve(file)) };
}

function readBounded(file: string): Uint8Array {
  const buffer = new Uint8Array(MAX_BYTES + 1);
  let length = 0;
  try {
    const descriptor = openSync(file, 'r');
    try {
      let read = 1;
      while (read > 0 && length < buffer.length) {
        read = readSync(descriptor, buffer, length, buffer.length - length, null);
        length += read;
      }
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw unreadable(file, error);
  }
  if (length > MAX_BYTES) throw tooLarge(file);
  return buffer.subarray(0, length);
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  EISDIR: 'it is a folder',
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is no folder',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open',
};

function unreadable(file: string, error: unknown): ScenarioError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return fileProblem(file, `cannot be read: ${REASONS[code] ?? code}`, 'name a readable scenario file');
}

function decode(bytes: Uint8Array, file: string): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw notUtf8(file, { line: 1, column: 1 }, 'is UTF-16');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const text = new TextDecoder('utf-8').decode(bytes);
    throw notUtf8(file, lineAndColumn(text, text.indexOf('\uFFFD')), 'is not UTF-8');
  }
}

function notUtf8(file: string, place: { readonly line: number; readonly column: number }, what: string) {
  return new ScenarioError([{ file, ...place, path: '', message: what, remedy: 'save it as UTF-8' }]);
}
