/** What the crew does in a run: the hands that a vehicle has besides its computers. */

import { z } from 'zod';
import { entry, id, mark, timeUs } from './schema-parts.js';

const eventCommon = {
  id: id("Name by which a fault's from or until can refer to it, unlike any other event's"),
  timeUs: timeUs('When: it takes effect at the start of the first cycle that is not before this'),
  mark,
};

const assignBus = entry({
  ...eventCommon,
  action: z.literal('assign-bus').describe('Gives a bus to another computer to command'),
  bus: id('The bus'),
  computer: id('The computer that commands it from now on'),
});
const restoreElement = entry({
  ...eventCommon,
  action: z.literal('restore-element').describe('Polls a bypassed element again'),
  element: id('The element'),
});
const exchangeTerminal = entry({
  ...eventCommon,
  action: z.literal('exchange-terminal').describe('Puts a sound terminal in its place'),
  terminal: id('The terminal'),
});
const reFormSet = entry({
  ...eventCommon,
  action: z
    .literal('re-form-set')
    .describe('All computers are members again, with equal state and no votes against any'),
});

export const events = z
  .array(
    z
      .discriminatedUnion('action', [assignBus, restoreElement, exchangeTerminal, reFormSet])
      .describe('A crew event: {"id", "timeUs", "mark", "action", …}'),
  )
  .max(1000)
  .default([])
  .describe('What the crew does. Default: nothing');
