/**
 * ONE control cycle: the page to read first.
 *
 * 1, 2  each bus controller polls its terminals; every computer makes its own reading of each answer
 * 3, 4  the computers exchange, as far as the mode goes, and each comes to what it uses
 * 5     selection over redundant sensors, the control law, commands
 * 6     the computers compare sumwords; the actuators vote on the commands and the vehicle moves
 * 7     fail votes were collected, and are applied; the set is what remains
 * 8     the checks judge the cycle, and who watches may look
 */
import { at, byteAt, float64At, int32At, objectAt } from './at.js';
import type { CrewEventConfig, Mark } from './config.js';
import { Crew } from './crew.js';
import type { Deeds, Others } from './exchange/others.js';
import { AXES } from './flight/vehicle-model.js';
import { standingOf, type Standing } from './membership.js';
import { ReadRecord } from './read-record.js';
import { heldFor, NO_SUMWORD } from './redundancy/sumwords.js';
import { NS_PER_US, usToNs, type TimeNs } from './time.js';
import type { Vehicle } from './vehicle.js';

export type Phase = 'bus' | 'exchange' | 'law' | 'vote' | 'record';

/** Told at the borders of a cycle's phases, for whoever measures how long each takes: the core has no clock. */
export interface PhaseProbe {
  enter(phase: Phase): void;
}

export class ControlCycle {
  readonly #vehicle: Vehicle;
  readonly #crew: Crew;
  readonly #reads: ReadRecord;
  readonly #probe: PhaseProbe | undefined;
  readonly #own: Int32Array;
  readonly #held: Int32Array;
  readonly #commands: Int32Array;
  /** By computer, 1 = its commands arrive at the actuators. */
  readonly #present: Uint8Array;
  /** By element, 1 = some member still used it when it was read. */
  readonly #wanted: Uint8Array;
  /** By computer: what those who live elsewhere did otherwise than expected. */
  #did: readonly (Deeds | 'nothing' | undefined)[] | undefined;
  #standing: Standing;
  /** As of which change of the set. */
  #changes: number;
  /** When the last cycle's work was done, on the buses and off. */
  #busyUntilNs: TimeNs = -Infinity;

  constructor(vehicle: Vehicle, probe?: PhaseProbe) {
    const n = vehicle.computers.length;
    this.#vehicle = vehicle;
    this.#crew = new Crew(vehicle);
    this.#reads = new ReadRecord(vehicle);
    this.#probe = probe;
    this.#own = new Int32Array(n);
    this.#held = new Int32Array(n * n);
    this.#commands = new Int32Array(n);
    this.#present = new Uint8Array(n);
    this.#wanted = new Uint8Array(vehicle.elements.length);
    this.#standing = standingOf(vehicle.mode, vehicle.primaries.length);
    this.#changes = vehicle.set.changes;
    this.#scheduleCrewAndNotes();
  }

  /** Runs cycle number `cycle`; cycles are run in order, from 0. */
  run(cycle: number): void {
    const v = this.#vehicle;
    if (v.startOfCycleNs(cycle) < this.#busyUntilNs || v.others?.isAway(cycle) === true) {
      this.#skip(cycle);
      return;
    }
    this.#probe?.enter('bus');
    const startNs = this.#begin(cycle);
    const inputNs = this.#readElements(startNs);
    const processingNs = usToNs(v.scenario.exchange.processingUs);
    this.#probe?.enter('exchange');
    const agreedNs = v.exchange.agreeOnInputs(cycle, inputNs + processingNs);
    this.#probe?.enter('record');
    this.#reads.note(this.#wanted, agreedNs);
    this.#probe?.enter('law');
    for (const computer of v.computers) if (computer.isOn) computer.step(startNs);
    this.#probe?.enter('vote');
    const endNs = this.#compareSumwords(agreedNs + processingNs);
    if (v.others !== undefined) this.#learnDeeds(v.others);
    this.#probe?.enter('law');
    this.#actuate();
    this.#probe?.enter('vote');
    this.#applyVotes();
    v.timing.startNs = startNs;
    v.timing.inputNs = inputNs - startNs;
    v.timing.exchangeNs = endNs - inputNs;
    v.timing.endNs = endNs;
    this.#probe?.enter('record');
    this.#conclude();
  }

  /**
   * A frame whose start has passed while an earlier cycle was still at work is skipped, as is one in which this host has
   * no part: nothing is read, agreed or commanded, the actuators hold what they have. The vehicle flies on, and the grid of frames stays where it is.
   */
  #skip(cycle: number): void {
    const v = this.#vehicle;
    v.cycle = cycle;
    v.model.advance(cycle, (v.scenario.cycle.periodUs * NS_PER_US) / 1e9, v.pushDegPerS2);
  }

  /** A cycle whose work does not fit its period slips: it finishes, and the frames that begin meanwhile are skipped. */
  #noteSlip(): void {
    const v = this.#vehicle;
    let endNs = v.timing.endNs;
    for (const bus of v.buses) endNs = Math.max(endNs, bus.doneNs);
    this.#busyUntilNs = endNs;
    if (endNs <= v.startOfCycleNs(v.cycle + 1)) return;
    const periodNs = v.startOfCycleNs(1) - v.startOfCycleNs(0);
    const skipped = Math.ceil((endNs - v.timing.startNs) / periodNs) - 1;
    for (const observer of v.observers) observer.cycleSlip?.({ timeNs: endNs, cycle: v.cycle, skipped });
  }

  /** The crew acts, the sensors settle on this cycle's state. */
  #begin(cycle: number): TimeNs {
    const v = this.#vehicle;
    const startNs = v.startOfCycleNs(cycle);
    v.cycle = cycle;
    const arrivals = v.others?.arrivals(cycle);
    // What the crew did meanwhile is part of what it is told; what the crew does now comes after.
    if (arrivals?.state !== undefined) {
      v.scheduler.runUntil(v.startOfCycleNs(cycle - 1));
      this.#crew.adopt(arrivals.state);
    }
    if (v.scheduler.nextNs <= startNs) v.scheduler.runUntil(startNs);
    for (const computer of arrivals?.computers ?? []) this.#takeIn(computer, startNs);
    this.#noteStanding(startNs);
    for (const { media } of v.buses) for (const medium of media) medium.beginCycle(cycle);
    v.links.beginCycle(cycle);
    for (const bank of v.sensors) bank.beginCycle(cycle, startNs);
    return startNs;
  }

  /** Steps 1 and 2. All buses run at the same time. @returns when the last is through */
  #readElements(startNs: TimeNs): TimeNs {
    const v = this.#vehicle;
    let endNs = startNs;
    for (const bus of v.buses) {
      const commander = objectAt(v.computers, bus.commander.station);
      const commands =
        commander.isOn && (v.scenario.rules.departedCommander === 'keep' || v.set.isMember(commander.index));
      for (const element of bus.elements) {
        const isAsked = commands && byteAt(commander.bypassed, element.index) === 0;
        const isHome = v.others?.terminal === element.slot.terminal;
        element.polled = element.isDue(v.cycle) && (isAsked || isHome);
        this.#wanted[element.index] = this.#isWanted(element.index) ? 1 : 0;
      }
      for (const transfer of bus.transfers) transfer.polled = commands && transfer.isDue(v.cycle);
      bus.runMinorFrame(startNs);
      for (const element of bus.elements) if (element.polled) endNs = Math.max(endNs, element.doneNs);
    }
    return endNs;
  }

  /** A computer that left the set may poll what all members have given up. */
  #isWanted(element: number): boolean {
    const { computers, set } = this.#vehicle;
    for (const { index, bypassed } of computers)
      if (set.isMember(index) && byteAt(bypassed, element) === 0) return true;
    return false;
  }

  /** A host that was away is back on the line. */
  #takeIn(computer: number, timeNs: TimeNs): void {
    const { name } = objectAt(this.#vehicle.computers, computer);
    const timeUs = Math.floor(timeNs / NS_PER_US);
    this.#act({ id: `${name} is back`, timeUs, mark: 'D', action: 'readmit', computer: name }, timeNs);
  }

  /** What the others really did takes the place of what they were expected to do. */
  #learnDeeds(others: Others): void {
    const v = this.#vehicle;
    const expected = v.computers.map(({ index, law }) => ({
      votes: v.set.collectedOf(index),
      commands: [...law.commands],
    }));
    others.conclude(others.own === undefined ? undefined : expected[others.own]);
    this.#did = expected.map((deeds, i) => others.did(i, deeds));
    this.#did.forEach((deeds, i) => {
      if (deeds !== undefined) v.set.replaceVotes(i, deeds === 'nothing' ? [] : deeds.votes);
    });
  }

  /** Step 6. */
  #actuate(): void {
    const v = this.#vehicle;
    v.pushDegPerS2.fill(0);
    for (let a = 0; a < v.actuators.length; a++) {
      const voter = objectAt(v.actuators, a);
      const { axis, degPerS2PerLsb } = objectAt(v.scenario.actuators, a);
      for (let i = 0; i < v.computers.length; i++) {
        const { law, outputs } = objectAt(v.computers, i);
        this.#commands[i] = int32At(law.commands, a);
        this.#present[i] = outputs.present ? byteAt(v.set.takesPart, i) : 0;
        const did = this.#did?.[i];
        if (did === 'nothing') this.#present[i] = 0;
        else if (did !== undefined) this.#commands[i] = did.commands[a] ?? 0;
      }
      voter.vote(this.#commands, this.#present);
      const on = AXES.indexOf(axis);
      v.pushDegPerS2[on] = float64At(v.pushDegPerS2, on) + voter.command * degPerS2PerLsb;
    }
    v.model.advance(v.cycle, (v.scenario.cycle.periodUs * NS_PER_US) / 1e9, v.pushDegPerS2);
  }

  /** Step 7, in the cycles in which sumwords are exchanged. @returns when the last word was heard */
  #compareSumwords(startNs: TimeNs): TimeNs {
    const v = this.#vehicle;
    const { sumwordEveryCycles } = v.scenario.rules;
    if (sumwordEveryCycles === 0 || v.cycle % sumwordEveryCycles !== 0) return startNs;
    const n = v.computers.length;
    for (let i = 0; i < n; i++)
      this.#own[i] = byteAt(v.set.takesPart, i) === 1 ? objectAt(v.computers, i).sumword : NO_SUMWORD;
    this.#probe?.enter('exchange');
    const endNs = v.exchange.agreeOnPrivateWords(this.#own, this.#held, startNs);
    this.#probe?.enter('vote');
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        if (j === i || !v.set.isPeer(i, j)) continue;
        const differs = v.sumwords.compare(i, j, heldFor(this.#held, n, i, i), heldFor(this.#held, n, i, j));
        if (differs) v.set.collect(i, j, v.voteNs(v.cycle, i, j, endNs));
      }
    }
    return endNs;
  }

  #applyVotes(): void {
    const v = this.#vehicle;
    const votes = v.set.apply();
    for (const vote of votes) {
      v.faults.notice(objectAt(v.computers, vote.target).name, vote.timeNs);
      for (const observer of v.observers) observer.vote?.(vote);
    }
    const last = votes.at(-1);
    if (last !== undefined) this.#noteStanding(last.timeNs);
    // The votes count together, so whoever left did so with the last one against it.
    for (let i = votes.length - 1; i >= 0; i--) {
      const { target, timeNs } = at(votes, i);
      if (!v.set.isMember(target)) v.faults.isolate(objectAt(v.computers, target).name, timeNs);
    }
  }

  /** Who comes or goes may take the mode below its bound, or above it again: that is said when it happens. */
  #noteStanding(timeNs: TimeNs): void {
    const { set, mode } = this.#vehicle;
    if (set.changes === this.#changes) return;
    this.#changes = set.changes;
    const before = this.#standing;
    this.#standing = standingOf(mode, set.members.length);
    if (mode.m === 0 || (before.holds && this.#standing.holds) || before.text === this.#standing.text) return;
    this.#note(timeNs, this.#standing.text, 'R');
  }

  #conclude(): void {
    const v = this.#vehicle;
    this.#noteSlip();
    v.checks.judge(v);
    for (const observer of v.observers) observer.endOfCycle?.(v);
  }

  #scheduleCrewAndNotes(): void {
    const { scheduler, scenario } = this.#vehicle;
    for (const event of scenario.events) {
      scheduler.schedule(usToNs(event.timeUs), (timeNs) => {
        this.#act(event, timeNs);
      });
    }
    for (const note of scenario.notes) {
      scheduler.schedule(usToNs(note.timeUs), (timeNs) => {
        this.#note(timeNs, note.text, note.mark);
      });
    }
  }

  #act(event: CrewEventConfig, timeNs: TimeNs): void {
    const done = this.#crew.act(event, timeNs);
    this.#vehicle.faults.announce(event.id, timeNs);
    this.#note(timeNs, `crew: ${done}`, event.mark);
  }

  #note(timeNs: TimeNs, text: string, mark: Mark): void {
    for (const observer of this.#vehicle.observers) observer.note?.({ timeNs, text, mark });
  }
}
