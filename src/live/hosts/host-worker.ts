/** Entry of a host's own program: one computer, or one terminal, among others that are elsewhere. */
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../../core/at.js';
import { readsOf } from '../../core/config.js';
import { findMode } from '../../core/exchange/modes.js';
import { DeadlineBook } from '../executive.js';
import { ownPriority } from '../executive-priority.js';
import type { Begin } from './begin.js';
import type { CycleHeard, HostTask } from './host-messages.js';
import { HostParts } from './host-parts.js';
import { ThreadRadio } from './radio.js';
import { rehearse } from './rehearsal.js';
import { stateBody } from './set-state.js';
import { Timekeeper } from './timekeeper.js';

const task = workerData as HostTask;
const { scenario, station, slots, common } = task;
const mode = findMode(task.mode);
assert(mode !== undefined && parentPort !== null, 'a host has a mode that exists, and another thread');
const computers = scenario.computers.length;
const { startUs, periodUs, cycles } = scenario.cycle;
rehearse(task, mode);

const radio = new ThreadRadio(parentPort, task.signals);
let wakeUs = 0;
let awayCycles = 0;
const notes: { timeUs: number; text: string }[] = [];
const deadlines = new DeadlineBook(task.lateUs * 1000);
const parts = new HostParts(task, mode, radio, {
  trace: (lines) => radio.tell({ kind: 'trace', lines: lines.slice() }),
  cycle: (cycle) => radio.tell(cycle),
  wakeUs: () => wakeUs,
});
const { run, post, talk } = parts;
const keeper = new Timekeeper(radio, post, {
  own: station,
  computers,
  elements: scenario.buses.flatMap(readsOf).length,
  slots,
  common,
  cycles,
  gatherMs: task.gatherMs,
  silentCycles: task.silentCycles,
  tell: (problem) => radio.tell({ kind: 'problem', problem }),
  unheard: (cycle) => tellHeard(cycle, { from: [], due: [], isPresent: false, leads: false }),
});

radio.waitForGo();
for (let begin = keeper.next(); begin !== undefined; begin = keeper.next()) {
  // Past the end there is nothing to have a part in.
  if (begin.cycle >= cycles) {
    awayCycles += cycles - run.cycle;
    talk.begin({ ...begin, arrivals: undefined });
    run.advanceTo(cycles);
    break;
  }
  live(begin);
  if (run.isDone) break;
}
radio.tell({
  kind: 'end',
  run: run.finish(),
  passed: run.cycle,
  report: deadlines.close(),
  priority: ownPriority(),
  receptions: recorded(),
  notes,
  awayCycles,
  problem: keeper.problem,
});

/** One cycle, and those before it that passed without this host. */
function live(begin: Begin): void {
  const nowUs = radio.nowUs;
  const { cycle } = begin;
  wakeUs = Math.max(0, Math.round(nowUs - begin.dueUs));
  for (; keeper.missed > 0; keeper.missed--) deadlines.miss(wakeUs * 1000);
  awayCycles += cycle - run.cycle;
  parts.begin(begin);
  for (const text of radio.notes.splice(0)) {
    run.note(text, 'D');
    notes.push({ timeUs: startUs + cycle * periodUs, text });
  }
  radio.isBusy = true;
  run.advance(1);
  keeper.endOfCycle(() => stateBody(run.setState, run.bypassed, computers));
  radio.isBusy = false;
  deadlines.run(wakeUs * 1000, (radio.nowUs - nowUs) * 1000, common.periodUs * 1000);
  tellHeard(cycle, {
    from: [...post.heardFrom],
    due: [...Array(computers).keys(), ...parts.ears.asked].filter((number) => number !== station),
    isPresent: keeper.isPresent,
    leads: begin.leads,
  });
}

function tellHeard(cycle: number, heard: Pick<CycleHeard, 'from' | 'due' | 'isPresent' | 'leads'>): void {
  radio.tell({ kind: 'heard', cycle, ...heard, isIn: keeper.isIn, refused: post.takeRefused() });
}

/** @returns undefined where there was more than a scenario may hold */
function recorded() {
  const [heard, told] = [parts.receptions.done('emulated'), parts.others.done()];
  if (heard === undefined || told === undefined) return undefined;
  return { ...heard, others: { exchange: task.mode, terminal: talk.terminal, ...told } };
}
