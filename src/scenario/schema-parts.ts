/**
 * The bricks of the scenario schema: ids, texts, numbers with their bounds, moments.
 *
 * Every bound keeps the run inside what the core can count: bus time is an integer number of nanoseconds below 2^53.
 * Every brick that a person fills in ends in `.describe()`: the text is what an editor shows while one types, and
 * what an error message quotes as the remedy.
 */

import { z } from 'zod';

/** 10^12 µs, eleven days: in nanoseconds still far below 2^53. */
export const MAX_TIME_US = 1_000_000_000_000;

/** Open for all that a signal can tell. */
export const MAX_OHM = 1_000_000_000;

const ID_PATTERN = /^[A-Za-z][A-Za-z0-9_-]{0,31}$/;
/** `must be … — advice`: the first half is the complaint, the second its remedy. */
const ID_RULE =
  'must be an id — a letter, then up to 31 letters, digits, "_" or "-"; no word that JavaScript gives to every object';

/** Ids serve as keys of plain objects, where `toString` or `constructor` would find what every object has. */
export const idText = z
  .string()
  .regex(ID_PATTERN, { error: ID_RULE })
  .refine((id) => !(id in Object.prototype), { error: ID_RULE });

export const id = (what: string) => idText.describe(what);

const LINE_RULE = 'must be a line — the id of a bus, of a dual redundant one followed by ".A" or ".B"';

/** A line of a bus: ids have no dots, so the two parts can be told apart. */
export const lineName = (what: string) =>
  z
    .string()
    .refine((name) => idText.safeParse(name.replace(/\.[AB]$/, '')).success, { error: LINE_RULE })
    .describe(what);

/** Text that is printed to terminals: no control characters, which could move the cursor, no half characters. */
export const text = (what: string, longest = 2000) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, { error: 'must be one line of text — without control characters' })
    .describe(what);

/** The name of a column, as the first line of a CSV file gives it. */
export const columnName = (what: string) =>
  text(what, 64).regex(/^[^,";\s]+$/u, {
    error: 'must be the name of a column — one word without comma, semicolon or quotes',
  });

/** A number that may have a fraction. */
export const number = (least: number, greatest: number, what: string) =>
  z.number().min(least).max(greatest).describe(what);

/** A whole number: ids, counts, and every time. */
export const whole = (least: number, greatest: number, what: string) =>
  z.int().min(least).max(greatest).describe(what);

/** A point on the bus time axis, which may start below 0. */
export const timeUs = (what: string) => whole(-MAX_TIME_US, MAX_TIME_US, `${what}, microseconds of bus time`);

/** An object without unknown keys. JSON has no comments, so each may carry one as a key. */
export function entry<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject({ ...shape, comment: text('A remark for readers; the run ignores it').optional() });
}

export const mark = z
  .enum(['D', 'S', 'M', 'R'])
  .describe('How well it is known: D documented, S secondary source, M widely told, R our reconstruction');

/** Attached by hand because the union of three objects has no key that tells them apart. */
const MOMENT_RULE = 'must be one moment — {"timeUs": 0}, {"cycle": 0} or {"event": "the id of an event"}';

export const moment = (what: string) =>
  z
    .union(
      [
        z.strictObject({ timeUs: timeUs('A bus time') }),
        z.strictObject({ cycle: whole(0, 10_000_000, 'The start of a cycle, counted from 0') }),
        z.strictObject({ event: id('The id of one of the events of this scenario') }),
      ],
      { error: MOMENT_RULE },
    )
    .describe(`${what}: {"timeUs": …}, {"cycle": …} or {"event": …}`);
