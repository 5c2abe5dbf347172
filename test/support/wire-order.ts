/**
 * Whatever a test is about: the bus monitor finds nothing wrong with what was sent, unless the test itself injects what a
 * monitor must see. Faults that spoil only how a word is heard, or what it says, leave it well-formed.
 */
import { expect } from 'vitest';
import type { ScenarioConfig } from '../../src/core/config.js';

const WELL_FORMED: readonly string[] = ['series-resistance', 'wrong-terminator', 'two-faced'];
/** MIL-STD-1553B 4.3.3.8. */
const RESPONSE_US = { least: 4, greatest: 12 };

export function staysInOrder({ faults, terminals }: ScenarioConfig): boolean {
  return (
    faults.every(({ behaviour }) => WELL_FORMED.includes(behaviour)) &&
    terminals.every(({ responseUs }) => responseUs >= RESPONSE_US.least && responseUs <= RESPONSE_US.greatest)
  );
}

export function expectOrderOnTheWire(
  scenario: ScenarioConfig,
  violations: Iterable<readonly [string, number]>,
): void {
  if (staysInOrder(scenario)) expect([...violations], 'violations seen by the bus monitor').toEqual([]);
}
