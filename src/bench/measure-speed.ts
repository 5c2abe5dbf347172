/** Exchange and cycle rows: how many in a second, and how long each takes. */
import { at } from '../core/at.js';
import type { CycleSpec } from './cycle-work.js';
import { loadNow, priorityText } from './machine.js';
import { headOf, round, type Measurement, type Surroundings } from './measurement.js';
import { phaseTimes, type Times } from './phase-work.js';
import { median, merged, percentilesOf, spreadOf } from './percentiles.js';
import { runRepetition, type Outcome, type SpeedOutcome, type Work } from './repetition.js';
import type { SpeedRow } from './report.js';
import type { PlannedRow } from './rows.js';

/** Of a repetition's time. The compiler needs some hundred milliseconds. */
const WARM_UP_SHARE = 0.4;

/** Repetitions, and for cycles two more steps: one for the phases, one for what of them is decoding. */
export class Speed implements Measurement {
  readonly steps: number;
  readonly weight = 1;
  readonly #planned: PlannedRow;
  readonly #around: Surroundings;
  readonly #work: Work;
  readonly #phaseSpec: CycleSpec | undefined;
  readonly #outcomes: SpeedOutcome[] = [];
  readonly #load: number[] = [];
  #whole: Times | undefined;
  #decode: Times | undefined;

  constructor(planned: PlannedRow, around: Surroundings, work: Work, phaseSpec: CycleSpec | undefined) {
    this.#planned = planned;
    this.#around = around;
    this.#work = work;
    this.#phaseSpec = phaseSpec;
    this.steps = around.repetitions + (phaseSpec === undefined ? 0 : 2);
  }

  async run(step: number, seconds: number): Promise<void> {
    const { stop } = this.#around;
    const load = loadNow();
    const task = { ...this.#workOf(step), ...timesOf(seconds), stop: stop.buffer };
    const outcome: Outcome = await runRepetition(task);
    // A repetition that was cut short may not even have warmed up.
    if (stop.isStopped) return;
    if (outcome.kind === 'phases') this.#whole = outcome.times;
    if (outcome.kind === 'decode') this.#decode = outcome.times;
    if (outcome.kind !== 'speed') return;
    this.#outcomes.push(outcome);
    this.#load.push(load);
  }

  #workOf(step: number): Work {
    const spec = this.#phaseSpec;
    const extra = step - this.#around.repetitions;
    if (spec === undefined || extra < 0) return this.#work;
    return { kind: extra === 0 ? 'phases' : 'decode', spec };
  }

  row(): SpeedRow | undefined {
    if (this.#outcomes.length === 0) return undefined;
    const [whole, decode] = [this.#whole, this.#decode];
    const perSecond = this.#outcomes.map((outcome) => round(outcome.perSecond));
    const histogram = merged(this.#outcomes.map((outcome) => outcome.histogram));
    return {
      ...headOf(this.#planned),
      what: this.#planned.what === 'exchange' ? 'exchange' : 'cycle',
      kind: 'speed',
      perSecond: median(perSecond),
      ns: percentilesOf(histogram),
      spread: spreadOf('perSecond', 'higher', perSecond),
      samples: histogram.count,
      perSample: at(this.#outcomes, 0).perSample,
      timerNs: Math.round(median(this.#outcomes.map((outcome) => outcome.timerNs))),
      histogram: histogram.toData(),
      load: this.#load,
      priority: priorityText(this.#around.machine.scheduler),
      phases: whole !== undefined && decode !== undefined ? phaseTimes(whole, decode) : null,
      counts: summed(this.#outcomes.map((outcome) => outcome.counts)),
    };
  }
}

/** The time of a step, as a thread is told it. */
function timesOf(seconds: number): { warmUpNs: number; measureNs: number } {
  return { warmUpNs: seconds * 1e9 * WARM_UP_SHARE, measureNs: seconds * 1e9 * (1 - WARM_UP_SHARE) };
}

function summed(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const counts of all)
    for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}
