/**
 * The short cut against the full model. Real noise all but never comes near its bound, so beside random noise the
 * receivers are tried with the worst that the generator can give: every draw at one of its two ends.
 */
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  crossingLateNs,
  newWaveform,
  setHealthy,
  slopeMvPerNs,
  strongestMv,
  weakestMv,
  type Waveform,
} from '../../../src/core/bus/signal.js';
import { makeImage, type WordFormat } from '../../../src/core/bus/word.js';
import type { ReceiverConfig } from '../../../src/core/config.js';
import { NOISE_BOUND_SIGMA } from '../../../src/core/prng.js';
import { FORMATS, hear, heardOf, receiver, sending, thoroughReceiver } from '../../support/bus.js';
import { holds } from '../../support/property.js';

type Noise = (streamKey: number, index: number) => number;
const worst = vi.hoisted((): { noise: Noise | undefined } => ({ noise: undefined }));
vi.mock(import('../../../src/core/prng.js'), async (original) => {
  const real = await original();
  return { ...real, noise: (...draw: Parameters<Noise>) => (worst.noise ?? real.noise)(...draw) };
});
afterEach(() => {
  worst.noise = undefined;
});

const BOUND = NOISE_BOUND_SIGMA;
const NOISES: Readonly<Record<string, Noise | undefined>> = {
  'as drawn': undefined,
  'always high': () => BOUND,
  'always low': () => -BOUND,
  'high and low in turn': (_, index) => (index % 2 === 0 ? BOUND : -BOUND),
  'high or low at random': (streamKey, index) =>
    (Math.imul(index + 1, streamKey | 1) & 0x10000) === 0 ? BOUND : -BOUND,
};

/** Where the level stands, as seen from the threshold: relative to the noise bound, or anywhere. */
const TINY = 1e-9;
const place = fc.oneof(
  fc.constantFrom(1 + TINY, 1 - TINY, -1 + TINY, -1 - TINY, 1, -1, 0),
  fc.double({ min: -3, max: -1, noNaN: true }),
  fc.double({ min: -1, max: 20, noNaN: true }),
);

interface Case {
  readonly format: WordFormat;
  readonly images: number[];
  readonly ears: ReceiverConfig;
  readonly wave: Waveform;
  readonly gain: number;
  readonly noiseKey: number;
  readonly firstWord: number;
}

/** A wave whose weakest (or strongest) half-bit lies so many noise bounds from the threshold. */
function scaled(
  wave: Waveform,
  ears: ReceiverConfig,
  bounds: number,
  by: 'weakest' | 'strongest',
  gain: number,
): Waveform {
  const wantedMv = ears.thresholdMv / 2 + bounds * ears.noiseMv * BOUND;
  const isMv = by === 'weakest' ? weakestMv(wave) : strongestMv(wave);
  const factor = isMv > 0 && wantedMv > 0 ? wantedMv / isMv / gain : 1;
  return { ...wave, positiveMv: wave.positiveMv * factor, negativeMv: wave.negativeMv * factor };
}

/** A tolerance for crossings just large enough for the short cut, or just not, instead of the one drawn. */
function tightened(ears: ReceiverConfig, wave: Waveform, gain: number, tightness: number): ReceiverConfig {
  const skewNs = Math.abs(crossingLateNs(wave, true) - crossingLateNs(wave, false));
  const jitterNs = (ears.noiseMv * BOUND) / (slopeMvPerNs(wave) * gain);
  return { ...ears, zeroCrossingNs: tightness * (skewNs + 2 * jitterNs) };
}

const lateNs = fc.oneof(fc.constant(0), fc.double({ min: -200, max: 200, noNaN: true }));
const anyCase: fc.Arbitrary<Case> = fc
  .record({
    format: fc.constantFrom(...FORMATS.map(({ format }) => format.word)),
    payloads: fc.array(fc.nat(0xffff), { minLength: 1, maxLength: 3 }),
    sync: fc.constantFrom('command' as const, 'data' as const),
    ears: fc.record({
      thresholdMv: fc.double({ min: 100, max: 2_000, noNaN: true }),
      zeroCrossingNs: fc.double({ min: 1, max: 500, noNaN: true }),
      noiseMv: fc.oneof(fc.constantFrom(0, 3, 70), fc.double({ min: 0, max: 100, noNaN: true })),
    }),
    positiveMv: fc.double({ min: 100, max: 1_000, noNaN: true }),
    balance: fc.oneof(fc.constant(1), fc.double({ min: 0.5, max: 2, noNaN: true })),
    edgeNs: fc.double({ min: 12.5, max: 625, noNaN: true }),
    risingLateNs: lateNs,
    fallingLateNs: lateNs,
    by: fc.constantFrom('weakest' as const, 'strongest' as const),
    bounds: place,
    tightness: fc.constantFrom(undefined, undefined, 1 + TINY, 1 - TINY),
    gain: fc.constantFrom(1, 0.5, 0.0625, 0.9),
    noiseKey: fc.integer(),
    firstWord: fc.nat(100),
  })
  .map(({ payloads, sync, balance, by, bounds, tightness, ...rest }) => {
    const { positiveMv, edgeNs, risingLateNs, fallingLateNs, gain } = rest;
    const drawn = { positiveMv, negativeMv: positiveMv * balance, edgeNs, risingLateNs, fallingLateNs };
    const wave = scaled(drawn, rest.ears, bounds, by, gain);
    const ears = tightness === undefined ? rest.ears : tightened(rest.ears, wave, gain, tightness);
    const images = payloads.map((payload) => makeImage(rest.format, sync, payload));
    return { ...rest, images, wave, ears };
  });

describe.each(Object.keys(NOISES))('the short cut, with noise %s', (name) => {
  it('gives the same reading as the full model wherever it is taken', () => {
    worst.noise = NOISES[name];
    const taken = { heard: 0, silent: 0, marginal: 0 };
    holds(
      fc.property(anyCase, ({ format, images, ears, wave, ...how }) => {
        const tx = sending(format, images, wave);
        const quick = receiver(ears);
        const full = thoroughReceiver(ears);
        expect(heardOf(hear(quick, tx, how))).toEqual(heardOf(hear(full, tx, how)));
        const arrived = {
          ...wave,
          positiveMv: wave.positiveMv * how.gain,
          negativeMv: wave.negativeMv * how.gain,
        };
        const clarity = quick.clarity(arrived);
        taken[clarity]++;
        expect([quick.closeLooks, full.closeLooks]).toEqual([clarity === 'marginal' ? 1 : 0, 1]);
      }),
      1_500,
    );
    for (const [clarity, cases] of Object.entries(taken)) expect(cases, clarity).toBeGreaterThan(50);
  });
});

const echo = fc.record({
  delayNs: fc.oneof(fc.nat(1_500), fc.nat(30_000)),
  gain: fc.double({ min: -0.4, max: 0.4, noNaN: true }),
});

describe.each(Object.keys(NOISES))('the short cut where there are echoes, with noise %s', (name) => {
  it('gives the same reading as the full model wherever it is taken', () => {
    worst.noise = NOISES[name];
    const taken = { heard: 0, silent: 0, marginal: 0 };
    const echoes = fc.array(echo, { minLength: 1, maxLength: 4 });
    holds(
      fc.property(anyCase, echoes, fc.double({ min: 0.9, max: 1.3 }), (drawn, waves, room) => {
        const { format, images, ears: someEars, wave, ...how } = drawn;
        const gainSum = waves.reduce((sum, { gain }) => sum + Math.abs(gain), 0);
        const echoMv = gainSum * strongestMv(wave);
        // Crossings just within tolerance of what echoes and noise can do to them, or just not.
        const slope = slopeMvPerNs(wave) * how.gain;
        const skewNs = Math.abs(crossingLateNs(wave, true) - crossingLateNs(wave, false));
        const zeroCrossingNs = room * (skewNs + (2 * (echoMv + someEars.noiseMv * BOUND)) / slope);
        const ears = { ...someEars, zeroCrossingNs };
        const tx = sending(format, images, wave);
        const quick = receiver(ears);
        const full = thoroughReceiver(ears);
        const heard = { ...how, echoes: waves };
        expect(heardOf(hear(quick, tx, heard))).toEqual(heardOf(hear(full, tx, heard)));
        const positiveMv = wave.positiveMv * how.gain;
        const negativeMv = wave.negativeMv * how.gain;
        const clarity = quick.clarity({ ...wave, positiveMv, negativeMv }, echoMv);
        taken[clarity]++;
        expect([quick.closeLooks, full.closeLooks]).toEqual([clarity === 'marginal' ? 1 : 0, 1]);
      }),
      1_000,
    );
    for (const [clarity, cases] of Object.entries(taken)) expect(cases, clarity).toBeGreaterThan(20);
  });

  it('and an echo of nothing changes nothing', () => {
    worst.noise = NOISES[name];
    holds(
      fc.property(anyCase, ({ format, images, ears, wave, ...how }) => {
        // Where the sum is exactly zero a crossing is found within the last halving, so a tolerance must not be that near.
        const slack = { ...ears, zeroCrossingNs: Math.round(ears.zeroCrossingNs) + 0.5 };
        const tx = sending(format, images, wave);
        const alone = heardOf(hear(receiver(slack), tx, how));
        const echoes = [{ delayNs: 700, gain: 0 }];
        expect(heardOf(hear(receiver(slack), tx, { ...how, echoes }))).toEqual(alone);
      }),
      300,
    );
  });
});

describe.each(FORMATS)('in the full model, in $name', ({ format: { word } }) => {
  const images = [0x1234, 0xffff, 0x5555].map((payload) => makeImage(word, 'data', payload));

  it('each half-bit and each crossing has a draw of its own, in this transmission and the next', () => {
    const drawn: number[] = [];
    worst.noise = (noiseKey, index) => {
      expect(noiseKey).toBe(77);
      drawn.push(index);
      return 0;
    };
    const ears = thoroughReceiver();
    const tx = sending(word, images);
    for (const firstWord of [0, 3]) expect(hear(ears, tx, { noiseKey: 77, firstWord }).kind).toBe('ok');
    const crossings = [0, 1, 2].map((w) => {
      const halves = [...tx.halves.subarray(w * word.halfBits, (w + 1) * word.halfBits)];
      return halves.filter((half, i) => i > 0 && half !== halves[i - 1]).length;
    });
    expect(drawn.length).toBe(2 * (3 * word.halfBits + crossings.reduce((sum, count) => sum + count)));
    expect(new Set(drawn).size).toBe(drawn.length);
  });

  it('no word is made of noise alone: where nothing arrives, nothing crosses zero', () => {
    // Noise that happens to draw a whole word on the dead wire; its crossings all the same, or not.
    const halves = sending(word, images).halves.subarray(0, word.halfBits);
    const dead = sending(word, images.slice(0, 1), { levelMv: 0 });
    for (const crossing of [0, 1, -1]) {
      worst.noise = (_, index) => (index < word.halfBits ? (halves[index] ?? 0) * BOUND : crossing * BOUND);
      const ears = thoroughReceiver({ thresholdMv: 10, noiseMv: 10, zeroCrossingNs: 500 });
      expect(hear(ears, dead).kind).toBe('manchester');
    }
  });
});

describe.each(FORMATS)('at the edge of the band, in $name', ({ format: { word } }) => {
  const ears = { thresholdMv: 500, zeroCrossingNs: 200, noiseMv: 3 };
  const images = [0x1234, 0xffff].map((payload) => makeImage(word, 'data', payload));
  const boundMv = ears.noiseMv * BOUND;
  const level = (peakMv: number, noise: Noise): [kind: string, closeLooks: number] => {
    worst.noise = noise;
    const quick = receiver(ears);
    const { kind } = hear(quick, sending(word, images, { levelMv: 2 * peakMv }));
    return [kind, quick.closeLooks];
  };
  const high: Noise = () => BOUND;
  const low: Noise = () => -BOUND;

  it('a hair above the bound everything is heard without a look, a hair below the worst noise breaks it', () => {
    for (const noise of [high, low]) {
      expect(level(250 + boundMv + 1e-6, noise)).toEqual(['ok', 0]);
      expect(level(250 + boundMv - 1e-6, noise)).toEqual([expect.not.stringMatching('ok'), 1]);
    }
  });

  it('a hair below it nothing is heard without a look, a hair above the worst noise is heard as something', () => {
    for (const noise of [high, low]) {
      expect(level(250 - boundMv - 1e-6, noise)).toEqual(['no-response', 0]);
      expect(level(250 - boundMv + 1e-6, noise)).toEqual(['sync', 1]);
    }
  });

  it('so with crossings: twice the greatest jitter below the tolerance', () => {
    const wave = newWaveform();
    setHealthy(wave, { levelMv: 2000, riseNs: 150 });
    const jitterNs = boundMv / (2000 / 250);
    const skew = (skewNs: number): unknown => {
      const heard: unknown[] = [];
      // Rising crossings high and falling ones low, or the other way round: by the parity of their draw.
      for (const parity of [0, 1]) {
        worst.noise = (_, index) => (index % 2 === parity ? BOUND : -BOUND);
        const quick = receiver(ears);
        const ones = [makeImage(word, 'data', 0xffff)];
        heard.push([
          hear(quick, sending(word, ones, { ...wave, risingLateNs: skewNs })).kind,
          quick.closeLooks,
        ]);
      }
      return heard;
    };
    expect(skew(200 - 2 * jitterNs - 1e-6)).toEqual([
      ['ok', 0],
      ['ok', 0],
    ]);
    expect(skew(200 - 2 * jitterNs + 1e-6)).toContainEqual(['manchester', 1]);
  });
});
