/** Watches a live run, and tells of each cycle what a person wants to see of it. */
import { at, byteAt } from '../core/at.js';
import type { Observer } from '../core/observer.js';
import { groupsOf, partition, patternOf } from '../core/redundancy/groups.js';
import type { FailVote } from '../core/redundancy/redundant-set.js';
import { nsToUs } from '../core/time.js';
import type { Vehicle } from '../core/vehicle.js';
import type { LiveCycle } from './messages.js';

export class LiveObserver implements Observer {
  readonly detailed = false;
  readonly #tell: (cycle: LiveCycle) => void;
  readonly #wakeUs: () => number;
  #votes: FailVote[] = [];

  /** @param wakeUs of the present cycle */
  constructor(wakeUs: () => number, tell: (cycle: LiveCycle) => void) {
    this.#wakeUs = wakeUs;
    this.#tell = tell;
  }

  vote(vote: FailVote): void {
    this.#votes.push({ ...vote });
  }

  endOfCycle(vehicle: Vehicle): void {
    const { set, computers, elements, cycle, exchange } = vehicle;
    const n = computers.length;
    const groups = new Uint8Array(n);
    partition(groups, (i, j) => set.accept(i, j), set.takesPart);
    this.#tell({
      kind: 'cycle',
      cycle,
      timeUs: nsToUs(vehicle.timing.startNs),
      elements: elements.map((element) => ({
        element: element.name,
        heard: computers.map(({ index, isOn }) =>
          element.polled && isOn ? at(element.readings, index).kind : 'not-read',
        ),
        outcome: at(exchange.outcomes, element.index),
      })),
      members: computers.map(({ index }) => set.isMember(index)),
      pattern: patternOf(groupsOf(groups)),
      cam: computers.map((_, row) => computers.map((__, column) => byteAt(set.lamps, row * n + column))),
      votes: this.#votes.map(({ voter, target, timeNs }) => ({ voter, target, timeUs: nsToUs(timeNs) })),
      wakeUs: this.#wakeUs(),
    });
    this.#votes = [];
  }
}
