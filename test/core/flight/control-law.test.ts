import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from '../../../src/core/at.js';
import type { ActuatorConfig, AxisName } from '../../../src/core/config.js';
import {
  ControlLaw,
  manoeuvreDeg,
  newAttitude,
  type Attitude,
} from '../../../src/core/flight/control-law.js';
import { AXES } from '../../../src/core/flight/vehicle-model.js';
import { fly, smallVehicle } from '../../support/flights.js';
import { holds } from '../../support/property.js';

const HOLD = { manoeuvreDeg: 0, manoeuvreUs: 4_000_000, gustDegPerS2: 0 };

const actuator = (axis: AxisName): ActuatorConfig => ({
  id: axis,
  axis,
  degPerS2PerLsb: 0.01,
  limitLsb: 2000,
  toleranceLsb: 20,
});
const newLaw = (): ControlLaw => new ControlLaw(HOLD, AXES.map(actuator));

/** The same angle and rate on every axis, in LSB of 0.01 degree (per second). */
function attitude(angleLsb: number, rateLsb: number): Attitude {
  const now = newAttitude();
  now.angleLsb.fill(angleLsb);
  now.rateLsb.fill(rateLsb);
  now.valid.fill(1);
  return now;
}

describe('the control law', () => {
  // 4 /s² times the error, less 3 /s times the rate; 0.01 degree/s² is one LSB of command.
  it.each([
    [0, 0, 0],
    [100, 0, -400],
    [-100, 0, 400],
    [0, 100, -300],
    [100, -100, -100],
    [30_000, 0, -2000], // as far as the actuator goes
    [-30_000, 0, 2000],
  ])('at angle %i and a steady rate %i commands %i', (angle, rate, command) => {
    const law = newLaw();
    for (let i = 0; i < 4; i++) law.step(attitude(angle, rate), 0);
    expect([...law.commands]).toEqual([command, command, command]);
  });

  it('damps by the mean of the last four rates', () => {
    const law = newLaw();
    const commands = [400, 0, 0, 0, 0].map((rate) => {
      law.step(attitude(0, rate), 0);
      return law.commands[0];
    });
    expect(commands).toEqual([-300, -300, -300, -300, 0]);
  });

  it('leaves an axis alone on which nothing is measured', () => {
    const law = newLaw();
    const blind = attitude(100, 0);
    blind.valid[1] = 0;
    law.step(blind, 0);
    expect([...law.commands]).toEqual([-400, 0, -400]);
  });

  it('drives each actuator by its axis', () => {
    const law = new ControlLaw(HOLD, [actuator('yaw'), actuator('roll'), actuator('yaw')]);
    const now = attitude(0, 0);
    now.angleLsb.set([10, 20, 30]);
    law.step(now, 0);
    expect([...law.commands]).toEqual([-120, -40, -120]);
  });

  it('forgets a transient after four cycles, whatever it was', () => {
    const lsb = fc.integer({ min: -32_768, max: 32_767 });
    const reading = fc.tuple(lsb, lsb);
    holds(
      fc.property(
        reading,
        reading,
        fc.array(reading, { minLength: 4, maxLength: 4 }),
        (one, other, after) => {
          const [first, second] = [newLaw(), newLaw()];
          first.step(attitude(...one), 0);
          second.step(attitude(...other), 0);
          after.forEach((next, cycle) => {
            first.step(attitude(...next), 40_000_000 * cycle);
            second.step(attitude(...next), 40_000_000 * cycle);
          });
          expect(first.state).toEqual(second.state);
          expect(first.commands).toEqual(second.commands);
        },
      ),
    );
  });

  it('begins anew after a reset', () => {
    const law = newLaw();
    law.step(attitude(100, 100), 0);
    law.reset();
    expect([new Set(law.state), new Set(law.commands)]).toEqual([new Set([0]), new Set([0])]);
  });
});

describe('the manoeuvre', () => {
  const config = { manoeuvreDeg: 6, manoeuvreUs: 4_000_000, gustDegPerS2: 0 };
  const degAt = (axis: number, seconds: number): number => manoeuvreDeg(config, axis, seconds * 1e9);

  it.each([
    [0, -6],
    [1, 0],
    [2, 6],
    [3, 0],
    [4, -6],
    [-1, 0],
    [401, 0],
  ])('is a triangle: at %i s roll is to be %i degrees', (seconds, deg) => {
    expect(degAt(0, seconds)).toBeCloseTo(deg, 9);
  });

  it('sets each axis a third of a period behind the one before', () => {
    for (const seconds of [0, 0.7, 2.9]) {
      expect(degAt(1, seconds + 4 / 3)).toBeCloseTo(degAt(0, seconds), 9);
      expect(degAt(2, seconds + 8 / 3)).toBeCloseTo(degAt(0, seconds), 9);
    }
  });
});

describe('in closed loop', () => {
  /** Largest difference between attitude and manoeuvre on any axis, in degrees, in the cycles from `first` on. */
  function worstErrorDeg(keys: Record<string, unknown>, first: number): number {
    let worst = 0;
    fly(smallVehicle({ cycle: { periodUs: 40_000, cycles: 500 }, ...keys }), 'om1', [
      {
        detailed: false,
        endOfCycle: ({ cycle, scenario, model, timing }) => {
          if (cycle < first) return;
          AXES.forEach((_, i) => {
            const error = at(model.truthLsb, i) / 100 - manoeuvreDeg(scenario.vehicle, i, timing.startNs);
            worst = Math.max(worst, Math.abs(error));
          });
        },
      },
    ]);
    return worst;
  }

  it('the vehicle follows the manoeuvre of 5 degrees, as far behind as its damping lets it', () => {
    // Turning at 5 degree/s against a damping of 3 /s takes an error of 3.75 degrees at 4 /s².
    expect(worstErrorDeg({}, 0)).toBeLessThan(7);
    expect(worstErrorDeg({}, 100)).toBeLessThan(4.5);
  });

  it('and settles where nothing moves it', () => {
    const still = { vehicle: { manoeuvreDeg: 0, gustDegPerS2: 0 } };
    expect(worstErrorDeg(still, 0)).toBeLessThan(0.1);
  });

  it('and goes on when nobody has data', () => {
    const silent = { id: 's', behaviour: 'series-resistance', target: 'IMU', from: { cycle: 50 }, ohm: 1e9 };
    const { vehicle } = fly(
      smallVehicle({ faults: [silent], cycle: { periodUs: 40_000, cycles: 100 } }),
      'om1',
    );
    expect(vehicle.pushDegPerS2).toEqual(new Float64Array(3));
    expect([...at(vehicle.computers, 0).law.commands]).toEqual([0, 0, 0]);
  });
});
