import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupsOf, partition, patternOf } from '../../../src/core/redundancy/groups.js';
import { RedundantSet, type FailVote } from '../../../src/core/redundancy/redundant-set.js';
import { pictureOf } from '../../support/flights.js';
import { holds } from '../../support/property.js';
import { readTable } from '../../support/table.js';

const table = readTable(new URL('./cam.table.txt', import.meta.url));

/** `1>2` as in the table, where computers count from 1. */
function cast(set: RedundantSet, vote: string, timeNs = 0): void {
  const [voter, target] = vote.split('>').map(Number);
  if (voter === undefined || target === undefined) throw new Error(`no vote: ${vote}`);
  set.collect(voter - 1, target - 1, timeNs);
}

function castAll(set: RedundantSet, votes: string): readonly FailVote[] {
  votes.split(' ').forEach((vote, i) => {
    cast(set, vote, i);
  });
  return set.apply();
}

const textOf = ({ voter, target }: FailVote): string => `${voter + 1}>${target + 1}`;

function pattern(set: RedundantSet): string {
  const labels = new Uint8Array(set.computers);
  partition(labels, (i, j) => set.accept(i, j));
  return patternOf(groupsOf(labels));
}

function members(set: RedundantSet): string {
  const all = Array.from({ length: set.computers }, (_, i) => i);
  return (
    all
      .filter((i) => set.isMember(i))
      .map((i) => i + 1)
      .join('') || '-'
  );
}

describe('the computer annunciation matrix', () => {
  it.each(table)('$line', ({ inputs, outcome }) => {
    const rows = outcome.slice(0, -2);
    const set = new RedundantSet(rows.length);
    for (const input of inputs) {
      if (input === '/') set.apply();
      else cast(set, input);
    }
    set.apply();
    expect([...pictureOf(set.lamps, rows.length), pattern(set), members(set)]).toEqual(outcome);
  });

  it('comes out alike in whatever order the votes of a cycle arrive', () => {
    const vote = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }));
    const votes = fc.array(vote.map(([voter, target]) => `${voter}>${target}`));
    const twoOrders = votes.chain((some) =>
      fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
    );
    const outcomeOf = (order: readonly string[]): unknown => {
      const set = new RedundantSet(4);
      for (const each of order) cast(set, each);
      set.apply();
      return [pictureOf(set.lamps, 4), pattern(set), members(set)];
    };
    holds(
      fc.property(twoOrders, ([one, other]) => {
        expect(outcomeOf(other)).toEqual(outcomeOf(one));
      }),
      500,
    );
  });
});

describe('fail votes', () => {
  it('are reported in order of time, the self-vote of the victim first', () => {
    const set = new RedundantSet(4);
    set.collect(0, 3, 5_400);
    set.collect(2, 3, 4_300);
    set.collect(1, 3, 4_300);
    set.collect(3, 3, 100);
    const votes = set.apply();
    expect(votes.map(textOf)).toEqual(['4>4', '3>4', '2>4', '1>4']);
    expect(votes.map(({ timeNs }) => timeNs)).toEqual([100, 4_300, 4_300, 5_400]);
  });

  it('of who finds itself alone come last', () => {
    const set = new RedundantSet(2);
    set.collect(1, 1, 100);
    set.collect(0, 1, 5_000);
    expect(set.apply()).toEqual([
      { voter: 1, target: 1, timeNs: 100 },
      { voter: 0, target: 1, timeNs: 5_000 },
      { voter: 0, target: 0, timeNs: 5_000 },
    ]);
  });

  it('are cast once against each until the set is re-formed', () => {
    const set = new RedundantSet(4);
    expect(castAll(set, '1>2 1>2').map(textOf)).toEqual(['1>2']);
    expect(castAll(set, '1>2')).toEqual([]);
    set.reform();
    expect(castAll(set, '1>2').map(textOf)).toEqual(['1>2']);
  });

  it('decide nothing before they are applied', () => {
    const set = new RedundantSet(4);
    cast(set, '1>1');
    expect([set.isMember(0), set.accept(0, 1), pictureOf(set.lamps, 4)[0]]).toEqual([true, true, '....']);
  });

  it('are none in a cycle without any', () => {
    expect(new RedundantSet(4).apply()).toEqual([]);
  });
});

describe('votes to concede', () => {
  it.each([
    // Two liars, 6 and 7, among seven: for them two votes must not be enough.
    [2, '6>1 7>1', '234567'],
    [3, '6>1 7>1', '1234567'],
    [3, '6>1 7>1 5>1', '234567'],
    [1, '7>1', '234567'],
    [4, '6>1 7>1 5>1', '1234567'],
  ])('%i: after %s the members are %s', (votesToConcede, votes, left) => {
    const set = new RedundantSet(7, votesToConcede);
    castAll(set, votes);
    expect(members(set)).toBe(left);
  });

  it('are two, if nothing else is said', () => {
    const set = new RedundantSet(7);
    castAll(set, '6>1 7>1');
    expect(members(set)).toBe('234567');
  });
});

describe('accepting each other', () => {
  const split = (): RedundantSet => {
    const set = new RedundantSet(4);
    castAll(set, '4>1');
    castAll(set, '1>4 2>4');
    return set;
  };

  it('goes by the votes that were cast, also in a row that was cleared', () => {
    const set = split();
    expect(pictureOf(set.lamps, 4)[3]).toBe('...*');
    expect(set.accept(0, 3)).toBe(false);
    set.cast.fill(0, 0, 4);
    expect(set.accept(0, 3), 'the vote 4>1 is still there').toBe(false);
  });

  it('does not go by a lamp that others lit', () => {
    const set = split();
    expect(pictureOf(set.lamps, 4)[3], '4 concedes').toBe('...*');
    expect(set.accept(2, 3), '3 voted against nobody, and 4 not against itself').toBe(true);
    expect(set.isPeer(2, 3), 'but 4 has left').toBe(false);
  });

  it('excludes who voted against itself, even with itself', () => {
    const set = new RedundantSet(4);
    castAll(set, '1>1');
    expect([set.accept(0, 0), set.accept(0, 1), set.accept(1, 1)]).toEqual([false, false, true]);
  });
});

it('re-forming forgets votes, lamps, who left and what is not yet applied', () => {
  const set = new RedundantSet(4);
  castAll(set, '4>4 1>4 2>4 3>4');
  cast(set, '1>2');
  set.reform();
  expect(set.apply()).toEqual([]);
  expect([pictureOf(set.lamps, 4).join(' '), pattern(set), members(set)]).toEqual([
    '.... .... .... ....',
    '4',
    '1234',
  ]);
});

describe('the crew', () => {
  const afterVotes = (): RedundantSet => {
    const set = new RedundantSet(4, 2);
    castAll(set, '4>4 1>4 2>4 3>4');
    return set;
  };
  const look = (set: RedundantSet): unknown => [
    pictureOf(set.lamps, 4).join(' '),
    members(set),
    [...set.takesPart].join(''),
  ];

  it('takes a computer out: its own lamps go out, and no vote lights them again', () => {
    const set = afterVotes();
    expect(look(set)).toEqual(['...* ...* ...* ...*', '123', '1111']);
    set.withdraw(3);
    expect(look(set)).toEqual(['...* ...* ...* ....', '123', '1110']);
    castAll(set, '1>2');
    expect(look(set)).toEqual(['.*.* ...* ...* ....', '123', '1110']);
  });

  it('takes a computer in: what was voted by it and against it is forgotten, the rest stays', () => {
    const set = afterVotes();
    castAll(set, '1>2 3>2');
    set.readmit(3);
    expect(look(set)).toEqual(['.*.. .*.. .*.. ....', '134', '1111']);
    expect([set.accept(0, 3), set.accept(0, 1)]).toEqual([true, false]);
  });

  it('forms the set of some, and the others take no part', () => {
    const set = afterVotes();
    set.reform([0, 3]);
    expect(look(set)).toEqual(['.... .... .... ....', '14', '1001']);
  });

  it('makes itself noticed, as votes do that make somebody leave, and other votes do not', () => {
    const set = new RedundantSet(4, 2);
    const changes: number[] = [];
    const after = (act: () => unknown): void => {
      act();
      changes.push(set.changes);
    };
    after(() => castAll(set, '1>2'));
    after(() => castAll(set, '3>2'));
    after(() => set.withdraw(3));
    after(() => set.readmit(1));
    after(() => set.reform());
    expect(changes).toEqual([0, 1, 2, 3, 4]);
  });
});
