/** The work of the cycle rows: the whole vehicle, with or without its trace, on the code that `replay` uses. */
import { writeSync, closeSync, ftruncateSync, openSync } from 'node:fs';
import path from 'node:path';
import { assert } from '../core/at.js';
import type { ScenarioConfig } from '../core/config.js';
import { ControlCycle } from '../core/cycle.js';
import { findMode, type ModeEntry } from '../core/exchange/modes.js';
import { Vehicle } from '../core/vehicle.js';
import type { TraceSink } from '../record/line-buffer.js';
import { ScenarioRun } from '../run/run-scenario.js';
import type { Work } from './sampler.js';

/** Where the JSON Lines go. */
export type TraceKind = 'off' | 'memory' | 'disk';

export interface CycleSpec {
  readonly scenario: ScenarioConfig;
  readonly mode: string;
  /** Receivers take the exact short cut over clear transmissions, as always; or work out every half-bit. */
  readonly shortCut: boolean;
  readonly trace: TraceKind;
  /** Where a trace on disk is written; an existing folder. */
  readonly folder: string;
}

export function cycleWork(spec: CycleSpec): Work {
  return spec.trace === 'off' ? new BareCycles(spec) : new TracedCycles(spec);
}

export function modeOf(name: string): ModeEntry {
  const mode = findMode(name);
  assert(mode !== undefined, 'a row names a mode that exists');
  return mode;
}

export function cutShort(vehicle: Vehicle, shortCut: boolean): void {
  for (const { receiver } of vehicle.computers) receiver.shortCut = shortCut;
}

/** Nobody watches. */
class BareCycles implements Work {
  readonly perSample = 1;
  readonly #vehicle: Vehicle;
  readonly #control: ControlCycle;
  #cycle = 0;

  constructor({ scenario, mode, shortCut }: CycleSpec) {
    this.#vehicle = new Vehicle(scenario, modeOf(mode));
    cutShort(this.#vehicle, shortCut);
    this.#control = new ControlCycle(this.#vehicle);
  }

  run(): void {
    this.#control.run(this.#cycle++);
  }

  counts(): Record<string, number> {
    const { computers, checks, monitor } = this.#vehicle;
    const closeLooks = computers.reduce((sum, { receiver }) => sum + receiver.closeLooks, 0);
    return {
      cycles: this.#cycle,
      words: monitor.words,
      closeLooks,
      agreementViolations: checks.agreement.violations,
      validityViolations: checks.validity.violations,
    };
  }

  close(): void {
    // Nothing is held open.
  }
}

/** With the recorder, the trace and its hash, exactly as a replay runs; only the end of the scenario is taken away. */
class TracedCycles implements Work {
  readonly perSample = 1;
  readonly #run: ScenarioRun;
  readonly #store: TraceStore;
  #cycles = 0;

  constructor({ scenario, mode, trace, folder }: CycleSpec) {
    this.#store = trace === 'disk' ? new DiskStore(folder) : new MemoryStore();
    const endless = { ...scenario, cycle: { ...scenario.cycle, cycles: Number.MAX_SAFE_INTEGER } };
    this.#run = new ScenarioRun(endless, modeOf(mode), this.#store.sink);
  }

  run(): void {
    this.#run.advance(1);
    this.#cycles++;
  }

  counts(): Record<string, number> {
    return { cycles: this.#cycles, traceBytes: this.#store.bytes };
  }

  close(): void {
    // Hands on the last lines.
    this.#run.finish();
    this.#store.close();
  }
}

export interface TraceStore {
  readonly bytes: number;
  readonly sink: TraceSink;
  close(): void;
}

/** What a store holds at most, before it begins anew: a benchmark runs for longer than a disk is large. */
const MOST_BYTES = 1 << 26;
export class MemoryStore implements TraceStore {
  bytes = 0;
  #held: Uint8Array[] = [];
  #heldBytes = 0;

  readonly sink = (lines: Uint8Array): void => {
    this.#held.push(lines.slice());
    this.bytes += lines.length;
    this.#heldBytes += lines.length;
    if (this.#heldBytes < MOST_BYTES) return;
    this.#held = [];
    this.#heldBytes = 0;
  };

  close(): void {
    this.#held = [];
  }
}

/** One file, overwritten from its beginning when it has grown to its limit. */
export class DiskStore implements TraceStore {
  bytes = 0;
  readonly #file: number;
  #fileBytes = 0;

  constructor(folder: string) {
    this.#file = openSync(path.join(folder, `bench-${process.pid}-${Date.now()}.trace.jsonl`), 'wx');
  }

  readonly sink = (lines: Uint8Array): void => {
    if (this.#fileBytes > MOST_BYTES) {
      ftruncateSync(this.#file, 0);
      this.#fileBytes = 0;
    }
    writeSync(this.#file, lines, 0, lines.length, this.#fileBytes);
    this.bytes += lines.length;
    this.#fileBytes += lines.length;
  };

  close(): void {
    closeSync(this.#file);
  }
}
