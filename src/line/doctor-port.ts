/**
 * What the system tells of a serial port without opening it: what it is, who may use it, and who does. Other users'
 * processes hide what they have open, but not the locks that they hold.
 */
import { constants } from 'node:fs';
import type { Stats } from 'node:fs';
import { access, readdir, readFile, readlink, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Holder, PortFacts } from './doctor-facts.js';
import type { PortInfo } from './ports.js';

/** Where to look; a test has folders of its own. */
export interface Places {
  readonly proc: string;
  readonly groups: string;
}

const SYSTEM: Places = { proc: '/proc', groups: '/etc/group' };

/** @param known the ports that the system lists, by their devices */
export async function examinePort(
  port: string,
  known: readonly PortInfo[],
  places: Places = SYSTEM,
): Promise<PortFacts> {
  const device = await realpath(port).catch(() => null);
  const found = device === null ? undefined : await stat(device).catch(() => undefined);
  if (device === null || found === undefined)
    return {
      path: port,
      device: null,
      kind: 'no device',
      access: false,
      group: null,
      holders: [],
      adapter: null,
    };
  const groupMay = (found.mode & GROUP_MAY) === GROUP_MAY;
  return {
    path: port,
    device,
    kind: !(await isTerminal(found, places.proc))
      ? 'no device'
      : device.startsWith('/dev/pts/')
        ? 'pseudo-terminal'
        : 'serial port',
    access: await mayUse(device),
    group: groupMay && found.gid !== 0 ? await groupName(found.gid, places.groups) : null,
    holders: await holdersOf(device, found, places.proc),
    adapter: known.find((info) => info.path === device) ?? null,
  };
}

/** Also /dev/null is a character device; the drivers of terminals are listed by their major numbers. */
async function isTerminal(found: Stats, proc: string): Promise<boolean> {
  if (!found.isCharacterDevice()) return false;
  const drivers = await readFile(path.join(proc, 'tty/drivers'), 'utf8').catch(() => '');
  const majors = [...drivers.matchAll(/^\S+\s+\S+\s+(\d+)\s/gm)].map(([, major]) => Number(major));
  // Of a system that has no such list, nothing is known.
  return majors.length === 0 || majors.includes(majorOf(found.rdev));
}

const GROUP_MAY = constants.S_IRGRP | constants.S_IWGRP;

async function groupName(gid: number, file: string): Promise<string | null> {
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const name = lines.map((line) => line.split(':')).find((fields) => fields[2] === String(gid))?.[0];
  return name ?? String(gid);
}

async function holdersOf(
  device: string,
  { dev, ino }: { readonly dev: number; readonly ino: number },
  proc: string,
): Promise<Holder[]> {
  const locks = await readFile(path.join(proc, 'locks'), 'utf8').catch(() => '');
  const locking = new Set(lockHolders(locks, dev, ino));
  const pids = new Set([...locking, ...(await openIn(device, proc))]);
  pids.delete(process.pid);
  return Promise.all(
    [...pids]
      .sort((a, b) => a - b)
      .map(async (pid) => ({ pid, program: await nameOf(pid, proc), locks: locking.has(pid) })),
  );
}

/** Of lines as `1: FLOCK  ADVISORY  WRITE 1234 00:05:987 0 EOF`, proc_locks(5). */
export function lockHolders(text: string, dev: number, ino: number): number[] {
  const file = `${hex(majorOf(dev))}:${hex(minorOf(dev))}:${ino}`;
  return text.split('\n').flatMap((line) => {
    const [, pid, of] = /\b(?:READ|WRITE)\s+(\d+)\s+(\S+)/.exec(line) ?? [];
    // A lock of a process of another container has the number 0.
    return of === file && Number(pid) > 0 ? [Number(pid)] : [];
  });
}

const hex = (number: number): string => number.toString(16).padStart(2, '0');

/** As glibc packs them into the low 32 bits, makedev(3). */
const majorOf = (dev: number): number => (dev >>> 8) & 0xfff;
const minorOf = (dev: number): number => (dev & 0xff) | ((dev >>> 12) & 0xfff00);

async function openIn(device: string, proc: string): Promise<number[]> {
  const pids = (await readdir(proc).catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const folder = path.join(proc, pid, 'fd');
      const files = await readdir(folder).catch(() => []);
      const targets = await Promise.all(
        files.map((file) => readlink(path.join(folder, file)).catch(() => '')),
      );
      // Who made a pseudo-terminal holds it at both ends, and is no rival.
      const isMaker = device.startsWith('/dev/pts/') && targets.some((target) => target.endsWith('/ptmx'));
      return targets.includes(device) && !isMaker ? [Number(pid)] : [];
    }),
  );
  return found.flat();
}

async function nameOf(pid: number, proc: string): Promise<string | null> {
  const text = await readFile(path.join(proc, String(pid), 'comm'), 'utf8').catch(() => '');
  return text.trim() === '' ? null : text.trim();
}

function mayUse(file: string): Promise<boolean> {
  return access(file, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** The highest real-time priority of a file as /proc/self/limits; null if it does not say. */
export function realTimeLimit(limits: string): number | null {
  const [, soft] = /^Max realtime priority\s+(\d+|unlimited)/m.exec(limits) ?? [];
  if (soft === undefined) return null;
  return soft === 'unlimited' ? 99 : Number(soft);
}
