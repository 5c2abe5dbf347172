/**
 * Echoes in the time domain, against a sum of trapezoids that knows nothing of windows, half-bits or offsets: the whole
 * transmission as a list of ramps, each echo the same list later, added up point by point.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Echoes, meanEarlierMv } from '../../../src/core/bus/echoes.js';
import type { Arrival } from '../../../src/core/bus/line.js';
import { windowMeanMv, type Waveform } from '../../../src/core/bus/signal.js';
import type { Transmission } from '../../../src/core/bus/transmission.js';
import { makeImage } from '../../../src/core/bus/word.js';
import { FORMATS, sending } from '../../support/bus.js';
import { holds } from '../../support/property.js';

interface Ramp {
  readonly middleNs: number;
  readonly swingMv: number;
}

/** All edges of a transmission, from the line states of its words. */
function rampsOf({ wave, halves, format, count, stepNs }: Transmission): Ramp[] {
  const ramps: Ramp[] = [];
  const level = (state: number): number => (state > 0 ? wave.positiveMv : state < 0 ? -wave.negativeMv : 0);
  let before = 0;
  const edge = (timeNs: number, state: number): void => {
    const lateNs = state > before ? wave.risingLateNs : wave.fallingLateNs;
    if (state !== before) ramps.push({ middleNs: timeNs + lateNs, swingMv: level(state) - level(before) });
    before = state;
  };
  for (let word = 0; word < count; word++) {
    for (let half = 0; half < format.halfBits; half++)
      edge(word * stepNs + half * 500, halves[word * format.halfBits + half] ?? NaN);
    if (format.gapNs > 0 || word === count - 1) edge(word * stepNs + format.wordNs, 0);
  }
  return ramps;
}

function levelAt(ramps: readonly Ramp[], edgeNs: number, timeNs: number): number {
  let sum = 0;
  for (const { middleNs, swingMv } of ramps)
    sum += swingMv * Math.max(0, Math.min(1, (timeNs - middleNs) / edgeNs + 0.5));
  return sum;
}

/** The mean over 250 ns from `startNs` on, by adding up. */
function meanFrom(ramps: readonly Ramp[], edgeNs: number, startNs: number, steps = 250): number {
  const near = ramps.filter(({ middleNs }) => middleNs < startNs + 250 + edgeNs);
  let sum = 0;
  for (let i = 0; i < steps; i++) sum += levelAt(near, edgeNs, startNs + ((i + 0.5) * 250) / steps);
  return sum / steps;
}

const lateNs = fc.double({ min: -250, max: 250, noNaN: true });
const anyWave: fc.Arbitrary<Waveform> = fc.record({
  positiveMv: fc.double({ min: 1, max: 1_000, noNaN: true }),
  negativeMv: fc.double({ min: 1, max: 1_000, noNaN: true }),
  edgeNs: fc.double({ min: 12, max: 750, noNaN: true }),
  risingLateNs: lateNs,
  fallingLateNs: lateNs,
});

describe.each(FORMATS)('an echo, in $name', ({ format: { word: format } }) => {
  const payloads = fc.array(fc.nat(0xffff), { minLength: 3, maxLength: 3 });
  const send = (wave: Waveform, words: readonly number[]): Transmission =>
    sending(
      format,
      words.map((payload, i) => makeImage(format, i === 0 ? 'command' : 'data', payload)),
      wave,
    );

  it('adds the mean of the sent wave over the window, at any offset, across words and gaps', () => {
    const offset = fc.oneof(fc.nat(3_000), fc.double({ min: -500, max: 40_000, noNaN: true }));
    holds(
      fc.property(anyWave, payloads, offset, fc.nat(2), fc.nat(55), (wave, words, offsetNs, word, place) => {
        const half = place % format.halfBits;
        const tx = send(wave, words);
        const startNs = word * tx.stepNs + half * 500 + 125 - offsetNs;
        const real = meanFrom(rampsOf(tx), wave.edgeNs, startNs);
        const swing = wave.positiveMv + wave.negativeMv;
        expect(Math.abs(meanEarlierMv(wave, tx, word, half, offsetNs) - real)).toBeLessThan(swing / 200);
      }),
      400,
    );
  });

  it('without an offset is the wave itself', () => {
    holds(
      fc.property(anyWave, payloads, (wave, words) => {
        const tx = send(wave, words);
        for (let half = 0; half < format.halfBits; half++) {
          const [before = 0, here = 0, after = 0] = [-1, 0, 1].map((side) => tx.neighbour(1, half + side));
          expect(meanEarlierMv(wave, tx, 1, half, 0)).toBeCloseTo(windowMeanMv(wave, before, here, after), 6);
        }
      }),
      50,
    );
  });

  it('has no step as its offset grows', () => {
    const wave = { positiveMv: 500, negativeMv: 500, edgeNs: 187.5, risingLateNs: 10, fallingLateNs: -10 };
    const tx = send(wave, [0x1234, 0xa5c3, 0xffff]);
    for (let offsetNs = 0; offsetNs < 5_000; offsetNs++) {
      const step = meanEarlierMv(wave, tx, 1, 9, offsetNs + 1) - meanEarlierMv(wave, tx, 1, 9, offsetNs);
      // At most the whole swing in 250 ns.
      expect(Math.abs(step)).toBeLessThanOrEqual(4 + 1e-9);
    }
  });

  it('moves a crossing to where the filtered sum of all waves is zero', () => {
    // Balanced, quick and punctual, so that the filtered direct edge is as straight as the receiver takes it to be.
    const wave = { positiveMv: 500, negativeMv: 500, edgeNs: 12.5, risingLateNs: 0, fallingLateNs: 0 };
    const gain = fc.double({ min: -0.45, max: 0.45, noNaN: true });
    const echo = fc.record({ delayNs: fc.integer({ min: 50, max: 4_000 }), gain });
    holds(
      fc.property(payloads, fc.tuple(echo, echo), (words, echoes) => {
        const tx = send(wave, words);
        const waves: readonly Arrival[] = [{ delayNs: 0, gain: 1 }, ...echoes];
        const heard = new Echoes();
        heard.take(waves, tx.wave);
        const ramps = waves.flatMap(({ delayNs, gain: share }) =>
          rampsOf(tx).map((ramp) => ({ middleNs: ramp.middleNs + delayNs, swingMv: ramp.swingMv * share })),
        );
        for (let half = 3; half < format.halfBits; half += 5) {
          const rising = tx.stateAt(1, half) > 0;
          if (tx.stateAt(1, half - 1) > 0 === rising) continue;
          const found = heard.crossingLateNs(tx, 1, half, wave, rising);
          const gridNs = tx.stepNs + half * 500;
          const sum = meanFrom(ramps, wave.edgeNs, gridNs + found - 125, 1_000);
          expect(Math.abs(sum)).toBeLessThan(15);
        }
      }),
      60,
    );
  });

  it('as strong as the wave leaves no crossing where it undoes it', () => {
    const tx = send(
      { positiveMv: 500, negativeMv: 500, edgeNs: 187.5, risingLateNs: 0, fallingLateNs: 0 },
      [0xffff, 0xffff, 0xffff],
    );
    const heard = new Echoes();
    heard.take(
      [
        { delayNs: 100, gain: 1 },
        { delayNs: 600, gain: 1 },
      ],
      tx.wave,
    );
    // Ones: the half-bits take turns, and each wave finds the last one's opposite.
    expect(heard.crossingLateNs(tx, 1, 20, tx.wave, tx.stateAt(1, 20) > 0)).toBeNaN();
  });
});

describe('what echoes can do at most', () => {
  it('is the sum of their gains times the strongest half-bit', () => {
    const heard = new Echoes();
    const wave = { positiveMv: 300, negativeMv: 500, edgeNs: 100, risingLateNs: 0, fallingLateNs: 0 };
    const waves = [0.9, -0.5, 0.25].map((gain, i) => ({ delayNs: i * 100, gain }));
    expect([heard.take(waves, wave), heard.boundMv, heard.any]).toEqual([true, 375, true]);
    expect(heard.take(waves, wave)).toBe(false);
    expect([heard.take(waves, { ...wave, negativeMv: 400 }), heard.boundMv]).toEqual([true, 300]);
    const alone = waves.slice(0, 1);
    expect([heard.take(alone, wave), heard.boundMv, heard.any]).toEqual([true, 0, false]);
    expect(heard.take(alone, { ...wave, positiveMv: 1 })).toBe(false);
  });
});
