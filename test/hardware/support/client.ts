/** The foreign participant, hardware/client: a process that shares no code with this one. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isCi } from '../../line/support/socat.js';

const CLIENT = fileURLToPath(new URL('../../../hardware/client/quadruplex_client.py', import.meta.url));
/** -B leaves no compiled files behind. */
const PYTHON = ['python3', '-B'] as const;

const hasPython = spawnSync(PYTHON[0], ['--version'], { stdio: 'ignore' }).error === undefined;
if (!hasPython && !isCi) console.log('The foreign client is not tested: there is no python3.');

/** Skip tests of the foreign client? In CI never: they fail, for want of Python. */
export const withoutPython = !hasPython && !isCi;

export interface TimedBytes {
  readonly us: number;
  readonly bytes: Uint8Array;
  /** It was stopped since what came before. */
  readonly late?: boolean;
}

/** Lets it live through what comes on its line, in the time of that, and returns what it said and when. */
export function playClient(args: readonly string[], heard: readonly TimedBytes[]): TimedBytes[] {
  const input = heard
    .map(
      ({ us, bytes, late }) => `${us} ${late === true ? 'late ' : ''}${Buffer.from(bytes).toString('hex')}\n`,
    )
    .join('');
  const said = runClient(args, input).trim();
  return said === ''
    ? []
    : said.split('\n').map((line) => {
        const [us = '', hex = ''] = line.split(' ');
        return { us: Number(us), bytes: Buffer.from(hex, 'hex') };
      });
}

/** @returns what it printed @throws with what it complained of */
export function runClient(args: readonly string[], input = ''): string {
  const [python, ...flags] = PYTHON;
  const { status, stdout, stderr, error } = spawnSync(python, [...flags, CLIENT, ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  });
  if (status !== 0)
    throw new Error(`${args.join(' ')}: ${error?.message ?? `exit ${status}`} ${stdout}${stderr}`);
  return stdout;
}

/**
 * Starts it on a port and leaves it to itself, as a participant of a line that somebody else runs.
 * @example startClient('computer', '/tmp/tty3', '--scenario', file, '--number', '3', '--lie', 'reading')
 */
export function startClient(role: 'terminal' | 'computer', port: string, ...args: string[]): ChildProcess {
  const [python, ...flags] = PYTHON;
  return spawn(python, [...flags, CLIENT, role, port, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Ends a client, and waits until it has ended. */
export async function stopClient(client: ChildProcess): Promise<void> {
  if (client.exitCode !== null || client.signalCode !== null) return;
  const ended = new Promise((resolve) => client.once('exit', resolve));
  client.kill('SIGTERM');
  await ended;
}
