import { describe, expect, it } from 'vitest';
import { canonicalMode, KNOWN_MODES } from '../../../src/scenario/schema-modes.js';
import { boundIsMet, exchangeModes, findMode, MODES } from '../../../src/core/exchange/modes.js';

describe('the exchange modes', () => {
  it('are found by their names', () => {
    expect(exchangeModes).toEqual(KNOWN_MODES);
    for (const mode of MODES) expect(findMode(mode.name)).toBe(mode);
    for (const name of ['om99', 'om11', 'om0', 'ic0', 'none1', 'constructor', ''])
      expect(findMode(name), name).toBeUndefined();
  });

  it('ic has one spelling, and may be written as om1 is', () => {
    expect(findMode('ic1')?.name).toBe('ic');
    for (const mode of exchangeModes) expect(canonicalMode(mode)).toBe(mode);
    expect(canonicalMode('ic1')).toBe('ic');
  });

  it.each([
    [3, 0, true],
    [3, 1, false],
    [4, 1, true],
    [6, 2, false],
    [7, 2, true],
  ])('%i computers bear %i faults: %s', (computers, m, met) => {
    expect(boundIsMet(computers, m)).toBe(met);
  });
});
