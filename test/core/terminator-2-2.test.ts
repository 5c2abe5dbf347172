import { describe, expect, it } from 'vitest';
import { at } from '../../src/core/at.js';
import type { ScenarioConfig } from '../../src/core/config.js';
import { loadScenario } from '../../src/scenario/load.js';
import { isAsExpected, replay } from '../../src/run/replay.js';
import { fly, type Log } from '../support/flights.js';

// The missing terminator. Who hears must come out of the line and the taps: no computer differs from its counterpart in
// anything else, and nothing in the program names a side.

const { scenario, sha256 } = loadScenario('terminator-2-2');
const FAULT_AT = 25;

/** The same vehicle with other taps or another end. */
function withLine(tapsM: Record<string, number>, ohm = 1e9): ScenarioConfig {
  const bus = at(scenario.buses, 0);
  const line = { ...bus.line, tapsM: { ...bus.line.tapsM, ...tapsM } };
  const faults = scenario.faults.map((fault) => ('end' in fault ? { ...fault, ohm } : fault));
  return { ...scenario, buses: [{ ...bus, line }], faults };
}

const sidesOf = ({ changes }: Log): unknown =>
  changes.map(({ cycle, pattern, groups }) => [cycle, pattern, groups]);

describe('terminator-2-2', () => {
  it('comes out as its scenario expects: 2-2 under status, one set under om1', async () => {
    const result = await replay({ scenario, sha256 });
    expect(result.runs.map(({ exchange, verdict, unmet }) => [exchange, verdict, unmet])).toEqual([
      ['status', 'split', []],
      ['om1', 'agreed', []],
    ]);
    expect(isAsExpected(result)).toBe(true);
  });

  it.each([1, 2, 3, 4, 5])('splits at the first read, whatever the noise: seed %i', (seed) => {
    expect(sidesOf(fly({ ...scenario, seed }, 'status').log)).toEqual([
      [0, '4', 'FCC1 FCC2 FCC3 FCC4'],
      [FAULT_AT, '2-2', 'FCC1 FCC2 | FCC3 FCC4'],
      [50, '4', 'FCC1 FCC2 FCC3 FCC4'],
    ]);
  });

  it('splits others, if others are tapped there', () => {
    const swapped = withLine({ FCC2: 13, FCC4: 52 });
    expect(sidesOf(fly(swapped, 'status').log)).toContainEqual([FAULT_AT, '2-2', 'FCC1 FCC4 | FCC2 FCC3']);
  });

  it('splits nobody, if all are tapped near the open end, or it has twice the right resistance', () => {
    expect(fly(withLine({ FCC3: 50, FCC4: 51 }), 'status').log.patterns).toEqual(['4']);
    expect(fly(withLine({}, 140), 'status').log.patterns).toEqual(['4']);
  });

  it('under om1 costs two reads, alike for all, until the terminator is back', () => {
    const { log, vehicle } = fly(scenario, 'om1');
    expect(log.cyclesWithoutData).toEqual([FAULT_AT, FAULT_AT + 1]);
    expect(new Set(log.pages.map(({ states }) => states))).toEqual(new Set(['FCC1 FCC2 FCC3 FCC4']));
    expect(at(vehicle.faults.faults, 0).status).toBe('noticed');
    // The monitor's record points to the source that two erred on; it does not know of lines.
    expect(log.accused.map(({ terminal }) => terminal)).toEqual(['GYRO']);
  });
});
