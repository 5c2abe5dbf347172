/**
 * What is said about a run: notes, historical claims with their marks, and what each exchange mode is expected to come to.
 */

import { z } from 'zod';
import { KNOWN_MODES, MODE_LIST } from './schema-modes.js';
import { entry, id, mark, text, timeUs, whole } from './schema-parts.js';

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
