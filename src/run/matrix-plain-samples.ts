/**
 * Samples that need no measuring: those of a terminal and its line strike whatever the vehicle is like, those of a computer
 * one that commands no bus where there is one. Words are struck again and again, as once is over before anybody acts.
 */
import type { Behaviour, FaultConfig, FaultOf } from '../core/config.js';
import type { Common, SamplesOf } from './matrix-samples.js';

type Plain = Exclude<Behaviour, 'series-resistance' | 'wrong-terminator' | 'two-faced'>;
type Own<B extends Behaviour> = Omit<FaultOf<B>, keyof Common | 'target' | 'until' | 'intermittent'>;

function ofTerminal<B extends Plain>(what: string, own: Own<B>): SamplesOf {
  return ({ terminal }, common) => [sample(`${terminal.id} ${what}`, terminal.id, own, common)];
}

function ofComputer<B extends Plain>(what: string, own: Own<B>): SamplesOf {
  return ({ computer }, common) => [sample(`${computer.id} ${what}`, computer.id, own, common)];
}

/** Own keys and common ones make up the whole fault, which the compiler cannot follow through a type parameter. */
function sample(what: string, target: string, own: object, common: Common): ReturnType<SamplesOf>[number] {
  return { what, fault: { ...common, target, ...own } as FaultConfig };
}

/** In the middle of the line: between those who are tapped at its ends. */
function ofLine(what: string, behaviour: 'open' | 'short'): SamplesOf {
  return ({ bus }, common) => {
    const atM = Math.floor(bus.line.lengthM / 2);
    return [sample(`${bus.id} ${what}`, bus.id, { behaviour, atM }, common)];
  };
}

/** Strikes every message. */
const EACH = { fromMessage: 1 } as const;
/** Of a word in the middle, that every answer of two words or more has. */
const SECOND = { ...EACH, word: 1 } as const;
const FIRST = { ...EACH, word: 0 } as const;

export const PLAIN_SAMPLES: Readonly<Record<Plain, SamplesOf>> = {
  'half-wave': ofTerminal<'half-wave'>('drives one polarity only', {
    behaviour: 'half-wave',
    polarity: 'negative',
    lateNs: 100,
  }),
  skew: ofTerminal<'skew'>('skewed by 200 ns', { behaviour: 'skew', risingLateNs: 100, fallingLateNs: -100 }),
  drift: ofTerminal<'drift'>('fading by 40 % a second', {
    behaviour: 'drift',
    bitTimePpmPerS: 0,
    levelPpmPerS: -400_000,
  }),
  silence: ofTerminal<'silence'>('silent', { behaviour: 'silence' }),
  babble: ofTerminal<'babble'>('babbling', { behaviour: 'babble' }),
  stuck: ofTerminal<'stuck'>('stuck high', { behaviour: 'stuck', level: 'high' }),
  open: ofLine('broken through', 'open'),
  short: ofLine('shorted', 'short'),
  'noise-burst': ({ bus }, common) => [
    sample(`${bus.id} noisy: 200 mV rms`, bus.id, { behaviour: 'noise-burst', noiseMv: 200 }, common),
  ],
  threshold: ofComputer<'threshold'>('hard of hearing', { behaviour: 'threshold', thresholdMv: 100_000 }),
  deaf: ofComputer<'deaf'>('deaf', { behaviour: 'deaf' }),
  noisy: ofComputer<'noisy'>('with noise of 400 mV rms', { behaviour: 'noisy', noiseMv: 400 }),
  gap: ofTerminal<'gap'>('leaves gaps of 50 us', { behaviour: 'gap', ...SECOND, gapNs: 50_000 }),
  'word-count': ofTerminal<'word-count'>('a word short', { behaviour: 'word-count', ...EACH, words: -1 }),
  'bit-count': ofTerminal<'bit-count'>('a bit short', { behaviour: 'bit-count', ...FIRST, bits: -1 }),
  manchester: ofTerminal<'manchester'>('breaks a bit', {
    behaviour: 'manchester',
    ...FIRST,
    bit: 4,
    half: 'first',
  }),
  sync: ofTerminal<'sync'>('breaks a sync', { behaviour: 'sync', ...FIRST, pattern: '111100' }),
  parity: ofTerminal<'parity'>('with wrong parity', { behaviour: 'parity', ...FIRST }),
  'zero-crossing': ofTerminal<'zero-crossing'>('with a crossing 200 ns late', {
    behaviour: 'zero-crossing',
    ...FIRST,
    bit: 8,
    crossing: 'mid',
    lateNs: 200,
  }),
  corrupt: ofTerminal<'corrupt'>('sends other data', { behaviour: 'corrupt', ...SECOND, flips: 0x0100 }),
  // To the deaf half another word than to the others.
  ambiguous: ({ terminal, computers }, common) => {
    const thresholds = computers.map(({ receiver }) => receiver.thresholdMv).sort((a, b) => a - b);
    const thresholdMv = thresholds[Math.floor((thresholds.length - 1) / 2)] ?? 1;
    const own = { behaviour: 'ambiguous', ...SECOND, flips: 0x0300, thresholdMv };
    return [sample(`${terminal.id} sends ambiguous bits`, terminal.id, own, common)];
  },
  'wrong-sensor': ofTerminal<'wrong-sensor'>('measures wrong', { behaviour: 'wrong-sensor', addLsb: 500 }),
  'stuck-sensor': ofTerminal<'stuck-sensor'>('measures the same for ever', { behaviour: 'stuck-sensor' }),
  // A terminal that has no status word has nothing to say that it is busy with.
  busy: ({ terminal, bus }, common) =>
    bus.wordFormat === 'shuttle'
      ? []
      : [sample(`${terminal.id} busy`, terminal.id, { behaviour: 'busy' }, common)],
  late: ofTerminal<'late'>('late by 50 us', { behaviour: 'late', lateUs: 50 }),
  crash: ofComputer<'crash'>('crashed', { behaviour: 'crash' }),
  slow: ofComputer<'slow'>('slow by 5 ms', { behaviour: 'slow', lateUs: 5000 }),
  'stuck-output': ofComputer<'stuck-output'>('with stuck outputs', { behaviour: 'stuck-output' }),
};
