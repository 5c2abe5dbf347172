import { describe, expect, it } from 'vitest';
import { parsePriority } from '../../src/live/executive-priority.js';

/** proc(5): 18 priority, 19 nice, 40 real-time priority, 41 policy. */
function stat(name: string, nice: number, realTime: number, policy: number): string {
  const fields = Array.from({ length: 52 }, () => '0');
  fields[0] = '4711';
  fields[1] = `(${name})`;
  fields[18] = String(nice);
  fields[39] = String(realTime);
  fields[40] = String(policy);
  return fields.join(' ');
}

describe('the scheduler class', () => {
  it.each([
    ['node', 0, 0, 0, 'SCHED_OTHER'],
    ['node', 10, 0, 3, 'SCHED_BATCH'],
    ['a) R 1 (b', 0, 50, 1, 'SCHED_FIFO'],
    ['node', 0, 99, 2, 'SCHED_RR'],
    ['node', -5, 0, 6, 'SCHED_DEADLINE'],
    ['node', 0, 0, 7, 'policy 7'],
  ])('of (%s), nice %d, priority %d, policy %d is %s', (name, nice, realTime, policy, expected) => {
    expect(parsePriority(stat(name, nice, realTime, policy))).toEqual({ class: expected, realTime, nice });
  });

  it('is unknown where the system does not say', () => {
    expect(parsePriority('')).toEqual({ class: null, realTime: 0, nice: 0 });
  });
});
