/** Runs the executive in a thread of its own, so that nothing else of the program can be in its way. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ScenarioConfig } from '../core/config.js';
import type { ExecutiveOptions, ExecutiveReport } from './executive.js';
import type { Priority } from './executive-priority.js';

export interface ExecutiveTask extends ExecutiveOptions {
  readonly scenario: ScenarioConfig;
  readonly mode: string;
  /** Cycles run beforehand, as fast as they go. */
  readonly warmUpCycles: number;
  /** One Int32; anything but 0, with a notify, ends the run at once. */
  readonly stop: SharedArrayBuffer;
}

export interface ExecutiveOutcome {
  readonly report: ExecutiveReport;
  /** Of the executive's thread. */
  readonly priority: Priority;
}

/** Needs the built program: its entry is a file beside this one. */
export async function runExecutiveThread(task: ExecutiveTask): Promise<ExecutiveOutcome> {
  const worker = new Worker(new URL('./executive-worker.js', import.meta.url), { workerData: task });
  const [outcome] = (await once(worker, 'message')) as [ExecutiveOutcome];
  await worker.terminate();
  return outcome;
}
