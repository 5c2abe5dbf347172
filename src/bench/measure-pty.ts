/** Latency rows: round trip and exchange over pseudo-terminals, on machines that have socat. */
import { Histogram } from '../record/histogram.js';
import { machineClock } from './sampler.js';
import { loadNow, priorityText } from './machine.js';
import { round, type Measurement, type Surroundings } from './measurement.js';
import { merged, percentilesOf, spreadOf, summaryOf } from './percentiles.js';
import { openPtyBench, type PtyKind } from './pty-work.js';
import type { LatencyRow } from './report.js';
import type { PlannedRow } from './rows.js';

const REPETITIONS = 3;
/** The first ones warm up the compiler and the kernel. */
const WARM_UP = 50;

export class PtyLatency implements Measurement {
  readonly steps = REPETITIONS;
  readonly weight = 1;
  readonly #planned: PlannedRow;
  readonly #around: Surroundings;
  readonly #job: { readonly pty: PtyKind; readonly computers: number };
  readonly #repetitions: Histogram[] = [];
  readonly #load: number[] = [];
  #lost = 0;

  constructor(
    planned: PlannedRow,
    around: Surroundings,
    job: { readonly pty: PtyKind; readonly computers: number },
  ) {
    this.#planned = planned;
    this.#around = around;
    this.#job = job;
  }

  async run(_step: number, seconds: number): Promise<void> {
    const { stop } = this.#around;
    const load = loadNow();
    const bench = await openPtyBench(this.#job.pty).catch((error: unknown) => {
      // Without socat there is no line to measure, and no row.
      if (error instanceof Error && error.name === 'LineSetUpError') return undefined;
      throw error;
    });
    if (bench === undefined) return;
    try {
      for (let i = 0; i < WARM_UP && !stop.isStopped; i++) await bench.once();
      const histogram = new Histogram();
      const endNs = machineClock() + seconds * 1e9;
      while (machineClock() < endNs && !stop.isStopped) {
        const startNs = machineClock();
        if (await bench.once()) histogram.record(machineClock() - startNs);
        else this.#lost++;
      }
      if (histogram.count === 0) return;
      this.#repetitions.push(histogram);
      this.#load.push(load);
    } finally {
      await bench.stop();
    }
  }

  row(): LatencyRow | undefined {
    if (this.#repetitions.length === 0) return undefined;
    const { name, title } = this.#planned;
    const histogram = merged(this.#repetitions.map((part) => part.toData()));
    const latency = summaryOf(histogram);
    const p99 = this.#repetitions.map((part) => part.percentile(99));
    return {
      what: 'line',
      kind: 'latency',
      name,
      title,
      computers: this.#job.computers,
      m: 0,
      exchange: this.#job.pty === 'exchange' ? 'om1' : 'none',
      scenario: null,
      perSecond: round(1e9 / latency.mean),
      ns: percentilesOf(histogram),
      clock: 'machine',
      spread: spreadOf('p99', 'lower', p99),
      latency,
      samples: histogram.count,
      lost: this.#lost,
      histogram: histogram.toData(),
      load: this.#load,
      priority: priorityText(this.#around.machine.scheduler),
    };
  }
}
