/** Runs the built command as a person would, in a process of its own. */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function quadruplex(args: readonly string[], folder?: string): Outcome {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 25_000,
    env: { ...process.env, NO_COLOR: '1' },
    maxBuffer: 100_000_000,
  });
  if (error !== undefined) throw error;
  return { code: status, stdout, stderr };
}
