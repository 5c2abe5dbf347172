/** What many hosts tell of one cycle, put together, and whether their computers used the same. */
import { describe, expect, it } from 'vitest';
import { Roll } from '../../../src/live/hosts/roll.js';
import type { LiveCycle } from '../../../src/live/messages.js';

const told = (cycle: number, more: Partial<LiveCycle> = {}): LiveCycle => ({
  ...{ kind: 'cycle', cycle, timeUs: 0, pattern: '3', votes: [], wakeUs: 1, inUse: 5 },
  elements: [{ element: 'IMU', heard: ['ok', 'ok', 'ok'], outcome: 'value' }],
  members: [true, true, true],
  cam: [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ],
  ...more,
});

function newRoll(isHealthy: (computer: number) => boolean = () => true) {
  const cycles: LiveCycle[] = [];
  return { roll: new Roll(3, isHealthy, (cycle) => cycles.push(cycle)), cycles };
}

describe('the roll', () => {
  it('tells of a cycle when all have told of it, or of a later one', () => {
    const { roll, cycles } = newRoll();
    roll.take(0, told(0));
    roll.take(1, told(0));
    expect(cycles).toEqual([]);
    // It had no part in cycle 0.
    roll.take(2, told(1));
    expect(cycles.map(({ cycle }) => cycle)).toEqual([0]);
  });

  it('waits for nobody who is gone', () => {
    const { roll, cycles } = newRoll();
    roll.take(0, told(0));
    roll.take(1, told(0));
    roll.gone(2);
    roll.take(0, told(1));
    roll.gone(1);
    expect(cycles.map(({ cycle }) => cycle)).toEqual([0, 1]);
  });

  it('waits a few cycles, and no longer, for somebody who tells nothing, and for him again once he is back', () => {
    const { roll, cycles } = newRoll();
    const shown = (): number[] => cycles.splice(0).map(({ cycle }) => cycle);
    const take = (cycle: number, ...computers: readonly number[]): void => {
      for (const computer of computers) roll.take(computer, told(cycle));
    };
    for (let cycle = 0; cycle < 3; cycle++) take(cycle, 0, 1);
    expect(shown()).toEqual([]);
    take(3, 0, 1);
    expect(shown()).toEqual([0]);
    for (let cycle = 4; cycle < 2000; cycle++) take(cycle, 0, 1);
    expect(shown()).toEqual(Array.from({ length: 1996 }, (_, i) => 1 + i));
    take(2000, 0, 1, 2);
    expect(shown()).toEqual([1997, 1998, 1999, 2000]);
    take(2001, 0, 1);
    expect(shown()).toEqual([]);
    take(2001, 2);
    expect(shown()).toEqual([2001]);
  });

  it('shows a cycle once, and judges it still when somebody tells of it late', () => {
    const { roll, cycles } = newRoll();
    for (let cycle = 0; cycle < 10; cycle++) for (const who of [0, 1]) roll.take(who, told(cycle));
    for (let cycle = 0; cycle < 10; cycle++) roll.take(2, told(cycle, { inUse: cycle === 2 ? 6 : 5 }));
    expect(cycles.map(({ cycle }) => cycle)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(roll.agreement).toEqual({ violations: 1, firstCycle: 2 });
  });

  it('takes of each what it knows best, and the latest start', () => {
    const { roll, cycles } = newRoll();
    const heard = (...kinds: readonly ('ok' | 'no-response' | 'error')[]) => ({
      elements: [
        { element: 'IMU', heard: kinds as LiveCycle['elements'][number]['heard'], outcome: 'value' as const },
      ],
    });
    roll.take(0, told(0, { ...heard('ok', 'ok', 'ok'), wakeUs: 3 }));
    roll.take(1, told(0, { ...heard('ok', 'no-response', 'ok'), wakeUs: 9, members: [true, false, true] }));
    roll.take(2, told(0, { ...heard('no-response', 'ok', 'ok') }));
    expect(cycles[0]).toMatchObject({ wakeUs: 9, members: [true, false, true] });
    expect(cycles[0]?.elements[0]?.heard).toEqual(['ok', 'no-response', 'ok']);
  });

  it('counts cycles in which healthy computers used different data', () => {
    const { roll } = newRoll((computer) => computer !== 2);
    const take = (cycle: number, ...inUse: number[]): void =>
      inUse.forEach((digest, computer) => roll.take(computer, told(cycle, { inUse: digest })));
    take(0, 5, 5, 5);
    // The last one has an injected fault.
    take(1, 5, 5, 6);
    expect(roll.agreement).toEqual({ violations: 0, firstCycle: undefined });
    take(2, 5, 6, 6);
    take(3, 1, 2, 3);
    expect(roll.agreement).toEqual({ violations: 2, firstCycle: 2 });
  });
});
