/** Watches a run and writes down what changes: the body of its result. */
import { at } from '../core/at.js';
import type { Element } from '../core/bus/element.js';
import { standingOf } from '../core/membership.js';
import type { CycleSlipEvent, NoteEvent, Observer } from '../core/observer.js';
import { groupsOf, partition, patternOf } from '../core/redundancy/groups.js';
import type { FailVote } from '../core/redundancy/redundant-set.js';
import { nsToUs } from '../core/time.js';
import type { Vehicle } from '../core/vehicle.js';
import { heardBy } from './heard.js';
import type {
  Heard,
  HearingChange,
  MembershipChange,
  NoteRecord,
  PatternChange,
  Verdict,
  VoteRecord,
  WireLoad,
} from './result.js';

export class ResultRecorder implements Observer {
  readonly detailed = false;
  readonly patterns: PatternChange[] = [];
  readonly membership: MembershipChange[] = [];
  readonly hearing: HearingChange[] = [];
  readonly failVotes: VoteRecord[] = [];
  readonly accused: { id: string; cycle: number }[] = [];
  readonly notes: NoteRecord[] = [];
  cycles = 0;
  noDataCycles = 0;
  cycleSlips = 0;
  skippedFrames = 0;
  verdict: Verdict = 'agreed';
  /** Most fault containment regions out of order at once. */
  mostFaults = 0;
  /** Most computers out of order at once. */
  mostFaultyComputers = 0;

  readonly #names: readonly string[];
  readonly #groups: Uint8Array;
  readonly #states: Uint8Array;
  readonly #lamps: Uint8Array;
  readonly #lastHeard = new Map<number, string>();
  readonly #votes: FailVote[] = [];
  readonly #accusations: string[] = [];
  #changes = -1;
  #inputNs = 0;
  #exchangeNs = 0;
  #periodNs = 1;

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#groups = new Uint8Array(names.length);
    this.#states = new Uint8Array(names.length);
    this.#lamps = new Uint8Array(names.length * names.length);
  }

  vote(vote: FailVote): void {
    this.#votes.push(vote);
  }

  accusation(terminal: string): void {
    this.#accusations.push(terminal);
  }

  note({ timeNs, text, mark }: NoteEvent): void {
    this.notes.push({ timeUs: nsToUs(timeNs), text, mark });
  }

  cycleSlip({ skipped }: CycleSlipEvent): void {
    this.cycleSlips++;
    this.skippedFrames += skipped;
  }

  endOfCycle(vehicle: Vehicle): void {
    const { cycle, timing } = vehicle;
    this.cycles++;
    this.noDataCycles += vehicle.noData;
    this.#periodNs = vehicle.startOfCycleNs(1) - vehicle.startOfCycleNs(0);
    this.#inputNs = Math.max(this.#inputNs, timing.inputNs);
    this.#exchangeNs = Math.max(this.#exchangeNs, timing.exchangeNs);
    this.mostFaults = Math.max(this.mostFaults, vehicle.faults.regionsAt(timing.endNs));
    const faulty = vehicle.faults.faultyAmong(vehicle.computers, timing.endNs);
    this.mostFaultyComputers = Math.max(this.mostFaultyComputers, faulty);
    this.#recordVotes(cycle);
    this.#recordMembers(vehicle);
    this.#recordSet(vehicle);
    for (const element of vehicle.elements) this.#recordHearing(vehicle, element);
  }

  get wire(): WireLoad {
    const share = (this.#inputNs + this.#exchangeNs) / this.#periodNs;
    return {
      inputUs: nsToUs(this.#inputNs),
      exchangeUs: nsToUs(this.#exchangeNs),
      frameUs: nsToUs(this.#periodNs),
      share: Math.round(share * 1e6) / 1e6,
    };
  }

  #recordVotes(cycle: number): void {
    for (const { voter, target, timeNs } of this.#votes.splice(0)) {
      this.failVotes.push({
        cycle,
        timeUs: nsToUs(timeNs),
        voter: this.#name(voter),
        target: this.#name(target),
      });
    }
    for (const id of this.#accusations.splice(0)) this.accused.push({ id, cycle });
  }

  #recordMembers({ set, mode, cycle, timing }: Vehicle): void {
    if (set.changes === this.#changes) return;
    this.#changes = set.changes;
    const { members } = set;
    const { bears, text } = standingOf(mode, members.length);
    const names = members.map((i) => this.#name(i));
    this.membership.push({ cycle, timeUs: nsToUs(timing.startNs), members: names, bears, text });
  }

  #recordSet(vehicle: Vehicle): void {
    const { set, computers, cycle } = vehicle;
    const regrouped = partition(this.#groups, (i, j) => set.accept(i, j), set.takesPart);
    const alike = (i: number, j: number): boolean => at(computers, i).holdsSameStateAs(at(computers, j));
    const diverged = partition(this.#states, alike, set.takesPart);
    const relit = this.#copyLamps(set.lamps);
    // The first cycle with a part in it is written down, whichever it is.
    if (!regrouped && !diverged && !relit && this.patterns.length > 0) return;
    const groups = groupsOf(this.#groups);
    this.patterns.push({
      cycle,
      timeUs: nsToUs(vehicle.timing.startNs),
      pattern: patternOf(groups),
      groups: this.#named(groups),
      stateGroups: this.#named(groupsOf(this.#states)),
      cam: this.#names.map((_, row) =>
        this.#names.map((__, column) => at(set.lamps, row * this.#names.length + column)),
      ),
    });
    if (this.#isSplit(vehicle)) this.verdict = 'split';
  }

  #copyLamps(lamps: Uint8Array): boolean {
    let changed = false;
    for (let i = 0; i < lamps.length; i++) {
      if (at(lamps, i) !== at(this.#lamps, i)) changed = true;
      this.#lamps[i] = at(lamps, i);
    }
    return changed;
  }

  /** Are two healthy computers in different groups? */
  #isSplit({ healthy }: Vehicle): boolean {
    const groups = new Set(healthy.map((computer) => at(this.#groups, computer.index)));
    return groups.size > 1;
  }

  #recordHearing(vehicle: Vehicle, element: Element): void {
    if (!element.isDue(vehicle.cycle)) return;
    const outcome = at(vehicle.exchange.outcomes, element.index);
    const heard = (i: number): Heard => heardBy(i, element, vehicle);
    if (!this.#hearingChanged(element, outcome, heard)) return;
    this.hearing.push({
      cycle: vehicle.cycle,
      timeUs: nsToUs(vehicle.timing.startNs),
      element: element.name,
      readings: Object.fromEntries(this.#names.map((name, i) => [name, heard(i)])),
      outcome,
    });
  }

  #hearingChanged(element: Element, outcome: string, heard: (i: number) => Heard): boolean {
    let now = outcome;
    for (let i = 0; i < this.#names.length; i++) now += ` ${heard(i)}`;
    if (this.#lastHeard.get(element.index) === now) return false;
    this.#lastHeard.set(element.index, now);
    return true;
  }

  #named(groups: readonly (readonly number[])[]): string[][] {
    return groups.map((group) => group.map((i) => this.#name(i)));
  }

  #name(computer: number): string {
    return at(this.#names, computer);
  }
}
