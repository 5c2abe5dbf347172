/**
 * The folder of a run (`--out`): result.json, per mode MODE.trace.jsonl and MODE.trace, and the recording that its
 * sensors took their samples from, if there was one; of a live run besides, the scenario that replays it; of a matrix,
 * result.json and matrix.csv.
 *
 * A run is written beside its place, under a hidden name, and put there whole at the end, so that the place holds
 * either the old run or the new one. What a crash leaves behind is put right by the next run into the same place.
 * A folder that holds anything but a run is left alone.
 */
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { columns } from '../record/columns.js';
import type { MatrixResult } from '../record/matrix-result.js';
import type { ReplayResult } from '../record/result.js';
import type { TraceSink } from '../record/line-buffer.js';

/** The place cannot be used; `message` says why and what to do. */
export class FolderRefused extends Error {
  override readonly name = 'FolderRefused';
}

const RESULT = 'result.json';
const RECORDING = 'recording.csv';
const MATRIX = 'matrix.csv';
const SCENARIO = 'scenario.json';
const OURS = /^((result|scenario)\.json|(recording|matrix)\.csv|[a-z]+[0-9]*\.trace(\.jsonl)?)$/;
export class RunFolder {
  readonly #named: string;
  readonly #place: string;
  readonly #draft: string;
  /** Descriptors of the traces that are open. */
  readonly #traces: number[] = [];

  /**
   * Touches nothing until the first trace is opened.
   * @throws FolderRefused when the place holds something that is not a run
   */
  constructor(folder: string) {
    this.#named = folder;
    this.#place = existsSync(folder) ? realpathSync(folder) : path.resolve(folder);
    this.#draft = hiddenName(this.#place, 'draft', process.pid);
    refuse(this.#place, folder);
  }

  /** Of a run that writes its files elsewhere first: that they can be put here is known before it begins. */
  prepare(): void {
    this.#begin();
  }

  openTrace(mode: string): TraceSink {
    if (this.#traces.length === 0) this.#begin();
    const file = openSync(path.join(this.#draft, `${mode}.trace.jsonl`), 'w');
    this.#traces.push(file);
    return (lines) => {
      writeFileSync(file, lines);
    };
  }

  /**
   * Puts the run in its place.
   * @param recording the bytes of the CSV file that the scenario names
   * @param scenario of a live run: the scenario that replays it
   */
  complete(result: ReplayResult, recording?: Uint8Array, scenario?: string): void {
    const head = { scenario: result.scenario.name, seed: result.seed, computers: result.computers };
    const files = new Map<string, string | Uint8Array>();
    for (const run of result.runs) files.set(`${run.exchange}.trace`, columns(head, run));
    if (recording !== undefined) files.set(RECORDING, recording);
    if (scenario !== undefined) files.set(SCENARIO, scenario);
    this.#put(result, files);
  }

  /** Takes in the run of one host among many, from where it wrote it, as a folder of its own. */
  take(host: string, from: string): void {
    if (!existsSync(from)) return;
    if (!existsSync(this.#draft)) this.#begin();
    cpSync(from, path.join(this.#draft, host), { recursive: true });
  }

  /** Puts a run of many hosts in its place: what is told of it stands at the top, as one of them tells it. */
  completeLike(host: string, result: ReplayResult): void {
    const own = path.join(this.#draft, host);
    if (existsSync(own)) cpSync(own, this.#draft, { recursive: true });
    this.#put(result, new Map());
  }

  /** Puts a matrix in its place. */
  completeMatrix(result: MatrixResult, csv: string): void {
    this.#begin();
    this.#put(result, new Map([[MATRIX, csv]]));
  }

  #put(result: ReplayResult | MatrixResult, files: ReadonlyMap<string, string | Uint8Array>): void {
    this.#closeTraces();
    for (const [name, content] of files) writeFileSync(path.join(this.#draft, name), content);
    writeFileSync(path.join(this.#draft, RESULT), `${JSON.stringify(result, undefined, 2)}\n`);
    // Something else may have been put there meanwhile.
    refuse(this.#place, this.#named);
    this.#replace();
  }

  /** Leaves the place as it was. */
  abandon(): void {
    this.#closeTraces();
    rmSync(this.#draft, { recursive: true, force: true });
  }

  #begin(): void {
    try {
      mkdirSync(path.dirname(this.#place), { recursive: true });
      clearUpAfterCrashes(this.#place);
      rmSync(this.#draft, { recursive: true, force: true });
      mkdirSync(this.#draft);
    } catch (error) {
      // Whoever reads of it knows the folder by the name that he gave it, and nothing of drafts.
      throw error instanceof Error ? Object.assign(error, { path: this.#named }) : error;
    }
  }

  #replace(): void {
    const old = hiddenName(this.#place, 'old', process.pid);
    const replaces = existsSync(this.#place);
    if (replaces) renameSync(this.#place, old);
    try {
      renameSync(this.#draft, this.#place);
    } catch (error) {
      if (replaces) renameSync(old, this.#place);
      throw error;
    }
    rmSync(old, { recursive: true, force: true });
  }

  #closeTraces(): void {
    for (const file of this.#traces.splice(0)) closeSync(file);
  }
}

/** Beside the place, so that it can be renamed into it. */
function hiddenName(place: string, what: 'draft' | 'old', pid: number): string {
  return path.join(path.dirname(place), `.${path.basename(place)}.quadruplex-${what}-${pid}`);
}

/** Processes that ended before they were through leave a draft, or an old run that nothing has replaced yet. */
function clearUpAfterCrashes(place: string): void {
  const folder = path.dirname(place);
  const start = `.${path.basename(place)}.quadruplex-`;
  for (const name of readdirSync(folder)) {
    const [, what, pid] = /^(draft|old)-(\d+)$/.exec(name.slice(start.length)) ?? [];
    if (!name.startsWith(start) || what === undefined || isAlive(Number(pid))) continue;
    const left = path.join(folder, name);
    if (what === 'old' && !existsSync(place)) renameSync(left, place);
    else rmSync(left, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function refuse(place: string, folder: string): void {
  if (!existsSync(place)) return;
  if (!statSync(place).isDirectory())
    throw new FolderRefused(`${folder}: is a file; name a folder with --out`);
  const names = readdirSync(place);
  const foreign = names.find((name) => !OURS.test(name) && !isHost(path.join(place, name)));
  if (names.length > 0 && (foreign !== undefined || !holdsRun(place))) {
    const what = foreign === undefined ? 'files that are not a run of quadruplex' : `"${foreign}"`;
    const remedy = 'name a new or empty folder with --out';
    throw new FolderRefused(`${folder}: holds ${what}, which a run would replace; ${remedy}`);
  }
  // Its place in the tree is taken by another folder: whoever stands in it would stand in nothing.
  if (`${process.cwd()}${path.sep}`.startsWith(`${place}${path.sep}`)) {
    throw new FolderRefused(`${folder}: is the folder that you are in; name one inside it with --out`);
  }
}

/** The run of one host among many. */
function isHost(place: string): boolean {
  return (
    statSync(place).isDirectory() && readdirSync(place).every((name) => OURS.test(name)) && holdsRun(place)
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
