/**
 * What real lines brought in a live run, and what came of computers with hosts of their own: the part of a scenario that
 * `attach` writes and `replay` hears again.
 */

import { z } from 'zod';
import { entry, id, whole } from './schema-parts.js';

const HEARD_RULE =
  'must be what came — "damaged", "nothing", or the words as images of five hexadecimal digits: ["2a001", "00000"]';

const SAID_RULE =
  'must be what was said — "nothing", or the words as images of five hexadecimal digits, the header first: ["20842", "00001"]';

const DID_RULE =
  'must be what was done — "nothing", or {"votes": [{"target": "GPC4", "afterNs": 9000000}], "commands": [120, -40, 0]}';

/** The longest message between computers has 63 data words, a header, and five more that name whom it came by. */
const MOST_WORDS = 69;

const MOST_ENTRIES = 100_000;

const wordList = (rule: string, most: number) =>
  z
    .array(z.string().regex(/^[0-3][0-9a-f]{4}$/, { error: rule }))
    .min(1)
    .max(most);

const words = wordList(HEARD_RULE, 64);

const heard = z.union([z.enum(['damaged', 'nothing']), words], { error: HEARD_RULE });

const cycleNumber = (what: string) => whole(0, 10_000_000, what);

const span = (what: string) =>
  z
    .tuple([cycleNumber('First cycle'), cycleNumber('Last cycle')])
    .describe(`First and last cycle ${what}: [50, 52]`);

const exception = entry({
  element: id('The element that was read'),
  cycles: span('for which this holds'),
  sent: words
    .describe(
      'What the terminal sent, where it was no emulated one: its words as images, the status word first',
    )
    .optional(),
  heard: z
    .record(z.string(), heard)
    .describe(
      'By computer: damaged (something came, but no whole frame), nothing, or the words that came; who is not named heard the words that were sent',
    ),
}).describe('A reception: {"element", "cycles": [50, 52], "heard": {"GPC4": "damaged"}}');

const names = (what: string) => z.array(id('A name')).max(31).describe(what);

const rows = (what: string) => z.record(z.string(), names('The computers')).describe(what);

const state = entry({
  left: names('The computers that were no members of the set'),
  withdrawn: names('Those that the crew had taken out of it'),
  cast: rows('By voter: whom it had voted against since the set was formed'),
  lamps: rows('By voter: the lamps lit in its row of the computer annunciation matrix'),
  bypassed: names('The elements that were no longer polled'),
}).describe(
  'How the set stood: {"left": ["GPC4"], "withdrawn": [], "cast": {}, "lamps": {}, "bypassed": []}',
);

const arrival = entry({
  cycle: cycleNumber('The cycle at whose start they were taken in'),
  computers: names('The computers that were taken in'),
  state: state.optional(),
}).describe('An arrival: {"cycle": 90, "computers": ["GPC4"]}');

const message = entry({
  cycles: span('in which this came, wherever the message was expected'),
  from: id('The computer that was to say it'),
  round: whole(1, 99, "Round of the cycle's exchange, from 1"),
  about: whole(
    0,
    30,
    'What the expected message is about: the number of an element or a computer, from 0, as in its header',
  ),
  said: z
    .union([z.literal('nothing'), wordList(SAID_RULE, MOST_WORDS)], { error: SAID_RULE })
    .describe('What came in its place: nothing, or the words as images, the header first'),
}).describe('A message: {"cycles": [50, 52], "from": "GPC3", "round": 1, "about": 0, "said": "nothing"}');

const vote = entry({
  target: id('The computer that it voted against'),
  afterNs: whole(
    0,
    100_000_000_000,
    'When, nanoseconds of bus time since the start of the cycle, at most 100 seconds',
  ),
}).describe('A fail vote: {"target": "GPC4", "afterNs": 9000000}');

const deeds = entry({
  cycles: span('in which it did this'),
  from: id('The computer that did it'),
  did: z
    .union(
      [
        z.literal('nothing'),
        entry({
          votes: z.array(vote).max(16).describe('The fail votes that it cast'),
          commands: z
            .array(whole(-32_768, 32_767, 'A command, least significant bits'))
            .max(16)
            .describe(
              "Its commands in the actuators' order, least significant bits; one that is missing is 0",
            ),
        }),
      ],
      { error: DID_RULE },
    )
    .describe('What it did: nothing, or its fail votes and its commands'),
}).describe('Deeds of a computer: {"cycles": [50, 52], "from": "GPC3", "did": "nothing"}');

const others = entry({
  exchange: z
    .string()
    .min(1)
    .max(16)
    .describe(
      'The exchange mode in which it all came; in any other mode the others do what is expected of them. Default: it is heard in every mode',
    )
    .optional(),
  computer: id(
    'The computer that was at home on this host, if one was: what it heard is known at first hand, what the others heard by what they say',
  ).optional(),
  terminal: id('The terminal that was at home on this host, if one was').optional(),
  away: z
    .array(span('of a stretch'))
    .max(MOST_ENTRIES)
    .describe('The stretches in which this host had no part, in order'),
  arrivals: z
    .array(arrival)
    .max(MOST_ENTRIES)
    .describe(
      'Who was taken in at the start of a cycle, in order; state: what this host was told when it came back itself',
    ),
  messages: z
    .array(message)
    .max(MOST_ENTRIES)
    .describe(
      'Where another computer said anything but what was expected; per computer, round and subject in order, without overlap',
    ),
  deeds: z
    .array(deeds)
    .max(MOST_ENTRIES)
    .describe(
      'Where another computer voted or commanded anything but what was expected; per computer in order, without overlap',
    ),
})
  .optional()
  .describe(
    'What came of the other computers, where each had a host of its own. Default: they did what was expected of them',
  );

export const receptions = entry({
  ears: z
    .enum(['emulated', 'line'])
    .describe(
      "Whose ears decide on words that came through: emulated, the computers' receivers with the scenario's faults on the wire; line, none but the line",
    ),
  exceptions: z
    .array(exception)
    .max(MOST_ENTRIES)
    .describe(
      'Where a line brought anything but the words that were sent; per element in order, without overlap',
    ),
  others,
})
  .optional()
  .describe('What real lines brought in a live run (attach writes it). Default: there were none');
