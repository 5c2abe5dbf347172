/** Live rows: how well an executive keeps its deadlines on this machine. */
import { at } from '../core/at.js';
import { runExecutiveThread, type ExecutiveOutcome } from '../live/executive-thread.js';
import { loadNow, priorityText } from './machine.js';
import { headOf, round, type Measurement, type Surroundings } from './measurement.js';
import { merged, percentilesOf, spreadOf, summaryOf } from './percentiles.js';
import type { LiveRow } from './report.js';
import type { Job, PlannedRow } from './rows.js';

const LIVE_REPETITIONS = 3;
const LIVE_WARM_UP_CYCLES = 2_000;
/** A wake-up later than this counts as late. */
const LATE_NS = 1_000_000;

export class Live implements Measurement {
  readonly steps = LIVE_REPETITIONS;
  readonly weight = 3;
  readonly #planned: PlannedRow;
  readonly #around: Surroundings;
  readonly #job: Job & { kind: 'live' };
  readonly #outcomes: ExecutiveOutcome[] = [];
  readonly #load: number[] = [];

  constructor(planned: PlannedRow, around: Surroundings, job: Job & { kind: 'live' }) {
    this.#planned = planned;
    this.#around = around;
    this.#job = job;
  }

  async run(_step: number, seconds: number): Promise<void> {
    const { hz, scenario, mode } = this.#job;
    const load = loadNow();
    const outcome = await runExecutiveThread({
      scenario,
      mode,
      periodNs: 1e9 / hz,
      deadlines: Math.max(4, Math.floor(seconds * hz)),
      lateNs: LATE_NS,
      warmUpCycles: LIVE_WARM_UP_CYCLES,
      stop: this.#around.stop.buffer,
    });
    if (outcome.report.cycles === 0) return;
    this.#outcomes.push(outcome);
    this.#load.push(load);
  }

  row(): LiveRow | undefined {
    if (this.#outcomes.length === 0) return undefined;
    const { hz } = this.#job;
    const reports = this.#outcomes.map((outcome) => outcome.report);
    const sum = (count: (report: (typeof reports)[number]) => number): number =>
      reports.reduce((total, report) => total + count(report), 0);
    const wake = merged(reports.map((report) => report.wake));
    const cycle = merged(reports.map((report) => report.cycle));
    const p99 = reports.map((report) => merged([report.wake]).percentile(99));
    const seconds = sum((report) => report.deadlines) / hz;
    return {
      ...headOf(this.#planned),
      what: 'live',
      kind: 'live',
      perSecond: round(sum((report) => report.cycles) / seconds),
      ns: percentilesOf(wake),
      spread: spreadOf('p99', 'lower', p99),
      hz,
      wake: summaryOf(wake),
      cycle: summaryOf(cycle),
      deadlines: sum((report) => report.deadlines),
      cycles: sum((report) => report.cycles),
      misses: sum((report) => report.misses),
      longestMissRun: Math.max(...reports.map((report) => report.longestMissRun)),
      late: sum((report) => report.late),
      overruns: sum((report) => report.overruns),
      lateNs: LATE_NS,
      seconds,
      load: this.#load,
      priority: priorityText(at(this.#outcomes, 0).priority),
      histogram: wake.toData(),
      cycleHistogram: cycle.toData(),
    };
  }
}
