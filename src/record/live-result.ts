/** The result of a live run: that of a replay of one mode, and how the lines and the deadlines were kept. */
import type { CheckResult, ReplayResult } from './result.js';

export interface LiveResult extends ReplayResult {
  readonly live: LiveReport;
  readonly lines: readonly LineReport[];
  /** With a host per computer, all of them together: what each has to tell. */
  readonly hosts?: readonly HostReport[];
}

export interface HostReport {
  readonly name: string;
  readonly live: LiveReport;
  readonly lines: readonly LineReport[];
  /** As it saw the run: split patterns in order, and fail votes. */
  readonly verdict: string;
  readonly patterns: readonly string[];
  readonly failVotes: number;
  /** Did it see the same patterns and votes as the one whose story is told? */
  readonly isSameStory: boolean;
  /** Did its own computer use what that one's own used, in each cycle that both had a part in? A terminal uses nothing. */
  readonly sameInputs: CheckResult;
}

export interface LiveReport {
  readonly configuration: string;
  readonly setUp: string;
  /** What carried the bytes. */
  readonly line: string;
  /** Where the scenario's faults acted: ears, wire, real. */
  readonly faults: string;
  /** Of the live cycles. */
  readonly periodUs: number;
  /** Deadlines that passed, and cycles run: the difference was missed. */
  readonly deadlines: number;
  readonly cycles: number;
  readonly misses: number;
  readonly longestMissRun: number;
  /** Cycles that started more than `lateUs` after their deadline, though in their own slot. */
  readonly late: number;
  readonly lateUs: number;
  /** Cycles that were not done at the next deadline. */
  readonly overruns: number;
  readonly budget: DeadlineBudget;
  /** How far behind its deadline each cycle woke, missed ones included; how long each took. */
  readonly wakeUs: Distribution;
  readonly cycleUs: Distribution;
  readonly scheduler: { readonly class: string | null; readonly realTime: number; readonly nice: number };
  /** Average over the last minute, at the end. */
  readonly load: number;
  readonly node: string;
  readonly kernel: string;
  /** With a host per computer: whose run this is, cycles that it had no part in, and why it had to be silent, if it had. */
  readonly host?: string;
  readonly awayCycles?: number;
  readonly problem?: string;
}

export interface DeadlineBudget {
  readonly missedPerMillion: number;
  /** Missed and late cycles, of a million deadlines. */
  readonly spentPerMillion: number;
  readonly met: boolean;
}

/** Microseconds, in the order in which real-time people read them. */
export interface Distribution {
  readonly max: number;
  readonly min: number;
  readonly mean: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
}

export interface LineReport {
  readonly name: string;
  /** With a host per computer: that of another host, as heard over one's own. */
  readonly elsewhere?: true;
  /** How it was when the run ended. */
  readonly health: string;
  /** Times that its port was lost, and cycles for which it was not well. */
  readonly losses: number;
  readonly unwellCycles: number;
  readonly packets: number;
  readonly echoes: number;
  /** What was thrown away, by reason. */
  readonly discarded: Readonly<Record<string, number>>;
}
