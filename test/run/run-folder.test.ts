import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderRefused, RunFolder } from '../../src/run/run-folder.js';
import { resultOf, runOf } from '../support/results.js';

let base: string;
beforeEach(() => (base = realpathSync(mkdtempSync(path.join(tmpdir(), 'quadruplex-out-')))));
afterEach(() => rmSync(base, { recursive: true, force: true }));

const inBase = (...names: string[]): string => path.join(base, ...names);
const none = resultOf([runOf()]);
const om1 = resultOf([runOf({ exchange: 'om1' })], { seed: 2 });

function write(folder: string, result = none, trace = '{}\n'): void {
  const run = new RunFolder(folder);
  for (const { exchange } of result.runs) run.openTrace(exchange)(Buffer.from(trace));
  run.complete(result);
}

const seedIn = (folder: string): unknown =>
  (JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8')) as { seed: unknown }).seed;

/** The id of a process that has ended. */
function deadProcess(): number {
  const { pid } = spawnSync(process.execPath, ['--version']);
  return pid;
}

describe('the folder of a run', () => {
  it('that cannot be made is told by its own name, before there is a run', () => {
    writeFileSync(inBase('file'), '');
    const folder = inBase('file', 'run');
    expect(() => new RunFolder(folder).prepare()).toThrow(expect.objectContaining({ path: folder }));
  });

  it('holds the result and, per mode, the trace and its columns', () => {
    write(inBase('a', 'b', 'run'));
    expect(readdirSync(inBase('a', 'b')).toSorted()).toEqual(['run']);
    expect(readdirSync(inBase('a', 'b', 'run')).toSorted()).toEqual([
      'none.trace',
      'none.trace.jsonl',
      'result.json',
    ]);
    expect(JSON.parse(readFileSync(inBase('a', 'b', 'run', 'result.json'), 'utf8'))).toEqual(none);
    expect(readFileSync(inBase('a', 'b', 'run', 'none.trace.jsonl'), 'utf8')).toBe('{}\n');
  });

  it('writes long traces whole', () => {
    const trace = `{"x":"${'é'.repeat(500_000)}"}\n`;
    write(inBase('run'), none, trace);
    expect(readFileSync(inBase('run', 'none.trace.jsonl'), 'utf8')).toBe(trace);
  });

  it('replaces a run whole', () => {
    write(inBase('run'));
    write(inBase('run'), om1);
    expect(readdirSync(inBase('run')).toSorted()).toEqual(['om1.trace', 'om1.trace.jsonl', 'result.json']);
    expect(readdirSync(base)).toEqual(['run']);
  });

  it('may be empty before, or a link to a folder', () => {
    mkdirSync(inBase('empty'));
    write(inBase('empty'));
    symlinkSync(inBase('empty'), inBase('link'));
    write(inBase('link'), om1);
    expect(seedIn(inBase('empty'))).toBe(2);
    expect(realpathSync(inBase('link'))).toBe(inBase('empty'));
  });

  it('leaves the old run as it was until it is through, and if it is given up', () => {
    write(inBase('run'));
    const run = new RunFolder(inBase('run'));
    run.openTrace('om1')(Buffer.from('{}\n'));
    expect(seedIn(inBase('run'))).toBe(1);
    run.abandon();
    expect(seedIn(inBase('run'))).toBe(1);
    expect(readdirSync(base)).toEqual(['run']);
  });

  it('touches nothing before the first trace', () => {
    const run = new RunFolder(inBase('a', 'run'));
    expect(existsSync(inBase('a'))).toBe(false);
    run.abandon();
    expect(readdirSync(base)).toEqual([]);
  });
});

describe('a folder is refused', () => {
  const refused = (folder: string, told: RegExp): void => {
    const act = (): unknown => new RunFolder(folder);
    expect(act).toThrow(FolderRefused);
    expect(act).toThrow(told);
  };

  it.each([
    ['notes.txt', 'mine', /holds "notes\.txt".* new or empty folder/],
    ['.git', 'mine', /holds "\.git"/],
    ['result.json', '{"format":1,"tool":{"name":"another"}}', /not a run of quadruplex/],
    ['result.json', 'null', /not a run of quadruplex/],
    ['om1.trace', 'mine', /not a run of quadruplex/],
  ])('that holds %s with %j', (file, text, told) => {
    mkdirSync(inBase('mine'));
    writeFileSync(inBase('mine', file), text);
    refused(inBase('mine'), told);
    expect(readFileSync(inBase('mine', file), 'utf8')).toBe(text);
  });

  it('that holds a run and something else', () => {
    write(inBase('run'));
    mkdirSync(inBase('run', 'deeper'));
    refused(inBase('run'), /holds "deeper"/);
  });

  it('that is a file', () => {
    writeFileSync(inBase('file'), '');
    refused(inBase('file'), /is a file/);
  });

  it('that one stands in', () => {
    const before = process.cwd();
    try {
      process.chdir(base);
      refused('.', /the folder that you are in/);
      refused(base, /the folder that you are in/);
    } finally {
      process.chdir(before);
    }
  });

  it('that something was put into meanwhile, and the something is kept', () => {
    const run = new RunFolder(inBase('run'));
    run.openTrace('none')(Buffer.from('{}\n'));
    mkdirSync(inBase('run'));
    writeFileSync(inBase('run', 'notes.txt'), 'mine');
    expect(() => run.complete(none)).toThrow(FolderRefused);
    run.abandon();
    expect(readdirSync(base)).toEqual(['run']);
    expect(readdirSync(inBase('run'))).toEqual(['notes.txt']);
  });
});

describe('after a crash', () => {
  it('while a run was written: its draft is taken away by the next run there, other files are not', () => {
    const left = `.run.quadruplex-draft-${deadProcess()}`;
    mkdirSync(inBase(left));
    writeFileSync(inBase(left, 'none.trace.jsonl'), '{"half');
    const others = [
      '.run2.quadruplex-draft-1',
      `.run.quadruplex-draft-${process.ppid}`,
      '.run.quadruplex-draft-x',
    ];
    for (const other of others) mkdirSync(inBase(other));
    write(inBase('run'));
    expect(readdirSync(base).toSorted()).toEqual([...others, 'run'].toSorted());
  });

  it('between two renames: the old run is put back, and a new one that fails leaves it there', () => {
    write(inBase('run'));
    renameSync(inBase('run'), inBase(`.run.quadruplex-old-${deadProcess()}`));
    const run = new RunFolder(inBase('run'));
    run.openTrace('om1')(Buffer.from('{}\n'));
    run.abandon();
    expect(seedIn(inBase('run'))).toBe(1);
    expect(readdirSync(base)).toEqual(['run']);
  });

  it('before the old run was taken away: it is now', () => {
    write(inBase('run'));
    mkdirSync(inBase(`.run.quadruplex-old-${deadProcess()}`));
    write(inBase('run'), om1);
    expect(readdirSync(base)).toEqual(['run']);
    expect(seedIn(inBase('run'))).toBe(2);
  });
});
