/**
 * What is to be done when this program dies, however it dies: killed, or its terminal closed. A shell waits for that, as
 * its standard input ends with this program, and ends what would go on, and removes what would stay.
 */
import { spawn } from 'node:child_process';

export interface LastWill {
  /** What it was for has been done. */
  revoke(): Promise<void>;
}

/** A line says that nothing is to be done, the end without one that nobody could say so. */
const SCRIPT = 'read -r _ && exit; rm -rf "$1"; shift; [ $# -eq 0 ] || kill "$@"';

/**
 * @param folder to be removed
 * @param pids of processes to be ended
 */
export function lastWill(folder: string, pids: readonly number[] = []): LastWill {
  const child = spawn('sh', ['-c', SCRIPT, 'sh', folder, ...pids.map(String)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Ctrl-C at a terminal is not for it.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    // Where there is no shell, what a killed program leaves behind stays.
    child.once('error', () => resolve());
  });
  child.stdin.on('error', () => undefined);
  // It does not keep this program alive.
  child.unref();
  return {
    revoke: () => {
      child.ref();
      child.stdin.end('\n');
      return ended;
    },
  };
}
