/**
 * The same scenario and seed give the same bytes whatever engine runs them: engines differ in the last bit of what the
 * core does without (powers, sines), so a slip shows here. It fetches other versions of Node, hence in CI alone.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIXTURES } from '../src/scenario/builtin.js';
import { isCi } from './line/support/socat.js';
import { MAIN } from './support/cli.js';
import { documentOf } from './support/result-schema.js';

const MODES = ['none', 'status', 'om1'];
const MINUTES = 60_000;

function goldenHash(mode: string): string | undefined {
  const golden = readFileSync(path.join(FIXTURES, 'sts-124', `${mode}.trace`), 'utf8');
  return /sha256 ([0-9a-f]{64})\n$/.exec(golden)?.[1];
}

describe('the trace of sts-124 has the golden hash', () => {
  it.skipIf(!isCi).each(['22', '24'])(
    'on Node %s (fetched from the npm registry; without CI=1 it is skipped)',
    (major) => {
      const node = ['-y', '-p', `node@${major}`, 'node'];
      const run = (...args: readonly string[]) =>
        spawnSync('npx', [...node, ...args], {
          encoding: 'utf8',
          timeout: 8 * MINUTES,
          maxBuffer: 100_000_000,
        });
      const version = run('--version');
      expect(version.stdout, `Node ${major} could not be fetched: ${version.stderr}`).toMatch(
        new RegExp(`^v${major}\\.`),
      );
      const replayed = run(MAIN, 'replay', 'sts-124', '--exchange', MODES.join(), '--format', 'json');
      const hashes = documentOf(replayed).runs.map((result) => result.traceSha256);
      expect(hashes).toEqual(MODES.map(goldenHash));
    },
    10 * MINUTES,
  );
});
