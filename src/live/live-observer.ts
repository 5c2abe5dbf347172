/** Watches a live run, and tells of each cycle what a person wants to see of it. */
import { at, byteAt } from '../core/at.js';
import type { Element } from '../core/bus/element.js';
import type { FlightComputer } from '../core/flight/flight-computer.js';
import type { Observer } from '../core/observer.js';
import { groupsOf, partition, patternOf } from '../core/redundancy/groups.js';
import type { FailVote } from '../core/redundancy/redundant-set.js';
import { nsToUs } from '../core/time.js';
import type { Vehicle } from '../core/vehicle.js';
import { heardBy } from '../record/heard.js';
import type { LiveCycle } from './messages.js';

export class LiveObserver implements Observer {
  readonly detailed = false;
  readonly #tell: (cycle: LiveCycle) => void;
  readonly #wakeUs: () => number;
  readonly #own: number | undefined;
  #votes: FailVote[] = [];

  /**
   * @param wakeUs of the present cycle
   * @param own with a host per computer: the one at home here
   */
  constructor(wakeUs: () => number, tell: (cycle: LiveCycle) => void, own?: number) {
    this.#wakeUs = wakeUs;
    this.#tell = tell;
    this.#own = own;
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
        heard: computers.map(({ index }) => heardBy(index, element, vehicle)),
        outcome: at(exchange.outcomes, element.index),
      })),
      members: computers.map(({ index }) => set.isMember(index)),
      pattern: patternOf(groupsOf(groups)),
      cam: computers.map((_, row) => computers.map((__, column) => byteAt(set.lamps, row * n + column))),
      votes: this.#votes.map(({ voter, target, timeNs }) => ({ voter, target, timeUs: nsToUs(timeNs) })),
      wakeUs: this.#wakeUs(),
      ...(this.#own === undefined ? {} : { inUse: digestOf(at(computers, this.#own), elements) }),
    });
    this.#votes = [];
  }
}

/** FNV-1a over the words in use, and over what is not used any more. */
function digestOf({ inputs, bypassed }: FlightComputer, elements: readonly Element[]): number {
  let hash = 0x811c9dc5;
  const add = (word: number): void => {
    hash = Math.imul(hash ^ word, 0x01000193);
  };
  for (const { index, command } of elements) {
    add(byteAt(bypassed, index));
    for (let w = 0; w < command.words && byteAt(bypassed, index) === 0; w++) add(at(at(inputs, index), w));
  }
  return hash >>> 0;
}
