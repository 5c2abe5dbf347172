/** Entry of a repetition's thread: does one task and sends its outcome. */
import { parentPort, workerData } from 'node:worker_threads';
import { cycleWork } from './cycle-work.js';
import { ExchangeWork } from './exchange-work.js';
import { measureHeap } from './heap-work.js';
import { measurePhases } from './phase-work.js';
import type { Outcome, Task } from './repetition.js';
import { machineClock, sample, type SamplerOptions, type Work } from './sampler.js';

const task = workerData as Task;
const stop = new Int32Array(task.stop);
const options: SamplerOptions = {
  clock: machineClock,
  warmUpNs: task.warmUpNs,
  measureNs: task.measureNs,
  isStopped: () => Atomics.load(stop, 0) !== 0,
};
parentPort?.postMessage(perform());

function perform(): Outcome {
  switch (task.kind) {
    case 'exchange':
      return speed(new ExchangeWork(task.n, task.m, task.seed));
    case 'cycle':
      return speed(cycleWork(task.spec));
    case 'phases':
    case 'decode':
      return { kind: task.kind, times: measurePhases(task.spec, options, task.kind === 'decode') };
    case 'heap':
      return { kind: 'heap', ...measureHeap(task.spec, options) };
  }
}

function speed(work: Work): Outcome {
  const sampled = sample(work, options);
  // What is still on its way to the disk counts too.
  work.close();
  const counts = work.counts();
  return { kind: 'speed', ...sampled, perSample: work.perSample, counts };
}
