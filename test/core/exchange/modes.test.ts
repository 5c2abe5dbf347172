import { describe, expect, it } from 'vitest';
import { boundIsMet, exchangeModes, findMode, MODES } from '../../../src/core/exchange/modes.js';

describe('the exchange modes', () => {
  it('are found by their names', () => {
    expect(exchangeModes).toEqual(['none', 'status', 'om1']);
    for (const mode of MODES) expect(findMode(mode.name)).toBe(mode);
    expect(findMode('om99')).toBeUndefined();
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
