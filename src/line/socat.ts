/**
 * Pseudo-terminals made by socat: serial ports that any program can open, on a machine that has none. A pair is a cable;
 * any number joined by a multicast group of this machine is a multi-drop line on which everybody hears himself too.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lastWill, type LastWill } from './last-will.js';

/** What was asked for cannot be set up on this machine; the message says what would help. */
export class LineSetUpError extends Error {
  override readonly name = 'LineSetUpError';
}

export interface PseudoTerminals {
  /** To be opened as serial ports, in the order that was asked for. */
  readonly paths: readonly string[];
  /** Takes one away, as an adapter that is pulled out; of a pair, both ends. */
  unplug(index: number): Promise<void>;
  stop(): Promise<void>;
}

const READY_MS = 5000;
const PTY = 'pty,raw,echo=0,link=';

/** Two ends of a cable. */
export async function startPtyPair(): Promise<PseudoTerminals> {
  const folder = newFolder();
  const links = ['a', 'b'].map((name) => path.join(folder, name));
  const run = await startSocats(folder, [{ args: links.map((link) => PTY + link), links }]);
  return { ...run, paths: links };
}

/** @param count how many terminals share the line; all hear what one says, itself included */
export async function startPtyBus(count: number): Promise<PseudoTerminals> {
  const folder = newFolder();
  const links = Array.from({ length: count }, (_, i) => path.join(folder, `tty${i}`));
  // A group and port that no other line of this machine has: what comes out of a process and its clock.
  const salt = (process.pid * 7919 + Math.trunc(performance.timeOrigin + performance.now() * 1000)) >>> 0;
  const group = `239.255.${(salt >>> 8) % 254}.${1 + (salt % 254)}`;
  const port = 20_000 + (salt % 20_000);
  const datagrams =
    `UDP4-DATAGRAM:${group}:${port},bind=:${port},ip-add-membership=${group}:127.0.0.1,` +
    'reuseaddr,ip-multicast-if=127.0.0.1,ip-multicast-loop=1';
  const run = await startSocats(
    folder,
    // In this order: once the terminal is there, its station has joined the group.
    links.map((link) => ({ args: [datagrams, PTY + link], links: [link] })),
  );
  return { ...run, paths: links };
}

interface Task {
  readonly args: readonly string[];
  /** What it makes. */
  readonly links: readonly string[];
}

async function startSocats(folder: string, tasks: readonly Task[]): Promise<Omit<PseudoTerminals, 'paths'>> {
  const running: ChildProcess[] = [];
  // Whatever ends this program ends them too.
  let will: LastWill | undefined;
  const stop = async (): Promise<void> => {
    await Promise.all(running.map(ended));
    rmSync(folder, { recursive: true, force: true });
    await will?.revoke();
  };
  try {
    for (const { args, links } of tasks) running.push(await startSocat(args, links));
    will = lastWill(
      folder,
      running.flatMap(({ pid }) => pid ?? []),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    stop,
    unplug: async (index) => {
      const child = running[Math.min(index, running.length - 1)];
      if (child !== undefined) await ended(child);
    },
  };
}

/** @throws LineSetUpError */
async function startSocat(args: readonly string[], links: readonly string[]): Promise<ChildProcess> {
  // In a group of its own: Ctrl-C at a terminal is for this program, which then has its lines still.
  const child = spawn('socat', args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let problem: string | undefined;
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-500)));
  child.once('error', (error: NodeJS.ErrnoException) => {
    problem =
      error.code === 'ENOENT'
        ? 'socat is not installed; on Debian: apt-get install socat'
        : `socat cannot be run: ${error.message}`;
  });
  child.once('exit', (code) => {
    problem ??= `socat ended with code ${code ?? 'none'}: ${said.trim()}`;
  });
  const until = performance.now() + READY_MS;
  while (!links.every((link) => existsSync(link))) {
    if (problem === undefined && performance.now() > until) problem = `socat made no ${links.join(', ')}`;
    if (problem !== undefined) {
      await ended(child);
      throw new LineSetUpError(problem);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return child;
}

/** Ends a process, and waits until it is gone. */
function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
    return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill();
  });
}

function newFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'quadruplex-line-'));
}
