/** How each row is measured. */
import { setImmediate as breathe } from 'node:timers/promises';
import { lineRow } from './line.js';
import { Heap } from './measure-heap.js';
import { Live } from './measure-live.js';
import { PtyLatency } from './measure-pty.js';
import { Speed } from './measure-speed.js';
import type { Measurement, Surroundings } from './measurement.js';
import type { BenchRow } from './report.js';
import type { PlannedRow } from './rows.js';
import { fitRow, wireRow } from './wire.js';

export function measurementOf(planned: PlannedRow, around: Surroundings): Measurement {
  const { job } = planned;
  switch (job.kind) {
    case 'load':
      return new Computed(() => wireRow(around.nominal, job.computers, job.mode));
    case 'fit':
      return new Computed(() => fitRow(around.nominal, job.hz, job.mode));
    case 'exchange':
      return new Speed(planned, around, { ...job, seed: around.seed }, undefined);
    case 'cycle': {
      const spec = { ...job, folder: around.folder };
      return new Speed(planned, around, { kind: 'cycle', spec }, spec);
    }
    case 'heap':
      return new Heap(planned, around, { ...job, folder: around.folder });
    case 'slots': {
      const { setUp, mode, computers } = job;
      return new Computed(() => lineRow(around.nominal, setUp, mode, computers, planned.name));
    }
    case 'latency':
      return new PtyLatency(planned, around, job);
    case 'live':
      return new Live(planned, around, job);
  }
}

/** What the emulated buses tell is no matter of time. */
class Computed implements Measurement {
  readonly steps = 1;
  readonly weight = 0;
  readonly #compute: () => BenchRow;
  #row: BenchRow | undefined;

  constructor(compute: () => BenchRow) {
    this.#compute = compute;
  }

  async run(): Promise<void> {
    // So that Ctrl-C is heard between rows.
    await breathe();
    this.#row = this.#compute();
  }

  row(): BenchRow | undefined {
    return this.#row;
  }
}
