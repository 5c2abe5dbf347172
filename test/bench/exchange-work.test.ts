import { describe, expect, it } from 'vitest';
import { ExchangeWork } from '../../src/bench/exchange-work.js';
import { EXCHANGE_SIZES } from '../../src/bench/rows.js';

/** n (n − 1) (1 + (n − 2) + (n − 2)(n − 3) …), as the limit programs count. */
function messages(n: number, m: number): number {
  let sum = 0;
  for (let k = 0, size = n * (n - 1); k <= m; k++, size *= n - 1 - k) sum += size;
  return sum;
}

describe('the work of an exchange row', () => {
  it.each(EXCHANGE_SIZES.slice(0, 3))('among %d with %d liars breaks neither condition', (n, m) => {
    const work = new ExchangeWork(n, m, 7);
    const runs = n === 10 ? 20 : 100;
    for (let i = 0; i < runs; i++) work.run();
    const exchanges = runs * work.perSample;
    expect(work.counts()).toEqual({
      exchanges,
      ic1Violations: 0,
      ic2Violations: 0,
      messages: exchanges * messages(n, m),
    });
  });

  it('sends as many messages as the limit programs', () => {
    expect([messages(4, 1), messages(7, 2), messages(10, 3), messages(13, 4)]).toEqual([
      36, 1_092, 36_090, 1_408_992,
    ]);
  });

  it('is not done below its bound', () => {
    expect(() => new ExchangeWork(6, 2, 1)).toThrow('n > 3m');
  });
});
