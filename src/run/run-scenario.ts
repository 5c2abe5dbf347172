/** One scenario in one exchange mode, from the first cycle to the last. */
import { createHash } from 'node:crypto';
import { assert, at } from '../core/at.js';
import type { Outside } from '../core/bus/outside.js';
import type { Check } from '../core/checks.js';
import { readsOf, type Mark, type ScenarioConfig } from '../core/config.js';
import { ControlCycle } from '../core/cycle.js';
import type { Others } from '../core/exchange/others.js';
import { findMode, type ExchangeName, type ModeEntry } from '../core/exchange/modes.js';
import type { Fault } from '../core/fault/fault.js';
import type { Observer } from '../core/observer.js';
import type { SetState } from '../core/redundancy/redundant-set.js';
import { nsToUs } from '../core/time.js';
import { Vehicle } from '../core/vehicle.js';
import { ResultRecorder } from '../record/result-recorder.js';
import type { CheckResult, FaultResult, RunResult } from '../record/result.js';
import type { TraceSink } from '../record/line-buffer.js';
import { TraceRecorder } from '../record/trace.js';
import { boundOf } from './bound.js';
import { idleFaults, unmetExpectations } from './expectations.js';

/** What a live run has besides. */
export interface LiveParts {
  /** Where lines carry the answers of the terminals. */
  readonly outside?: Outside;
  /** Where each computer has a host of its own. */
  readonly others?: Others;
  readonly observers?: readonly Observer[];
}

/** A run in progress. It goes on only while it is told to, so that a caller can look, breathe or stop in between. */
export class ScenarioRun {
  readonly #vehicle: Vehicle;
  readonly #control: ControlCycle;
  readonly #recorder: ResultRecorder;
  readonly #tracer: TraceRecorder;
  readonly #hash = createHash('sha256');
  #cycle = 0;

  /** @param trace takes the lines of trace.jsonl as they come */
  constructor(scenario: ScenarioConfig, mode: ModeEntry, trace?: TraceSink, live: LiveParts = {}) {
    const computers = scenario.computers.map((computer) => computer.id);
    const elements = scenario.buses.flatMap((bus) => readsOf(bus).map((slot) => slot.element));
    this.#recorder = new ResultRecorder(computers);
    this.#tracer = new TraceRecorder({ computers, elements }, (lines) => {
      this.#hash.update(lines);
      trace?.(lines);
    });
    this.#vehicle = new Vehicle(scenario, mode, [this.#recorder, this.#tracer, ...(live.observers ?? [])]);
    if (live.outside !== undefined) this.#vehicle.listenOutside(live.outside, live.others);
    this.#control = new ControlCycle(this.#vehicle);
  }

  /** Cycles done. */
  get cycle(): number {
    return this.#cycle;
  }

  get isDone(): boolean {
    return this.#cycle >= this.#vehicle.scenario.cycle.cycles;
  }

  /** Runs up to `count` more cycles. */
  advance(count: number): void {
    for (let i = 0; i < count && !this.isDone; i++) this.#control.run(this.#cycle++);
  }

  /** Runs, or passes over, all cycles before this one. */
  advanceTo(cycle: number): void {
    this.advance(cycle - this.#cycle);
  }

  /** How the redundant set stands. */
  get setState(): SetState {
    return this.#vehicle.set.state;
  }

  /** By element: 1 = the members read it no more. */
  get bypassed(): readonly number[] {
    const { computers, elements, set } = this.#vehicle;
    const members = computers.filter(({ index }) => set.isMember(index));
    const isGivenUp = (e: number): boolean => members.every(({ bypassed }) => at(bypassed, e) === 1);
    return elements.map(({ index }) => (members.length > 0 && isGivenUp(index) ? 1 : 0));
  }

  /** The computer that commands a bus now, both by their places in the scenario. */
  commanderOf(bus: number): number {
    return at(this.#vehicle.buses, bus).commander.station;
  }

  /** Something to be told of the cycle that comes next. */
  note(text: string, mark: Mark): void {
    const note = { timeNs: this.#vehicle.startOfCycleNs(this.#cycle), text, mark };
    this.#recorder.note(note);
    this.#tracer.note(note);
  }

  /** What has come out so far; ends the run. A run that was stopped early is held against no expectation. */
  finish(): RunResult {
    this.#tracer.finish();
    const run = outcomeOf(this.#vehicle, this.#recorder, this.#hash.digest('hex'));
    if (!this.isDone) return { ...run, asExpected: null, unmet: [] };
    const expected = this.#vehicle.scenario.expect[run.exchange];
    const unmet = [...unmetExpectations(expected ?? {}, run), ...idleFaults(run)];
    return {
      ...run,
      asExpected: expected === undefined && unmet.length === 0 ? null : unmet.length === 0,
      unmet,
    };
  }
}

/**
 * One scenario in one mode, in one go.
 * @param trace takes the lines of trace.jsonl as they come
 */
export function runScenario(
  scenario: ScenarioConfig,
  mode: ModeEntry | ExchangeName,
  trace?: TraceSink,
): RunResult {
  const entry = typeof mode === 'string' ? findMode(mode) : mode;
  assert(entry !== undefined, 'an exchange mode is named that exists');
  const run = new ScenarioRun(scenario, entry, trace);
  run.advance(scenario.cycle.cycles);
  return run.finish();
}

function outcomeOf(
  vehicle: Vehicle,
  recorder: ResultRecorder,
  traceSha256: string,
): Omit<RunResult, 'asExpected' | 'unmet'> {
  const { mode, checks } = vehicle;
  return {
    exchange: mode.name,
    n: vehicle.primaries.length + (mode.commander === 'terminal' ? 1 : 0),
    m: mode.m,
    bound: boundOf(mode, vehicle.primaries.length, {
      regions: recorder.mostFaults,
      computers: recorder.mostFaultyComputers,
    }),
    verdict: recorder.verdict,
    cycles: recorder.cycles,
    patterns: recorder.patterns,
    membership: recorder.membership,
    hearing: recorder.hearing,
    failVotes: recorder.failVotes,
    accused: recorder.accused,
    noDataCycles: recorder.noDataCycles,
    cycleSlips: recorder.cycleSlips,
    skippedFrames: recorder.skippedFrames,
    wire: recorder.wire,
    wireViolations: Object.fromEntries(vehicle.monitor.violations),
    checks: {
      agreement: checkResult(checks.agreement),
      validity: checkResult(checks.validity),
      healthyVotedOut: checkResult(checks.healthyVotedOut),
    },
    faults: vehicle.faults.faults.map((fault) => faultResult(fault, vehicle)),
    notes: recorder.notes,
    traceSha256,
  };
}

function checkResult({ held, violations, firstCycle }: Check): CheckResult {
  return { held, violations, firstCycle: firstCycle ?? null };
}

function faultResult(fault: Fault, vehicle: Vehicle): FaultResult {
  const { appliedNs } = fault;
  const periodNs = vehicle.startOfCycleNs(1) - vehicle.startOfCycleNs(0);
  const cycleOf = (timeNs: number): number => Math.floor((timeNs - vehicle.startOfCycleNs(0)) / periodNs);
  const inUs = (timeNs: number | undefined): number | null => (timeNs === undefined ? null : nsToUs(timeNs));
  return {
    id: fault.id,
    target: fault.target,
    status: fault.status,
    firstCycle: appliedNs === undefined ? null : cycleOf(appliedNs),
    appliedUs: inUs(appliedNs),
    detectedUs: inUs(fault.detectedNs),
    isolatedUs: inUs(fault.isolatedNs),
  };
}
