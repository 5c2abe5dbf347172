import { describe, expect, it } from 'vitest';
import { at } from '../../../src/core/at.js';
import type { RulesConfig } from '../../../src/core/config.js';
import { StatusRule, type Report } from '../../../src/core/redundancy/status-rule.js';
import { dumbStatusRule } from '../../support/dumb-status-rule.js';
import { smallVehicle } from '../../support/flights.js';
import { readTable } from '../../support/table.js';

const DEFAULTS = smallVehicle().rules;
const table = readTable(new URL('./status-rule.table.txt', import.meta.url));

const REPORTS: Readonly<Record<string, Report>> = { '.': 'good', E: 'error', '-': 'missing', x: 'missing' };

const KEYS: Readonly<Record<string, keyof RulesConfig>> = {
  limit: 'loneErrorLimit',
  reset: 'errorCounterReset',
  lone: 'onLoneError',
  partial: 'onPartialError',
};

/** `lone=staleSelf limit=1` */
function rulesOf(words: readonly string[]): RulesConfig {
  const given = words.map((word) => {
    const [name = '', value] = word.split('=');
    return [KEYS[name], name === 'limit' ? Number(value) : value];
  });
  return { ...DEFAULTS, ...(Object.fromEntries(given) as Partial<RulesConfig>) };
}

const letters = (read: string): string[] => read.split('');

describe('the lone-error rule', () => {
  it.each(table)('$line', ({ inputs, outcome }) => {
    const reads = inputs.filter((word) => !word.includes('='));
    const rule = new StatusRule(4, 1, rulesOf(inputs.filter((word) => word.includes('='))));
    let verdicts: string[] = [];
    for (const read of reads) {
      const reports = letters(read).map((letter) => REPORTS[letter] ?? 'missing');
      const peers = Uint8Array.from(letters(read), (letter) => (letter === 'x' ? 0 : 1));
      verdicts = letters(read).map((letter, self) =>
        letter === 'x' ? 'x' : rule.judge(0, self, reports, peers).replace('fail-self', 'fail'),
      );
    }
    expect(verdicts).toEqual(outcome);
  });

  it('counts each element by itself', () => {
    const rule = new StatusRule(2, 2, DEFAULTS);
    const peers = Uint8Array.of(1, 1);
    expect(rule.judge(0, 0, ['error', 'good'], peers)).toBe('stale');
    expect(rule.judge(1, 0, ['error', 'good'], peers)).toBe('stale');
    expect(rule.judge(0, 0, ['error', 'good'], peers)).toBe('fail-self');
  });

  it('forgets the errors on an element that was repaired, and only on that', () => {
    const rule = new StatusRule(2, 2, DEFAULTS);
    const peers = Uint8Array.of(1, 1);
    for (const element of [0, 1]) rule.judge(element, 0, ['error', 'good'], peers);
    rule.forget(0);
    expect(rule.judge(0, 0, ['error', 'good'], peers)).toBe('stale');
    expect(rule.judge(1, 0, ['error', 'good'], peers)).toBe('fail-self');
  });
});

// Nothing is sampled: every history of its length, for every set that computer 0 can be in, under all parameters.
describe('is the dumb one', () => {
  const variants = [1, 2, 3].flatMap((limit) =>
    ['reset=cleanRead', 'reset=never'].flatMap((reset) =>
      ['lone=staleSelf', 'lone=staleAll'].flatMap((lone) =>
        ['partial=commfault', 'partial=holdLast', 'partial=split'].map((partial) =>
          rulesOf([`limit=${limit}`, reset, lone, partial]),
        ),
      ),
    ),
  );

  /** Every read that computer 0 of four can know of; its own report never goes missing. */
  const everyRead = (kinds: readonly Report[]): Report[][] =>
    (['good', 'error'] as const).flatMap((own) =>
      kinds.flatMap((b) => kinds.flatMap((c) => kinds.map((d): Report[] => [own, b, c, d]))),
    );
  const someSets = [0, 1, 2, 3, 4, 5, 6, 7].map((others) => [
    0,
    ...[1, 2, 3].filter((j) => (others >> (j - 1)) & 1),
  ]);

  function compare(kinds: readonly Report[], length: number, sets: readonly (readonly number[])[]): number {
    const reads = everyRead(kinds);
    const histories: Report[][][] = [];
    const extend = (history: Report[][]): void => {
      if (history.length === length) histories.push(history);
      else for (const read of reads) extend([...history, read]);
    };
    extend([]);
    for (const rules of variants) {
      const rule = new StatusRule(4, 1, rules);
      for (const members of sets) {
        const peers = Uint8Array.from([0, 1, 2, 3], (j) => (members.includes(j) ? 1 : 0));
        for (const history of histories) {
          rule.forget(0);
          for (const read of history.slice(0, -1)) rule.judge(0, 0, read, peers);
          const verdict = rule.judge(0, 0, at(history, length - 1), peers);
          const dumb = dumbStatusRule(history, 0, members, rules);
          if (verdict !== dumb) expect.fail(JSON.stringify({ rules, members, history, verdict, dumb }));
        }
      }
    }
    return histories.length * sets.length * variants.length;
  }

  it('on every two reads of four computers, in every set', () => {
    expect(compare(['good', 'error', 'missing'], 2, someSets)).toBe(54 * 54 * 8 * 36);
  });

  it('on every three reads without silence', () => {
    expect(compare(['good', 'error'], 3, [[0, 1, 2, 3]])).toBe(16 * 16 * 16 * 36);
  });
});
