import { describe, expect, it } from 'vitest';
import { LSB_PER_DEG, MEASURED, VehicleModel } from '../../../src/core/flight/vehicle-model.js';

const CALM = { manoeuvreDeg: 5, manoeuvreUs: 4_000_000, gustDegPerS2: 0 };
const PERIOD_S = 0.04;
const NO_PUSH = new Float64Array(3);

/** What its sensors would measure without noise, in degrees (per second). */
function truth(model: VehicleModel): Record<string, number> {
  return Object.fromEntries(MEASURED.map((signal, i) => [signal, (model.truthLsb[i] ?? NaN) / LSB_PER_DEG]));
}

describe('the vehicle', () => {
  it('at rest stays where it is', () => {
    const model = new VehicleModel(CALM, 1);
    for (let cycle = 0; cycle < 100; cycle++) model.advance(cycle, PERIOD_S, NO_PUSH);
    expect(new Set(Object.values(truth(model)))).toEqual(new Set([0]));
  });

  it('coasts: once pushed, an axis goes on turning, and no other does', () => {
    const model = new VehicleModel(CALM, 1);
    model.advance(0, PERIOD_S, Float64Array.of(0, 25, 0));
    for (let cycle = 1; cycle < 100; cycle++) model.advance(cycle, PERIOD_S, NO_PUSH);
    const { pitch, pitchRate, ...rest } = truth(model);
    expect(pitchRate).toBeCloseTo(1, 9);
    expect(pitch).toBeCloseTo(100 * PERIOD_S, 9);
    expect(rest).toEqual({ roll: 0, yaw: 0, rollRate: 0, yawRate: 0 });
  });

  it('is measured by its three angles and three rates', () => {
    expect(MEASURED).toEqual(['roll', 'pitch', 'yaw', 'rollRate', 'pitchRate', 'yawRate']);
  });
});

describe('gusts', () => {
  const pushIn = (gustKey: number, cycle: number): number => {
    const model = new VehicleModel({ ...CALM, gustDegPerS2: 2 }, gustKey);
    model.advance(cycle, 1, NO_PUSH);
    return truth(model)['rollRate'] ?? NaN;
  };

  it('push no harder than their peak', () => {
    const pushes = Array.from({ length: 2000 }, (_, cycle) => Math.abs(pushIn(1, cycle)));
    expect(Math.max(...pushes)).toBeLessThanOrEqual(2);
    expect(Math.max(...pushes)).toBeGreaterThan(0.5);
  });

  it('go by key and cycle alone', () => {
    expect(pushIn(1, 5)).toBe(pushIn(1, 5));
    expect(pushIn(1, 5)).not.toBe(pushIn(1, 6));
    expect(pushIn(1, 5)).not.toBe(pushIn(2, 5));
  });
});
