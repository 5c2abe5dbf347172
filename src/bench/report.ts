/**
 * The report of a benchmark, as its JSON document: the contract with other people's tools. Fields may be added, none
 * renamed. Every row has the fields of `Row`; what a kind of row knows besides stands in its own interface.
 */
import type { Phase } from '../core/cycle.js';
import type { HistogramData } from '../record/histogram.js';
import type { Comparison } from './compare.js';
import type { Machine } from './machine.js';

export type What = 'wire' | 'exchange' | 'cycle' | 'live' | 'line';

export interface BenchReport {
  readonly format: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly machine: Machine;
  /** By scenario; the first is the liars' too. */
  readonly seeds: Readonly<Record<string, number>>;
  readonly seconds: { readonly asked: number; readonly took: number };
  readonly rows: readonly BenchRow[];
  /** What the figures leave out, and why. */
  readonly notes: readonly string[];
  readonly comparison?: Comparison;
  /** Present when it was stopped before its end: rows may be missing, or rest on fewer repetitions. */
  readonly interrupted?: true;
}

export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export interface Row {
  readonly what: What;
  /** Unlike that of any other row of the same `what`. */
  readonly name: string;
  /** What is measured, in words. */
  readonly title: string;
  readonly computers: number;
  readonly m: number;
  readonly exchange: string;
  /** What the vehicle of the row was made from; null where there is none. */
  readonly scenario: string | null;
  /** Cycles, or exchanges: the median of the repetitions. */
  readonly perSecond: number;
  readonly ns: Percentiles;
  /** Whose time it is: the buses' own, which is the same everywhere, or this machine's. */
  readonly clock: 'bus' | 'machine';
  /** What is compared with another report, over the repetitions; null where there is nothing to compare. */
  readonly spread: Spread | null;
}

export interface Spread {
  readonly of: 'perSecond' | 'p99' | 'heapGrowth';
  readonly better: 'higher' | 'lower';
  readonly min: number;
  readonly median: number;
  readonly max: number;
  /** In the order in which they were measured. */
  readonly repetitions: readonly number[];
}

export type BenchRow = WireRow | FitRow | SpeedRow | HeapRow | LiveRow | LineRow | LatencyRow;

/** Share of the frame at so many frames a second. */
export type Shares = Readonly<Record<'25' | '50' | '100', number>>;

export interface WireRow extends Row {
  readonly what: 'wire';
  readonly kind: 'load';
  /** Words on all buses: in the fullest cycle, and on average. */
  readonly words: { readonly most: number; readonly mean: number };
  /** In the fullest cycle: reading, exchanging, and both; the computers' processing between rounds included. */
  readonly inputUs: number;
  readonly exchangeUs: number;
  readonly totalUs: number;
  /** Time on the wire, summed over all buses, in the fullest cycle. */
  readonly busUs: number;
  readonly share: Shares;
}

export interface FitRow extends Row {
  readonly what: 'wire';
  readonly kind: 'fit';
  readonly hz: number;
  /** Most computers with one read of 32 words, by kind of link. */
  readonly mostComputers: Readonly<Record<string, Most>>;
  /** Most data words read in a cycle on one bus, by number of computers, on broadcast links. */
  readonly mostWords: Readonly<Record<string, Most>>;
  /** Most faults borne at once, by modes of this kind, among as many computers as that needs. */
  readonly mostFaults: Most;
}

/** A cycle in slots on a serial line; `perSecond` and `ns` are those at 115,200 baud. */
export interface LineRow extends Row {
  readonly what: 'line';
  readonly kind: 'slots';
  readonly setUp: string;
  /** In the fullest cycle. */
  readonly bytes: number;
  readonly slots: number;
  readonly guardUs: number;
  readonly latencyUs: number;
  readonly turnAroundUs: number;
  /** By baud rate. */
  readonly neededUs: Readonly<Record<string, number>>;
  /** Of the usual rates; null where none would do. */
  readonly leastBaud: Readonly<Record<'25' | '50' | '100', number | null>>;
}

/** Over a pseudo-terminal line: a ping and its pong, or a round of an exchange. */
export interface LatencyRow extends Row {
  readonly what: 'line';
  readonly kind: 'latency';
  readonly latency: Summary;
  readonly samples: number;
  /** Frames that never came. */
  readonly lost: number;
  readonly histogram: HistogramData;
  readonly load: readonly number[];
  readonly priority: string | null;
}

/** What still fits, how full the frame then is, and whether it is the frame that ends it. */
export interface Most {
  readonly value: number;
  readonly share: number;
  readonly limitedBy: 'frame' | 'addresses' | 'scenario';
}

export interface SpeedRow extends Row {
  readonly what: 'exchange' | 'cycle';
  readonly kind: 'speed';
  /** Timed pieces: each of so many operations, and its time divided by them. */
  readonly samples: number;
  readonly perSample: number;
  /** One reading of the clock, taken off each sample. */
  readonly timerNs: number;
  readonly histogram: HistogramData;
  /** Load of the machine (the last minute's average) when each repetition began. */
  readonly load: readonly number[];
  readonly priority: string | null;
  /** Mean ns per cycle and phase, interrupted cycles left out; null for what has none. */
  readonly phases: PhaseTimes | null;
  /** What the work itself counted, summed over the repetitions. */
  readonly counts: Readonly<Record<string, number>>;
}

export type PhaseName = Phase | 'decode';
export type PhaseTimes = Readonly<Record<PhaseName, number>>;

export interface HeapRow extends Row {
  readonly what: 'cycle';
  readonly kind: 'heap';
  readonly cycles: number;
  /** Live heap after the cycles less that before, both after a full collection; some 10 to 100 kB come and go by themselves. */
  readonly growthBytes: number;
  /** Scaled; null for less than a million cycles, of which one could only scale the noise. */
  readonly growthBytesPer1e7: number | null;
  /** Garbage made by one cycle. */
  readonly allocatedBytesPerCycle: number;
  readonly load: readonly number[];
  readonly priority: string | null;
}

export interface LiveRow extends Row {
  readonly what: 'live';
  readonly kind: 'live';
  readonly hz: number;
  /** Wake-up error, ns: the row's `ns` are its percentiles. */
  readonly wake: Summary;
  /** Time of one cycle, ns. */
  readonly cycle: Summary;
  readonly deadlines: number;
  readonly cycles: number;
  readonly misses: number;
  readonly longestMissRun: number;
  readonly late: number;
  readonly overruns: number;
  readonly lateNs: number;
  readonly seconds: number;
  readonly load: readonly number[];
  readonly priority: string | null;
  readonly histogram: HistogramData;
  readonly cycleHistogram: HistogramData;
}

/** As cyclictest reports: the worst first. */
export interface Summary extends Percentiles {
  readonly min: number;
  readonly mean: number;
}
