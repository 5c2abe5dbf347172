/**
 * One scenario file from disk, and the recording that it may name beside it: bytes, bounded, as text, parsed.
 *
 * It reads no more than the bound whatever the name turns out to be, so /dev/zero and an endless pipe end too. A recording
 * is a plain file in the scenario's folder or below it; a link that leads out of there is refused like a path that does.
 */

import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ScenarioConfig } from '../core/config.js';
import { MAX_CSV_BYTES } from './csv.js';
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
  /** Of the file's bytes, in hexadecimal; with a recording, of those and then the recording's. */
  readonly sha256: string;
  /** The CSV file that it names, byte for byte. */
  readonly recording?: RecordingFile | undefined;
  /** The whole path of the folder that it stands in. */
  readonly folder: string;
}

export interface RecordingFile {
  /** As the scenario names it. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

/** @throws ScenarioError */
export function readScenarioFile(file: string): LoadedScenario {
  const bytes = readBounded(file, MAX_BYTES);
  if (bytes.length > MAX_BYTES) throw tooLarge(file);
  const folder = path.dirname(path.resolve(file));
  const hash = createHash('sha256').update(bytes);
  let recording: RecordingFile | undefined;
  const scenario = parseScenario(decode(bytes, file), file, (name) => {
    const beside = path.join(path.dirname(file), name);
    const data = readInside(folder, beside);
    hash.update(data);
    recording = { file: name, sha256: createHash('sha256').update(data).digest('hex'), bytes: data };
    return { text: decode(data, beside), file: beside };
  });
  return { scenario, file, sha256: hash.digest('hex'), recording, folder };
}

/**
 * A bounded text and the hash of its bytes.
 * @param what the file should be
 * @throws ScenarioError
 */
export function readText(file: string, what: string): { readonly text: string; readonly sha256: string } {
  const bytes = readBounded(file, MAX_BYTES, `name a readable ${what}`);
  if (bytes.length > MAX_BYTES) throw tooLarge(file);
  return { text: decode(bytes, file), sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** A file that lies in this folder, also when all links are followed. */
function readInside(folder: string, file: string): Uint8Array {
  let real: string;
  try {
    real = realpathSync(file);
  } catch (error) {
    throw unreadable(file, error, 'put the recording there, or name another in recording.file');
  }
  const remedy = "put the file itself into the scenario's folder";
  if (!real.startsWith(`${realpathSync(folder)}${path.sep}`))
    throw fileProblem(file, "is a link out of the scenario's folder", remedy);
  // A pipe would be waited for, and read another time as something else.
  if (!statSync(real).isFile()) throw fileProblem(file, 'is no plain file', remedy);
  const bytes = readBounded(real, MAX_CSV_BYTES);
  if (bytes.length <= MAX_CSV_BYTES) return bytes.slice();
  throw fileProblem(file, `is larger than ${MAX_CSV_BYTES} bytes (16 MiB)`, 'cut it to what the run needs');
}

/** @returns at most one byte more than `most` */
function readBounded(file: string, most: number, remedy = 'name a readable scenario file'): Uint8Array {
  const buffer = new Uint8Array(most + 1);
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
    throw unreadable(file, error, remedy);
  }
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

function unreadable(file: string, error: unknown, remedy: string): ScenarioError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return fileProblem(file, `cannot be read: ${REASONS[code] ?? code}`, remedy);
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
