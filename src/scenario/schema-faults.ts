/**
 * What goes wrong: every behaviour of the catalogue with the keys of its own. What each does and what it can strike is the
 * catalogue's to say; that a target is of the right kind is checked in references-faults.ts.
 */

import { z } from 'zod';
import type { Behaviour } from '../core/config.js';
import { CATALOGUE } from '../core/fault/catalogue.js';
import { entry, id, lineName, MAX_OHM, moment, number, timeUs, whole } from './schema-parts.js';

const MOST_CYCLES = 10_000_000;
const MOST_US = 10_000_000;

/** Attached by hand because a union of objects has no key that tells them apart. */
const INTERMITTENT_RULE =
  'must be one rhythm — {"onCycles": 1, "offCycles": 9} or, for each message, {"probability": 0.1}';

const intermittent = z
  .union(
    [
      z.strictObject({
        onCycles: whole(1, MOST_CYCLES, 'It acts for so many cycles …'),
        offCycles: whole(1, MOST_CYCLES, '… and then not for so many, from its beginning on'),
      }),
      z.strictObject({
        probability: number(0.000_001, 1, 'Probability that it acts on a message, drawn from the seed'),
      }),
    ],
    { error: INTERMITTENT_RULE },
  )
  .describe('Comes and goes: {"onCycles", "offCycles"} or {"probability"}. Default: it stays')
  .optional();

const common = {
  id: id('Name of the fault, unlike any other'),
  port: z
    .enum(['primary', 'secondary'])
    .describe('Of a terminal with two ports, the one that has it. Default: the primary one')
    .optional(),
  from: moment('When it begins'),
  until: moment('When it ends; left out: never').optional(),
  intermittent,
};

/** A fault of the catalogue, with what is its own. */
function fault<B extends Behaviour, Shape extends z.ZodRawShape>(behaviour: B, shape: Shape) {
  const { does, targets } = CATALOGUE[behaviour];
  const target = targets.includes('bus')
    ? lineName('What has it: a bus, or of a dual redundant one its id and .A or .B')
    : id(`What has it: a ${targets.join(' or a ')}`);
  return entry({ ...common, target, behaviour: z.literal(behaviour).describe(does), ...shape });
}

const ohm = (what: string) => number(0, MAX_OHM, what);
const OHM_RULE = 'must be a resistance — a number of ohms, or a list of steps [{"timeUs": 0, "ohm": 100}]';

const growth = z
  .union(
    [
      ohm('Resistance, ohms'),
      z
        .array(
          entry({ timeUs: timeUs('This value holds from here on'), ohm: ohm('Resistance, ohms') }).describe(
            'A step: {"timeUs": 0, "ohm": 100}',
          ),
        )
        .min(1)
        .max(1000),
    ],
    { error: OHM_RULE },
  )
  .describe(
    'Ohms: one number, or its growth in steps [{"timeUs", "ohm"}] with ascending times; the first step holds from the fault\'s beginning',
  );

const lateNs = (what: string) => whole(-250, 250, `${what}, nanoseconds; negative is early`);
const ppmPerS = (what: string) =>
  number(-1_000_000, 1_000_000, `${what}, parts per million a second. Default 0`).default(0);

const ofTransmitters = [
  fault('series-resistance', { ohm: growth }),
  fault('half-wave', {
    polarity: z.enum(['positive', 'negative']).describe('The polarity that is no longer driven'),
    lateNs: whole(
      0,
      250,
      'How late the edges into it come, which nobody drives, nanoseconds. Default 0',
    ).default(0),
  }),
  fault('skew', {
    risingLateNs: lateNs('How late rising crossings come'),
    fallingLateNs: lateNs('How late falling crossings come'),
  }),
  fault('drift', {
    bitTimePpmPerS: ppmPerS('How fast its bit time grows or shrinks, up to 1 %'),
    levelPpmPerS: ppmPerS('How fast its level grows or shrinks'),
  }),
  fault('silence', {}),
  fault('babble', {}),
  fault('stuck', { level: z.enum(['high', 'low']).describe('The level that it holds') }),
] as const;

const atM = whole(0, 1_000_000, 'Where, metres from the beginning of the line');
const noiseMv = number(0.001, 100_000, 'Noise, millivolts rms behind the filter of a receiver');

const ofLines = [
  fault('wrong-terminator', {
    end: whole(0, 1, "Which end: 0 is the one at 0 m, 1 the one at the line's length"),
    ohm: ohm('What stands there instead, ohms; 0 is a short, 1000000000 a missing terminator'),
  }),
  fault('open', { atM }),
  fault('short', { atM }),
  fault('noise-burst', { noiseMv }),
] as const;

const ofReceivers = [
  fault('threshold', {
    thresholdMv: number(1, 1_000_000, 'Where its threshold is now, millivolts peak to peak'),
  }),
  fault('deaf', {}),
  fault('noisy', { noiseMv }),
] as const;

/** Messages are transmissions of the target, of any kind, counted from the fault's beginning. */
const struck = {
  fromMessage: whole(
    1,
    1_000_000_000,
    'The first of its messages that is struck, counted from 1. Default 1',
  ).default(1),
  messages: whole(1, 1_000_000_000, 'How many are struck. Default: all from there on').optional(),
};
const struckWord = {
  ...struck,
  word: whole(0, 63, 'Which word of the message, counted from 0. Default 0').default(0),
};
const bit = whole(4, 28, 'Which bit, by its bit time: 4 is the first data bit, the last one is parity');
const PATTERN_RULE = 'must be a sync — six half-bits as "111100", 1 high and 0 low, or "inverse"';
const NOT_ZERO = { error: 'must be a change — a whole number, but not 0' };
const isNotZero = (count: number): boolean => count !== 0;

const ofWords = [
  fault('gap', {
    ...struckWord,
    word: whole(1, 63, 'The word before which it is, counted from 0. Default 1').default(1),
    gapNs: z
      .int()
      .min(500)
      .max(1_000_000)
      .refine((ns) => ns % 500 === 0, { error: 'must be in half-bits — a multiple of 500' })
      .describe('Dead time beyond what is always there, nanoseconds, in half-bits of 500'),
  }),
  fault('word-count', {
    ...struck,
    words: whole(-64, 63, 'Words too many, or (negative) too few').refine(isNotZero, NOT_ZERO),
  }),
  fault('bit-count', {
    ...struckWord,
    bits: whole(-2, 3, 'Bits too many, or (negative) too few').refine(isNotZero, NOT_ZERO),
  }),
  fault('manchester', {
    ...struckWord,
    bit,
    half: z.enum(['first', 'second']).describe('The half of the bit that is inverted'),
  }),
  fault('sync', {
    ...struckWord,
    pattern: z
      .string()
      .regex(/^([01]{6}|inverse)$/, { error: PATTERN_RULE })
      .describe(
        'Six half-bits, 1 high and 0 low, as "111100"; or "inverse", the sync of the other kind of word',
      ),
  }),
  fault('parity', struckWord),
  fault('zero-crossing', {
    ...struckWord,
    bit,
    crossing: z
      .enum(['leading', 'mid'])
      .describe('At the beginning of the bit (there only between two bits alike), or in its middle'),
    lateNs: lateNs('How late it comes'),
  }),
  fault('corrupt', {
    ...struckWord,
    flips: whole(1, 65_535, 'Which of its sixteen data bits are inverted, as a number: 32768 is the first'),
  }),
  fault('ambiguous', {
    ...struckWord,
    flips: whole(
      1,
      65_535,
      'Which of its sixteen data bits are neither 0 nor 1, as a number: an even number of them, so that parity stays right',
    ),
    thresholdMv: number(
      1,
      1_000_000,
      'Receivers with a threshold above this take them for the opposite of what was meant, millivolts peak to peak',
    ),
  }),
] as const;

const sensor = whole(0, 62, "Which of the terminal's data words, counted from 0. Default: all").optional();
const lateUs = whole(1, MOST_US, 'How much later than usual, microseconds');

const ofTerminals = [
  fault('wrong-sensor', {
    sensor,
    addLsb: whole(-65_535, 65_535, 'What it adds, least significant bits').refine(isNotZero, NOT_ZERO),
  }),
  fault('stuck-sensor', {
    sensor,
    valueLsb: whole(-32_768, 32_767, 'Where it is stuck. Default: where it was then').optional(),
  }),
  fault('busy', {}),
  fault('late', { lateUs }),
] as const;

const SAY_RULE = 'must be what is said — "error", "nothing", or up to 63 data words as numbers';

const lie = entry({
  to: id('The computer that is told'),
  about: id('The element or computer that it is about. Default: whatever').optional(),
  say: z
    .union(
      [
        z.enum(['error', 'nothing']),
        z
          .array(whole(0, 65_535, 'A data word'))
          .min(1)
          .max(63),
      ],
      { error: SAY_RULE },
    )
    .describe('Data words; "error", that there was an error; "nothing", that nothing came'),
}).describe('A lie: {"to": "C", "about": "IMU", "say": "error"}');

const ofComputers = [
  fault('crash', {}),
  fault('slow', { lateUs }),
  fault('stuck-output', {}),
  fault('two-faced', {
    as: z
      .enum(['relay', 'commander', 'both'])
      .describe('Lies about what others said (relay), about its own words (commander), or both'),
    lies: z
      .array(lie)
      .min(1)
      .max(1000)
      .describe('Who is told what, instead of what the seed draws; all else it says truly')
      .optional(),
  }),
] as const;

export const faults = z
  .array(
    z
      .discriminatedUnion('behaviour', [
        ...ofTransmitters,
        ...ofLines,
        ...ofReceivers,
        ...ofWords,
        ...ofTerminals,
        ...ofComputers,
      ])
      .describe('A fault: {"id", "target", "behaviour", "from", …}'),
  )
  .max(256)
  .default([])
  .describe('What goes wrong, where and when. Default: nothing');
