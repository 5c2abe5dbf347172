/** Heap rows: what a cycle leaves behind. */
import type { CycleSpec } from './cycle-work.js';
import type { HeapOutcome } from './heap-work.js';
import { loadNow, priorityText } from './machine.js';
import { headOf, round, type Measurement, type Surroundings } from './measurement.js';
import { runRepetition } from './repetition.js';
import type { HeapRow } from './report.js';
import type { PlannedRow } from './rows.js';

/** Fewer say nothing about growth. */
const FEW_CYCLES = 1_000_000;

export class Heap implements Measurement {
  readonly steps = 1;
  readonly weight = 20;
  readonly #planned: PlannedRow;
  readonly #around: Surroundings;
  readonly #spec: CycleSpec;
  #outcome: HeapOutcome | undefined;
  #load = 0;

  constructor(planned: PlannedRow, around: Surroundings, spec: CycleSpec) {
    this.#planned = planned;
    this.#around = around;
    this.#spec = spec;
  }

  async run(_step: number, seconds: number): Promise<void> {
    this.#load = loadNow();
    const { buffer } = this.#around.stop;
    const task = {
      kind: 'heap',
      spec: this.#spec,
      warmUpNs: 0,
      measureNs: seconds * 1e9,
      stop: buffer,
    } as const;
    const outcome = await runRepetition(task);
    if (outcome.kind === 'heap') this.#outcome = outcome;
  }

  row(): HeapRow | undefined {
    if (this.#outcome === undefined) return undefined;
    const { cycles, perSecond, growthBytes, allocatedBytesPerCycle } = this.#outcome;
    const meanNs = Math.round(1e9 / perSecond);
    return {
      ...headOf(this.#planned),
      what: 'cycle',
      kind: 'heap',
      perSecond: round(perSecond),
      // Single cycles are not timed here: all there is is their mean.
      ns: { p50: meanNs, p99: meanNs, p999: meanNs, max: meanNs },
      spread: null,
      cycles,
      growthBytes,
      growthBytesPer1e7: cycles < FEW_CYCLES ? null : Math.round((growthBytes * 1e7) / cycles),
      allocatedBytesPerCycle: Math.round(allocatedBytesPerCycle * 10) / 10,
      load: [this.#load],
      priority: priorityText(this.#around.machine.scheduler),
    };
  }
}
