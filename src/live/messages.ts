/**
 * What the two threads of a live run tell each other. The cycle's thread waits for deadlines and for answers, blocked, as
 * the cycle is one function from its beginning to its end; the lines' thread has the ports, and is never blocked.
 */
import type { Reception } from '../core/bus/outside.js';
import type { Image } from '../core/bus/word.js';
import type { ReceptionsConfig, ScenarioConfig } from '../core/config.js';
import type { Outcome } from '../core/exchange/exchange-mode.js';
import type { Heard, RunResult } from '../record/result.js';
import type { FaultPlace } from '../line/configuration.js';
import type { TimedSlot } from '../line/protocol/slots.js';
import type { ExecutiveReport } from './executive.js';
import type { Priority } from './executive-priority.js';

/** What the injury of a frame on its way to one receiver comes to. */
export type Injury = 'none' | 'damaged' | 'nothing';

/** "A cycle begins": the beacon goes out. */
export interface CycleBegins {
  readonly kind: 'begin';
  readonly cycle: number;
}

/** "Ask this terminal, and tell me what each computer's line brings of the answer." */
export interface Poll {
  readonly kind: 'poll';
  readonly cycle: number;
  readonly element: number;
  readonly bus: number;
  /** Slots of command and response. */
  readonly slots: readonly [command: number, response: number];
  /** Station of the terminal that is asked. */
  readonly terminal: number;
  /** Station of the computer that commands. */
  readonly commander: number;
  readonly commandImage: Image;
  readonly commandOffsetNs: number;
  /** What the emulated terminal says to that; undefined if it says nothing. */
  readonly answer: { readonly offsetNs: number; readonly words: readonly Image[] } | undefined;
  /** By computer. */
  readonly injuries: readonly Injury[];
  /** As `performance.timeOrigin + performance.now()` has it: what has not come then has not been said. */
  readonly untilMs: number;
}

export interface PollAnswer {
  readonly kind: 'answer';
  readonly cycle: number;
  readonly element: number;
  /** By computer. */
  readonly receptions: readonly Reception[];
}

/** A remark for the record of the run. */
export interface LineNote {
  readonly kind: 'note';
  readonly text: string;
}

/** How a cycle went. */
export interface LiveCycle {
  readonly kind: 'cycle';
  readonly cycle: number;
  /** Bus time of its start. */
  readonly timeUs: number;
  readonly elements: readonly {
    readonly element: string;
    /** By computer. */
    readonly heard: readonly Heard[];
    readonly outcome: Outcome;
  }[];
  readonly members: readonly boolean[];
  readonly pattern: string;
  /** Row = voter. */
  readonly cam: readonly (readonly number[])[];
  readonly votes: readonly { readonly voter: number; readonly target: number; readonly timeUs: number }[];
  /** How far behind its deadline it started. */
  readonly wakeUs: number;
  /** With a host per computer: of all that this host's own computer uses, a digest; equal digests, equal inputs. */
  readonly inUse?: number | undefined;
}

export interface Trace {
  readonly kind: 'trace';
  readonly lines: Uint8Array;
}

export interface LiveEnd {
  readonly kind: 'end';
  readonly run: RunResult;
  /** Cycles that are over, those that did not take place here included. */
  readonly passed: number;
  readonly report: ExecutiveReport;
  readonly priority: Priority;
  /** Undefined: more than a scenario may hold. */
  readonly receptions: ReceptionsConfig | undefined;
  readonly notes: readonly { readonly timeUs: number; readonly text: string }[];
}

/** The cycle's thread has warmed up, and waits for "go". */
export interface Ready {
  readonly kind: 'ready';
}

export interface Go {
  readonly kind: 'go';
}

export type FromCycle = Ready | CycleBegins | Poll | LiveCycle | Trace | LiveEnd;
export type FromLines = Go | PollAnswer | LineNote;

export interface LiveTask {
  readonly scenario: ScenarioConfig;
  readonly mode: string;
  readonly faults: FaultPlace;
  readonly slots: readonly TimedSlot[];
  /** Stations that do not speak from here. */
  readonly elsewhere: readonly string[];
  /** Of the live cycles; the scenario's own bus time has its own. */
  readonly periodUs: number;
  readonly lateUs: number;
  /** Two Int32: anything but 0 in the first ends the run; the second counts messages from the lines. */
  readonly signals: SharedArrayBuffer;
}

export const STOP = 0;
export const TOLD = 1;
