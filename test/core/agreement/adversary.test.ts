import { describe, expect, it } from 'vitest';
import {
  findMessage,
  memberMask,
  perfectLinks,
  ScriptedAdversary,
  SeededAdversary,
} from '../../../src/core/agreement/adversary.js';
import { MessageTree, OralMessages, runOralMessages } from '../../../src/core/agreement/om.js';
import { DEFAULT } from '../../../src/core/agreement/value.js';
import { at } from '../../../src/core/at.js';

describe('a scripted adversary', () => {
  const tree = new MessageTree(4, 1);

  it('tells 1 what the script says 3 tells 1 about 0, and nobody anything else', () => {
    const exchange = new OralMessages(tree);
    const script = { '0>3>1': 9, '0>3>2': null };
    runOralMessages(exchange, 0, 5, new ScriptedAdversary(tree, script));
    const heard = (path: number[], receiver: number): number =>
      at(at(exchange.heard, path.length - 1), tree.indexOf(path, receiver));
    expect([heard([0], 1), heard([0], 2), heard([0], 3)]).toEqual([5, 5, 5]);
    expect([heard([0, 3], 1), heard([0, 3], 2)]).toEqual([9, DEFAULT]);
    expect([heard([0, 1], 2), heard([0, 1], 3), heard([0, 2], 1), heard([0, 2], 3)]).toEqual([5, 5, 5, 5]);
  });

  it('lies only about the commanders it names', () => {
    const exchange = new OralMessages(tree);
    const liar = new ScriptedAdversary(tree, { '2>3': 9, '2>0': 9, '2>1': null });
    expect([...runOralMessages(exchange, 1, 5, liar)]).toEqual([5, 5, 5, 5]);
    expect([...runOralMessages(exchange, 2, 5, liar)]).toEqual([5, 9, 9, 9]);
  });

  it('gives its script back', () => {
    const script = { '0>1': 0, '0>3>1': 9, '0>3>2': null, '3>1>2': 4 };
    expect(new ScriptedAdversary(tree, script).script()).toEqual(script);
  });

  it.each(['0>3>3', '0>4', '0>1>2>3', '0', '', '0>', '0>-1', '0>1.5', '0 > 1', '0>__proto__'])(
    'knows no message "%s"',
    (key) => {
      expect(findMessage(tree, key)).toBeNull();
      expect(() => new ScriptedAdversary(tree, { [key]: 1 })).toThrow('no message');
    },
  );
});

describe('a seeded adversary', () => {
  const tree = new MessageTree(7, 2);
  const values = 5; // and silence: as many as there are lieutenants

  /** What the receivers hear, by the path they hear it on. */
  function heardByPath(adversary: SeededAdversary, commander: number): Map<string, number[]> {
    const exchange = new OralMessages(tree);
    runOralMessages(exchange, commander, 100, adversary);
    const heard = new Map<string, number[]>();
    exchange.heard.forEach((messages, round) => {
      messages.forEach((value, i) => {
        const path = tree.pathOf(round, i).join('>');
        heard.set(path, [...(heard.get(path) ?? []), value]);
      });
    });
    return heard;
  }

  it('tells each receiver something else, as commander and as relay, at every depth', () => {
    // Commander 2 and member 5, who is player 3 of commander 2.
    const heard = heardByPath(new SeededAdversary(tree, memberMask([2, 5]), 1, values), 2);
    const lied = [...heard].filter(([path]) => path === '0' || path.endsWith('>3'));
    expect(lied.length).toBe(1 + 1 + 5);
    for (const [, told] of lied) expect(new Set(told).size).toBe(told.length);
    expect(new Set(lied.map(([, told]) => told.join())).size).toBeGreaterThan(2);
  });

  it('passes on what others say', () => {
    const heard = heardByPath(new SeededAdversary(tree, memberMask([5]), 1, values), 2);
    for (const [path, told] of heard) {
      if (!path.includes('3')) expect(new Set(told)).toEqual(new Set([100]));
    }
  });

  it('repeats itself for a seed, and lies otherwise for another', () => {
    const lies = (seed: number): unknown => [...heardByPath(new SeededAdversary(tree, 0b1, seed, values), 0)];
    expect(lies(1)).toEqual(lies(1));
    expect(lies(1)).not.toEqual(lies(2));
  });

  it('is honest without traitors', () => {
    const exchange = new OralMessages(tree);
    const honest = [...runOralMessages(exchange, 4, 8, perfectLinks)];
    expect([...runOralMessages(exchange, 4, 8, new SeededAdversary(tree, 0, 1, values))]).toEqual(honest);
  });

  it('stops at what it was not made for', () => {
    expect(() => new SeededAdversary(tree, 0, 1, 0)).toThrow('something to say');
    expect(() => new SeededAdversary(new MessageTree(31, 0), 0, 1, 1)).toThrow('30 bits');
    expect(() => memberMask([30])).toThrow('30 bits');
  });
});
