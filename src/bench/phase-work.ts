/**
 * Where the time of a cycle goes: bus, decode, exchange, law, vote, record.
 *
 * The cycle tells a probe when a phase begins, and the probe looks at the clock. Decoding is what the computers' receivers
 * do in the middle of bus and exchange; timing each call slows the phase around it, so it is measured in a run of its own
 * and then taken out of both.
 */
import { createHash } from 'node:crypto';
import { readsOf } from '../core/config.js';
import { ControlCycle, type Phase, type PhaseProbe } from '../core/cycle.js';
import { Vehicle } from '../core/vehicle.js';
import type { Observer } from '../core/observer.js';
import { Histogram } from '../record/histogram.js';
import { ResultRecorder } from '../record/result-recorder.js';
import type { TraceSink } from '../record/line-buffer.js';
import { TraceRecorder } from '../record/trace.js';
import { cutShort, DiskStore, MemoryStore, modeOf, type CycleSpec, type TraceStore } from './cycle-work.js';
import type { PhaseTimes } from './report.js';
import { timerCost, type Clock, type SamplerOptions } from './sampler.js';

const PHASES: readonly Phase[] = ['bus', 'exchange', 'law', 'vote', 'record'];

export type Times = Readonly<Record<Phase, number>>;

/** Phases, and what of each is decoding, from two runs. */
export function phaseTimes(whole: Times, decode: Times): PhaseTimes {
  const left = (phase: Phase): number => Math.round(Math.max(0, whole[phase] - decode[phase]));
  const decoding = PHASES.reduce((sum, phase) => sum + Math.min(decode[phase], whole[phase]), 0);
  return {
    bus: left('bus'),
    decode: Math.round(decoding),
    exchange: left('exchange'),
    law: left('law'),
    vote: left('vote'),
    record: left('record'),
  };
}

/** Mean ns of each phase of a cycle; with `decoding`, of what in it is decoding. */
export function measurePhases(
  spec: CycleSpec,
  { clock, warmUpNs, measureNs, isStopped }: SamplerOptions,
  decoding: boolean,
): Times {
  const watch = new StopWatch(clock);
  const store = storeOf(spec);
  const vehicle = new Vehicle(spec.scenario, modeOf(spec.mode), observersOf(spec, store?.sink));
  cutShort(vehicle, spec.shortCut);
  if (decoding) for (const { receiver } of vehicle.computers) watch.listenTo(receiver);
  const control = new ControlCycle(vehicle, watch);
  let cycle = 0;
  const runUntil = (endNs: number): void => {
    do {
      control.run(cycle++);
      watch.endCycle();
    } while (clock() < endNs && !isStopped());
  };
  runUntil(clock() + warmUpNs);
  watch.reset();
  runUntil(clock() + measureNs);
  store?.close();
  return decoding ? watch.decoding() : watch.phases();
}

/** As a replay watches, when there is a trace; else nobody does. */
function observersOf({ scenario }: CycleSpec, sink: TraceSink | undefined): Observer[] {
  if (sink === undefined) return [];
  const computers = scenario.computers.map(({ id }) => id);
  const elements = scenario.buses.flatMap((bus) => readsOf(bus).map((slot) => slot.element));
  const hash = createHash('sha256');
  const tracer = new TraceRecorder({ computers, elements }, (lines) => {
    hash.update(lines);
    sink(lines);
  });
  return [new ResultRecorder(computers), tracer];
}

function storeOf({ trace, folder }: CycleSpec): TraceStore | undefined {
  if (trace === 'off') return undefined;
  return trace === 'disk' ? new DiskStore(folder) : new MemoryStore();
}

interface Ears {
  hearsClearly: (...heard: never[]) => boolean;
  lookClosely: (...heard: never[]) => void;
}

/** A cycle that takes so many times the median was interrupted, and would put somebody else's time into some phase. */
const INTERRUPTED = 4;
/** Cycles between two looks at the median. */
const CYCLES_A_LOOK = 64;

export class StopWatch implements PhaseProbe {
  readonly #clock: Clock;
  readonly #timerNs: number;
  /** Of this cycle. */
  readonly #now = new PhaseSums();
  readonly #nowDecoding = new PhaseSums();
  /** Of all that counted. */
  readonly #sum = new PhaseSums();
  readonly #sumDecoding = new PhaseSums();
  #totals = new Histogram();
  #longestNs = Infinity;
  #counted = 0;
  #phase: Phase | undefined;
  #sinceNs = 0;

  constructor(clock: Clock, timerNs = timerCost(clock)) {
    this.#clock = clock;
    this.#timerNs = timerNs;
  }

  enter(phase: Phase): void {
    const nowNs = this.#clock();
    if (this.#phase !== undefined) this.#now.add(this.#phase, nowNs - this.#sinceNs - this.#timerNs);
    this.#phase = phase;
    this.#sinceNs = nowNs;
  }

  /** What lies between two cycles belongs to no phase. */
  endCycle(): void {
    if (this.#phase !== undefined) this.enter(this.#phase);
    this.#phase = undefined;
    const totalNs = this.#now.total;
    this.#totals.record(totalNs);
    if (totalNs <= this.#longestNs) {
      this.#sum.addAll(this.#now);
      this.#sumDecoding.addAll(this.#nowDecoding);
      this.#counted++;
    }
    this.#now.clear();
    this.#nowDecoding.clear();
    if (this.#totals.count % CYCLES_A_LOOK === 0) this.#longestNs = INTERRUPTED * this.#totals.percentile(50);
  }

  /** From now on, each time that these ears hear something counts as decoding, in the phase of the moment. */
  listenTo(ears: Ears): void {
    const hearsClearly = ears.hearsClearly.bind(ears);
    const lookClosely = ears.lookClosely.bind(ears);
    ears.hearsClearly = (...heard) => this.#timed(() => hearsClearly(...heard));
    ears.lookClosely = (...heard) => {
      this.#timed(() => {
        lookClosely(...heard);
      });
    };
  }

  #timed<T>(decode: () => T): T {
    const startNs = this.#clock();
    const decoded = decode();
    const tookNs = this.#clock() - startNs - this.#timerNs;
    if (this.#phase !== undefined) this.#nowDecoding.add(this.#phase, tookNs);
    return decoded;
  }

  /** Forgets what was measured, but not how long a cycle should take. */
  reset(): void {
    this.#totals = new Histogram();
    this.#sum.clear();
    this.#sumDecoding.clear();
    this.#counted = 0;
  }

  phases(): Times {
    return this.#sum.means(this.#counted);
  }

  decoding(): Times {
    return this.#sumDecoding.means(this.#counted);
  }
}

class PhaseSums {
  readonly #ns: Record<Phase, number> = { bus: 0, exchange: 0, law: 0, vote: 0, record: 0 };

  add(phase: Phase, ns: number): void {
    this.#ns[phase] += ns;
  }

  addAll(other: PhaseSums): void {
    for (const phase of PHASES) this.#ns[phase] += other.#ns[phase];
  }

  get total(): number {
    let sum = 0;
    for (const phase of PHASES) sum += this.#ns[phase];
    return sum;
  }

  clear(): void {
    for (const phase of PHASES) this.#ns[phase] = 0;
  }

  means(cycles: number): Times {
    const mean = (phase: Phase): number => Math.max(0, this.#ns[phase]) / Math.max(1, cycles);
    return {
      bus: mean('bus'),
      exchange: mean('exchange'),
      law: mean('law'),
      vote: mean('vote'),
      record: mean('record'),
    };
  }
}
