import { describe, expect, it } from 'vitest';
import {
  fitRow,
  FIT_MODES,
  largest,
  RATES,
  sharesOf,
  WIRE_COMPUTERS,
  wireRow,
} from '../../src/bench/wire.js';
import { withComputers, withWords } from '../../src/bench/scenarios.js';
import { findMode } from '../../src/core/exchange/modes.js';
import { runScenario } from '../../src/run/run-scenario.js';
import { loadScenario } from '../../src/scenario/load.js';

const { scenario: nominal } = loadScenario('nominal');
const MODES = ['none', 'status', 'om1', 'ic'];

/** What a replay of the same scenario tells about its wire. */
function replayedWire(computers: number, modeName: string) {
  const mode = findMode(modeName);
  if (mode === undefined) throw new Error('no such mode');
  const scenario = { ...withComputers(nominal, computers), cycle: { ...nominal.cycle, cycles: 8 } };
  return runScenario(scenario, mode);
}

describe('a wire row', () => {
  it.each(MODES.flatMap((mode) => WIRE_COMPUTERS.map((n) => [mode, n] as const)))(
    '%s among %d tells what a replay tells',
    (mode, n) => {
      const { wire, verdict, checks } = replayedWire(n, mode);
      const row = wireRow(nominal, n, mode);
      expect([row.inputUs, row.exchangeUs]).toEqual([wire.inputUs, wire.exchangeUs]);
      expect(row.totalUs).toBe(wire.inputUs + wire.exchangeUs);
      expect(row.share['25']).toBe(wire.share);
      expect([verdict, checks.agreement.held]).toEqual(['agreed', true]);
    },
  );

  it('counts the words on the wire: command, status and data, and what the computers say to each other', () => {
    // 1 command + 1 status + 32 data; then each computer's header and word of its sumword.
    expect(wireRow(nominal, 4, 'none').words.most).toBe(34 + 4 * 2);
    // OM(1): four relays of 1 + 32 words; sumwords: 4 of 2 words, each relayed by 3.
    expect(wireRow(nominal, 4, 'om1').words.most).toBe(34 + 4 * 33 + 4 * 2 + 4 * 3 * 2);
    expect(wireRow(nominal, 4, 'om1').words.mean).toBe(34 + 4 * 33 + (4 * 2 + 4 * 3 * 2) / 4);
  });

  it('shares out a frame', () => {
    expect(sharesOf(10_000_000)).toEqual({ '25': 0.25, '50': 0.5, '100': 1 });
  });
});

describe('what fits', () => {
  it.each(RATES)('at %d Hz is the last that does', (hz) => {
    const row = fitRow(nominal, hz);
    const frameUs = 1e6 / hz;
    const mode = findMode('om1');
    if (mode === undefined) throw new Error('no such mode');
    const totalUs = (words: number): number => {
      const scenario = withWords(withComputers(nominal, 4), words);
      const { wire } = runScenario({ ...scenario, cycle: { ...scenario.cycle, cycles: 4 } }, mode);
      return wire.inputUs + wire.exchangeUs;
    };
    const most = row.mostWords['4'];
    if (most === undefined) throw new Error('no figure for four');
    expect(most.limitedBy).toBe('frame');
    expect(totalUs(most.value)).toBeLessThanOrEqual(frameUs);
    expect(totalUs(most.value + 1)).toBeGreaterThan(frameUs);
    expect(most.share).toBeCloseTo(totalUs(most.value) / frameUs, 5);
  });

  // One read of 32 words: (n, m) that fit are those whose replay has no cycle slip.
  it.each(FIT_MODES.flatMap((mode) => RATES.map((hz) => [mode, hz] as const)))(
    'of %s at %d Hz: so many computers and faults, and no more',
    (name, hz) => {
      const { mostComputers, mostFaults, m } = fitRow(nominal, hz, name);
      const slips = (computers: number, mode: string): boolean => {
        const entry = findMode(mode);
        if (entry === undefined || computers > 16) return true;
        const cycle = { ...nominal.cycle, periodUs: 1e6 / hz, cycles: 1 };
        return runScenario({ ...withComputers(nominal, computers), cycle }, entry).cycleSlips > 0;
      };
      const most = mostComputers['broadcast']?.value ?? 0;
      if (most > 0) expect(slips(most, name)).toBe(false);
      expect(slips(Math.max(most + 1, 3 * m + 1), name)).toBe(true);

      const named = (faults: number): string => (name.startsWith('om') ? `om${faults}` : `ic${faults}`);
      const { value } = mostFaults;
      if (value > 0) expect(slips(3 * value + 1, named(value))).toBe(false);
      if (value < 2) expect(slips(3 * value + 4, named(value + 1))).toBe(true);
    },
  );

  it.each([
    ['all', 1_000, 100, 'addresses'],
    ['some', 505, 50, 'frame'],
    ['the least', 19, 1, 'frame'],
    ['nothing', 9, 0, 'frame'],
  ] as const)('finds %s', (_, frameNs, value, limitedBy) => {
    const found = largest(1, 100, frameNs, (n) => 10 * n, 'addresses');
    expect(found).toMatchObject({ value, limitedBy });
  });
});
