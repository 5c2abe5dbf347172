import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Scheduler } from '../../src/core/scheduler.js';
import { holds } from '../support/property.js';

/** A scheduler, and the names of the actions in the order in which they ran. */
function scheduled(...entries: [timeNs: number, name: string][]): { scheduler: Scheduler; ran: string[] } {
  const scheduler = new Scheduler();
  const ran: string[] = [];
  for (const [timeNs, name] of entries) scheduler.schedule(timeNs, () => ran.push(name));
  return { scheduler, ran };
}

describe('scheduler', () => {
  it('runs equal times first in, first out', () => {
    const { scheduler, ran } = scheduled([5, 'a'], [3, 'b'], [5, 'c'], [3, 'd'], [5, 'e']);
    scheduler.runUntil(5);
    expect(ran).toEqual(['b', 'd', 'a', 'c', 'e']);
  });

  it('runs what is due, up to and including that time, and says when the next is', () => {
    const { scheduler, ran } = scheduled([-10, 'past'], [0, 'now'], [1, 'later']);
    expect(scheduler.nextNs).toBe(-10);
    scheduler.runUntil(-11);
    expect(ran).toEqual([]);
    scheduler.runUntil(0);
    expect([ran, scheduler.nextNs]).toEqual([['past', 'now'], 1]);
    scheduler.runUntil(0);
    scheduler.runUntil(1);
    expect([ran, scheduler.nextNs]).toEqual([['past', 'now', 'later'], Infinity]);
  });

  it('is empty to begin with', () => {
    const { scheduler, ran } = scheduled();
    scheduler.runUntil(Infinity);
    expect([ran, scheduler.nextNs]).toEqual([[], Infinity]);
  });

  it('tells an action the time for which it was scheduled, not that of the sweep', () => {
    const scheduler = new Scheduler();
    const times: number[] = [];
    for (const timeNs of [7, 2]) scheduler.schedule(timeNs, (dueNs) => times.push(dueNs));
    scheduler.runUntil(100);
    expect(times).toEqual([2, 7]);
  });

  it('runs what an action schedules: in the same sweep if it is due, behind what is there for that time', () => {
    const { scheduler, ran } = scheduled();
    scheduler.schedule(1, (timeNs) => {
      ran.push('first');
      scheduler.schedule(timeNs, () => ran.push('same time'));
      scheduler.schedule(timeNs - 5, () => ran.push('already past'));
      scheduler.schedule(timeNs + 1, () => ran.push('a little later'));
      scheduler.schedule(timeNs + 9, () => ran.push('not yet'));
    });
    scheduler.schedule(1, () => ran.push('second'));
    scheduler.schedule(2, () => ran.push('third'));
    scheduler.runUntil(3);
    expect(ran).toEqual(['first', 'already past', 'second', 'same time', 'third', 'a little later']);
    expect(scheduler.nextNs).toBe(10);
  });

  it('goes on after an action that failed', () => {
    const { scheduler, ran } = scheduled([1, 'a']);
    scheduler.schedule(2, () => {
      throw new Error('broken');
    });
    scheduler.schedule(2, () => ran.push('b'));
    expect(() => scheduler.runUntil(5)).toThrow('broken');
    scheduler.runUntil(5);
    expect(ran).toEqual(['a', 'b']);
  });

  it('runs any list in the order of a stable sort', () => {
    const times = fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 30 });
    holds(
      fc.property(times, fc.integer({ min: -4, max: 4 }), (list, untilNs) => {
        const named = list.map((timeNs, i): [number, string] => [timeNs, String(i)]);
        const { scheduler, ran } = scheduled(...named);
        scheduler.runUntil(untilNs);
        scheduler.runUntil(4);
        expect(ran).toEqual([...named].sort(([a], [b]) => a - b).map(([, name]) => name));
      }),
    );
  });
});
