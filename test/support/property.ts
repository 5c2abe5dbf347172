import fc from 'fast-check';
import { expect } from 'vitest';

/**
 * Tries a property on many drawn cases. A failure names the smallest case found and the command that replays it; the seed
 * and path come back in by FC_SEED and FC_PATH, and FC_RUNS asks for more cases.
 * @returns the seed, for those who print it
 */
export function holds<Ts>(property: fc.IProperty<Ts>, runs = 200): number {
  const { FC_SEED: seed, FC_PATH: path, FC_RUNS: more } = process.env;
  const details = fc.check(property, {
    numRuns: more === undefined ? runs : Number(more),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    ...(path === undefined ? {} : { path }),
  });
  if (!details.failed) return details.seed;
  const { testPath, currentTestName } = expect.getState();
  // -t takes a regular expression, in which the names of suites and test are joined otherwise.
  const name = (currentTestName ?? '').replace(/\W+/g, '.+');
  const place = `FC_SEED=${details.seed} FC_PATH=${details.counterexamplePath ?? ''}`;
  const cause: unknown = details.errorInstance;
  throw new Error(
    `fails for ${fc.stringify(details.counterexample)}\n` +
      `replay: ${place} npx vitest run ${testPath ?? ''} -t '${name}'`,
    { cause },
  );
}
