/**
 * A small rigid vehicle: three axes, each a mass that coasts, pushed by its actuator and by gusts.
 *
 * It exists so that the loop closes over something real: a computer that lives on stale data commands what the vehicle
 * no longer needs, and visibly diverges from the others.
 */
import { at } from '../at.js';
import type { AxisName, SignalName, VehicleModelConfig } from '../config.js';
import { key, noise } from '../prng.js';

export const AXES: readonly AxisName[] = ['roll', 'pitch', 'yaw'];

/** Sensor words count hundredths of a degree (per second). */
export const LSB_PER_DEG = 100;

const ANGLE: Partial<Record<SignalName, number>> = { roll: 0, pitch: 1, yaw: 2 };
const RATE: Partial<Record<SignalName, number>> = { rollRate: 0, pitchRate: 1, yawRate: 2 };

/** Noise is bounded at six sigma, so a sixth of the peak is a gust's sigma. */
const GUST_SIGMAS = 6;

export class VehicleModel {
  readonly #angleDeg = new Float64Array(AXES.length);
  readonly #rateDegPerS = new Float64Array(AXES.length);
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
      const rate = at(this.#rateDegPerS, axis) + (at(pushDegPerS2, axis) + gust) * periodS;
      this.#rateDegPerS[axis] = rate;
      this.#angleDeg[axis] = at(this.#angleDeg, axis) + rate * periodS;
    }
  }

  /** The true angle or rate behind a sensor word, in its LSB; 0 for words that measure neither. */
  signalLsb(signal: SignalName): number {
    const angle = ANGLE[signal];
    if (angle !== undefined) return at(this.#angleDeg, angle) * LSB_PER_DEG;
    const rate = RATE[signal];
    return rate === undefined ? 0 : at(this.#rateDegPerS, rate) * LSB_PER_DEG;
  }
}
