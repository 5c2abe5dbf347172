/**
 * A row while it is being measured: so many steps, each a repetition, and at the end the row that they make. Steps of
 * different rows take turns, so that a machine that is busy for a while spoils a bit of all rows instead of one whole.
 */
import type { ScenarioConfig } from '../core/config.js';
import { modeOf } from './cycle-work.js';
import type { Machine } from './machine.js';
import type { StopFlag } from './repetition.js';
import type { BenchRow, Row } from './report.js';
import type { PlannedRow } from './rows.js';

export interface Surroundings {
  readonly machine: Machine;
  readonly nominal: ScenarioConfig;
  readonly stop: StopFlag;
  /** For traces on disk. */
  readonly folder: string;
  readonly seed: number;
  /** Of each row whose speed is measured. */
  readonly repetitions: number;
}

export interface Measurement {
  readonly steps: number;
  /** What one step takes, in shares of the time that there is; 0 for what is not timed. */
  readonly weight: number;
  run(step: number, seconds: number): Promise<void>;
  /** Undefined if no step was completed. */
  row(): BenchRow | undefined;
}

/** What a row says about itself before anything is measured. */
export function headOf({
  name,
  title,
  job,
}: PlannedRow): Pick<Row, 'name' | 'title' | 'computers' | 'm' | 'exchange' | 'scenario' | 'clock'> {
  const clock = 'machine';
  if (job.kind === 'exchange')
    return { name, title, computers: job.n, m: job.m, exchange: 'ic', scenario: null, clock };
  if (job.kind === 'load' || job.kind === 'fit' || job.kind === 'slots' || job.kind === 'latency')
    throw new Error('such a row makes its own head');
  const { scenario, mode } = job;
  const m = modeOf(mode).m;
  return {
    name,
    title,
    computers: scenario.computers.length,
    m,
    exchange: mode,
    scenario: scenario.name,
    clock,
  };
}

/** Six digits are more than any figure here deserves. */
export function round(value: number): number {
  return Number(value.toPrecision(6));
}
