import { describe, expect, it } from 'vitest';
import { at } from '../../../src/core/at.js';
import { Receiver } from '../../../src/core/bus/receiver.js';
import { Transmitter } from '../../../src/core/bus/transmitter.js';
import type { LinkKind, WordFormatName } from '../../../src/core/config.js';
import { Links } from '../../../src/core/exchange/links.js';
import { UTTERANCE, Utterance } from '../../../src/core/exchange/utterance.js';

const COMPUTERS = 3;

function newLinks(links: LinkKind, wordFormat: WordFormatName = 'mil-std-1553b'): Links {
  const participants = Array.from({ length: COMPUTERS }, (_, i) => ({
    name: `C${i}`,
    receiver: new Receiver({ thresholdMv: 500, zeroCrossingNs: 200, noiseMv: 3 }),
    transmitter: new Transmitter({ levelMv: 6000, riseNs: 150 }),
  }));
  const made = new Links(participants, { links, wordFormat }, 1);
  made.beginCycle(0);
  return made;
}

function word(sender: number, value: number): Utterance {
  const utterance = new Utterance();
  utterance.setWord(UTTERANCE.privateWord, sender, sender, value);
  return utterance;
}

const heardBy = (links: Links, sender: number): (number | undefined)[] =>
  [0, 1, 2].map((receiver) => (receiver === sender ? undefined : links.hear(sender, receiver)?.data[0]));

/** Adds the receiver's number to every word. */
const bending = {
  tell(utterance: Utterance, receiver: number): void {
    utterance.data[0] = at(utterance.data, 0) + receiver;
  },
};

describe('broadcast links', () => {
  it('are one bus per sender, named after it', () => {
    expect(newLinks('broadcast').media.map(({ name }) => name)).toEqual(['ICC-C0', 'ICC-C1', 'ICC-C2']);
  });

  it('carry one transmission to all', () => {
    const links = newLinks('broadcast');
    const sent: string[] = [];
    for (const medium of links.media) medium.taps.push({ transmission: (bus) => sent.push(bus) });
    links.openRound(0);
    links.say(word(1, 77));
    expect(heardBy(links, 1)).toEqual([77, undefined, 77]);
    expect(sent).toEqual(['ICC-C1']);
  });

  it('tell all receivers the same, whatever bends the words', () => {
    const links = newLinks('broadcast');
    at(links.mouths, 1).push(bending);
    links.openRound(0);
    links.say(word(1, 70));
    expect(heardBy(links, 1)).toEqual([70, undefined, 70]);
    links.tell(word(1, 70), 2);
    expect(heardBy(links, 1)).toEqual([72, undefined, 72]);
  });
});

describe('point-to-point links', () => {
  it('are a wire per pair, in each direction', () => {
    const names = newLinks('pointToPoint').media.map(({ name }) => name);
    expect(names.sort()).toEqual([
      'ICC-C0-C1',
      'ICC-C0-C2',
      'ICC-C1-C0',
      'ICC-C1-C2',
      'ICC-C2-C0',
      'ICC-C2-C1',
    ]);
  });

  it('can tell each receiver something else', () => {
    const links = newLinks('pointToPoint');
    at(links.mouths, 1).push(bending);
    links.openRound(0);
    links.say(word(1, 70));
    expect(heardBy(links, 1)).toEqual([70, undefined, 72]);
  });

  it('leave out whom nothing is told', () => {
    const links = newLinks('pointToPoint');
    links.openRound(0);
    links.tell(word(1, 70), 2);
    expect(heardBy(links, 1)).toEqual([undefined, undefined, 70]);
  });
});

describe('a mouth', () => {
  it('bends a copy, and is told when it speaks', () => {
    const links = newLinks('pointToPoint');
    links.beginCycle(12);
    const calls: unknown[] = [];
    at(links.mouths, 0).push({
      tell: (utterance, receiver, cycle, timeNs) => {
        utterance.data[0] = 1;
        calls.push([receiver, cycle, timeNs]);
      },
    });
    links.openRound(5_000_000);
    const said = word(0, 70);
    links.say(said);
    expect(said.data[0]).toBe(70);
    expect(calls).toEqual([
      [1, 12, 5_000_000],
      [2, 12, 5_000_000],
    ]);
  });

  it('bends what the one before it has bent', () => {
    const links = newLinks('broadcast');
    at(links.mouths, 0).push(bending, bending);
    links.openRound(0);
    links.say(word(0, 70));
    expect(heardBy(links, 0)).toEqual([undefined, 72, 72]);
  });
});

describe('a round', () => {
  it('forgets what was heard in the one before', () => {
    const links = newLinks('broadcast');
    links.openRound(0);
    links.say(word(1, 70));
    links.openRound(links.roundEndNs);
    expect(heardBy(links, 1)).toEqual([undefined, undefined, undefined]);
  });

  // Header and data word: 2 × 20 µs, or 2 × 28 µs and the gap between them; 10 µs between messages.
  it.each([
    ['mil-std-1553b', 40_000],
    ['shuttle', 61_000],
  ] as const)(
    'takes wire time: all buses in parallel, one message after the other on each (%s)',
    (format, ns) => {
      const links = newLinks('broadcast', format);
      links.openRound(1_000_000);
      for (const sender of [0, 1, 2]) links.say(word(sender, 1));
      expect(links.roundEndNs).toBe(1_000_000 + ns);
      links.say(word(2, 2));
      expect(links.roundEndNs).toBe(1_000_000 + 2 * ns + 10_000);
      expect(links.heardNs(2, 0)).toBe(links.roundEndNs);
      expect(links.heardNs(0, 2)).toBe(1_000_000 + ns);
    },
  );

  it('in which nobody speaks ends when it was opened', () => {
    const links = newLinks('broadcast');
    links.openRound(1_000_000);
    expect(links.roundEndNs).toBe(1_000_000);
  });

  it('does not begin before the wire is free', () => {
    const links = newLinks('broadcast');
    links.openRound(0);
    links.say(word(0, 1));
    links.openRound(20_000);
    links.say(word(0, 2));
    expect(links.roundEndNs).toBe(40_000 + 10_000 + 40_000);
  });
});

describe('a computer elsewhere', () => {
  /** What all hear of computer 1, of whom 70 is expected, where this came of it. */
  function heardOf(came: (expected: readonly number[]) => readonly number[] | 'nothing' | undefined) {
    const links = newLinks('broadcast');
    links.others = {
      own: 0,
      isAway: () => false,
      arrivals: () => undefined,
      converse: () => undefined,
      said: (_, { words, count }) => came(Array.from(words.subarray(0, count))),
      conclude: () => undefined,
      did: () => undefined,
    };
    links.openRound(0);
    links.say(word(1, 70));
    return heardBy(links, 1);
  }
  const nobody = [undefined, undefined, undefined];

  it('is heard as expected where nothing else is known', () => {
    expect(heardOf(() => undefined)).toEqual([70, undefined, 70]);
  });

  it('is heard with the words that came', () => {
    expect(heardOf(([header = 0, data = 0]) => [header, data ^ 0b110])).toEqual([69, undefined, 69]);
  });

  it('is not heard where nothing came, nor where what came is no message', () => {
    expect(heardOf(() => 'nothing')).toEqual(nobody);
    expect(heardOf(() => [])).toEqual(nobody);
    expect(heardOf(([header = 0]) => [header])).toEqual(nobody);
    expect(heardOf(([header = 0, data = 0]) => [data, header])).toEqual(nobody);
    expect(heardOf(([header = 0, data = 0]) => [header, data ^ 1])).toEqual(nobody);
    expect(heardOf(([header = 0, data = 0]) => [header, ...Array.from({ length: 70 }, () => data)])).toEqual(
      nobody,
    );
  });

  it('is not asked what he has to say; who is at home says it twice, once to the others', () => {
    const links = newLinks('broadcast');
    const told: unknown[] = [];
    const others = {
      isAway: () => false,
      arrivals: () => undefined,
      converse: (round: number, drafts: readonly unknown[]) => told.push([round, drafts.length]),
      said: () => undefined,
      conclude: () => undefined,
      did: () => undefined,
    };
    const speak = (own: number): void => {
      links.say(word(own, 1));
      links.say(word(own === 0 ? 1 : 0, 2));
    };
    links.openRound(0);
    links.others = { ...others, own: 1 };
    links.converse(3, speak);
    links.others = { ...others, own: undefined };
    links.converse(4, speak);
    expect(told).toEqual([
      [3, 1],
      [4, 0],
    ]);
    expect(heardBy(links, 1)).toEqual(nobody);
  });
});
