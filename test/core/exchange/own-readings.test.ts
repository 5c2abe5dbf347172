import { describe, expect, it } from 'vitest';
import { at } from '../../../src/core/at.js';
import type { ExchangeName } from '../../../src/core/exchange/modes.js';
import { fly, prepare, smallVehicle } from '../../support/flights.js';

/** Of the 18 words of a read that C got only in part (an error in its sixth word), those that C now holds; it held none. */
function wordsStored(mode: ExchangeName, isMember: boolean): { stored: number; isFresh: boolean } {
  const { vehicle, run } = prepare(smallVehicle(), mode);
  run(3);
  const { sent, readings, sentWords } = at(vehicle.elements, 0);
  const computer = at(vehicle.computers, 2);
  at(computer.inputs, 0).fill(-1);
  if (!isMember) vehicle.set.left[2] = 1;
  // A status word comes before the data.
  const reading = at(readings, 2);
  reading.kind = reading.cut(1 + 5, 'parity');
  vehicle.exchange.agreeOnInputs(3, vehicle.timing.endNs);
  const [input] = computer.inputs;
  const first = input?.findIndex((word, i) => word !== sent[i]) ?? NaN;
  expect([sentWords, input?.subarray(first, 18).every((word) => word === -1)]).toEqual([18, true]);
  return { stored: first, isFresh: computer.fresh[0] === 1 };
}

describe('after a short read', () => {
  it('a computer by itself stores the words received, and the rest stay stale', () => {
    expect(wordsStored('none', true)).toEqual({ stored: 5, isFresh: false });
    expect(wordsStored('status', false)).toEqual({ stored: 5, isFresh: false });
  });

  it('a member of the set does what the rule says: with staleAll nobody takes anything', () => {
    expect(wordsStored('status', true)).toEqual({ stored: 0, isFresh: false });
  });
});

it('a sumword that names another computer is none', () => {
  const { vehicle, run, log } = prepare(smallVehicle({ rules: { sumwordEveryCycles: 1 } }), 'none');
  at(vehicle.links.mouths, 2).push({ tell: (utterance) => (utterance.commander = 1) });
  run(5);
  expect(log.changes.at(-1)).toMatchObject({ cycle: 2, groups: 'A B D | C' });
});

it('without an exchange each outcome is one’s own, and nothing is said but sumwords', () => {
  const { vehicle } = fly(smallVehicle({ rules: { sumwordEveryCycles: 0 } }), 'none');
  expect(vehicle.exchange.outcomes).toEqual(['own']);
  // 50 commands and 50 answers.
  expect(vehicle.monitor.transmissions).toBe(100);
});
