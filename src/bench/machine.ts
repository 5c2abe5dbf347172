/** Where a figure was measured: it means little without. */
import { readFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { ownPriority, type Priority } from '../live/executive-priority.js';

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryMiB: number;
  readonly architecture: string;
  readonly platform: string;
  readonly kernel: string;
  /** null where the system does not tell: in most virtual machines. */
  readonly governor: string | null;
  readonly clockSource: string | null;
  readonly node: string;
  readonly v8: string;
  readonly quadruplex: string;
  readonly scheduler: Priority;
  /** Over 1, 5 and 15 minutes, before the first row. */
  readonly load: readonly number[];
  readonly date: string;
}

const CPU = '/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor';
const CLOCK = '/sys/devices/system/clocksource/clocksource0/current_clocksource';

export function describeMachine(version: string): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryMiB: Math.round(totalmem() / 2 ** 20),
    architecture: arch(),
    platform: platform(),
    kernel: release(),
    governor: lineOf(CPU),
    clockSource: lineOf(CLOCK),
    node: process.versions.node,
    v8: process.versions.v8,
    quadruplex: version,
    scheduler: ownPriority(),
    load: loadavg().map(hundredths),
    date: new Date().toISOString(),
  };
}

/** The last minute's average. */
export function loadNow(): number {
  return hundredths(loadavg()[0] ?? 0);
}

export function priorityText({ class: name, realTime, nice }: Priority): string | null {
  if (name === null) return null;
  return `${name}${realTime > 0 ? ` priority ${realTime}` : ''}${nice === 0 ? '' : ` nice ${nice}`}`;
}

/** One line for people, and for below a picture. */
export function machineText(machine: Machine): string {
  const { processor, cores, kernel, node, v8, quadruplex, scheduler, load, date } = machine;
  const parts = [
    `${processor}, ${cores} ${cores === 1 ? 'core' : 'cores'}`,
    `${machine.platform} ${kernel} ${machine.architecture}`,
    `node ${node} (V8 ${v8}), quadruplex ${quadruplex}`,
    `${priorityText(scheduler) ?? 'scheduler class unknown'}, load ${load.map((l) => l.toFixed(2)).join(' ')}`,
    date,
  ];
  return parts.join('; ');
}

/** Those facts in which two machines differ and which make figures hard to compare. */
export function differences(a: Machine, b: Partial<Machine>): string[] {
  const keys = ['processor', 'cores', 'kernel', 'node', 'quadruplex', 'governor'] as const;
  const told = (value: string | number | null | undefined): string => String(value ?? 'unknown');
  return keys
    .filter((key) => told(a[key]) !== told(b[key]))
    .map((key) => `${key}: ${told(b[key])} then, ${told(a[key])} now`);
}

function lineOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
