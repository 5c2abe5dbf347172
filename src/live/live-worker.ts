/** Entry of a live run's cycle thread: a scenario's run, whose cycles wait for deadlines and whose ears are lines. */
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../core/at.js';
import { findMode } from '../core/exchange/modes.js';
import { runScenario, ScenarioRun } from '../run/run-scenario.js';
import { CycleMailbox } from './cycle-mailbox.js';
import { runExecutive, type LiveClock } from './executive.js';
import { ownPriority } from './executive-priority.js';
import { LineOutside } from './line-outside.js';
import { LiveObserver } from './live-observer.js';
import type { LiveTask } from './messages.js';

/** The first cycles of a fresh thread are slow until the engine has compiled them. */
const WARM_UP_CYCLES = 200;

const task = workerData as LiveTask;
const mode = findMode(task.mode);
assert(mode !== undefined && parentPort !== null, 'a live run has a mode that exists, and another thread');
const { scenario } = task;
const { startUs, periodUs } = scenario.cycle;
const warmUp = { ...scenario, cycle: { ...scenario.cycle, cycles: WARM_UP_CYCLES } };
runScenario({ ...warmUp, receptions: undefined }, mode);

const mailbox = new CycleMailbox(parentPort, task.signals);
const outside = new LineOutside(task, mailbox);
let wakeUs = 0;
const observer = new LiveObserver(
  () => wakeUs,
  (cycle) => mailbox.tell(cycle),
);
const run = new ScenarioRun(
  scenario,
  mode,
  (lines) => mailbox.tell({ kind: 'trace', lines: lines.slice() }),
  { outside, observers: [observer] },
);
outside.commandedBy((bus) => run.commanderOf(bus));
const notes: { timeUs: number; text: string }[] = [];

const clock: LiveClock = {
  now: () => performance.now() * 1e6,
  // The run is over with its last cycle, however many deadlines that took.
  waitUntil: (timeNs) => !run.isDone && mailbox.waitUntil(timeNs),
};
mailbox.waitForGo();
const report = runExecutive(
  (_, deadlineNs) => {
    const { cycle } = run;
    // One host has one clock: where it is late, all slots of the cycle are.
    const nowNs = clock.now();
    wakeUs = Math.round((nowNs - deadlineNs) / 1000);
    for (const { text } of mailbox.notes()) {
      run.note(text, 'D');
      notes.push({ timeUs: startUs + cycle * periodUs, text });
    }
    outside.begin(cycle, nowNs, (startUs + cycle * periodUs) * 1000);
    run.advance(1);
  },
  clock,
  { periodNs: task.periodUs * 1000, deadlines: Infinity, lateNs: task.lateUs * 1000 },
);
const receptions = outside.book.done(outside.ears);
const passed = run.cycle;
mailbox.tell({ kind: 'end', run: run.finish(), passed, report, priority: ownPriority(), receptions, notes });
