/**
 * What `doctor` finds out about the lines of a configuration and about this machine: plain facts. doctor-port.ts and
 * doctor-measure.ts gather them; doctor-findings.ts says what they mean, and needs no port for it.
 */
import type { LineConfiguration } from './configuration.js';
import type { Feasibility } from './feasible.js';
import type { Opened } from './line.js';
import type { PortInfo } from './ports.js';
import { MAX_FRAME_BYTES } from './protocol/framing.js';

export interface Holder {
  readonly pid: number;
  /** Of its program; null where this user may not know. */
  readonly program: string | null;
  /** Is known to have locked it, not only opened it. */
  readonly locks: boolean;
}

/** Of a serial port, before it is opened. */
export interface PortFacts {
  /** As the configuration names it. */
  readonly path: string;
  /** What that leads to; null if there is nothing. */
  readonly device: string | null;
  readonly kind: 'serial port' | 'pseudo-terminal' | 'no device';
  /** May this user read and write it? */
  readonly access: boolean;
  /** The group that may; null if no group but root's does. */
  readonly group: string | null;
  /** Other processes that have it open, as far as this user may know. */
  readonly holders: readonly Holder[];
  /** Of an adapter that the system knows. */
  readonly adapter: PortInfo | null;
}

/** What was heard before anything was said. */
export interface Traffic {
  readonly packets: number;
  /** That were no frame. */
  readonly garbageBytes: number;
  readonly listenedMs: number;
}

/** What became of a few pings that one station sent to itself. */
export interface Hearing {
  readonly pings: number;
  /** Came back to the sender. */
  readonly echoes: number;
  /** By each other station whose line is open here: how many it heard. */
  readonly heardBy: Readonly<Record<string, number>>;
}

export interface LineFacts {
  readonly station: string;
  /** Of a serial line. */
  readonly port: PortFacts | null;
  readonly opened: Opened;
  /** Why it ended before it was closed; null if it did not. */
  readonly lost: string | null;
  readonly traffic: Traffic | null;
  readonly hearing: Hearing | null;
}

/** Times in microseconds. */
export interface Times {
  readonly max: number;
  readonly min: number;
  readonly avg: number;
  readonly p50: number;
  readonly p99: number;
}

export interface RoundTrip {
  readonly from: string;
  readonly to: string;
  /** Where `to` runs. */
  readonly runs: 'here' | 'elsewhere';
  /** What was asked: a terminal that knows no pings answers commands. */
  readonly asked: 'ping' | 'command';
  readonly sent: number;
  readonly answered: number;
  /** From the first byte given to the port to the last one of the answer; null if nothing was answered. */
  readonly roundTripUs: Times | null;
  /** Of it, what question and answer take on the line; 0 where nothing waits for a baud rate. */
  readonly onLineUs: number;
}

export interface Scheduling {
  /** SCHED_OTHER, SCHED_FIFO …; null where the system does not say. */
  readonly class: string | null;
  /** Of a real-time class 1 … 99, else 0. */
  readonly realTime: number;
  readonly nice: number;
  /** The highest real-time priority that this user may take; null if unknown. */
  readonly limit: number | null;
}

export interface DoctorFacts {
  readonly configuration: LineConfiguration;
  /** As the user named the configuration. */
  readonly file: string;
  readonly periodUs: number;
  readonly cycle: Feasibility;
  /** The ports that this machine is known to have. */
  readonly ports: readonly string[];
  /** Why the lines could not be made at all; null if they could. */
  readonly setUpProblem: string | null;
  readonly lines: readonly LineFacts[];
  readonly roundTrips: readonly RoundTrip[];
  readonly scheduling: Scheduling;
}

/** From one end to the other, once: without the time on the line, and what a terminal may take to turn around. */
export function latencyUs(roundTripUs: number, { onLineUs, asked }: RoundTrip, turnAroundUs: number): number {
  const inside = roundTripUs - onLineUs - (asked === 'command' ? turnAroundUs : 0);
  return Math.max(0, Math.ceil(inside / 2));
}

/** Is somebody else speaking, so that to speak as well would disturb? A little noise between bursts is none. */
export function isBusy({ packets, garbageBytes }: Traffic): boolean {
  return packets > 0 || garbageBytes > MAX_FRAME_BYTES;
}
