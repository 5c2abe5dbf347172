/** What real lines brought in a live run: the part of a scenario that `attach` writes and `replay` hears again. */

import { z } from 'zod';
import { entry, id, whole } from './schema-parts.js';

const HEARD_RULE =
  'must be what came — "damaged", "nothing", or the words as images of five hexadecimal digits: ["2a001", "00000"]';

const words = z
  .array(z.string().regex(/^[0-3][0-9a-f]{4}$/, { error: HEARD_RULE }))
  .min(1)
  .max(64);

const heard = z.union([z.enum(['damaged', 'nothing']), words], { error: HEARD_RULE });

const cycleNumber = (what: string) => whole(0, 10_000_000, what);

const exception = entry({
  element: id('The element that was read'),
  cycles: z
    .tuple([cycleNumber('First cycle'), cycleNumber('Last cycle')])
    .describe('First and last cycle for which this holds: [50, 52]'),
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

export const receptions = entry({
  ears: z
    .enum(['emulated', 'line'])
    .describe(
      "Whose ears decide on words that came through: emulated, the computers' receivers with the scenario's faults on the wire; line, none but the line",
    ),
  exceptions: z
    .array(exception)
    .max(100_000)
    .describe(
      'Where a line brought anything but the words that were sent; per element in order, without overlap',
    ),
})
  .optional()
  .describe('What real lines brought in a live run (attach writes it). Default: there were none');
