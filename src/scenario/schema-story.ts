/**
 * What happens in the run, and what is said about it: faults, notes, historical claims with their marks, and what each
 * exchange mode is expected to come to.
 */

import { z } from 'zod';
import { KNOWN_MODES, MODE_LIST } from './schema-modes.js';
import { entry, id, mark, MAX_OHM, moment, number, text, timeUs, whole } from './schema-parts.js';

const faultCommon = {
  id: id('Name of the fault, unlike any other'),
  target: id('The terminal or computer that has it'),
  port: z
    .enum(['primary', 'secondary'])
    .describe('Of a terminal with two ports, the one that has it. Default: the primary one')
    .optional(),
  from: moment('When it begins'),
  until: moment('When it ends; left out: never').optional(),
};

const ohm = (what: string) => number(0, MAX_OHM, what);
const OHM_RULE = 'must be a resistance — a number of ohms, or a list of steps [{"timeUs": 0, "ohm": 100}]';

const seriesResistance = entry({
  ...faultCommon,
  behaviour: z
    .literal('series-resistance')
    .describe("A resistance in series with a terminal's or computer's transmitter"),
  ohm: z
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
    ),
});

const twoFaced = entry({
  ...faultCommon,
  behaviour: z.literal('two-faced').describe('A computer that tells each receiver something else'),
  as: z
    .enum(['relay', 'commander', 'both'])
    .describe('Lies about what others said (relay), about its own words (commander), or both'),
});

const wrongTerminator = entry({
  ...faultCommon,
  target: id('The bus whose line it ends'),
  behaviour: z
    .literal('wrong-terminator')
    .describe("One end of a bus's line is not terminated as it should be: words come back as echoes"),
  end: whole(0, 1, "Which end: 0 is the one at 0 m, 1 the one at the line's length"),
  ohm: ohm('What stands there instead, ohms; 0 is a short, 1000000000 a missing terminator'),
});

export const faults = z
  .array(
    z
      .discriminatedUnion('behaviour', [seriesResistance, twoFaced, wrongTerminator])
      .describe('A fault: {"id", "target", "behaviour", "from", …}'),
  )
  .max(256)
  .default([])
  .describe('What goes wrong, where and when. Default: nothing');

export const notes = z
  .array(
    entry({
      timeUs: timeUs('Where in the run it is shown'),
      text: text('What is said'),
      mark,
      source: text('Where it is said: title, author, date').optional(),
    }).describe('A note: {"timeUs", "text", "mark"}'),
  )
  .max(1000)
  .default([])
  .describe('Remarks shown beside the run at their time. Default: none');

export const claims = z
  .array(
    entry({
      text: text('What is claimed'),
      mark,
      source: text('Where it is said: title, author, date; of a reconstruction, what it rests on'),
    }).describe('A claim: {"text", "mark", "source"}'),
  )
  .max(1000)
  .default([])
  .describe('Every historical claim that the scenario rests on, with its mark and source. Default: none');

const pattern = z
  .string()
  .regex(/^[1-9][0-9]?(-[1-9][0-9]?)*$/, {
    error: 'must be a split pattern — the sizes of the groups of computers joined by "-", as "3-1"',
  })
  .describe('Sizes of the groups of computers that accept each other, largest first: "3-1"');

const expected = entry({
  verdict: z
    .enum(['split', 'agreed'])
    .describe('split, if ever two healthy computers are in different groups; else agreed')
    .optional(),
  patterns: z
    .array(pattern)
    .min(1)
    .max(1000)
    .describe('The split patterns in order of appearance, repeats left out: ["4", "3-1"]')
    .optional(),
  accused: z
    .array(id('A terminal or computer that is accused'))
    .max(256)
    .describe('The sources that are accused, all of them; [] is none')
    .optional(),
  noDataCycles: whole(0, 10_000_000, 'Reads without data').optional(),
  violated: z
    .array(z.enum(['agreement', 'validity', 'healthyVotedOut']))
    .max(3)
    .describe('The checks that do not hold, all of them; [] is none')
    .optional(),
  boundMet: z
    .boolean()
    .describe('Were there as many computers as the mode needs, for the faults at once?')
    .optional(),
}).describe(
  'What one mode comes to: {"verdict", "patterns", "accused", "noDataCycles", "violated", "boundMet"}',
);

/** The names of the modes stand in the JSON Schema for editors; the cross checks look them up, with a suggestion. */
export const expect = z
  .record(z.string(), expected)
  .default({})
  .meta({ propertyNames: { enum: [...KNOWN_MODES] } })
  .describe(
    `What each exchange mode (${MODE_LIST}) comes to; what is not given is not looked at. Default: nothing`,
  );
