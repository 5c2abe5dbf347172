/** What a person is told of a fault that cannot be: one line for each key of the catalogue. */
import { describe, expect, it } from 'vitest';
import { BEHAVIOURS, CATALOGUE } from '../../src/core/fault/catalogue.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { refusalOf } from '../support/refusal.js';
import { changed, fileText, smallScenario, type Json } from '../support/scenarios.js';

type Keys = Record<string, Json>;

/** One fault in order of each behaviour. */
const SOUND: Readonly<Record<string, Keys>> = {
  'series-resistance': { target: 'IMU', ohm: 100 },
  'half-wave': { target: 'A', polarity: 'negative', lateNs: 100 },
  skew: { target: 'IMU', risingLateNs: 100, fallingLateNs: -100 },
  drift: { target: 'IMU', levelPpmPerS: -1000 },
  silence: { target: 'B', intermittent: { probability: 0.5 } },
  babble: { target: 'IMU', intermittent: { onCycles: 1, offCycles: 9 } },
  stuck: { target: 'IMU', level: 'low' },
  'wrong-terminator': { target: 'main', end: 0, ohm: 200 },
  open: { target: 'main', atM: 1 },
  short: { target: 'main', atM: 0 },
  'noise-burst': { target: 'main', noiseMv: 100 },
  threshold: { target: 'A', thresholdMv: 900 },
  deaf: { target: 'IMU' },
  noisy: { target: 'A', noiseMv: 200 },
  gap: { target: 'IMU', word: 1, gapNs: 4000 },
  'word-count': { target: 'IMU', words: -1, messages: 3 },
  'bit-count': { target: 'IMU', word: 4, bits: 3 },
  manchester: { target: 'IMU', word: 0, bit: 20, half: 'first' },
  sync: { target: 'IMU', pattern: 'inverse' },
  parity: { target: 'IMU', fromMessage: 7, messages: 1 },
  'zero-crossing': { target: 'IMU', bit: 4, crossing: 'mid', lateNs: -200 },
  corrupt: { target: 'IMU', word: 1, flips: 65535 },
  ambiguous: { target: 'IMU', word: 1, flips: 3, thresholdMv: 450 },
  'wrong-sensor': { target: 'IMU', sensor: 3, addLsb: -5 },
  'stuck-sensor': { target: 'IMU', valueLsb: 0 },
  busy: { target: 'IMU' },
  late: { target: 'IMU', lateUs: 20 },
  crash: { target: 'A' },
  slow: { target: 'D', lateUs: 5000 },
  'stuck-output': { target: 'D' },
  'two-faced': { target: 'D', as: 'both', lies: [{ to: 'A', about: 'IMU', say: [1, 2] }] },
};

const pointToPoint = changed(smallScenario(), ['exchange'], { links: 'pointToPoint' });

function withFault(behaviour: string, keys: Keys, scenario = pointToPoint): string {
  const fault = { id: 'f', from: { cycle: 1 }, behaviour, ...SOUND[behaviour], ...keys };
  return fileText(changed(scenario, ['faults'], [fault]));
}

describe('a fault of each behaviour', () => {
  it.each(BEHAVIOURS.map((behaviour) => [behaviour]))('%s is taken', (behaviour) => {
    expect(parseScenario(withFault(behaviour, {}), 'x.json').faults).toHaveLength(1);
  });

  it.each(BEHAVIOURS.map((behaviour) => [behaviour]))(
    '%s strikes what it can strike, and says so',
    (behaviour) => {
      const { targets } = CATALOGUE[behaviour];
      const names = { computer: 'B', terminal: 'IMU', bus: 'main' } as const;
      for (const kind of ['computer', 'terminal', 'bus'] as const) {
        const message = refusalOf(withFault(behaviour, { target: names[kind] }))?.message ?? '';
        if (targets.includes(kind)) expect(message).not.toContain('.target');
        else {
          const told = `faults[0].target: "${names[kind]}" is a ${kind}, and "${behaviour}" a fault of a `;
          expect(message).toContain(told);
          for (const right of targets) expect(message).toContain(names[right]);
          expect(message).toContain(`; faults of a ${kind}: `);
        }
      }
    },
  );
});

const WRONG: readonly [what: string, behaviour: string, keys: Keys, told: string][] = [
  [
    'a target that is nowhere',
    'open',
    { target: 'mian' },
    '.target: there is no bus "mian" — possible: main',
  ],
  ['a rhythm of nothing', 'silence', { intermittent: {} }, '.intermittent'],
  ['no off', 'silence', { intermittent: { onCycles: 1 } }, '.intermittent'],
  ['a probability of more than 1', 'silence', { intermittent: { probability: 2 } }, '.intermittent'],
  ['a polarity', 'half-wave', { polarity: 'both' }, '.polarity: must be "positive" or "negative", is "both"'],
  ['an edge that is too late', 'half-wave', { lateNs: 300 }, '.lateNs: must be from 0 to 250, is 300'],
  ['a skew of nothing', 'skew', { risingLateNs: 0, fallingLateNs: 0 }, '.risingLateNs: changes nothing'],
  ['a skew too far', 'skew', { risingLateNs: -251 }, '.risingLateNs: must be from -250 to 250, is -251'],
  [
    'a drift of nothing',
    'drift',
    { levelPpmPerS: 0 },
    '.behaviour: changes nothing: nothing drifts — give bitTimePpmPerS or levelPpmPerS',
  ],
  ['a level that is none', 'stuck', { level: 'idle' }, '.level: must be "high" or "low", is "idle"'],
  [
    'a break beyond the line',
    'open',
    { atM: 7 },
    '.atM: the line of "main" ends at 1 m — give a place from 0 to 1',
  ],
  ['noise of nothing', 'noise-burst', { noiseMv: 0 }, '.noiseMv: must be from 0.001 to 100000, is 0'],
  [
    'a threshold that has not shifted',
    'threshold',
    { thresholdMv: 500 },
    '.thresholdMv: changes nothing: "A" has 500 mV anyway',
  ],
  ['noise that is always there', 'noisy', { noiseMv: 3 }, '.noiseMv: changes nothing: "A" has 3 mV anyway'],
  ['a gap before the first word', 'gap', { word: 0 }, '.word: must be from 1 to 63, is 0'],
  ['a gap off the grid', 'gap', { gapNs: 750 }, '.gapNs: must be in half-bits, is 750 — a multiple of 500'],
  ['no words too many', 'word-count', { words: 0 }, '.words: must be a change'],
  ['too many bits', 'bit-count', { bits: 4 }, '.bits: must be from -2 to 3, is 4'],
  ['no bits too many', 'bit-count', { bits: 0 }, '.bits: must be a change'],
  ['a bit of the sync', 'manchester', { bit: 3 }, '.bit: must be from 4 to 28, is 3'],
  [
    'a bit that only the Shuttle has',
    'manchester',
    { bit: 21 },
    '.bit: there is no bit 21 in a word of 20 — give one from 4 to 20',
  ],
  ['a third half', 'manchester', { half: 'third' }, '.half: must be "first" or "second", is "third"'],
  [
    'a pattern of five',
    'sync',
    { pattern: '11110' },
    '.pattern: must be a sync, is "11110" — six half-bits as "111100", 1 high and 0 low, or "inverse"',
  ],
  [
    'a word that no answer has',
    'parity',
    { word: 5 },
    '.word: no answer of "IMU" has a word 5: the longest has 5 — give one from 0 to 4',
  ],
  ['message number 0', 'parity', { fromMessage: 0 }, '.fromMessage: must be from 1 to 1000000000, is 0'],
  ['no messages', 'parity', { messages: 0 }, '.messages: must be from 1 to 1000000000, is 0'],
  ['a crossing in time', 'zero-crossing', { lateNs: 0 }, '.lateNs: changes nothing: 0 ns late is in time'],
  [
    'a crossing at the end',
    'zero-crossing',
    { crossing: 'end' },
    '.crossing: must be "leading" or "mid", is "end"',
  ],
  ['bits that are not there', 'corrupt', { flips: 65536 }, '.flips: must be from 1 to 65535, is 65536'],
  [
    'an odd number of ambiguous bits',
    'ambiguous',
    { flips: 7 },
    '.flips: 3 ambiguous bits would be a parity error to some, not another word — give an even number',
  ],
  [
    'a sensor that is not there',
    'wrong-sensor',
    { sensor: 4 },
    '.sensor: there is no data word 4: the sensors of "IMU" come to 4 words — give one from 0 to 3',
  ],
  ['a sensor that is right', 'wrong-sensor', { addLsb: 0 }, '.addLsb: must be a change'],
  [
    'a value of no word',
    'stuck-sensor',
    { valueLsb: 40000 },
    '.valueLsb: must be from -32768 to 32767, is 40000',
  ],
  ['late by nothing', 'late', { lateUs: 0 }, '.lateUs: must be from 1 to 10000000, is 0'],
  ['slow by nothing', 'slow', { lateUs: 0 }, '.lateUs: must be from 1 to 10000000, is 0'],
  [
    'a lie to itself',
    'two-faced',
    { lies: [{ to: 'D', say: 'error' }] },
    '.lies[0].to: there is no other computer "D" — possible: A, B, C',
  ],
  [
    'a lie about nobody',
    'two-faced',
    { lies: [{ to: 'A', about: 'IMV', say: 'error' }] },
    '.lies[0].about: there is no element or computer "IMV" — did you mean "IMU"?',
  ],
  ['a lie that says nothing', 'two-faced', { lies: [{ to: 'A' }] }, '.lies[0].say: is missing'],
  [
    'a lie of another kind',
    'two-faced',
    { lies: [{ to: 'A', say: 'no' }] },
    '.lies[0].say: must be "error" or "nothing", is "no"',
  ],
  ['a key of another behaviour', 'crash', { lateUs: 5 }, '.lateUs: unknown key'],
];

describe('a fault that cannot be', () => {
  it.each(WRONG)('%s (%s)', (_what, behaviour, keys, told) => {
    expect(refusalOf(withFault(behaviour, keys))?.message).toContain(`faults[0]${told}`);
  });

  it('a terminal without a status word is not busy', () => {
    const shuttle = changed(pointToPoint, ['buses', 0, 'wordFormat'], 'shuttle');
    expect(refusalOf(withFault('busy', {}, shuttle))?.message).toContain(
      'faults[0].behaviour: "IMU" has no status word to say it with: its bus speaks shuttle — use silence or late',
    );
    expect(refusalOf(withFault('manchester', { bit: 28 }, shuttle))).toBeUndefined();
  });

  it('a scripted lie needs a wire for each', () => {
    expect(refusalOf(withFault('two-faced', {}, smallScenario()))?.message).toContain(
      'a lie in content to one receiver is impossible on a broadcast link',
    );
  });
});
