/** Entry of the executive's thread: a vehicle, a clock, and a wait that another thread can end. */
import { parentPort, workerData } from 'node:worker_threads';
import { ControlCycle } from '../core/cycle.js';
import { assert } from '../core/at.js';
import { findMode } from '../core/exchange/modes.js';
import { Vehicle } from '../core/vehicle.js';
import { runExecutive, type LiveClock } from './executive.js';
import { ownPriority } from './executive-priority.js';
import type { ExecutiveOutcome, ExecutiveTask } from './executive-thread.js';

const task = workerData as ExecutiveTask;
const mode = findMode(task.mode);
assert(mode !== undefined, 'the executive is given a mode that exists');
const control = new ControlCycle(new Vehicle(task.scenario, mode));

// The first cycles of a fresh thread are slow until the engine has compiled them; they are no part of the figures.
for (let cycle = 0; cycle < task.warmUpCycles; cycle++) control.run(cycle);

const stop = new Int32Array(task.stop);
const clock: LiveClock = {
  now: () => performance.now() * 1e6,
  waitUntil(timeNs) {
    for (;;) {
      const leftMs = timeNs / 1e6 - performance.now();
      if (Atomics.load(stop, 0) !== 0) return false;
      if (leftMs <= 0) return true;
      // May return a little early; then the rest is waited for.
      Atomics.wait(stop, 0, 0, leftMs);
    }
  },
};
const report = runExecutive((deadline) => control.run(task.warmUpCycles + deadline), clock, task);
const outcome: ExecutiveOutcome = { report, priority: ownPriority() };
parentPort?.postMessage(outcome);
