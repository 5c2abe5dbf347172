/**
 * How a repetition is timed: warm up, then one sample after the other until the time is over.
 *
 * A sample is a piece of work between two readings of the clock; the cost of one reading is measured beforehand and
 * taken off. Recording a sample allocates nothing and is not part of the next one.
 */
import { Histogram, type HistogramData } from '../record/histogram.js';

/** Something that can be done over and over. */
export interface Work {
  /** Operations in one `run`: so many that the clock is no part of the figure, one where single times matter. */
  readonly perSample: number;
  run(): void;
  /** What the work itself counted since it was made. */
  counts(): Record<string, number>;
  close(): void;
}

/** Nanoseconds from anywhere. */
export type Clock = () => number;

export const machineClock: Clock = () => performance.now() * 1e6;

export interface SamplerOptions {
  readonly clock: Clock;
  readonly warmUpNs: number;
  readonly measureNs: number;
  /** Asked between two samples; true ends the repetition with what there is. */
  readonly isStopped: () => boolean;
}

export interface Sampled {
  /** Operations a second, over all samples. */
  readonly perSecond: number;
  readonly timerNs: number;
  /** Time of one operation: a sample's divided by its operations. */
  readonly histogram: HistogramData;
}

/** Takes at least one sample. */
export function sample(work: Work, options: SamplerOptions): Sampled {
  const { clock, isStopped } = options;
  const timerNs = timerCost(clock);
  const warm = clock() + options.warmUpNs;
  while (clock() < warm && !isStopped()) work.run();
  const histogram = new Histogram();
  const end = clock() + options.measureNs;
  let sumNs = 0;
  let now: number;
  do {
    const start = clock();
    work.run();
    now = clock();
    const tookNs = Math.max(0, now - start - timerNs);
    sumNs += tookNs;
    histogram.record(tookNs / work.perSample);
  } while (now < end && !isStopped());
  const operations = histogram.count * work.perSample;
  return { perSecond: operations / (Math.max(1, sumNs) / 1e9), timerNs, histogram: histogram.toData() };
}

const TIMER_TRIES = 40_000;
/** The last ones count: by then the readings are compiled. */
const TIMER_COUNTED = 2_000;

/** What lies between two readings with nothing in between: the median of many. */
export function timerCost(clock: Clock): number {
  const costs = new Float64Array(TIMER_COUNTED);
  for (let i = 0; i < TIMER_TRIES; i++) {
    const start = clock();
    costs[i % TIMER_COUNTED] = clock() - start;
  }
  return costs.sort()[TIMER_COUNTED >> 1] ?? 0;
}
