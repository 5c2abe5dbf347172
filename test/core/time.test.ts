import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NS_PER_MS, NS_PER_US, nsToUs, usToNs } from '../../src/core/time.js';
import { holds } from '../support/property.js';

describe('virtual time', () => {
  it('is whole nanoseconds', () => {
    expect([usToNs(40_000), usToNs(-2_000_000), usToNs(0.5), usToNs(1.0004)]).toEqual([
      40_000_000, -2_000_000_000, 500, 1000,
    ]);
    expect(NS_PER_MS).toBe(1000 * NS_PER_US);
  });

  it('holds 104 days of them exactly, and comes back as microseconds', () => {
    const days104 = 104 * 24 * 3600 * 1e6;
    expect(usToNs(days104)).toBeLessThan(Number.MAX_SAFE_INTEGER);
    holds(
      fc.property(fc.integer({ min: -days104, max: days104 }), (timeUs) => {
        expect(usToNs(timeUs)).toBe(timeUs * 1000);
        expect(nsToUs(usToNs(timeUs))).toBe(timeUs);
      }),
    );
  });
});
