import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Arrival } from '../../../src/core/bus/line.js';
import type { LineConfig } from '../../../src/core/config.js';
import { line } from '../../support/bus.js';
import { holds } from '../../support/property.js';

const OPEN = 1e9;

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

describe('the end of a line', () => {
  const at70m = (nearOhm: number, farOhm: number): readonly Arrival[] =>
    line({ lengthM: 100, tapsM: { A: 10, B: 70 }, terminatorsOhm: [nearOhm, farOhm] }).arrivals('A', 'B');

  it.each([
    [70, []],
    [140, [1 / 3]],
    [35, [-1 / 3]],
    [0, [-1]],
    [OPEN, [1]],
  ])('of %d ohm against a Z0 of 70 sends back %j of a wave', (ohm, gains) => {
    const echoes = at70m(70, ohm).slice(1);
    expect(echoes.map(({ gain }) => Math.round(gain * 1e6) / 1e6)).toEqual(
      gains.map((gain) => Math.round(gain * 1e6) / 1e6),
    );
    // 90 m to the end and 30 m back.
    for (const { delayNs } of echoes) expect(delayNs).toBe(600);
  });

  it('at the near end sends back what left that way', () => {
    expect(at70m(140, 70)).toEqual([
      { delayNs: 300, gain: 1 },
      { delayNs: 400, gain: expect.closeTo(1 / 3, 12) as number },
    ]);
  });

  it('right at the tap doubles the level there if open, and leaves none if shorted', () => {
    const gains = (ohm: number): number[] =>
      line({ lengthM: 60, tapsM: { A: 0, B: 60 }, terminatorsOhm: [70, ohm] })
        .arrivals('A', 'B')
        .map(({ gain }) => gain);
    expect(gains(0)).toEqual([0]);
    expect(gains(OPEN)).toEqual([expect.closeTo(2, 6)]);
  });

  it('changes with what bends it, and only then is there something to lay out anew', () => {
    const bus = line({ lengthM: 60, tapsM: { A: 0, B: 30 } });
    expect(bus.settle(0)).toBe(false);
    let ohm = 140;
    bus.behaviours.push({
      bend: ({ endsOhm: ends }, timeNs) => {
        if (timeNs >= 10) ends[1] = ohm;
      },
    });
    expect([0, 10, 20].map((timeNs) => bus.settle(timeNs))).toEqual([false, true, false]);
    expect(bus.arrivals('A', 'B')[1]).toEqual({ delayNs: 450, gain: expect.closeTo(1 / 3, 12) as number });
    ohm = 0;
    expect([20, 5, 5].map((timeNs) => bus.settle(timeNs))).toEqual([true, true, false]);
    expect(bus.arrivals('A', 'B').length).toBe(1);
  });
});

/** Every path of up to `turns` reflections, walked leg by leg; sums by delay. */
function walked(config: LineConfig, from: number, to: number, turns: number): Map<number, number> {
  const sums = new Map<number, number>();
  const left = (metres: number): number => (1 - config.lossPpmPerM / 1e6) ** metres;
  const arrive = (metres: number, gain: number): void => {
    const delayNs = Math.round(metres / config.velocityMPerNs);
    sums.set(delayNs, (sums.get(delayNs) ?? 0) + gain);
  };
  const walk = (position: number, towards: 0 | 1, metres: number, gain: number, turn: number): void => {
    const ahead = towards === 1 ? to > position : to < position;
    // On a leg that starts at an end, the tap lies ahead even if it is at that end.
    if (turn > 0 || ahead) arrive(metres + Math.abs(to - position), gain * left(Math.abs(to - position)));
    if (turn === turns) return;
    const end = towards * config.lengthM;
    const leg = Math.abs(end - position);
    const ohm = config.terminatorsOhm[towards];
    const reflected = gain * left(leg) * ((ohm - config.impedanceOhm) / (ohm + config.impedanceOhm));
    walk(end, towards === 1 ? 0 : 1, metres + leg, reflected, turn + 1);
  };
  if (from === to) arrive(0, 1);
  walk(from, 0, 0, 1, 0);
  walk(from, 1, 0, 1, 0);
  return sums;
}

const anyLine = fc
  .record({
    velocityMPerNs: fc.constantFrom(0.2, 0.19, 0.3),
    lengthM: fc.integer({ min: 1, max: 300 }),
    impedanceOhm: fc.integer({ min: 50, max: 100 }),
    terminatorsOhm: fc.tuple(fc.constantFrom(0, 35, 70, 140, OPEN), fc.integer({ min: 10, max: 1000 })),
    lossPpmPerM: fc.constantFrom(0, 200, 5_000),
    taps: fc.tuple(fc.nat(1_000), fc.nat(1_000)),
  })
  .map(({ taps: [a, b], ...rest }) => {
    const tapsM = { a: a % (rest.lengthM + 1), b: b % (rest.lengthM + 1) };
    return { ...rest, tapsM };
  });

const reflectionOf = ({ terminatorsOhm, impedanceOhm }: LineConfig, end: 0 | 1): number =>
  Math.abs((terminatorsOhm[end] - impedanceOhm) / (terminatorsOhm[end] + impedanceOhm));

describe('echoes', () => {
  it('are every path from tap to tap, walked leg by leg, but for those under 1 %', () => {
    holds(
      fc.property(anyLine, (config) => {
        const arrivals = line(config).arrivals('a', 'b');
        const sums = walked(config, config.tapsM.a, config.tapsM.b, 32);
        const left = new Map(sums);
        for (const { delayNs, gain } of arrivals) {
          // Up to four paths in the same nanosecond may have been left out, each under 1 %.
          expect(Math.abs(gain - (sums.get(delayNs) ?? NaN))).toBeLessThan(0.04 + 1e-9);
          left.delete(delayNs);
        }
        for (const gain of left.values()) expect(Math.abs(gain)).toBeLessThan(0.04 + 1e-9);
      }),
      500,
    );
  });

  it('come in order, each but the direct wave once, and are as strong from B to A as from A to B', () => {
    holds(
      fc.property(anyLine, (config) => {
        const there = line(config).arrivals('a', 'b');
        const back = line(config).arrivals('b', 'a');
        expect(back.map(({ delayNs }) => delayNs)).toEqual(there.map(({ delayNs }) => delayNs));
        there.forEach(({ gain }, i) => expect(back[i]?.gain).toBeCloseTo(gain, 9));
        there.forEach(
          ({ delayNs }, i) => i > 0 && expect(delayNs).toBeGreaterThan(there[i - 1]?.delayNs ?? NaN),
        );
      }),
    );
  });

  it('never come to more than the two ends can send back', () => {
    holds(
      fc.property(anyLine, (config) => {
        const arrivals = line(config).arrivals('a', 'b');
        const near = reflectionOf(config, 0);
        const far = reflectionOf(config, 1);
        const sum = arrivals.reduce((all, { gain }) => all + Math.abs(gain), 0);
        // Both ways, and each round trip leaves near · far of it: a geometric series.
        expect(sum).toBeLessThanOrEqual(((1 + near) * (1 + far)) / (1 - near * far) + 1e-9);
        expect(arrivals.length).toBeLessThanOrEqual(1 + 2 * 32);
      }),
    );
  });

  it('are bounded in number even where nothing absorbs them', () => {
    const mirror = line({ lengthM: 50, tapsM: { A: 10, B: 33 }, terminatorsOhm: [OPEN, 0] });
    const arrivals = mirror.arrivals('A', 'B');
    expect(arrivals.length).toBe(65);
    for (const { gain } of arrivals) expect(Math.abs(gain)).toBeCloseTo(1, 5);
  });
});
