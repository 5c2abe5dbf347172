/**
 * The folder of a run (`--out`): result.json, and per mode MODE.trace.jsonl and MODE.trace.
 *
 * A run is written beside its place and put there whole at the end, so that a folder holds either the old run or the
 * new one. A folder that holds anything but a run is left alone.
 */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { columns } from '../record/columns.js';
import type { ReplayResult } from '../record/result.js';
import type { TraceSink } from '../record/trace.js';

export class FolderRefused extends Error {
  override readonly name = 'FolderRefused';
}

const RESULT = 'result.json';
const OURS = /^(result\.json|[a-z0-9]+\.trace(\.jsonl)?)$/;
/** Lines are gathered before they are written: a system call a cycle would cost more than the cycle. */
const CHUNK = 1 << 18;

export class RunFolder {
  readonly #place: string;
  readonly #draft: string;
  readonly #open: { readonly file: number; pending: string[]; size: number }[] = [];

  /** @throws FolderRefused when the place holds something that is not a run */
  constructor(folder: string) {
    this.#place = path.resolve(folder);
    refuseForeign(this.#place, folder);
    mkdirSync(path.dirname(this.#place), { recursive: true });
    this.#draft = `${this.#place}.draft-${process.pid}`;
    rmSync(this.#draft, { recursive: true, force: true });
    mkdirSync(this.#draft);
  }

  openTrace(mode: string): TraceSink {
    const writer = {
      file: openSync(path.join(this.#draft, `${mode}.trace.jsonl`), 'w'),
      pending: [] as string[],
      size: 0,
    };
    this.#open.push(writer);
    return (lines) => {
      writer.pending.push(lines);
      writer.size += lines.length;
      if (writer.size >= CHUNK) flush(writer);
    };
  }

  /** Puts the run in its place. */
  complete(result: ReplayResult): void {
    this.#closeTraces();
    const head = { scenario: result.scenario.name, seed: result.seed, computers: result.computers };
    for (const run of result.runs)
      writeFileSync(path.join(this.#draft, `${run.exchange}.trace`), columns(head, run));
    writeFileSync(path.join(this.#draft, RESULT), `${JSON.stringify(result, undefined, 2)}\n`);
    const old = `${this.#place}.old-${process.pid}`;
    if (existsSync(this.#place)) renameSync(this.#place, old);
    renameSync(this.#draft, this.#place);
    rmSync(old, { recursive: true, force: true });
  }

  /** Leaves the place as it was. */
  abandon(): void {
    this.#closeTraces();
    rmSync(this.#draft, { recursive: true, force: true });
  }

  #closeTraces(): void {
    for (const writer of this.#open.splice(0)) {
      flush(writer);
      closeSync(writer.file);
    }
  }
}

function flush(writer: { readonly file: number; pending: string[]; size: number }): void {
  if (writer.size > 0) writeSync(writer.file, writer.pending.join(''));
  writer.pending = [];
  writer.size = 0;
}

function refuseForeign(place: string, folder: string): void {
  if (!existsSync(place)) return;
  const names = readdirSync(place);
  const foreign = names.find((name) => !OURS.test(name));
  if (names.length === 0 || (foreign === undefined && holdsRun(place))) return;
  const what = foreign === undefined ? 'files that are not a run of quadruplex' : `"${foreign}"`;
  throw new FolderRefused(
    `${folder}: holds ${what}, which a run would replace; name a new or empty folder with --out`,
  );
}

function holdsRun(place: string): boolean {
  try {
    const result = JSON.parse(readFileSync(path.join(place, RESULT), 'utf8')) as Partial<ReplayResult>;
    return result.format === 1 && result.tool?.name === 'quadruplex';
  } catch {
    return false;
  }
}
