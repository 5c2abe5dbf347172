/** Entry of a host's own program: one computer, or one terminal, among others that are elsewhere. */
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../../core/at.js';
import { findMode } from '../../core/exchange/modes.js';
import { runScenario, ScenarioRun } from '../../run/run-scenario.js';
import { readsOf } from '../../core/config.js';
import { FIRST_TERMINAL } from '../../line/protocol/packet.js';
import { DeadlineBook } from '../executive.js';
import { ownPriority } from '../executive-priority.js';
import { LiveObserver } from '../live-observer.js';
import { OthersBook } from '../others-book.js';
import { ReceptionBook } from '../reception-book.js';
import { HostEars } from './host-ears.js';
import type { HostTask } from './host-messages.js';
import { HostTalk } from './host-talk.js';
import { Post } from './post.js';
import { ThreadRadio } from './radio.js';
import { stateBody } from './set-state.js';
import { SlotClock } from './slot-clock.js';
import type { Begin } from './begin.js';
import { Timekeeper } from './timekeeper.js';

/**
 * The first cycles of a fresh thread are slow until the engine has compiled them. It goes on compiling long after, and where
 * all hosts are on one machine, in all of them in the same slot: that makes each late.
 */
const WARM_UP_CYCLES = 1000;

const task = workerData as HostTask;
const { scenario, station, slots, common } = task;
const mode = findMode(task.mode);
assert(mode !== undefined && parentPort !== null, 'a host has a mode that exists, and another thread');
const { startUs, periodUs } = scenario.cycle;
runScenario(
  { ...scenario, cycle: { ...scenario.cycle, cycles: WARM_UP_CYCLES }, receptions: undefined },
  mode,
);

const names = scenario.computers.map(({ id }) => id);
const elements = scenario.buses.flatMap((bus) => readsOf(bus).map(({ element }) => element));
const knows = (number: number): boolean =>
  number < FIRST_TERMINAL ? number < names.length : number - FIRST_TERMINAL < scenario.terminals.length;

const radio = new ThreadRadio(parentPort, task.signals);
const post = new Post(radio, station, slots, knows);
const clock = new SlotClock(radio, post, station, slots);
const keeper = new Timekeeper(radio, post, {
  own: station,
  computers: names.length,
  elements: elements.length,
  slots,
  common,
  cycles: scenario.cycle.cycles,
  gatherMs: task.gatherMs,
  silentCycles: task.silentCycles,
  tell: (problem) => radio.tell({ kind: 'problem', problem }),
});
const receptions = new ReceptionBook(names);
const others = new OthersBook(names, elements);
const ears = new HostEars(scenario, clock, receptions);
const talk = new HostTalk(
  clock,
  others,
  names.length,
  scenario.terminals.map(({ id }) => id),
);
const deadlines = new DeadlineBook(task.lateUs * 1000);
const notes: { timeUs: number; text: string }[] = [];
let wakeUs = 0;
let awayCycles = 0;
const observer = new LiveObserver(
  () => wakeUs,
  (cycle) => radio.tell(cycle),
  talk.own,
);
const run = new ScenarioRun(scenario, mode, (lines) => radio.tell({ kind: 'trace', lines: lines.slice() }), {
  outside: ears,
  others: talk,
  observers: [observer],
});
ears.commanderOf = (bus) => run.commanderOf(bus);

radio.waitForGo();
for (let begin = keeper.next(); begin !== undefined; begin = keeper.next()) {
  // Past the end there is nothing to have a part in.
  if (begin.cycle >= scenario.cycle.cycles) {
    awayCycles += scenario.cycle.cycles - run.cycle;
    talk.begin({ ...begin, arrivals: undefined });
    run.advanceTo(scenario.cycle.cycles);
    break;
  }
  // A time master whose clock went slower than this one's: what was lived through is not lived again.
  if (begin.cycle >= run.cycle) live(begin);
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
  const startNs = (startUs + cycle * periodUs) * 1000;
  ears.startNs = talk.startNs = startNs;
  ears.asked.clear();
  clock.begin(cycle, begin.startUs);
  talk.begin(begin);
  run.advanceTo(cycle);
  for (const text of radio.notes.splice(0)) {
    run.note(text, 'D');
    notes.push({ timeUs: startUs + cycle * periodUs, text });
  }
  radio.isBusy = true;
  run.advance(1);
  keeper.endOfCycle(() => stateBody(run.setState, run.bypassed, names.length));
  radio.isBusy = false;
  deadlines.run(wakeUs * 1000, (radio.nowUs - nowUs) * 1000, common.periodUs * 1000);
  radio.tell({
    kind: 'heard',
    cycle,
    from: [...post.heardFrom],
    due: [...names.keys(), ...ears.asked].filter((number) => number !== station),
    isPresent: keeper.isPresent,
    isIn: keeper.isIn,
    leads: begin.leads,
    refused: post.takeRefused(),
  });
}

/** @returns undefined where there was more than a scenario may hold */
function recorded() {
  const [heard, told] = [receptions.done('emulated'), others.done()];
  if (heard === undefined || told === undefined) return undefined;
  return { ...heard, others: { exchange: task.mode, terminal: talk.terminal, ...told } };
}
