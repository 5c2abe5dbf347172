import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { holds } from './property.js';

afterEach(() => vi.unstubAllEnvs());

/** What a property that fails from 1000 on is reported with. */
function failure(): string {
  try {
    holds(fc.property(fc.nat(), (n) => n < 1000));
  } catch (error) {
    return String(error);
  }
  return 'held';
}

describe('a property that does not hold (as n > 3m, or [so])', () => {
  it('names the smallest case, and the command that replays it', () => {
    const first = failure();
    expect(first).toContain('fails for [1000]');
    const [, seed = '', path = '', pattern = ''] =
      /FC_SEED=(\S+) FC_PATH=(\S+) npx vitest run \S+property\.test\.ts -t '(.*)'/.exec(first) ?? [];
    expect(expect.getState().currentTestName?.replaceAll(/(so]\)) > /g, '$1 ')).toMatch(new RegExp(pattern));

    vi.stubEnv('FC_SEED', seed);
    vi.stubEnv('FC_PATH', path);
    expect(failure()).toContain('fails for [1000]');
    vi.stubEnv('FC_PATH', '0');
    expect(failure()).toContain(`FC_SEED=${seed}`);
  });

  it('can be tried more often', () => {
    vi.stubEnv('FC_RUNS', '7');
    let runs = 0;
    holds(fc.property(fc.nat(), () => (runs++, true)));
    expect(runs).toBe(7);
  });
});
