import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { MessageTree, OralMessages, runOnReadings, runOralMessages } from '../../../src/core/agreement/om.js';
import { DEFAULT, Interner, REPORTED_ERROR } from '../../../src/core/agreement/value.js';
import { at } from '../../../src/core/at.js';
import { Receiver } from '../../../src/core/bus/receiver.js';
import { Transmitter } from '../../../src/core/bus/transmitter.js';
import { BusTransport, privateTopic, readingTopic } from '../../../src/core/exchange/bus-transport.js';
import { Links } from '../../../src/core/exchange/links.js';
import { UTTERANCE, type Utterance } from '../../../src/core/exchange/utterance.js';
import type { MessageEvent } from '../../../src/core/observer.js';
import { holds } from '../../support/property.js';

/** Some computers, wired point to point, and what they need to agree on element 4 or on each other's words. */
class Bench {
  readonly links: Links;
  readonly interner = new Interner(64, 4000);
  readonly messages: MessageEvent[] = [];
  readonly #transmitters: Transmitter[] = [];

  constructor(
    readonly computers: number,
    readonly m: number,
  ) {
    const participants = Array.from({ length: computers }, (_, i) => {
      const transmitter = new Transmitter({ levelMv: 6000, riseNs: 150 });
      this.#transmitters.push(transmitter);
      const receiver = new Receiver({ thresholdMv: 500, zeroCrossingNs: 200, noiseMv: 3 });
      return { name: `C${i}`, receiver, transmitter };
    });
    this.links = new Links(participants, { links: 'pointToPoint', wordFormat: 'mil-std-1553b' }, 1);
    this.links.beginCycle(0);
    this.links.openRound(0);
  }

  id(word: number): number {
    return this.interner.intern(Int32Array.of(word), 0, 1);
  }

  mute(computer: number): void {
    at(this.#transmitters, computer).behaviours.push({
      shape: (wave) => {
        wave.positiveMv = wave.negativeMv = 0;
      },
    });
  }

  bend(computer: number, tell: (utterance: Utterance, receiver: number) => void): void {
    at(this.links.mouths, computer).push({ tell });
  }

  /** What the computers decide on element 4, given their readings. */
  onReadings(readings: readonly number[]): number[] {
    const tree = new MessageTree(this.computers + 1, this.m);
    const topic = readingTopic(tree, (element) => `E${element}`);
    const transport = this.#transport(topic);
    return [...runOnReadings(new OralMessages(tree), 4, Int32Array.from(readings), transport)].slice(1);
  }

  /** What the computers hold for the word of one of them; entry i is computer i's. */
  onPrivateWord(commander: number, value: number): number[] {
    const tree = new MessageTree(this.computers, this.m);
    const topic = privateTopic(tree, (computer) => `C${computer}`);
    const decisions = runOralMessages(new OralMessages(tree), commander, value, this.#transport(topic));
    return [...decisions].map((_, i) => at(decisions, (i - commander + this.computers) % this.computers));
  }

  #transport(topic: ReturnType<typeof readingTopic>): BusTransport {
    const watcher = { detailed: true, message: (event: MessageEvent) => this.messages.push(event) };
    return new BusTransport(topic, this.links, this.interner, [watcher]);
  }
}

describe('on a reading, OM(1) of a terminal and four computers', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench(4, 1);
  });

  it.each([
    ['all heard it', [2, 2, 2, 2], 2],
    ['one did not', [2, 2, 2, 1], 2],
    ['two did not', [2, 1, 2, 1], DEFAULT],
    ['three did not: "I received an error" is a value', [1, 1, 2, 1], REPORTED_ERROR],
    ['nobody did', [1, 1, 1, 1], REPORTED_ERROR],
    ['two and two heard something else', [2, 3, 2, 3], DEFAULT],
    ['one heard something else', [2, 2, 3, 2], 2],
  ])('%s', (_what, readings, outcome) => {
    expect([bench.id(100), bench.id(200)]).toEqual([2, 3]);
    expect(bench.onReadings(readings)).toEqual([outcome, outcome, outcome, outcome]);
  });

  it('who is silent counts as DEFAULT in the base', () => {
    const value = bench.id(100);
    bench.mute(3);
    expect(bench.onReadings([value, value, value, value])).toEqual([value, value, value, value]);
    // Two of four is no majority: 3 alone, whose ears are good, has heard three others.
    expect(bench.onReadings([value, value, REPORTED_ERROR, value])).toEqual([
      DEFAULT,
      DEFAULT,
      DEFAULT,
      value,
    ]);
  });

  const nonsense: readonly (readonly [what: string, bend: (utterance: Utterance) => unknown])[] = [
    ['names another element', (utterance) => utterance.commander++],
    [
      'says that it came by another',
      (utterance) => {
        utterance.cameBy(2);
      },
    ],
    ['is of another kind', (utterance) => (utterance.kind = UTTERANCE.syncCode)],
    ['is a word about a computer', (utterance) => (utterance.kind = UTTERANCE.privateWord)],
    ['says that nothing came', (utterance) => (utterance.kind = UTTERANCE.readingNone)],
  ];
  it.each(nonsense)('a relay that %s is DEFAULT', (_what, tell) => {
    bench.bend(1, tell);
    bench.onReadings([bench.id(100), bench.id(100), bench.id(100), bench.id(100)]);
    expect(bench.messages.filter(({ sender }) => sender === 1).map(({ value }) => value)).toEqual([0, 0, 0]);
  });

  it('values are as long as a reading', () => {
    const words = Int32Array.from({ length: 32 }, (_, i) => 1000 * i);
    const value = bench.interner.intern(words, 0, 32);
    expect(bench.onReadings([value, value, value, REPORTED_ERROR])[3]).toBe(value);
    expect(bench.interner.count(value)).toBe(32);
  });

  it('the record says who told whom what, and when it was heard', () => {
    const value = bench.id(100);
    bench.onReadings([value, value, value, REPORTED_ERROR]);
    const told = bench.messages.map((m) => `${m.path.join('>')}>${m.receiver}: ${m.value}`).sort();
    const others = (i: number): number[] => [0, 1, 2, 3].filter((j) => j !== i);
    expect(told).toEqual(
      [0, 1, 2, 3].flatMap((i) => others(i).map((j) => `-1>${i}>${j}: ${i === 3 ? 1 : value}`)),
    );
    for (const message of bench.messages)
      expect(message).toMatchObject({ timeNs: 40_000, round: 1, commander: 'E4', sender: message.path[1] });
  });
});

describe('on a private word, OM(1) of four computers', () => {
  it.each([0, 1, 2, 3])('all hold the word of computer %i', (commander) => {
    const bench = new Bench(4, 1);
    const value = bench.id(1234);
    expect(bench.onPrivateWord(commander, value)).toEqual([value, value, value, value]);
  });

  it('a silent commander is DEFAULT for all others', () => {
    const bench = new Bench(4, 1);
    bench.mute(2);
    const value = bench.id(1234);
    expect(bench.onPrivateWord(2, value)).toEqual([DEFAULT, DEFAULT, value, DEFAULT]);
  });

  it('a commander with two faces is held alike by all others', () => {
    const bench = new Bench(4, 1);
    bench.bend(2, (utterance, receiver) => (utterance.data[0] = receiver < 2 ? 77 : 88));
    const held = bench.onPrivateWord(2, bench.id(1234));
    const all = bench.id(77);
    expect([held[0], held[1], held[3]]).toEqual([all, all, all]);
  });

  it('a relay with two faces changes nothing', () => {
    const bench = new Bench(4, 1);
    bench.bend(1, (utterance, receiver) => (utterance.data[0] = receiver));
    const value = bench.id(1234);
    const held = bench.onPrivateWord(2, value);
    expect([held[0], held[3]]).toEqual([value, value]);
  });

  it('rounds and paths are on record', () => {
    const bench = new Bench(4, 1);
    bench.onPrivateWord(2, bench.id(1234));
    const told = bench.messages.map((m) => `${m.round}: ${m.path.join('>')}>${m.receiver}`).sort();
    expect(told).toEqual([
      '0: 2>0',
      '0: 2>1',
      '0: 2>3',
      '1: 2>0>1',
      '1: 2>0>3',
      '1: 2>1>0',
      '1: 2>1>3',
      '1: 2>3>0',
      '1: 2>3>1',
    ]);
    expect(bench.messages.every(({ commander }) => commander === 'C2')).toBe(true);
  });
});

// The buses carry deeper agreements as well: what is relayed of a relay, DEFAULT among it, arrives as it was said.
describe('OM(2) of a terminal and seven computers', () => {
  const lie = fc.constantFrom('truth', 'other', 'error', 'none', 'junk');
  const bends: Readonly<Record<string, (utterance: Utterance, receiver: number) => unknown>> = {
    truth: () => undefined,
    other: (utterance, receiver) => {
      utterance.claimValue();
      utterance.data[0] = receiver % 3;
    },
    error: (utterance) => utterance.reportError(),
    none: (utterance) => utterance.setEmpty(UTTERANCE.readingNone, utterance.sender, utterance.commander),
    junk: (utterance) => (utterance.commander = 9),
  };
  const lies = fc.array(lie, { minLength: 50, maxLength: 50 });

  /** The chosen lies one after the other, for ever. */
  function corrupt(bench: Bench, computer: number, chosen: readonly string[]): void {
    let next = 0;
    bench.bend(computer, (utterance, receiver) =>
      bends[at(chosen, next++ % chosen.length)]?.(utterance, receiver),
    );
  }

  it('two liars among the computers: the others use what the terminal sent', () => {
    holds(
      fc.property(fc.nat(6), fc.nat(5), lies, lies, (i, step, one, other) => {
        const bench = new Bench(7, 2);
        const j = (i + 1 + step) % 7;
        corrupt(bench, i, one);
        corrupt(bench, j, other);
        const value = bench.id(100);
        const decided = bench.onReadings(Array.from({ length: 7 }, () => value));
        expect(decided.filter((_, k) => k !== i && k !== j)).toEqual([value, value, value, value, value]);
      }),
      30,
    );
  });

  it('says on the wire whom it came by, and is believed only where that is the path of its turn', () => {
    const bench = new Bench(7, 2);
    const value = bench.id(100);
    const readings = Array.from({ length: 7 }, () => value);
    const vias: string[] = [];
    bench.bend(1, (utterance) => vias.push([...utterance.via.subarray(0, utterance.hops)].join()));
    bench.onReadings(readings);
    expect(new Set(vias)).toEqual(new Set(['', '0', '2', '3', '4', '5', '6']));

    // 1 claims of all that it passes on to have it from 2.
    const lying = new Bench(7, 2);
    lying.bend(1, (utterance) => {
      if (utterance.hops === 1) utterance.via[0] = 2;
    });
    lying.onReadings(readings.map(() => lying.id(100)));
    const second = lying.messages.filter(({ round, sender }) => round === 2 && sender === 1);
    for (const { path, value: heard } of second) expect(heard).toBe(path[1] === 2 ? lying.id(100) : DEFAULT);
    expect(second.some(({ path }) => path[1] === 2)).toBe(true);
  });

  it('a terminal with many faces and one liar: the others decide alike', () => {
    const readings = fc.array(fc.constantFrom(1, 2, 3), { minLength: 7, maxLength: 7 });
    holds(
      fc.property(fc.nat(6), lies, readings, (i, chosen, heard) => {
        const bench = new Bench(7, 2);
        expect([bench.id(100), bench.id(200)]).toEqual([2, 3]);
        corrupt(bench, i, chosen);
        const decided = bench.onReadings(heard).filter((_, k) => k !== i);
        expect(new Set(decided).size).toBe(1);
      }),
      30,
    );
  });
});
