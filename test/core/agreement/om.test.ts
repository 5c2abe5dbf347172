import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findMessage,
  nameOf,
  perfectLinks,
  ScriptedAdversary,
} from '../../../src/core/agreement/adversary.js';
import {
  messageCount,
  MessageTree,
  OralMessages,
  runOnReadings,
  runOralMessages,
  type Transport,
} from '../../../src/core/agreement/om.js';
import { DEFAULT, REPORTED_ERROR } from '../../../src/core/agreement/value.js';
import { at } from '../../../src/core/at.js';
import { dumbOm } from '../../support/dumb-om.js';
import { brokenBy } from '../../support/interactive-consistency.js';
import { holds } from '../../support/property.js';

const members = (n: number): number[] => Array.from({ length: n }, (_, member) => member);

/** All messages of a tree as (round, index). */
const messagesOf = (tree: MessageTree): [round: number, index: number][] =>
  tree.sender.flatMap((messages, round) => [...messages.keys()].map((i): [number, number] => [round, i]));

describe('the message tree', () => {
  it.each([
    [4, 1, 9],
    [7, 2, 156],
    [10, 3, 3_609],
    [13, 4, 108_384],
  ])('of (%i, %i) has %i messages, each lieutenant hearing an equal share', (n, m, messages) => {
    const tree = new MessageTree(n, m);
    expect([tree.messages, messageCount(n, m)]).toEqual([messages, messages]);
    expect(tree.sender.reduce((sum, round) => sum + round.length, 0)).toBe(messages);
    const heardBy = members(n).map((p) =>
      tree.receiver.reduce((sum, r) => sum + r.filter((q) => q === p).length, 0),
    );
    expect(heardBy).toEqual([0, ...Array<number>(n - 1).fill(messages / (n - 1))]);
  });

  it.each([
    [2, 0],
    [3, 1],
    [4, 1],
    [5, 3],
    [7, 2],
  ])('of (%i, %i) names every message once, and finds it by its name', (n, m) => {
    const tree = new MessageTree(n, m);
    const names = new Set<string>();
    for (const [round, i] of messagesOf(tree)) {
      const path = tree.pathOf(round, i);
      const receiver = at(at(tree.receiver, round), i);
      names.add([...path, receiver].join('>'));
      expect(new Set([...path, receiver]).size).toBe(round + 2);
      expect(path.at(-1)).toBe(at(at(tree.sender, round), i));
      expect(tree.indexOf(path, receiver)).toBe(i);
    }
    expect(names.size).toBe(tree.messages);
  });

  it('keeps the messages that extend one message together, and knows what each passes on', () => {
    const tree = new MessageTree(6, 3);
    for (const [round, i] of messagesOf(tree)) {
      const path = tree.pathOf(round, i);
      const receiver = at(at(tree.receiver, round), i);
      const parent = at(at(tree.parent, round), i);
      if (round === 0) {
        expect(parent).toBe(-1);
        continue;
      }
      const shorter = Math.floor(i / tree.relays(round - 1));
      expect(tree.pathOf(round - 1, shorter)).toEqual(path.slice(0, -1));
      expect(at(at(tree.receiver, round - 1), shorter)).toBe(receiver);
      expect(tree.pathOf(round - 1, parent)).toEqual(path.slice(0, -1));
      expect(at(at(tree.receiver, round - 1), parent)).toBe(path.at(-1));
    }
  });

  it.each([
    ['too long', [0, 1, 2], 3],
    ['somebody twice', [0, 0], 3],
    ['nobody of that number', [0, 4], 3],
    ['no whole number', [0, 1.5], 3],
    ['to its own relay', [0, 3], 3],
    ['to the commander', [0, 1], 0],
    ['to nobody', [0, 1], 4],
    ['not from the commander', [1], 3],
    ['from nobody', [], 3],
  ])('does not believe a path that is %s', (_, path, receiver) => {
    expect(new MessageTree(4, 1).indexOf(path, receiver)).toBe(-1);
  });

  it.each([
    [1, 0],
    [4, -1],
    [3, 2],
  ])('does not exist for (%i, %i)', (n, m) => {
    expect(() => new MessageTree(n, m)).toThrow('0 <= m <= n - 2');
  });

  it('stops at millions of messages', () => {
    expect(() => new MessageTree(30, 8)).toThrow('millions');
  });
});

describe('oral messages', () => {
  it('carry the value to everybody where nobody lies', () => {
    for (const m of [0, 1, 2, 3]) {
      const exchange = new OralMessages(new MessageTree(5, m));
      expect([...runOralMessages(exchange, 3, 7, perfectLinks)]).toEqual([7, 7, 7, 7, 7]);
    }
  });

  it('start from what the wire did where a terminal commands', () => {
    // 3-1 at the terminal's word; nobody lies, so one round more makes the four computers one.
    const exchange = new OralMessages(new MessageTree(5, 1));
    const readings = (list: number[]): number[] => [
      ...runOnReadings(exchange, 0, Int32Array.from(list), perfectLinks),
    ];
    runOralMessages(exchange, 2, 9, perfectLinks); // and is forgotten
    expect(readings([5, 5, 5, REPORTED_ERROR])).toEqual([DEFAULT, 5, 5, 5, 5]);
    expect(readings([REPORTED_ERROR, 5, REPORTED_ERROR, REPORTED_ERROR])).toEqual([DEFAULT, 1, 1, 1, 1]);
    expect(readings([5, 5, REPORTED_ERROR, REPORTED_ERROR])).toEqual([DEFAULT, 0, 0, 0, 0]);
    expect(() => readings([5, 5, 5])).toThrow('one reading');
    // The next commander is not mistaken for the wire.
    expect([...runOralMessages(exchange, 2, 6, perfectLinks)]).toEqual([6, 6, 6, 6, 6]);
  });

  it('are split by a majority that takes the first vote', () => {
    const damaged = new OralMessages(new MessageTree(4, 1), (votes, offset) => at(votes, offset));
    const liar = new ScriptedAdversary(damaged.tree, { '0>1': 2, '0>2': 3, '0>3': 3 });
    expect(brokenBy(runOralMessages(damaged, 0, 2, liar), 0, 2, 0b0001)).toEqual({ ic1: true, ic2: false });
  });

  it('show a transport each round once, in order, with what the last one brought', () => {
    const exchange = new OralMessages(new MessageTree(4, 2));
    const rounds: string[] = [];
    const shifting: Transport = {
      carry(round, commander, messages) {
        rounds.push(`${round} from ${commander}: ${[...new Set(messages)].join()}`);
        messages.forEach((value, i) => (messages[i] = value + 10));
      },
    };
    runOralMessages(exchange, 1, 5, shifting);
    expect(rounds).toEqual(['0 from 1: 5', '1 from 1: 15', '2 from 1: 25']);
  });
});

describe('oral messages against the recursion of the paper', () => {
  /** Any strategy of any traitors: a pure function of the message's name, drawn by its hash. */
  function lieOf(name: string, seed: number): number | null | undefined {
    let hash = seed | 1;
    for (const char of name) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) ^ (hash >>> 13);
    return [undefined, null, 0, 1, 2, 3, 4][(hash >>> 8) % 7];
  }

  const someCase = fc
    .record({ n: fc.integer({ min: 3, max: 7 }), m: fc.integer({ min: 0, max: 2 }), seed: fc.integer() })
    .filter(({ n, m }) => m <= n - 2)
    .chain(({ n, m, seed }) =>
      fc.record({
        n: fc.constant(n),
        m: fc.constant(m),
        seed: fc.constant(seed),
        commander: fc.nat(n - 1),
        value: fc.constantFrom(0, 1, 2, 3),
        traitors: fc.subarray(members(n)),
      }),
    );

  it('decide the same, whoever and however many lie, and IC1 and IC2 hold where n > 3m', () => {
    holds(
      fc.property(someCase, ({ n, m, seed, commander, value, traitors }) => {
        const tree = new MessageTree(n, m);
        const script: Record<string, number | null> = {};
        for (const [round, index] of messagesOf(tree)) {
          const sender = (commander + at(at(tree.sender, round), index)) % n;
          const name = nameOf(tree, { commander, round, index });
          const lie = traitors.includes(sender) ? lieOf(name, seed) : undefined;
          if (lie !== undefined) script[name] = lie;
        }
        const dumb = dumbOm(
          m,
          [commander],
          value,
          members(n).filter((member) => member !== commander),
          (path, receiver, truth) => {
            const lie = script[[...path, receiver].join('>')];
            return lie === undefined ? truth : (lie ?? DEFAULT);
          },
        );
        const fast = runOralMessages(
          new OralMessages(tree),
          commander,
          value,
          new ScriptedAdversary(tree, script),
        );
        expect(fast[0]).toBe(value);
        for (const [member, decision] of dumb) expect(fast[(member - commander + n) % n]).toBe(decision);

        if (n <= 3 * m || traitors.length > m) return;
        const mask = traitors.reduce((bits, member) => bits | (1 << member), 0);
        expect(brokenBy(fast, commander, value, mask)).toEqual({ ic1: false, ic2: false });
      }),
      500,
    );
  });

  it('name messages by members, whoever commands', () => {
    const tree = new MessageTree(4, 1);
    const place = findMessage(tree, '2>0>3');
    expect(place).toEqual({ commander: 2, round: 1, index: tree.indexOf([0, 2], 1) });
    expect(place && nameOf(tree, place)).toBe('2>0>3');
  });
});
