/** What a host's program is made of: its ears, its talk, and the run that they are the outside of. */
import { assert } from '../../core/at.js';
import { readsOf } from '../../core/config.js';
import type { ModeEntry } from '../../core/exchange/modes.js';
import { FIRST_TERMINAL } from '../../line/protocol/packet.js';
import type { TraceSink } from '../../record/line-buffer.js';
import { ScenarioRun } from '../../run/run-scenario.js';
import { LiveObserver } from '../live-observer.js';
import type { LiveCycle } from '../messages.js';
import { OthersBook } from '../others-book.js';
import { ReceptionBook } from '../reception-book.js';
import type { Begin } from './begin.js';
import { HostEars } from './host-ears.js';
import type { HostTask } from './host-messages.js';
import { HostTalk } from './host-talk.js';
import { Post } from './post.js';
import type { Radio } from './radio.js';
import { SlotClock } from './slot-clock.js';

/** Whoever wants to know of a cycle. */
export interface HostListener {
  readonly trace: TraceSink;
  readonly cycle: (cycle: LiveCycle) => void;
  readonly wakeUs: () => number;
}

export class HostParts {
  readonly post: Post;
  readonly run: ScenarioRun;
  readonly receptions: ReceptionBook;
  readonly others: OthersBook;
  readonly ears: HostEars;
  readonly talk: HostTalk;
  readonly #clock: SlotClock;
  readonly #startNs: (cycle: number) => number;

  constructor({ scenario, station, slots }: HostTask, mode: ModeEntry, radio: Radio, listener: HostListener) {
    const names = scenario.computers.map(({ id }) => id);
    const terminals = scenario.terminals.map(({ id }) => id);
    const elements = scenario.buses.flatMap((bus) => readsOf(bus).map(({ element }) => element));
    const knows = (number: number): boolean =>
      number < FIRST_TERMINAL ? number < names.length : number - FIRST_TERMINAL < terminals.length;
    this.post = new Post(radio, station, slots, knows);
    this.#clock = new SlotClock(radio, this.post, station, slots);
    this.receptions = new ReceptionBook(names);
    this.others = new OthersBook(names, elements, names[station]);
    this.ears = new HostEars(scenario, this.#clock, this.receptions);
    this.talk = new HostTalk(this.#clock, this.others, names.length, terminals);
    const observer = new LiveObserver(listener.wakeUs, listener.cycle, this.talk.own);
    const live = { outside: this.ears, others: this.talk, observers: [observer] };
    this.run = new ScenarioRun(scenario, mode, listener.trace, live);
    this.ears.commanderOf = (bus) => this.run.commanderOf(bus);
    const { startUs, periodUs } = scenario.cycle;
    this.#startNs = (cycle) => (startUs + cycle * periodUs) * 1000;
  }

  /** A cycle begins: those before it are passed over. */
  begin(begin: Begin): void {
    const { cycle, startUs } = begin;
    // What comes with a beginning, the set's state and who arrives, belongs to a cycle that is lived.
    assert(cycle >= this.run.cycle, 'no cycle is lived through again');
    this.ears.startNs = this.talk.startNs = this.#startNs(cycle);
    this.ears.asked.clear();
    this.#clock.begin(cycle, startUs);
    this.talk.begin(begin);
    this.run.advanceTo(cycle);
  }
}
