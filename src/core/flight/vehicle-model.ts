/**
 * A small rigid vehicle: three axes, each a mass that coasts, pushed by its actuator and by gusts.
 *
 * It exists so that the loop closes over something real: a computer that lives on stale data commands what the vehicle
 * no longer needs, and visibly diverges from the others.
 */
import { float64At } from '../at.js';
import type { AxisName, SignalName, VehicleModelConfig } from '../config.js';
import { key, noise } from '../prng.js';

export const AXES: readonly AxisName[] = ['roll', 'pitch', 'yaw'];

/** Sensor words count hundredths of a degree (per second). */
export const LSB_PER_DEG = 100;

/** Signals that measure the vehicle: three angles, then three rates. */
export const MEASURED: readonly SignalName[] = ['roll', 'pitch', 'yaw', 'rollRate', 'pitchRate', 'yawRate'];

/** Noise is bounded at six sigma, so a sixth of the peak is a gust's sigma. */
const GUST_SIGMAS = 6;

export class VehicleModel {
  readonly #angleDeg = new Float64Array(AXES.length);
  readonly #rateDegPerS = new Float64Array(AXES.length);
  /** The truth behind the sensors, in their LSB, in the order of MEASURED. */
  readonly truthLsb = new Float64Array(MEASURED.length);
  readonly #gustDegPerS2: number;
  readonly #gustKey: number;

  constructor(config: VehicleModelConfig, gustKey: number) {
    this.#gustDegPerS2 = config.gustDegPerS2;
    this.#gustKey = gustKey;
  }

  /**
   * Lets one period pass under these accelerations (semi-implicit Euler: rate first, then angle).
   * @param pushDegPerS2 by axis, from the actuators
   */
  advance(cycle: number, periodS: number, pushDegPerS2: Float64Array): void {
    const cycleKey = key(this.#gustKey, cycle);
    for (let axis = 0; axis < AXES.length; axis++) {
      const gust = (this.#gustDegPerS2 * noise(cycleKey, axis)) / GUST_SIGMAS;
      const rate = float64At(this.#rateDegPerS, axis) + (float64At(pushDegPerS2, axis) + gust) * periodS;
      this.#rateDegPerS[axis] = rate;
      const angle = float64At(this.#angleDeg, axis) + rate * periodS;
      this.#angleDeg[axis] = angle;
      this.truthLsb[axis] = angle * LSB_PER_DEG;
      this.truthLsb[AXES.length + axis] = rate * LSB_PER_DEG;
    }
  }
}
