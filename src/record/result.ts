/**
 * The result of a replay, as its JSON document: the contract with everybody else's tools. Fields may be added, none
 * renamed. Times are microseconds of bus time; computers, elements and terminals go by their names in the scenario.
 */
import type { CheckName, Mark } from '../core/config.js';
import type { ReadingKind } from '../core/bus/reading.js';
import type { Outcome } from '../core/exchange/exchange-mode.js';
import type { FaultStatus } from '../core/fault/fault.js';

export interface ReplayResult {
  readonly format: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly scenario: ScenarioRecord;
  readonly seed: number;
  readonly computers: readonly string[];
  /** What the scenario says about history, with marks and sources. */
  readonly claims: readonly { readonly text: string; readonly mark: Mark; readonly source: string }[];
  readonly runs: readonly RunResult[];
  /** Present when the run was stopped before its end. */
  readonly interrupted?: true;
}

export interface ScenarioRecord {
  readonly name: string;
  readonly title: string;
  /** Of the scenario file's bytes; with a recording, of those and then the recording's. */
  readonly sha256: string;
  /** The CSV file beside it, if it names one. */
  readonly recording?: { readonly file: string; readonly sha256: string };
  /** Of the record of a live run: the mode in which it was live; null where what it heard holds for any. */
  readonly live?: { readonly exchange: string | null };
}

export interface RunResult {
  readonly exchange: string;
  /** Players of the agreement: a terminal whose readings are agreed on counts as one. */
  readonly n: number;
  /** Faults borne at once. */
  readonly m: number;
  readonly bound: Bound;
  readonly verdict: Verdict;
  /** Did what the scenario expects of this mode come out? null without an expectation. */
  readonly asExpected: boolean | null;
  /** What did not come out as expected, in words. */
  readonly unmet: readonly string[];
  readonly cycles: number;
  readonly patterns: readonly PatternChange[];
  readonly membership: readonly MembershipChange[];
  readonly hearing: readonly HearingChange[];
  readonly failVotes: readonly VoteRecord[];
  readonly accused: readonly { readonly id: string; readonly cycle: number }[];
  /** Reads that gave no member of the set data; reads of a bypassed element do not happen and do not count. */
  readonly noDataCycles: number;
  /** Cycles whose work did not fit their period. */
  readonly cycleSlips: number;
  /** Frames that began while such a cycle was still at work; they are skipped, not made up for. */
  readonly skippedFrames: number;
  readonly wire: WireLoad;
  /** What the bus monitor, with perfect ears, found wrong with what was sent: how often, by kind. */
  readonly wireViolations: Readonly<Record<string, number>>;
  readonly checks: Readonly<Record<CheckName, CheckResult>>;
  readonly faults: readonly FaultResult[];
  readonly notes: readonly NoteRecord[];
  /** SHA-256 of the run's trace.jsonl. */
  readonly traceSha256: string;
}

export type Verdict = 'split' | 'agreed';

export interface Bound {
  /** "N > 3" */
  readonly needs: string;
  readonly has: number;
  readonly met: boolean;
}

/** How the computers stood from this cycle on. */
export interface PatternChange {
  readonly cycle: number;
  readonly timeUs: number;
  readonly pattern: string;
  /** Those that accept each other. */
  readonly groups: readonly (readonly string[])[];
  /** Those that hold equal state. */
  readonly stateGroups: readonly (readonly string[])[];
  /** Row = voter. */
  readonly cam: readonly (readonly number[])[];
}

/** Who was in the redundant set from this cycle on, and what that many can agree on. */
export interface MembershipChange {
  readonly cycle: number;
  readonly timeUs: number;
  readonly members: readonly string[];
  /** Faults at once that the mode bears among so many. */
  readonly bears: number;
  readonly text: string;
}

export type Heard =
  | ReadingKind
  | 'not-read'
  /** Of computers with hosts of their own, by what they say: nothing of it; an error; not the words that the others agreed on. */
  | 'silent'
  | 'error'
  | 'other';

/** Who heard what of an element, from this cycle on. */
export interface HearingChange {
  readonly cycle: number;
  readonly timeUs: number;
  readonly element: string;
  readonly readings: Readonly<Record<string, Heard>>;
  readonly outcome: Outcome;
}

export interface VoteRecord {
  readonly cycle: number;
  readonly timeUs: number;
  readonly voter: string;
  readonly target: string;
}

export interface WireLoad {
  /** Longest in any cycle: from its start to the end of input, and from there to the end of the exchange. */
  readonly inputUs: number;
  readonly exchangeUs: number;
  readonly frameUs: number;
  /** (inputUs + exchangeUs) / frameUs */
  readonly share: number;
}

export interface CheckResult {
  readonly held: boolean;
  /** Cycles in which it did not hold. */
  readonly violations: number;
  readonly firstCycle: number | null;
}

export interface FaultResult {
  readonly id: string;
  readonly target: string;
  readonly status: FaultStatus;
  /** Cycle in which it first acted. */
  readonly firstCycle: number | null;
  readonly appliedUs: number | null;
  readonly detectedUs: number | null;
  readonly isolatedUs: number | null;
}

export interface NoteRecord {
  readonly timeUs: number;
  readonly text: string;
  readonly mark: Mark;
}
