import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from '../../../src/core/at.js';
import { MessageTree, OralMessages, type Transport } from '../../../src/core/agreement/om.js';
import { strictMajority } from '../../../src/core/agreement/majority.js';
import { DEFAULT, Interner, REPORTED_ERROR } from '../../../src/core/agreement/value.js';
import { hasHole, wordMajority } from '../../../src/core/agreement/word-majority.js';
import { dumbOm, type Tell } from '../../support/dumb-om.js';
import { holds } from '../../support/property.js';

const WORDS = 3;

class Ballot {
  readonly interner = new Interner(WORDS, 4000);
  readonly vote = wordMajority(this.interner, WORDS, 10);

  id(words: readonly number[]): number {
    return this.interner.intern(Int32Array.from(words), 0, words.length);
  }

  words(id: number): number[] {
    return Array.from({ length: this.interner.count(id) }, (_, w) => this.interner.word(id, w));
  }

  /** Of votes that are words, "error" or nothing. */
  of(...votes: readonly (readonly number[] | 'error' | 'none')[]): number {
    const ids = votes.map((vote) =>
      vote === 'error' ? REPORTED_ERROR : vote === 'none' ? DEFAULT : this.id(vote),
    );
    return this.vote(Int32Array.from(ids), 0, ids.length);
  }
}

describe('the vote word by word', () => {
  it('(1,2,9) (1,8,3) (7,2,3): nothing as a whole, and what nobody sent word by word', () => {
    const ballot = new Ballot();
    const votes: [number, number, number][] = [
      [1, 2, 9],
      [1, 8, 3],
      [7, 2, 3],
    ];
    const ids = Int32Array.from(votes.map((vote) => ballot.id(vote)));
    expect(strictMajority(ids, 0, 3)).toBe(DEFAULT);
    expect(ballot.words(ballot.vote(ids, 0, 3))).toEqual([1, 2, 3]);
  });

  it.each([
    [
      'all alike',
      [
        [1, 2],
        [1, 2],
        [1, 2],
      ],
      [1, 2],
    ],
    [
      '0 is a word like any other',
      [
        [0, 0],
        [0, 5],
        [6, 0],
      ],
      [0, 0],
    ],
    ['one hears nothing', [[1, 2], [1, 2], 'none'], [1, 2]],
    ['one received an error', [[1, 2], [1, 2], 'error'], [1, 2]],
    [
      'one says more words than there are',
      [
        [1, 2],
        [1, 2],
        [1, 2, 3],
      ],
      [1, 2],
    ],
    ['one says fewer', [[1, 2], [1, 2], [1]], [1, 2]],
  ] as const)('%s', (_what, votes, outcome) => {
    const ballot = new Ballot();
    const decided = ballot.of(...votes);
    expect(ballot.words(decided)).toEqual(outcome);
    expect(hasHole(ballot.interner, decided)).toBe(false);
  });

  it.each([
    ['nobody hears anything', ['none', 'none', 'none'], DEFAULT],
    ['most received an error', ['error', 'error', [1, 2]], REPORTED_ERROR],
    ['all received an error', ['error', 'error', 'error'], REPORTED_ERROR],
    [
      'no two words are alike',
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      DEFAULT,
    ],
    ['two against two', [[1, 2], [1, 2], 'error', 'error'], DEFAULT],
  ] as const)('%s: no data', (_what, votes, outcome) => {
    expect(new Ballot().of(...votes)).toBe(outcome);
  });

  it('a word without a majority is a hole, and leaves the others as they are', () => {
    const ballot = new Ballot();
    const decided = ballot.of([1, 2, 3], [1, 5, 3], [1, 6, 3]);
    expect(ballot.words(decided)).toEqual([1, -1, 3]);
    expect(hasHole(ballot.interner, decided)).toBe(true);
    expect(hasHole(ballot.interner, ballot.of([1, 2, 3], [1, 2, 3], [1, 6, 3]))).toBe(false);
  });

  // What it means: each word has an exchange of its own. A hole at depth must not swallow the words beside it.
  it.each([
    [4, 1],
    [5, 2],
    [7, 2],
  ])('OM(m) on values is one OM(m) on each word: n = %i, m = %i', (n, m) => {
    const tree = new MessageTree(n, m);
    const value = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: WORDS, maxLength: WORDS });
    const lies = fc.array(fc.option(value), { minLength: tree.messages, maxLength: tree.messages });
    holds(
      fc.property(value, lies, fc.nat((1 << n) - 1), (truth, told, liars) => {
        const ballot = new Ballot();
        const exchange = new OralMessages(tree, ballot.vote);
        let place = 0;
        const lieAt = new Map<string, readonly number[] | null>();
        const transport: Transport = {
          carry(round, _commander, messages) {
            messages.forEach((honest, i) => {
              const path = tree.pathOf(round, i);
              const sender = at(path, path.length - 1);
              const lie = at(told, place++);
              const lies = ((liars >> sender) & 1) === 1;
              if (lies) lieAt.set([...path, at(at(tree.receiver, round), i)].join('>'), lie);
              messages[i] = !lies ? honest : lie === null ? DEFAULT : ballot.id(lie);
            });
          },
        };
        exchange.command(ballot.id(truth));
        transport.carry(0, 0, exchange.messages(0));
        for (let round = 1; round <= m; round++) {
          exchange.relay(round);
          transport.carry(round, 0, exchange.messages(round));
        }
        const decided = [...exchange.decide()].slice(1).map((id) => ballot.words(id));

        const lieutenants = Array.from({ length: n - 1 }, (_, i) => i + 1);
        for (let w = 0; w < WORDS; w++) {
          const tell: Tell = (path, receiver, honest) => {
            const lie = lieAt.get([...path, receiver].join('>'));
            return lie === undefined ? honest : (lie?.[w] ?? 0);
          };
          const alone = dumbOm(m, [0], at(truth, w), lieutenants, tell);
          // 0 stands for DEFAULT there; here it is a hole, or nothing at all.
          const word = (words: readonly number[]): number => Math.max(0, words[w] ?? 0);
          expect(decided.map(word)).toEqual(lieutenants.map((i) => alone.get(i)));
        }
      }),
      100,
    );
  });
});
