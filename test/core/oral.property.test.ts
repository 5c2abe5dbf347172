import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExchangeName, ModeEntry } from '../../src/core/exchange/modes.js';
import type { Observer } from '../../src/core/observer.js';
import type { Vehicle } from '../../src/core/vehicle.js';
import { fly, violatedChecks } from '../support/flights.js';
import { holds } from '../support/property.js';
import { vehicleWith } from '../support/random-vehicle.js';

// Inside its bound every mode of oral messages holds, whatever is wrong and however: IC1 and IC2 for readings, no healthy
// computer voted out, and as many messages as Lamport, Shostak, Pease 1982 count.

/** Counts the messages of each cycle in which all are still members, and what they ought to be, whatever was heard. */
class Counter implements Observer {
  readonly detailed = true;
  readonly counts: { readonly came: number; readonly due: number }[] = [];
  #messages = 0;
  #readings = 0;
  #allMembers = true;

  message(): void {
    this.#messages++;
  }

  /** One for each computer and read. */
  reading(): void {
    this.#readings++;
  }

  endOfCycle({ cycle, scenario, mode, computers, set }: Vehicle): void {
    const n = computers.length;
    const due = messagesIn(mode, n, this.#readings / n, cycle % scenario.rules.sumwordEveryCycles === 0);
    if (this.#allMembers) this.counts.push({ came: this.#messages, due });
    this.#messages = this.#readings = 0;
    this.#allMembers = computers.every(({ index }) => set.isMember(index));
  }
}

/** Messages that OM(m) takes among n for one commander: (n − 1) + (n − 1)(n − 2) + …, m + 1 terms. */
function om(n: number, m: number): number {
  return m < 0 ? 0 : (n - 1) * (1 + om(n - 1, m - 1));
}

function messagesIn({ m, commander }: ModeEntry, n: number, reads: number, sumwords: boolean): number {
  // Of an agreement that a terminal commands, the first round goes over its own bus.
  const perRead = commander === 'terminal' ? om(n + 1, m) - n : n * om(n, m);
  return reads * perRead + (sumwords ? n * om(n, m) : 0);
}

function holdsInside(
  n: number,
  mode: ExchangeName,
  faulty: { computers: number; terminals: number },
  runs: number,
): void {
  holds(
    fc.property(vehicleWith(n, faulty), (scenario) => {
      const counter = new Counter();
      const { vehicle, log } = fly(scenario, mode, [counter]);
      expect(violatedChecks(vehicle)).toEqual([]);
      const healthy = vehicle.healthy.map(({ name }) => name);
      // Nor does any of them vote against another.
      const struck = log.votes.filter(
        ({ voter, target }) => healthy.includes(voter) && healthy.includes(target),
      );
      expect(struck).toEqual([]);
      expect(counter.counts.length).toBeGreaterThan(0);
      for (const { came, due } of counter.counts) expect(came).toBe(due);
    }),
    runs,
  );
}

describe('inside the bound', () => {
  const ONE = { computers: 1, terminals: 0 };
  it.each([
    ['om1', 4, ONE, 20],
    ['om1', 6, { computers: 0, terminals: 1 }, 8],
    ['ic', 4, ONE, 20],
    // What om1 does not bear: a terminal besides.
    ['ic', 4, { computers: 1, terminals: 1 }, 40],
    ['ic', 5, { computers: 1, terminals: 2 }, 12],
    ['ic', 4, { computers: 0, terminals: 2 }, 8],
    ['om2', 7, { computers: 2, terminals: 0 }, 6],
    ['om2', 7, { computers: 1, terminals: 1 }, 6],
    ['om2', 8, { computers: 2, terminals: 0 }, 3],
    ['ic2', 7, { computers: 2, terminals: 1 }, 4],
  ] as const)('%s among %i with %o', (mode, n, faulty, runs) => {
    holdsInside(n, mode, faulty, runs);
  });
});

// A bound that is not needed would be no bound: one fault more, and something gives among random vehicles.
describe('beyond the bound', () => {
  it.each([
    ['om1', 4, { computers: 1, terminals: 1 }, 120],
    ['om1', 4, { computers: 2, terminals: 0 }, 30],
    ['ic', 4, { computers: 2, terminals: 1 }, 30],
    ['om1', 3, { computers: 1, terminals: 0 }, 30],
    ['ic', 3, { computers: 1, terminals: 0 }, 30],
  ] as const)('%s among %i with %o does not always hold', (mode, n, faulty, numRuns) => {
    const scenarios = fc.sample(vehicleWith(n, faulty), { numRuns, seed: 1 });
    const broken = scenarios.filter((scenario) => violatedChecks(fly(scenario, mode).vehicle).length > 0);
    expect(broken.length).toBeGreaterThan(0);
  });
});
