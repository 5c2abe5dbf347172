import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SensorConfig, SignalName } from '../../../src/core/config.js';
import { fromWord, SensorBank, toWord } from '../../../src/core/flight/sensor.js';
import { VehicleModel } from '../../../src/core/flight/vehicle-model.js';
import { NOISE_BOUND_SIGMA } from '../../../src/core/prng.js';
import { holds } from '../../support/property.js';

const STILL = { manoeuvreDeg: 0, manoeuvreUs: 1_000_000, gustDegPerS2: 0 };
const PERIOD_S = 0.04;

function sensor(signal: SignalName, keys: Partial<SensorConfig> = {}): SensorConfig {
  return { signal, copies: 1, noiseLsb: 0, value: 0, ...keys };
}

/** One sample in each of some cycles. */
function samples(
  sensors: readonly SensorConfig[],
  cycles: number,
  model = new VehicleModel(STILL, 1),
): number[][] {
  const bank = new SensorBank(sensors, model, 7);
  return Array.from({ length: cycles }, (_, cycle) => {
    bank.beginCycle(cycle, cycle * 40_000_000);
    const data = new Int32Array(bank.words.length);
    bank.sample(data, data.length);
    return Array.from(data, fromWord);
  });
}

describe('a word of a sensor', () => {
  it.each([
    [0, 0x0000],
    [1, 0x0001],
    [-1, 0xffff],
    [0.4, 0x0000],
    [0.5, 0x0001],
    [-0.4, 0x0000],
    [32_767, 0x7fff],
    [32_768, 0x7fff], // it pegs, it does not wrap
    [1e9, 0x7fff],
    [-32_768, 0x8000],
    [-32_769, 0x8000],
    [-1e9, 0x8000],
  ])('%d LSB is %i', (lsb, word) => {
    expect(toWord(lsb)).toBe(word);
  });

  it('is two to the complement: every word comes back', () => {
    for (let word = 0; word <= 0xffff; word++) {
      const value = fromWord(word);
      if (toWord(value) !== word || value < -32_768 || value > 32_767) expect.fail(`${word} is ${value}`);
    }
  });

  it('is the nearest to the value', () => {
    holds(
      fc.property(fc.double({ min: -40_000, max: 40_000, noNaN: true }), (lsb) => {
        const pegged = Math.max(-32_768, Math.min(32_767, lsb));
        expect(Math.abs(fromWord(toWord(lsb)) - pegged)).toBeLessThanOrEqual(0.5);
      }),
    );
  });
});

describe('a bank of sensors', () => {
  it('has one word per copy, in wire order', () => {
    const bank = [
      sensor('constant', { value: 5, copies: 2 }),
      sensor('counter'),
      sensor('constant', { value: -3 }),
    ];
    expect(samples(bank, 3)).toEqual([
      [5, 5, 0, -3],
      [5, 5, 1, -3],
      [5, 5, 2, -3],
    ]);
  });

  it('counts modulo 2^16', () => {
    const bank = new SensorBank([sensor('counter')], new VehicleModel(STILL, 1), 7);
    bank.beginCycle(65_537, 0);
    const data = new Int32Array(1);
    bank.sample(data, 1);
    expect(data[0]).toBe(1);
  });

  it('measures angles in 0.01 degree and rates in 0.01 degree/s', () => {
    const model = new VehicleModel(STILL, 1);
    model.advance(0, PERIOD_S, Float64Array.of(100, -50, 0));
    const names: SignalName[] = ['roll', 'pitch', 'yaw', 'rollRate', 'pitchRate', 'yawRate'];
    // 100 degree/s² for 40 ms: 4 degree/s, and 0.16 degree in that time.
    expect(
      samples(
        names.map((name) => sensor(name)),
        1,
        model,
      ),
    ).toEqual([[16, -8, 0, 400, -200, 0]]);
  });

  it('asked for more words than it has, says 0', () => {
    const bank = new SensorBank([sensor('constant', { value: 5 })], new VehicleModel(STILL, 1), 7);
    const data = Int32Array.of(9, 9, 9);
    bank.sample(data, 2);
    expect([...data]).toEqual([5, 0, 9]);
  });
});

describe('the noise of a sensor', () => {
  const noisy = samples([sensor('constant', { value: 100, noiseLsb: 10, copies: 4 })], 5000);
  const errors = noisy.flat().map((value) => value - 100);

  it('is bounded at six sigma', () => {
    expect(Math.max(...errors.map(Math.abs))).toBeLessThanOrEqual(Math.round(10 * NOISE_BOUND_SIGMA));
  });

  it('has the rms that it is said to have, around 0', () => {
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const rms = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
    expect([Math.abs(mean) < 0.3, Math.abs(rms - 10) < 0.2]).toEqual([true, true]);
  });

  it('differs from copy to copy and from cycle to cycle', () => {
    expect(new Set(noisy[0]).size).toBeGreaterThan(1);
    expect(new Set(noisy.map((words) => words.join())).size).toBeGreaterThan(4990);
  });

  it('is the same however often a cycle is sampled', () => {
    const bank = new SensorBank([sensor('constant', { noiseLsb: 10 })], new VehicleModel(STILL, 1), 7);
    bank.beginCycle(3, 0);
    const [once, again] = [new Int32Array(1), new Int32Array(1)];
    bank.sample(once, 1);
    bank.sample(again, 1);
    expect(again).toEqual(once);
  });

  it('does not push a value past the end of the scale', () => {
    const top = samples([sensor('constant', { value: 32_767, noiseLsb: 1000 })], 200).flat();
    expect([Math.max(...top), Math.min(...top) > 0]).toEqual([32_767, true]);
  });
});
