import { expect, it } from 'vitest';
import { UsedInputs } from '../../../src/live/hosts/used-inputs.js';

it('tells of each two in how many cycles their computers used different words, whoever told first', () => {
  const used = new UsedInputs(3);
  const digests = [
    [1, 1, 1],
    [2, 2, 9],
    [3, 3, 3],
    [4, 4, 8],
  ];
  digests.forEach((row, cycle) => row.forEach((digest, computer) => used.take(computer, cycle, digest)));
  expect(used.check(0, 1)).toEqual({ held: true, violations: 0, firstCycle: null });
  expect(used.check(0, 2)).toEqual({ held: false, violations: 2, firstCycle: 1 });
  expect(used.check(2, 1)).toEqual(used.check(1, 2));
});

it('holds nothing against a cycle that one had no part in, and waits for nobody for ever', () => {
  const used = new UsedInputs(2);
  for (let cycle = 0; cycle < 3000; cycle++) used.take(0, cycle, cycle);
  // That one comes back, and tells of what is forgotten and of what is not.
  used.take(1, 5, -1);
  used.take(1, 2998, -1);
  used.take(1, 2999, 2999);
  expect(used.check(0, 1)).toEqual({ held: false, violations: 1, firstCycle: 2998 });
});
