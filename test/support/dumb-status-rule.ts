/**
 * The lone-error rule once more, from the whole history instead of counters, as close to the words of its source as it
 * can be written. What the one in use is held against.
 */
import type { RulesConfig } from '../../src/core/config.js';
import type { Report, Verdict } from '../../src/core/redundancy/status-rule.js';

/** @param reads of one element, oldest first; in each what `self` knows of every computer's report */
export function dumbStatusRule(
  reads: readonly (readonly Report[])[],
  self: number,
  members: readonly number[],
  rules: RulesConfig,
): Verdict {
  const now = reads.at(-1) ?? [];
  const erring = members.filter((j) => now[j] === 'error');
  const good = members.filter((j) => now[j] === 'good');
  const [lone] = erring;
  if (lone === undefined) return 'fresh';
  if (good.length === 0) return 'bypass';
  if (erring.length > 1)
    return { commfault: 'bypass', holdLast: 'stale', split: 'split' }[rules.onPartialError] as Verdict;

  const history = reads.map((read) => read[lone]).filter((report) => report !== 'missing');
  const clean = rules.errorCounterReset === 'cleanRead' ? history.lastIndexOf('good') : -1;
  const count = history.slice(clean + 1).filter((report) => report === 'error').length;
  if (count >= rules.loneErrorLimit) return lone === self ? 'fail-self' : 'fresh';
  return lone === self || rules.onLoneError === 'staleAll' ? 'stale' : 'fresh';
}
