/** How the system schedules a thread, read from /proc: a figure of real time means nothing without it. */
import { readFileSync } from 'node:fs';

export interface Priority {
  /** SCHED_OTHER, SCHED_FIFO …; null where the system does not say. */
  readonly class: string | null;
  /** Of a real-time class 1 … 99, else 0. */
  readonly realTime: number;
  readonly nice: number;
}

/** By number, sched(7). */
const CLASSES: Readonly<Record<number, string>> = {
  0: 'SCHED_OTHER',
  1: 'SCHED_FIFO',
  2: 'SCHED_RR',
  3: 'SCHED_BATCH',
  5: 'SCHED_IDLE',
  6: 'SCHED_DEADLINE',
};

const UNKNOWN: Priority = { class: null, realTime: 0, nice: 0 };

/** Of the calling thread. */
export function ownPriority(): Priority {
  try {
    return parsePriority(readFileSync('/proc/thread-self/stat', 'utf8'));
  } catch {
    return UNKNOWN;
  }
}

/** A stat line of proc(5): nice is field 19, the real-time priority 40, the policy 41. */
export function parsePriority(stat: string): Priority {
  // The name, field 2, may hold anything, blanks and brackets too.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (number: number): number => Number(fields[number - 3] ?? NaN);
  if (!Number.isInteger(field(41))) return UNKNOWN;
  return { class: CLASSES[field(41)] ?? `policy ${field(41)}`, realTime: field(40), nice: field(19) };
}
