/**
 * What comes of the matrix: its JSON document. Fields may be added, none renamed. Times are microseconds of bus time.
 */
import type { CheckName, FaultConfig } from '../core/config.js';
import type { FaultStatus } from '../core/fault/fault.js';

/**
 * What one fault did to the healthy computers in one mode, the worst first that happened:
 * - `healthy-voted-out`: a healthy computer left the set;
 * - `split`: two healthy ones no longer accepted each other;
 * - `differ`: they used different inputs, and nobody noticed or acted on it;
 * - `no-data`: they stayed one and used the same, but some reads gave none of them data;
 * - `whole`: they stayed one and had all data;
 * - `not-applicable`: the mode has no carrier for this fault;
 * - `idle`: it never acted, although it could: a defect of the matrix, and the command fails.
 */
export type MatrixOutcome =
  'healthy-voted-out' | 'split' | 'differ' | 'no-data' | 'whole' | 'not-applicable' | 'idle';

export interface MatrixCell {
  readonly exchange: string;
  readonly outcome: MatrixOutcome;
  /** The most groups that the computers ever were in. */
  readonly pattern: string;
  readonly noDataCycles: number;
  /** Of the three checks, those that were violated. */
  readonly violated: readonly CheckName[];
  readonly status: FaultStatus;
  readonly detectedUs: number | null;
  readonly isolatedUs: number | null;
}

export interface MatrixRow {
  /** What fails, in a few words. */
  readonly fault: string;
  readonly behaviour: FaultConfig['behaviour'];
  readonly target: string;
  readonly cells: readonly MatrixCell[];
}

export interface MatrixResult {
  readonly format: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly scenario: { readonly name: string; readonly sha256: string };
  readonly seed: number;
  readonly computers: readonly string[];
  readonly exchange: readonly string[];
  readonly cycles: number;
  /** Cycle in which each fault begins. */
  readonly firstCycle: number;
  readonly rows: readonly MatrixRow[];
  /** Present when it was stopped before its end: the rows that were done. */
  readonly interrupted?: true;
}
