/**
 * The receiver against the theory of its noise. What it ought to do is worked out here from the exact distribution of
 * the noise (twelve uniform bytes, by convolution); what it does is counted, with fixed keys, and held to five sigma.
 */
import { describe, expect, it } from 'vitest';
import type { ReadingKind } from '../../../src/core/bus/reading.js';
import type { Receiver } from '../../../src/core/bus/receiver.js';
import { strongestMv, weakestMv } from '../../../src/core/bus/signal.js';
import type { Transmission } from '../../../src/core/bus/transmission.js';
import { makeImage, MIL_STD_1553B_WORD as MIL, SHUTTLE_WORD as SHUTTLE } from '../../../src/core/bus/word.js';
import { key, NOISE_BOUND_SIGMA } from '../../../src/core/prng.js';
import { hear, receiver, sending, thoroughReceiver } from '../../support/bus.js';
import { expectAsOften, GREATEST_SUM, halfBitChances, SUM_CHANCES } from '../../support/irwin-hall.js';

/** One word, heard again and again; `undetected` are valid words other than the one that was sent. */
function count(
  ears: Receiver,
  tx: Transmission,
  tries: number,
  noiseKey: number,
): Map<ReadingKind | 'undetected', number> {
  const counts = new Map<ReadingKind | 'undetected', number>();
  const add = (what: ReadingKind | 'undetected'): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  let reading = hear(ears, tx, { noiseKey });
  for (let firstWord = 0; firstWord < tries; firstWord++) {
    reading = hear(ears, tx, { noiseKey, firstWord }, reading);
    add(reading.kind === 'ok' && reading.words[0] !== tx.words[0] ? 'undetected' : reading.kind);
  }
  return counts;
}

/** `base` to a whole power, by multiplying. */
const power = (base: number, times: number): number =>
  Array.from({ length: times }, () => base).reduce((product, factor) => product * factor, 1);

/** No crossing is ever rejected. */
const PATIENT = { zeroCrossingNs: 1e9 };

describe("the standard's noise test (4.5.2.1.2.4): 2.1 Vpp, 140 mV rms, at most one word error in 10,000,000", () => {
  // The filter leaves half of wide-band noise; the limits of a transmitter are 100 and 300 ns, of a receiver 150 ns.
  const noiseMv = 140 / 2;
  const waves = [100, 300].map((riseNs) => ({ levelMv: 2100, riseNs }));
  const word = (wave: object, image: number): Transmission =>
    sending(MIL, [makeImage(MIL, 'data', image)], wave);

  it('no error at all: bounded noise cannot reach a threshold within specification, nor a crossing its limit', () => {
    for (const wave of waves) {
      const tx = word(wave, 0x5a5a);
      // 418 mV is the most that noise can do to a half-bit of which 962 mV are left, 430 of them needed.
      expect(weakestMv(tx.wave) - NOISE_BOUND_SIGMA * noiseMv).toBeGreaterThan(860 / 2);
      for (const thresholdMv of [200, 860])
        expect(receiver({ thresholdMv, zeroCrossingNs: 150, noiseMv }).clarity(tx.wave)).toBe('heard');
      expect(halfBitChances(2 * weakestMv(tx.wave), 860, noiseMv).right).toBeCloseTo(1, 12);
    }
  });

  it('and none found by the full model, half-bit by half-bit', () => {
    const ears = thoroughReceiver({ thresholdMv: 860, zeroCrossingNs: 150, noiseMv });
    for (const [i, wave] of waves.entries())
      for (const image of [0x0000, 0x5555, 0xffff, 0xa5c3])
        expect([...count(ears, word(wave, image), 20_000, key(1553, i))]).toEqual([['ok', 20_000]]);
    expect(ears.closeLooks).toBe(2 * 4 * 20_001);
  });

  it('must-not-respond: 0.20 Vpp is silence to a threshold above it, once noise is out of reach', () => {
    const tx = sending(MIL, [makeImage(MIL, 'command', 0x2c20)], { levelMv: 200 });
    const inReach = 200 + 2 * NOISE_BOUND_SIGMA * 3;
    expect(strongestMv(tx.wave)).toBe(100);
    const quiet = thoroughReceiver({ thresholdMv: inReach + 0.1, noiseMv: 3 });
    expect([...count(quiet, tx, 5_000, 1)]).toEqual([['no-response', 5_000]]);
    // With the threshold just above the level single half-bits get through, but never a word.
    const close = count(thoroughReceiver({ thresholdMv: 206, noiseMv: 3 }), tx, 5_000, 1);
    expect([close.get('ok'), close.get('undetected')]).toEqual([undefined, undefined]);
    expect(close.get('sync')).toBeGreaterThan(0);
  });
});

describe('word errors', () => {
  it.each([
    { format: MIL, payload: 0xa5c3, levelMv: 540, thresholdMv: 200, noiseMv: 70 },
    { format: MIL, payload: 0x0000, levelMv: 500, thresholdMv: 200, noiseMv: 70 },
    { format: MIL, payload: 0xffff, levelMv: 518, thresholdMv: 500, noiseMv: 3 },
    { format: SHUTTLE, payload: 0x540c35, levelMv: 516, thresholdMv: 500, noiseMv: 3 },
    { format: SHUTTLE, payload: 0xaaaaaa, levelMv: 900, thresholdMv: 500, noiseMv: 80 },
  ])('come as often as half-bits are read amiss: $format.name, $levelMv mV over $thresholdMv', (row) => {
    const { format, payload, levelMv, thresholdMv, noiseMv } = row;
    const ears = receiver({ thresholdMv, noiseMv, ...PATIENT });
    const tx = sending(format, [makeImage(format, 'command', payload)], { levelMv });
    const chance = power(halfBitChances(levelMv, thresholdMv, noiseMv).right, format.halfBits);
    expect(chance).toBeGreaterThan(0.05);
    expect(chance).toBeLessThan(0.98);
    expectAsOften(count(ears, tx, 20_000, 1).get('ok') ?? 0, 20_000, chance, 'good words');
  });

  it('come as often, where a slow edge costs every half-bit the same share of its level', () => {
    // 0xFFFF as a command: sync, ones and parity 1. Half-bits with both neighbours opposite are all alike.
    const tx = sending(MIL, [makeImage(MIL, 'command', 0xffff)], { levelMv: 600, riseNs: 400 });
    const noiseMv = 40;
    const ears = receiver({ thresholdMv: 400, noiseMv, ...PATIENT });
    // From the geometry: an edge of 500 ns ends 125 ns inside the window and takes a triangle of 125²/(2·500·250).
    const share = (125 * 125) / (2 * 500 * 250);
    const chanceAt = (edges: number): number => halfBitChances(600 * (1 - edges), 400, noiseMv).right;
    // Beside its own level a half-bit keeps all; an edge from or to idle costs the share once, another twice that.
    const sync = power(chanceAt(share), 1) * power(chanceAt(2 * share), 2) * power(chanceAt(0), 2);
    const middle = chanceAt(2 * share);
    const bits = power(chanceAt(4 * share), 2 * 17 - 1) * chanceAt(3 * share);
    const chance = sync * middle * bits;
    expectAsOften(count(ears, tx, 20_000, 1).get('ok') ?? 0, 20_000, chance, 'good words');
  });

  it.each([
    // Loud noise, no dead zone to speak of: corruption that nothing sees.
    {
      format: MIL,
      levelMv: 256,
      thresholdMv: 4,
      noiseMv: 100,
      tries: 100_000,
      seen: ['undetected', 'parity'],
    },
    {
      format: SHUTTLE,
      levelMv: 280,
      thresholdMv: 4,
      noiseMv: 100,
      tries: 60_000,
      seen: ['undetected', 'parity'],
    },
    // Half-bits fall idle, but hardly one turns over: words that end early.
    {
      format: MIL,
      levelMv: 300,
      thresholdMv: 200,
      noiseMv: 30,
      tries: 60_000,
      seen: ['bit-count', 'manchester'],
    },
    // Below the threshold: silence, with a half-bit of noise here and there.
    {
      format: MIL,
      levelMv: 300,
      thresholdMv: 400,
      noiseMv: 25,
      tries: 10_000,
      seen: ['no-response', 'sync'],
    },
  ] as const)(
    'are of each kind as often as theory says: $format.name, $levelMv mV over $thresholdMv',
    (row) => {
      const { format, levelMv, thresholdMv, noiseMv, tries, seen } = row;
      const { right, idle, wrong } = halfBitChances(levelMv, thresholdMv, noiseMv);
      const bits = format.payloadBits + 1;
      // A bit is right with both halves right, inverted with both wrong, else no code.
      const [kept, inverted] = [right * right, wrong * wrong];
      // A sync is itself, or wholly inverted the other one.
      const sync = power(right, 6) + power(wrong, 6);
      const silent = power(idle, format.halfBits);
      const evenInversions = (power(kept + inverted, bits) + power(kept - inverted, bits)) / 2;
      const oddInversions = (power(kept + inverted, bits) - power(kept - inverted, bits)) / 2;
      const good = power(right, 6) * power(kept, bits);
      let bitCount = 0;
      for (let bit = 0; bit < bits; bit++)
        bitCount += sync * power(kept + inverted, bit) * power(idle, 2 * (bits - bit));
      const expected = new Map<ReadingKind | 'undetected', number>([
        ['ok', good],
        ['undetected', sync * evenInversions - good],
        ['parity', sync * oddInversions],
        ['sync', 1 - sync - silent],
        ['bit-count', bitCount],
        ['no-response', silent],
      ]);
      const others = [...expected.values()].reduce((sum, chance) => sum + chance, 0);
      expected.set('manchester', 1 - others);

      const tx = sending(format, [makeImage(format, 'data', 0x2c36)], { levelMv });
      const counts = count(receiver({ thresholdMv, noiseMv, ...PATIENT }), tx, tries, 1);
      for (const [kind, chance] of expected) expectAsOften(counts.get(kind) ?? 0, tries, chance, kind);
      expect([...counts.keys()].filter((kind) => !expected.has(kind))).toEqual([]);
      for (const kind of seen) expect(counts.get(kind), kind).toBeGreaterThan(5);
    },
  );
});

describe('crossings that noise moves', () => {
  /**
   * Chance that each crossing comes within tolerance of the one before. From one to the next only its own place is
   * remembered, so the chances of all places are carried along, cut to those in reach.
   * @param stepNs shift of one step of the noise sum, @param skewNs rising after falling crossings
   */
  function allInTime(
    crossings: readonly boolean[],
    stepNs: number,
    toleranceNs: number,
    skewNs: number,
  ): number {
    let places = SUM_CHANCES.slice();
    for (let i = 1; i < crossings.length; i++) {
      const offset = crossings[i] === true ? skewNs : -skewNs;
      const upTo = new Float64Array(places.length + 1);
      places.forEach((chance, sum) => (upTo[sum + 1] = (upTo[sum] ?? 0) + chance));
      const clamp = (sum: number): number => Math.max(0, Math.min(places.length, sum));
      places = SUM_CHANCES.map((chance, sum) => {
        const first = clamp(Math.ceil(sum + (offset - toleranceNs) / stepNs));
        const last = clamp(Math.floor(sum + (offset + toleranceNs) / stepNs) + 1);
        return chance * ((upTo[last] ?? NaN) - (upTo[first] ?? NaN));
      });
    }
    return places.reduce((sum, chance) => sum + chance, 0);
  }

  /** Directions of the crossings inside a word: rising or not. */
  const crossingsOf = (tx: Transmission): boolean[] => {
    const halves = tx.halves.subarray(0, tx.format.halfBits);
    return [...halves].flatMap((half, i) => (i > 0 && half !== halves[i - 1] ? [half > 0] : []));
  };

  it.each([
    { format: MIL, payload: 0xffff, skewNs: 0 },
    { format: MIL, payload: 0x5555, skewNs: 0 },
    { format: MIL, payload: 0xffff, skewNs: 10 },
    { format: SHUTTLE, payload: 0x5a5a5a, skewNs: -10 },
  ])('are too far apart as often as theory says: $format.name $payload, skew $skewNs ns', (row) => {
    const { format, payload, skewNs } = row;
    const [levelMv, noiseMv, zeroCrossingNs] = [1600, 60, 35];
    const tx = sending(format, [makeImage(format, 'command', payload)], { levelMv, risingLateNs: skewNs });
    // An edge of 187.5 ns is smeared over the window of 250.
    const stepNs = noiseMv / 256 / (levelMv / 250);
    const chance = allInTime(crossingsOf(tx), stepNs, zeroCrossingNs, skewNs);
    expect(chance).toBeGreaterThan(0.1);
    expect(chance).toBeLessThan(0.95);
    expect(GREATEST_SUM * stepNs).toBeGreaterThan(zeroCrossingNs);
    const counts = count(receiver({ thresholdMv: 500, noiseMv, zeroCrossingNs }), tx, 10_000, 1);
    expectAsOften(counts.get('manchester') ?? 0, 10_000, 1 - chance, 'words rejected');
    expect((counts.get('manchester') ?? 0) + (counts.get('ok') ?? 0)).toBe(10_000);
  });
});
