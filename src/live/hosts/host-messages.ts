/**
 * What the two threads of one host tell each other. The host's own program runs in a thread that may block, as a cycle is
 * one function from its beginning to its end; the thread of the line has the port, and is never blocked.
 */
import type { ScenarioConfig } from '../../core/config.js';
import type { TimedSlot } from '../../line/protocol/slots.js';
import type { Packet } from '../../line/protocol/packet.js';
import type { Common } from '../four-ears.js';
import type { LineNote, LiveCycle, LiveEnd, Ready, Trace, Go } from '../messages.js';
import type { Saying } from '../mouth.js';

/** "Say this": packets of one burst. */
export interface Say {
  readonly kind: 'say';
  readonly packets: readonly Saying[];
}

/** How a cycle was for whoever judges the lines, or that this host had no part in one. */
export interface CycleHeard {
  readonly kind: 'heard';
  readonly cycle: number;
  /** Stations of which something good came in a slot of their own. */
  readonly from: readonly number[];
  /** Stations that were to say something. */
  readonly due: readonly number[];
  /** Does the time master hear this host? Undefined: no beacon told. */
  readonly isPresent: boolean | undefined;
  /** Does it take its slots? */
  readonly isIn: boolean;
  /** Is it the time master? */
  readonly leads: boolean;
  /** What was thrown away, by reason, beyond what the ear itself throws away. */
  readonly refused: Readonly<Record<string, number>>;
}

/** Something good came over the line, at `performance.timeOrigin + performance.now()`. */
export interface PacketHeard {
  readonly kind: 'packet';
  readonly packet: Packet;
  readonly atMs: number;
}

/** Something came that is no frame. */
export interface GarbageHeard {
  readonly kind: 'garbage';
  readonly atMs: number;
}

export interface LineState {
  readonly kind: 'line';
  readonly isOpen: boolean;
}

/** Why it has to stay silent; undefined: it has to no more. */
export interface Problem {
  readonly kind: 'problem';
  readonly problem: string | undefined;
}

/** Of the end of a host's run. */
export interface HostEnd extends LiveEnd {
  /** Cycles in which it had no part: it listened, or was cut off. */
  readonly awayCycles: number;
  /** Why it stayed silent, if it had to. */
  readonly problem: string | undefined;
}

export type FromHost = Ready | Say | Problem | CycleHeard | LiveCycle | Trace | HostEnd;
export type ToHost = Go | PacketHeard | GarbageHeard | LineState | LineNote;

export interface HostTask {
  readonly scenario: ScenarioConfig;
  readonly mode: string;
  /** Its station: of a computer or of a terminal. */
  readonly station: number;
  readonly slots: readonly TimedSlot[];
  readonly common: Common;
  readonly lateUs: number;
  readonly gatherMs: number;
  readonly silentCycles: number;
  /** Two Int32: anything but 0 in the first ends the run; the second counts messages from the line. */
  readonly signals: SharedArrayBuffer;
}
