/** What the crew does in a run: the hands that a vehicle has besides its computers. */

import { z } from 'zod';
import { entry, id, idText, mark, timeUs } from './schema-parts.js';

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
    .describe('All computers, or those named, are members again, with equal state and no votes against any'),
  members: z
    .array(id('A computer that is a member from now on'))
    .min(1)
    .max(16)
    .describe('Who is a member from now on; the others take no part. Default: all that have power')
    .optional(),
});
const reString = entry({
  ...eventCommon,
  action: z.literal('re-string').describe('Gives several buses at once to computers to command'),
  buses: z
    .record(idText, id('The computer that commands this bus from now on'))
    .refine((buses) => Object.keys(buses).length > 0, { error: 'must name a bus — as {"FC1": "GPC1"}' })
    .describe('Who commands which bus from now on: {"FC1": "GPC1", "FC2": "GPC1"}'),
});
const powerOff = entry({
  ...eventCommon,
  action: z
    .literal('power-off')
    .describe('Takes the power from a computer: it is silent, out of the set, and its buses are not polled'),
  computer: id('The computer'),
});
const powerOn = entry({
  ...eventCommon,
  action: z.literal('power-on').describe('Gives a computer power again; it listens, and is not yet a member'),
  computer: id('The computer'),
});
const readmit = entry({
  ...eventCommon,
  action: z
    .literal('readmit')
    .describe(
      'Takes one computer into the set again, with the state of the set; votes against it are forgotten',
    ),
  computer: id('The computer'),
});
const engageBackup = entry({
  ...eventCommon,
  action: z
    .literal('engage-backup')
    .describe('Gives all buses and actuators to the backup computer; the primary set takes no part any more'),
});

const portMode = entry({
  ...eventCommon,
  action: z.literal('port-mode').describe('Reads a terminal by its other port'),
  terminal: id('The terminal, one with a secondary port'),
  port: z.enum(['primary', 'secondary']).describe('The port by which it is read from now on'),
});

export const events = z
  .array(
    z
      .discriminatedUnion('action', [
        assignBus,
        reString,
        restoreElement,
        exchangeTerminal,
        powerOff,
        powerOn,
        readmit,
        reFormSet,
        engageBackup,
        portMode,
      ])
      .describe('A crew event: {"id", "timeUs", "mark", "action", …}'),
  )
  .max(1000)
  .default([])
  .describe('What the crew does. Default: nothing');
