/**
 * Where N commands become one movement: the last vote, and the only one outside the computers. Whatever the computers
 * think of each other, the surface follows the middle of the commands that arrive.
 *
 * It is the mid-value of the commands that are present. With an even number, half may pull one way and half the other:
 * the middle is then nobody's command, and the vote says so.
 */
import { assert, int32At } from '../at.js';
import { MidValue } from './selection.js';

/** `split`: as many pull one way as the other, further apart than the tolerance. `none`: no command came. */
export type ActuatorFlag = 'ok' | 'split' | 'none';

/** Votes again and again without allocating. The fields hold the last vote. */
export class ActuatorVoter {
  /** In the quantum of the commands; half of one is possible. 0 under the flag `none`: the actuator stays where it is. */
  command = 0;
  flag: ActuatorFlag = 'none';
  private readonly midValue: MidValue;
  private readonly arrived: Int32Array;

  /**
   * @param computers N, how many commands there can be
   * @param tolerance in quanta, inclusive: commands no further apart are no split
   */
  constructor(computers: number, tolerance: number) {
    this.midValue = new MidValue(computers, tolerance);
    this.arrived = new Int32Array(computers);
  }

  /**
   * @param commands quantised, one per computer
   * @param present 1 where the computer's command arrived, else 0
   */
  vote(commands: Int32Array, present: Uint8Array): void {
    assert(
      commands.length === this.arrived.length && present.length === commands.length,
      'one command per computer',
    );
    let count = 0;
    for (let i = 0; i < commands.length; i++) {
      if (present[i] === 1) this.arrived[count++] = int32At(commands, i);
    }
    const selection = this.midValue;
    selection.select(this.arrived, count);
    this.command = selection.value;
    // Unlike sensors, two commands that differ are a split too: one pulls each way.
    if (count === 0) this.flag = 'none';
    else this.flag = selection.gap > selection.tolerance ? 'split' : 'ok';
  }
}
