import { describe, expect, it } from 'vitest';
import type { TwoFacedConfig } from '../../../src/core/config.js';
import { SYNC, UTTERANCE, Utterance } from '../../../src/core/exchange/utterance.js';
import { Fault } from '../../../src/core/fault/fault.js';
import { TwoFaced } from '../../../src/core/fault/two-faced.js';

type As = TwoFacedConfig['as'];

const { reading, readingError, privateWord, privateNone, syncCode } = UTTERANCE;
const LIAR = 2;

function liar(as: As, lieKey = 1): { fault: Fault; mouth: TwoFaced } {
  const config: TwoFacedConfig = {
    id: 'liar',
    target: 'C',
    behaviour: 'two-faced',
    from: { timeUs: 0 },
    as,
  };
  const fault = new Fault(config, 1, lieKey);
  fault.fromNs = 0;
  return { fault, mouth: new TwoFaced(fault, config, { computers: [], elements: [] }) };
}

/** What the liar says of these words to one receiver in one cycle. */
function told(
  mouth: TwoFaced,
  kind: number,
  words: readonly number[],
  about: number,
  to: number,
  cycle: number,
) {
  const utterance = new Utterance();
  utterance.setEmpty(kind, LIAR, about);
  utterance.words = words.length;
  utterance.data.set(words);
  mouth.tell(utterance, to, cycle, cycle);
  return utterance;
}

/** In so many words, over many cycles: the truth, another value, or no value. */
function sayings(as: As, kind: number, words: readonly number[], about: number): string[] {
  const { mouth } = liar(as);
  const all = Array.from({ length: 60 }, (_, cycle) => {
    const { kind: said, data, words: count } = told(mouth, kind, words, about, 0, cycle);
    const isTrue = said === kind && words.every((word, i) => word === data[i]);
    if (isTrue) return 'truth';
    if (said === reading || said === privateWord) return `other value of ${count}`;
    return said === syncCode ? 'other code' : 'error';
  });
  return [...new Set(all)].sort();
}

describe('a two-faced computer', () => {
  // What it lies about: readings, codes and words of others (relay), its own words (commander).
  const topics = [
    ['a reading', reading, [7, 8, 9], 0, ['error', 'other value of 3', 'truth']],
    ['"I received an error"', readingError, [0], 0, ['other value of 1', 'truth']],
    ["another's word", privateWord, [7], 1, ['other value of 1', 'truth']],
    ['that nothing came', privateNone, [0], 1, ['other value of 1', 'truth']],
    ['a status', syncCode, [SYNC.ioComplete], 0, ['other code', 'truth']],
  ] as const;
  const ownWord = ['its own word', privateWord, [7], LIAR, ['other value of 1', 'truth']] as const;

  it.each(topics)('as relay or both says of %s', (_what, kind, words, about, said) => {
    expect(sayings('relay', kind, words, about)).toEqual(said);
    expect(sayings('both', kind, words, about)).toEqual(said);
    expect(sayings('commander', kind, words, about)).toEqual(['truth']);
  });

  it('as commander or both lies about its own word', () => {
    const [, kind, words, about, said] = ownWord;
    expect(sayings('commander', kind, words, about)).toEqual(said);
    expect(sayings('both', kind, words, about)).toEqual(said);
    expect(sayings('relay', kind, words, about)).toEqual(['truth']);
  });

  it('keeps to the common sync, whatever it lies about', () => {
    expect(sayings('both', syncCode, [SYNC.commonSet], 0)).toEqual(['truth']);
  });

  it('tells receivers different things', () => {
    const { mouth } = liar('both');
    const differing = Array.from({ length: 60 }, (_, cycle) => {
      const faces = [0, 1, 3].map((to) => told(mouth, reading, [7, 8], 0, to, cycle));
      return new Set(faces.map(({ kind, data }) => `${kind} ${data[0]} ${data[1]}`)).size;
    });
    expect([...new Set(differing)].sort()).toEqual([1, 2, 3]);
  });

  it('says what its seed says, cycle by cycle, however often it is asked', () => {
    const story = (lieKey: number): string =>
      Array.from({ length: 20 }, (_, cycle) => {
        const { kind, data } = told(liar('both', lieKey).mouth, reading, [7], 0, 1, cycle);
        return `${kind} ${data[0]}`;
      }).join();
    expect(story(1)).toBe(story(1));
    expect(story(1)).not.toBe(story(2));
  });

  it('is applied when it first really lies', () => {
    const { fault, mouth } = liar('both');
    let cycle = 0;
    while (told(mouth, reading, [7], 0, 1, cycle).kind === reading && fault.appliedNs === undefined) {
      expect(fault.appliedNs).toBeUndefined();
      cycle++;
    }
    expect(fault.appliedNs).toBe(cycle);
  });

  it('is honest outside its time', () => {
    const { fault, mouth } = liar('both');
    fault.fromNs = 100;
    fault.untilNs = 0;
    for (let cycle = 0; cycle < 60; cycle++) expect(told(mouth, reading, [7], 0, 1, cycle).data[0]).toBe(7);
    expect(fault.appliedNs).toBeUndefined();
  });
});
