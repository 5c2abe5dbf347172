import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { line } from '../../support/bus.js';
import { holds } from '../../support/property.js';

describe('a line', () => {
  it('takes 5 ns a metre at 0.2 m/ns, the same both ways', () => {
    const bus = line({ tapsM: { A: 2, B: 42 } });
    expect(bus.arrivals('A', 'B')).toEqual([{ delayNs: 200, gain: 1 }]);
    expect(bus.arrivals('B', 'A')).toEqual([{ delayNs: 200, gain: 1 }]);
    expect(bus.arrivals('A', 'A')).toEqual([{ delayNs: 0, gain: 1 }]);
  });

  it('begins at 0 for whom it does not name', () => {
    expect(line({ tapsM: { B: 10 } }).arrivals('nobody', 'B')).toEqual([{ delayNs: 50, gain: 1 }]);
  });

  it('loses level metre by metre', () => {
    holds(
      fc.property(fc.nat(500), fc.nat(500), fc.nat(100_000), (a, b, lossPpmPerM) => {
        const [direct] = line({ lossPpmPerM, tapsM: { a, b } }).arrivals('a', 'b');
        expect(direct?.gain).toBeCloseTo((1 - lossPpmPerM / 1e6) ** Math.abs(a - b), 9);
        expect(direct?.delayNs).toBe(Math.round(Math.abs(a - b) / 0.2));
      }),
    );
  });

  it('loads a stub with both of its directions', () => {
    expect(line({ impedanceOhm: 78 }).loadOhm).toBe(39);
  });
});
