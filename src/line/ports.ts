/**
 * The serial ports of this machine, with what is known of them. The binding asks udev; where udevadm is missing it gives
 * up altogether, and then the names in /dev and what the kernel keeps in /sys have to do.
 */
import { constants } from 'node:fs';
import { access, readdir, readFile, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';

export interface PortInfo {
  readonly path: string;
  /** Names that stay when the adapter is plugged in elsewhere: /dev/serial/by-id/… */
  readonly aliases: readonly string[];
  readonly manufacturer: string | null;
  readonly product: string | null;
  readonly serialNumber: string | null;
  /** Four hexadecimal digits. */
  readonly vendorId: string | null;
  readonly productId: string | null;
  /** May this user read and write it? */
  readonly access: boolean;
  /** How long an FTDI adapter keeps what it has heard, before it tells; null where it has no such timer. */
  readonly latencyTimerMs: number | null;
}

export interface PortList {
  readonly ports: readonly PortInfo[];
  /** `udev`: as the binding tells; `files`: without it, from /dev and /sys. */
  readonly source: 'udev' | 'files';
}

/** What the binding tells of a port. */
export interface BindingInfo {
  readonly path: string;
  readonly manufacturer?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
}

/** Where to look; a test has a folder of its own. */
export interface Roots {
  readonly dev: string;
  readonly sys: string;
}

const SYSTEM: Roots = { dev: '/dev', sys: '/sys' };

/** Adapters, boards, and the ports that a machine was built with. */
const NAMES = /^tty(USB|ACM|S|AMA|THS|XRUSB)\d+$/;
/** Ports that exist in /dev whether or not the machine has them. */
const BUILT_IN = /^ttyS\d+$/;

/** @param ask the binding's own list */
export async function listPorts(
  ask: () => Promise<readonly BindingInfo[]>,
  roots: Roots = SYSTEM,
): Promise<PortList> {
  const aliases = await aliasesOf(path.join(roots.dev, 'serial/by-id'));
  const found = await ask().catch(() => undefined);
  const known = found ?? (await namesIn(roots)).map((name) => ({ path: path.join(roots.dev, name) }));
  const ports = await Promise.all(known.map((port) => describePort(port, aliases, roots)));
  ports.sort((a, b) => byName(a.path, b.path));
  return { ports, source: found === undefined ? 'files' : 'udev' };
}

async function describePort(
  port: BindingInfo,
  aliases: ReadonlyMap<string, readonly string[]>,
  { sys }: Roots,
): Promise<PortInfo> {
  const name = path.basename(port.path);
  const device = path.join(sys, 'class/tty', name, 'device');
  const usb = await usbFolder(device);
  const of = async (file: string): Promise<string | null> =>
    usb === undefined ? null : textOf(path.join(usb, file));
  const timer = (await textOf(path.join(device, 'latency_timer'))) ?? '';
  return {
    path: port.path,
    aliases: aliases.get(port.path) ?? [],
    manufacturer: port.manufacturer ?? (await of('manufacturer')),
    product: await of('product'),
    serialNumber: port.serialNumber ?? (await of('serial')),
    vendorId: port.vendorId ?? (await of('idVendor')),
    productId: port.productId ?? (await of('idProduct')),
    access: await mayUse(port.path),
    latencyTimerMs: /^\d+$/.test(timer) ? Number(timer) : null,
  };
}

/** The folder of the USB device that a port belongs to: it stands some way above the port's own. */
async function usbFolder(device: string): Promise<string | undefined> {
  let folder = await realpath(device).catch(() => undefined);
  for (let up = 0; up < 4 && folder !== undefined; up++) {
    if ((await textOf(path.join(folder, 'idVendor'))) !== null) return folder;
    folder = path.dirname(folder);
  }
  return undefined;
}

async function namesIn({ dev, sys }: Roots): Promise<string[]> {
  const names = (await readdir(dev).catch(() => [])).filter((name) => NAMES.test(name));
  const there: string[] = [];
  for (const name of names) if (!BUILT_IN.test(name) || (await hasHardware(sys, name))) there.push(name);
  return there;
}

/** Of a port that is built in the kernel tells a type; 0 is none. */
async function hasHardware(sys: string, name: string): Promise<boolean> {
  const type = await textOf(path.join(sys, 'class/tty', name, 'type'));
  return type !== null && type !== '0';
}

/** By port: the links that lead to it. */
async function aliasesOf(folder: string): Promise<Map<string, string[]>> {
  const aliases = new Map<string, string[]>();
  for (const name of (await readdir(folder).catch(() => [])).sort()) {
    const link = path.join(folder, name);
    const target = await readlink(link).catch(() => undefined);
    if (target === undefined) continue;
    const port = path.resolve(folder, target);
    aliases.set(port, [...(aliases.get(port) ?? []), link]);
  }
  return aliases;
}

async function textOf(file: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trim() === '' ? null : text.trim();
}

function mayUse(file: string): Promise<boolean> {
  return access(file, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** ttyUSB2 before ttyUSB10. */
function byName(a: string, b: string): number {
  const digits = (name: string): string => name.replace(/\d+/g, (number) => number.padStart(10, '0'));
  return digits(a) < digits(b) ? -1 : 1;
}
