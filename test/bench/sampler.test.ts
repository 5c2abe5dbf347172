import { describe, expect, it } from 'vitest';
import { sample, timerCost, type Clock, type Work } from '../../src/bench/sampler.js';

const TIMER = 30;

/** Each reading takes 30 ns; each run as long as its turn says. */
function world(perSample: number, runNs: (run: number) => number): { clock: Clock; work: Work } {
  let now = 0;
  let runs = 0;
  const clock = (): number => (now += TIMER);
  const work = {
    perSample,
    run: () => void (now += runNs(runs++)),
    counts: () => ({ runs }),
    close: () => undefined,
  };
  return { clock, work };
}

describe('a repetition', () => {
  it('knows what reading the clock costs', () => expect(timerCost(world(1, () => 0).clock)).toBe(TIMER));

  it('takes the clock off each sample and divides it by its operations', () => {
    const { clock, work } = world(4, () => 400);
    const sampled = sample(work, { clock, warmUpNs: 0, measureNs: 10_000, isStopped: () => false });
    expect(sampled.timerNs).toBe(TIMER);
    expect(sampled.perSecond).toBe(1e9 / 100);
    const { min, max, count } = sampled.histogram;
    expect([min, max]).toEqual([100, 100]);
    expect(count).toBe(work.counts()['runs']);
  });

  it('leaves the warm-up out', () => {
    const { clock, work } = world(1, (run) => (run < 3 ? 5_000 : 50));
    const sampled = sample(work, { clock, warmUpNs: 12_000, measureNs: 1_000, isStopped: () => false });
    expect(sampled.histogram.max).toBe(50);
  });

  it('takes one sample at least, and no more once it is stopped', () => {
    const { clock, work } = world(1, () => 70);
    const sampled = sample(work, { clock, warmUpNs: 1e9, measureNs: 1e9, isStopped: () => true });
    expect([sampled.histogram.count, work.counts()['runs']]).toEqual([1, 1]);
  });
});
