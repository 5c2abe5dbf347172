import { describe, expect, it } from 'vitest';
import { runExecutive, type ExecutiveReport, type LiveClock } from '../../src/live/executive.js';
import { Histogram } from '../../src/record/histogram.js';

const PERIOD = 1_000;
const LATE = 100;

/** What goes wrong at a deadline: how late the wake-up is, how long the cycle takes. */
interface Slip {
  readonly wake?: number;
  readonly cycle?: number;
}

/** Time passes only by waiting and by running. */
class FakeClock implements LiveClock {
  #now = 0;
  readonly #slips: Readonly<Record<number, Slip>>;
  readonly #endAt: number;

  constructor(slips: Readonly<Record<number, Slip>>, endAt = Infinity) {
    this.#slips = slips;
    this.#endAt = endAt;
  }

  now(): number {
    return this.#now;
  }

  waitUntil(timeNs: number): boolean {
    const deadline = timeNs / PERIOD - 1;
    this.#now = Math.max(this.#now, timeNs) + (this.#slips[deadline]?.wake ?? 0);
    return this.#now < this.#endAt;
  }

  run(deadline: number): void {
    this.#now += this.#slips[deadline]?.cycle ?? 10;
  }
}

function execute(slips: Readonly<Record<number, Slip>>, deadlines = 6, endAt?: number) {
  const clock = new FakeClock(slips, endAt);
  const ran: number[] = [];
  const report = runExecutive(
    (deadline) => {
      ran.push(deadline);
      clock.run(deadline);
    },
    clock,
    { periodNs: PERIOD, deadlines, lateNs: LATE },
  );
  return { ran, report };
}

const counts = ({ deadlines, cycles, misses, longestMissRun, late, overruns }: ExecutiveReport) => ({
  deadlines,
  cycles,
  misses,
  longestMissRun,
  late,
  overruns,
});
const CLEAN = { deadlines: 6, cycles: 6, misses: 0, longestMissRun: 0, late: 0, overruns: 0 };
const times = (values: readonly number[]) => {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram.toData();
};

describe('the executive', () => {
  it('runs a cycle at each deadline', () => {
    const { ran, report } = execute({});
    expect(ran).toEqual([0, 1, 2, 3, 4, 5]);
    expect(counts(report)).toEqual(CLEAN);
    expect(report.wake).toEqual(times([0, 0, 0, 0, 0, 0]));
    expect(report.cycle).toEqual(times([10, 10, 10, 10, 10, 10]));
  });

  it('counts who wakes late in his own slot, and runs the cycle', () => {
    const { ran, report } = execute({ 2: { wake: 101 }, 3: { wake: 100 } });
    expect(ran).toEqual([0, 1, 2, 3, 4, 5]);
    expect(counts(report)).toEqual({ ...CLEAN, late: 1 });
    expect(report.wake).toEqual(times([0, 0, 101, 100, 0, 0]));
  });

  it('misses what it slept through, runs once, and never catches up', () => {
    const { ran, report } = execute({ 1: { wake: 2_300 } });
    expect(ran).toEqual([0, 3, 4, 5]);
    expect(counts(report)).toEqual({ ...CLEAN, cycles: 4, misses: 2, longestMissRun: 2, late: 1 });
    // Each deadline that passed has its error, the missed ones too.
    expect(report.wake).toEqual(times([0, 2_300, 1_300, 300, 0, 0]));
  });

  it('tells the longest run of misses, not their sum', () => {
    const { ran, report } = execute({ 1: { wake: 1_000 }, 4: { wake: 2_000 } }, 8);
    expect(ran).toEqual([0, 2, 3, 6, 7]);
    expect(counts(report)).toMatchObject({ misses: 3, longestMissRun: 2 });
  });

  it('counts a cycle that is not done at the next deadline, which then is late', () => {
    const { ran, report } = execute({ 2: { cycle: 1_200 } });
    expect(ran).toEqual([0, 1, 2, 3, 4, 5]);
    expect(counts(report)).toEqual({ ...CLEAN, overruns: 1, late: 1 });
    expect(report.wake).toEqual(times([0, 0, 0, 200, 0, 0]));
  });

  it('takes a late start and a long cycle together for an overrun', () => {
    expect(execute({ 2: { wake: 600, cycle: 400 } }).report.overruns).toBe(0);
    expect(execute({ 2: { wake: 600, cycle: 401 } }).report.overruns).toBe(1);
  });

  it('misses slots while a cycle goes on', () => {
    const { ran, report } = execute({ 1: { cycle: 2_500 } });
    expect(ran).toEqual([0, 1, 3, 4, 5]);
    expect(counts(report)).toEqual({
      deadlines: 6,
      cycles: 5,
      misses: 1,
      longestMissRun: 1,
      late: 1,
      overruns: 1,
    });
  });

  it('does not run after its last slot', () => {
    const { ran, report } = execute({ 4: { wake: 5_000 } });
    expect(ran).toEqual([0, 1, 2, 3]);
    expect(counts(report)).toMatchObject({ deadlines: 6, cycles: 4, misses: 2, longestMissRun: 2 });
  });

  it('ends with what there is when it is told to', () => {
    const { ran, report } = execute({}, 6, 3_500);
    expect(ran).toEqual([0, 1, 2]);
    expect(counts(report)).toEqual({ ...CLEAN, deadlines: 3, cycles: 3 });
  });
});
