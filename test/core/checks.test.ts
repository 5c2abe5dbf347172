import { describe, expect, it } from 'vitest';
import { at } from '../../src/core/at.js';
import { Check } from '../../src/core/checks.js';
import type { Vehicle } from '../../src/core/vehicle.js';
import { ohmFor, prepare, smallVehicle, violatedChecks } from '../support/flights.js';

/** A healthy vehicle after five cycles, tampered with, and judged once more. */
function violatedAfter(tamper: (vehicle: Vehicle) => void, keys: Record<string, unknown> = {}): string[] {
  const { vehicle, run } = prepare(smallVehicle(keys), 'om1');
  run(5);
  expect(violatedChecks(vehicle)).toEqual([]);
  tamper(vehicle);
  vehicle.checks.judge(vehicle);
  return violatedChecks(vehicle);
}

const words = (vehicle: Vehicle, computer: number): Int32Array =>
  at(at(vehicle.computers, computer).inputs, 0);
const FAULT_OF_D = { id: 'f', behaviour: 'series-resistance', target: 'D', from: { cycle: 0 }, ohm: 0 };
const FAULT_OF_IMU = { ...FAULT_OF_D, target: 'IMU', ohm: ohmFor(5000) };

describe('the checks', () => {
  it.each<[string, string[], (vehicle: Vehicle) => void]>([
    ['nothing', [], () => undefined],
    ['one word of one computer', ['agreement', 'validity'], (v) => (words(v, 2)[17] = 9)],
    ['the same wrong word of all', ['validity'], (v) => [0, 1, 2, 3].forEach((i) => (words(v, i)[0] = 9))],
    ['a word beyond what is read', [], (v) => (words(v, 2)[18] = 9)],
    ['one computer has given the element up', ['agreement'], (v) => at(v.computers, 1).bypass(0)],
    ['all have', [], (v) => v.computers.forEach((computer) => computer.bypass(0))],
    ['one has left the set', ['healthyVotedOut'], (v) => (v.set.left[3] = 1)],
  ])('see: %s -> %j', (_what, violated, tamper) => {
    expect(violatedAfter(tamper)).toEqual(violated);
  });

  it('do not ask what a faulty computer uses, or whether it is still in the set', () => {
    const tamper = (vehicle: Vehicle): void => {
      words(vehicle, 3)[0] = 9;
      at(vehicle.computers, 3).bypass(0);
      vehicle.set.left[3] = 1;
    };
    expect(violatedAfter(tamper, { faults: [FAULT_OF_D] })).toEqual([]);
  });

  it('do not ask whether what a faulty terminal sent is used, but whether all use the same', () => {
    const keys = { faults: [FAULT_OF_IMU] };
    const tamper = (v: Vehicle): void => [0, 1, 2, 3].forEach((i) => (words(v, i)[0] = 9));
    expect(violatedAfter(tamper, keys)).toEqual([]);
    expect(violatedAfter((v) => (words(v, 2)[0] = 9), keys)).toEqual(['agreement']);
  });

  it('hold a terminal for faulty in every cycle in which its fault was active, if only at first', () => {
    const over = { ...FAULT_OF_IMU, until: { timeUs: 4 * 40_000 + 1 } };
    expect(
      violatedAfter((v) => [0, 1, 2, 3].forEach((i) => (words(v, i)[0] = 9)), { faults: [over] }),
    ).toEqual([]);
    const before = { ...FAULT_OF_IMU, until: { timeUs: 4 * 40_000 } };
    expect(
      violatedAfter((v) => [0, 1, 2, 3].forEach((i) => (words(v, i)[0] = 9)), { faults: [before] }),
    ).toEqual(['validity']);
  });
});

it('a check counts cycles, and remembers the first', () => {
  const check = new Check();
  check.record(3, true);
  expect([check.held, check.violations, check.firstCycle]).toEqual([true, 0, undefined]);
  for (const [cycle, holds] of [
    [4, false],
    [5, true],
    [6, false],
  ] as const)
    check.record(cycle, holds);
  expect([check.held, check.violations, check.firstCycle]).toEqual([false, 2, 4]);
});
