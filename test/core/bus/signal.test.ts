import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  crossingLateNs,
  newWaveform,
  setHealthy,
  slopeMvPerNs,
  strongestMv,
  weakestMv,
  WINDOW_NS,
  windowMeanMv,
  type Waveform,
} from '../../../src/core/bus/signal.js';
import { HALF_BIT_NS, makeImage, MIL_STD_1553B_WORD, SHUTTLE_WORD } from '../../../src/core/bus/word.js';
import { sending } from '../../support/bus.js';
import { holds } from '../../support/property.js';

/** The level of a line state. */
const levelOf = (wave: Waveform, state: number): number =>
  state > 0 ? wave.positiveMv : state < 0 ? -wave.negativeMv : 0;

/**
 * The trapezoid itself: the level at a time, half-bit i of `states` beginning at i × 500 ns, with idle line before and
 * after. Each change of state adds its ramp, centred where the edge comes.
 */
function levelAt(wave: Waveform, states: readonly number[], timeNs: number): number {
  let level = 0;
  let before = 0;
  for (const [i, state] of [...states, 0].entries()) {
    const lateNs = state > before ? wave.risingLateNs : wave.fallingLateNs;
    const done = (timeNs - (i * HALF_BIT_NS + lateNs)) / wave.edgeNs + 0.5;
    level += (levelOf(wave, state) - levelOf(wave, before)) * Math.max(0, Math.min(1, done));
    before = state;
  }
  return level;
}

/** The mean of that over the window of half-bit `half`, by adding up. */
function integrated(wave: Waveform, states: readonly number[], half: number, steps = 1_000): number {
  const startNs = half * HALF_BIT_NS + (HALF_BIT_NS - WINDOW_NS) / 2;
  let sum = 0;
  for (let i = 0; i < steps; i++) sum += levelAt(wave, states, startNs + ((i + 0.5) * WINDOW_NS) / steps);
  return sum / steps;
}

const mv = fc.double({ min: 1, max: 10_000, noNaN: true });
const lateNs = fc.double({ min: -250, max: 250, noNaN: true });
/** Any wave for which the model holds; the two polarities and the two directions need not be alike. */
const anyWave: fc.Arbitrary<Waveform> = fc.record({
  positiveMv: mv,
  negativeMv: mv,
  edgeNs: fc.double({ min: 1, max: 750, noNaN: true }),
  risingLateNs: lateNs,
  fallingLateNs: lateNs,
});
const state = fc.constantFrom(-1, 0, 1);
const STATES = [-1, 0, 1];
const neighbourhoods = STATES.flatMap((before) =>
  STATES.flatMap((here) => STATES.map((after) => [before, here, after] as const)),
);

describe('what is left of a half-bit behind the filter', () => {
  it('is the mean of the trapezoid over the middle half of the half-bit, whatever stands beside it', () => {
    holds(
      fc.property(anyWave, state, state, state, (wave, before, here, after) => {
        // The neighbours last, so that their own outer edges do not matter here.
        const states = [before, before, here, after, after];
        const swing = wave.positiveMv + wave.negativeMv;
        const difference = windowMeanMv(wave, before, here, after) - integrated(wave, states, 2);
        expect(Math.abs(difference)).toBeLessThan(swing / 1_000);
      }),
      1_000,
    );
  });

  it.each([MIL_STD_1553B_WORD, SHUTTLE_WORD])('is so in each half-bit of two words of $name', (format) => {
    holds(
      fc.property(anyWave, fc.nat(0xffff), fc.nat(0xffff), (wave, first, second) => {
        const images = [makeImage(format, 'command', first), makeImage(format, 'data', second)];
        const tx = sending(format, images, wave);
        const idle = new Array<number>((2 * format.gapNs) / HALF_BIT_NS / 2).fill(0);
        const states = [...tx.halves.subarray(0, format.halfBits), ...idle];
        states.push(...tx.halves.subarray(format.halfBits, 2 * format.halfBits));
        const swing = wave.positiveMv + wave.negativeMv;
        for (let place = 0; place < 2 * format.halfBits; place += 7) {
          const word = Math.trunc(place / format.halfBits);
          const half = place % format.halfBits;
          const [before, here, after] = [-1, 0, 1].map((side) => tx.neighbour(word, half + side));
          const meanMv = windowMeanMv(wave, before ?? 0, here ?? 0, after ?? 0);
          const real = integrated(wave, states, place + word * idle.length, 100);
          expect(Math.abs(meanMv - real), `half-bit ${place}`).toBeLessThan(swing / 100);
        }
      }),
      20,
    );
  });

  it('is the level itself while edges stay out of the window', () => {
    const wave = newWaveform();
    setHealthy(wave, { levelMv: 6000, riseNs: 200 });
    for (const [before, here, after] of neighbourhoods)
      expect(windowMeanMv(wave, before, here, after)).toBe(here * 3000);
  });

  it('is never weaker than the weakest nor stronger than the strongest, of all 27 neighbourhoods', () => {
    holds(
      fc.property(anyWave, (wave) => {
        const means = neighbourhoods.map(([before, here, after]) => windowMeanMv(wave, before, here, after));
        const own = neighbourhoods.flatMap(([, here], i) => (here === 0 ? [] : [here * (means[i] ?? NaN)]));
        expect(own.length).toBe(18);
        // Nothing is nothing, whichever sign it has.
        expect(Math.min(...own) + 0).toBe(weakestMv(wave) + 0);
        const rounding = 1e-9 * strongestMv(wave);
        for (const meanMv of means)
          expect(Math.abs(meanMv)).toBeLessThanOrEqual(strongestMv(wave) + rounding);
      }),
      1_000,
    );
  });

  it('has no step as an edge gets slower or later', () => {
    const wave = { ...newWaveform(), positiveMv: 1000, negativeMv: 1000, edgeNs: 187.5 };
    let previous = windowMeanMv(wave, -1, 1, -1);
    for (let late = 0; late <= 250; late++) {
      wave.risingLateNs = late;
      const now = windowMeanMv(wave, -1, 1, -1);
      expect(now).toBeLessThanOrEqual(previous);
      expect(previous - now).toBeLessThanOrEqual(2000 / WINDOW_NS + 1e-9);
      previous = now;
    }
  });
});

describe('zero crossings', () => {
  it('come where the trapezoid crosses zero, under unbalanced polarities too', () => {
    holds(
      fc.property(anyWave, fc.boolean(), (wave, rising) => {
        // Three half-bits on either side, so that the outer edges of the whole do not reach the crossing.
        const states = rising ? [-1, -1, -1, 1, 1, 1] : [1, 1, 1, -1, -1, -1];
        let before = 1.01 * (-wave.edgeNs / 2 - 250);
        let after = -before;
        // By halving, as often as a double has bits.
        for (let i = 0; i < 60; i++) {
          const middle = (before + after) / 2;
          if (levelAt(wave, states, 3 * HALF_BIT_NS + middle) > 0 === rising) after = middle;
          else before = middle;
        }
        expect(crossingLateNs(wave, rising)).toBeCloseTo(after, 3);
      }),
      500,
    );
  });

  it('of a healthy wave come on time', () => {
    const wave = newWaveform();
    setHealthy(wave, { levelMv: 6000, riseNs: 300 });
    expect([crossingLateNs(wave, true), crossingLateNs(wave, false)]).toEqual([0, 0]);
  });

  it('with one polarity lost, come half an edge early and late: a skew of a whole edge', () => {
    const wave = { positiveMv: 3000, negativeMv: 0, edgeNs: 200, risingLateNs: 0, fallingLateNs: 0 };
    expect([crossingLateNs(wave, true), crossingLateNs(wave, false)]).toEqual([-100, 100]);
  });

  it('of no wave at all are not late', () => {
    expect(crossingLateNs(newWaveform(), true)).toBe(0);
  });
});

describe('a healthy waveform', () => {
  it('has half of the peak-to-peak level each way, and an edge whose 10 % to 90 % is the rise time', () => {
    const wave: Waveform = { positiveMv: 1, negativeMv: 2, edgeNs: 3, risingLateNs: 4, fallingLateNs: 5 };
    setHealthy(wave, { levelMv: 6000, riseNs: 150 });
    expect(wave).toEqual({
      positiveMv: 3000,
      negativeMv: 3000,
      edgeNs: 187.5,
      risingLateNs: 0,
      fallingLateNs: 0,
    });
    const states = [-1, -1, 1, 1];
    const crossed = (share: number): number => {
      let timeNs = 900;
      while (levelAt(wave, states, timeNs) < -3000 + 6000 * share) timeNs += 0.01;
      return timeNs;
    };
    expect(crossed(0.9) - crossed(0.1)).toBeCloseTo(150, 1);
  });

  it('has a slope behind the filter of no more than its swing over the window', () => {
    const wave = { positiveMv: 500, negativeMv: 500, edgeNs: 100, risingLateNs: 0, fallingLateNs: 0 };
    expect(slopeMvPerNs(wave)).toBe(1000 / WINDOW_NS);
    expect(slopeMvPerNs({ ...wave, edgeNs: 400 })).toBe(2.5);
  });
});
