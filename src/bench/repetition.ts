/**
 * A repetition in a thread of its own. A fresh thread has a fresh compiler, so a row's figure does not depend on which
 * rows were measured before it, and what the compiler makes of the code this time is part of the spread that is told.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { CycleSpec } from './cycle-work.js';
import type { HeapOutcome } from './heap-work.js';
import type { Times } from './phase-work.js';
import type { Sampled } from './sampler.js';

export type Work =
  | { readonly kind: 'exchange'; readonly n: number; readonly m: number; readonly seed: number }
  | { readonly kind: 'cycle' | 'phases' | 'decode' | 'heap'; readonly spec: CycleSpec };

export type Task = Work & {
  readonly warmUpNs: number;
  readonly measureNs: number;
  /** One Int32; anything but 0 ends the repetition. */
  readonly stop: SharedArrayBuffer;
};

export interface SpeedOutcome extends Sampled {
  readonly kind: 'speed';
  readonly perSample: number;
  readonly counts: Readonly<Record<string, number>>;
}

export type Outcome =
  | SpeedOutcome
  | { readonly kind: 'phases' | 'decode'; readonly times: Times }
  | (HeapOutcome & { readonly kind: 'heap' });

/** Needs the built program: its entry is a file beside this one. */
export async function runRepetition(task: Task): Promise<Outcome> {
  const worker = new Worker(new URL('./repetition-worker.js', import.meta.url), { workerData: task });
  const [outcome] = (await once(worker, 'message')) as [Outcome];
  await worker.terminate();
  return outcome;
}

/** What ends a benchmark before its time, wherever it is just then. */
export class StopFlag {
  readonly buffer = new SharedArrayBuffer(4);
  readonly #flag = new Int32Array(this.buffer);

  stop(): void {
    Atomics.store(this.#flag, 0, 1);
    Atomics.notify(this.#flag, 0);
  }

  get isStopped(): boolean {
    return Atomics.load(this.#flag, 0) !== 0;
  }
}
