/**
 * The control law: attitude hold along a manoeuvre, proportional to the error and damped by the rate.
 *
 * Its memory is finite on purpose: the rate is the mean of the last four samples and nothing is integrated. So a
 * transient error has left a computer's state after four cycles, well before three straight sumword miscompares, and
 * only lasting trouble makes healthy computers differ.
 */
import { byteAt, float64At, int32At, objectAt } from '../at.js';
import type { ActuatorConfig, VehicleModelConfig } from '../config.js';
import { NS_PER_US, type TimeNs } from '../time.js';
import { AXES, LSB_PER_DEG } from './vehicle-model.js';

/** 1/s² and 1/s: a natural frequency of 2 rad/s, damped at 0.75. */
const GAIN_PER_S2 = 4;
const DAMPING_PER_S = 3;
const RATE_SAMPLES = 4;

/** What the law works on: one selected value per axis; `valid` is 0 where no sensor had data. */
export interface Attitude {
  readonly angleLsb: Float64Array;
  readonly rateLsb: Float64Array;
  readonly valid: Uint8Array;
}

export function newAttitude(): Attitude {
  return {
    angleLsb: new Float64Array(AXES.length),
    rateLsb: new Float64Array(AXES.length),
    valid: new Uint8Array(AXES.length),
  };
}

/** The attitude to hold at a bus time, degrees: a triangle, each axis a third of a period behind the one before. */
export function manoeuvreDeg(config: VehicleModelConfig, axis: number, timeNs: TimeNs): number {
  const periodNs = config.manoeuvreUs * NS_PER_US;
  const turns = timeNs / periodNs - axis / AXES.length;
  const phase = turns - Math.floor(turns);
  return config.manoeuvreDeg * (phase < 0.5 ? 4 * phase - 1 : 3 - 4 * phase);
}

export class ControlLaw {
  /** By actuator, quantised: what the computer commands and what its sumword covers. */
  readonly commands: Int32Array;
  /** All that outlasts a cycle; computers with equal state stay equal on equal inputs. */
  readonly state: Float64Array;
  readonly #manoeuvre: VehicleModelConfig;
  readonly #actuators: readonly ActuatorConfig[];
  readonly #axisOf: Int32Array;

  constructor(manoeuvre: VehicleModelConfig, actuators: readonly ActuatorConfig[]) {
    this.#manoeuvre = manoeuvre;
    this.#actuators = actuators;
    this.#axisOf = Int32Array.from(actuators, (actuator) => AXES.indexOf(actuator.axis));
    this.commands = new Int32Array(actuators.length);
    this.state = new Float64Array(AXES.length * RATE_SAMPLES);
  }

  /** One cycle's step; without a valid attitude an axis is left alone. */
  step(attitude: Attitude, timeNs: TimeNs): void {
    for (let axis = 0; axis < AXES.length; axis++) this.#remember(axis, float64At(attitude.rateLsb, axis));
    for (let i = 0; i < this.#actuators.length; i++) {
      const axis = int32At(this.#axisOf, i);
      const { degPerS2PerLsb, limitLsb } = objectAt(this.#actuators, i);
      const errorDeg =
        manoeuvreDeg(this.#manoeuvre, axis, timeNs) - float64At(attitude.angleLsb, axis) / LSB_PER_DEG;
      const push = GAIN_PER_S2 * errorDeg - (DAMPING_PER_S * this.#meanRateLsb(axis)) / LSB_PER_DEG;
      const command = byteAt(attitude.valid, axis) === 1 ? Math.round(push / degPerS2PerLsb) : 0;
      this.commands[i] = Math.max(-limitLsb, Math.min(limitLsb, command));
    }
  }

  reset(): void {
    this.state.fill(0);
    this.commands.fill(0);
  }

  #remember(axis: number, rateLsb: number): void {
    const first = axis * RATE_SAMPLES;
    for (let i = RATE_SAMPLES - 1; i > 0; i--) this.state[first + i] = float64At(this.state, first + i - 1);
    this.state[first] = rateLsb;
  }

  #meanRateLsb(axis: number): number {
    let sum = 0;
    for (let i = 0; i < RATE_SAMPLES; i++) sum += float64At(this.state, axis * RATE_SAMPLES + i);
    return sum / RATE_SAMPLES;
  }
}
