/**
 * How the computers work together: the exchange among them, the redundancy rules, and the small vehicle that they
 * fly. All of it has a default, so a scenario may leave out any of these keys, or any part of one.
 */

import { z } from 'zod';
import { entry, id, number, whole } from './schema-parts.js';

const MAX_DELAY_US = 10_000_000;

export const exchange = entry({
  links: z
    .enum(['broadcast', 'pointToPoint'])
    .default('broadcast')
    .describe(
      'broadcast: one bus per sender, all hear the same words; pointToPoint: each receiver can be told something else. Default broadcast',
    ),
  wordFormat: z
    .enum(['mil-std-1553b', 'shuttle'])
    .default('mil-std-1553b')
    .describe('Format of the words on the intercomputer buses. Default mil-std-1553b'),
  equality: z
    .enum(['whole', 'word'])
    .default('whole')
    .describe(
      'The unit of agreement where readings are agreed on: a reading as a whole, or word by word, which may put together one that nobody sent. Default whole',
    ),
  processingUs: whole(
    0,
    MAX_DELAY_US,
    "From the end of a computer's input to the start of its exchange, and between rounds, microseconds. Default 200",
  ).default(200),
})
  .prefault({})
  .describe('How computers tell each other what they heard');

export const vehicle = entry({
  manoeuvreDeg: number(
    0,
    180,
    'Peak of the attitude manoeuvre that the control law follows, degrees. Default 5',
  ).default(5),
  manoeuvreUs: whole(
    1000,
    10_000_000_000,
    'Period of that manoeuvre, a triangle, microseconds. Default 4000000',
  ).default(4_000_000),
  gustDegPerS2: number(
    0,
    1000,
    'Peak of the random disturbance, degrees per second squared. Default 2',
  ).default(2),
})
  .prefault({})
  .describe('A small rigid vehicle, which gives the loop something to control');

const actuator = entry({
  id: id('Name of the actuator'),
  axis: z.enum(['roll', 'pitch', 'yaw']).describe('The axis it turns'),
  degPerS2PerLsb: number(
    0.000_001,
    100,
    'Angular acceleration per bit of command, degrees per second squared. Default 0.01',
  ).default(0.01),
  limitLsb: whole(1, 32_767, 'Largest command, least significant bits. Default 2000').default(2000),
  toleranceLsb: whole(
    0,
    65_535,
    'Commands further apart than this are flagged by its voter, least significant bits. Default 20',
  ).default(20),
}).describe('An actuator: {"id", "axis"}');

export const actuators = z
  .array(actuator)
  .min(1)
  .max(16)
  .prefault([
    { id: 'roll', axis: 'roll' },
    { id: 'pitch', axis: 'pitch' },
    { id: 'yaw', axis: 'yaw' },
  ])
  .describe('The actuators, each with a voter over the commands of all computers. Default: one per axis');

const errorRules = {
  syncTimeoutUs: whole(
    1,
    MAX_DELAY_US,
    "How long members wait for another's sync code, microseconds. Default 3850",
  ).default(3850),
  voteDelayUs: z
    .tuple([
      whole(0, MAX_DELAY_US, 'Least delay, microseconds'),
      whole(0, MAX_DELAY_US, 'Greatest delay, microseconds'),
    ])
    .default([450, 1750])
    .describe(
      "Least and greatest delay from that time-out to a computer's fail vote, microseconds: [450, 1750]",
    ),
  loneErrorLimit: whole(
    1,
    1000,
    'Successive errors on one element after which a lone erring computer fails itself. Default 2',
  ).default(2),
  errorCounterReset: z
    .enum(['cleanRead', 'never'])
    .default('cleanRead')
    .describe("What resets a computer's error count of an element. Default cleanRead"),
  onLoneError: z
    .enum(['staleSelf', 'staleAll'])
    .default('staleAll')
    .describe(
      'On a lone error, who keeps stale data: only the erring computer, or all alike. Default staleAll',
    ),
  onPartialError: z
    .enum(['commfault', 'holdLast', 'split'])
    .default('commfault')
    .describe(
      'When more than one computer errs, but not all: bypass the element, hold the last data, or vote each other out. Default commfault',
    ),
  departedCommander: z
    .enum(['keep', 'lost'])
    .default('keep')
    .describe('Is a bus still polled after its commander has left the set? Default keep'),
};

export const rules = entry({
  ...errorRules,
  sumwordEveryCycles: whole(
    0,
    10_000,
    'Sumwords are exchanged in one cycle of so many; 0 is never. Default 4',
  ).default(4),
  sumwordLimit: whole(
    1,
    1000,
    'Straight sumword miscompares after which a computer is voted against. Default 3',
  ).default(3),
  votesToConcede: whole(
    1,
    15,
    'Votes of others that make a computer leave the set. Two are for one faulty computer at a time; where m may be faulty, give m + 1. Default 2',
  ).default(2),
  bypassAfter: whole(
    1,
    1000,
    'Successive reads without an agreed value after which all bypass an element. Default 2',
  ).default(2),
  accuseComputers: whole(1, 16, 'A source is accused when so many computers … Default 2').default(2),
  accuseErrors: whole(1, 1000, '… have each erred on it so many times running. Default 2').default(2),
})
  .prefault({})
  .describe('The rules of redundancy management');
