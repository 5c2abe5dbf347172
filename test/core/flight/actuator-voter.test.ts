import { describe, expect, it } from 'vitest';
import { ActuatorVoter } from '../../../src/core/flight/actuator-voter.js';
import { readTable } from '../../support/table.js';

const table = readTable(new URL('./actuator-voter.table.txt', import.meta.url));

describe('the actuator voter', () => {
  it.each(table)('$line', ({ inputs, outcome }) => {
    const voter = new ActuatorVoter(4, 2);
    // What stands in an absent command's place must not matter.
    const commands = Int32Array.from(inputs, (command) => (command === '-' ? 7777 : Number(command)));
    const present = Uint8Array.from(inputs, (command) => (command === '-' ? 0 : 1));
    voter.vote(commands, present);
    expect([String(voter.command), voter.flag]).toEqual(outcome);
  });

  it('remembers nothing of the vote before', () => {
    const voter = new ActuatorVoter(2, 0);
    voter.vote(Int32Array.of(1, 9), Uint8Array.of(1, 1));
    voter.vote(Int32Array.of(1, 9), Uint8Array.of(0, 0));
    expect([voter.command, voter.flag]).toEqual([0, 'none']);
  });

  it('takes one command per computer', () => {
    const voter = new ActuatorVoter(4, 0);
    expect(() => voter.vote(new Int32Array(3), new Uint8Array(3))).toThrow('one command');
    expect(() => voter.vote(new Int32Array(4), new Uint8Array(3))).toThrow('one command');
  });
});
