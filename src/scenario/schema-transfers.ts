/**
 * Slots of a schedule that are no reads: the other message formats of MIL-STD-1553B. Told apart by `transfer`, each with
 * the keys that it needs and no others.
 */

import { z } from 'zod';
import { MODE_CODES } from '../core/bus/mode-code.js';
import { entry, id, whole } from './schema-parts.js';

const subaddress = whole(1, 30, 'Subaddress, 1 to 30');
const word = whole(0, 65_535, 'A data word, 0 to 65535');
const words = whole(1, 32, 'Data words, 1 to 32');
const data = z.array(word).min(1).max(32).describe('The data words that are sent, 1 to 32: [1, 2, 3]');
const terminal = id('The terminal that is commanded; one of this bus');
const sender = id('The terminal that transmits; one of this bus');
const receiverSubaddress = whole(1, 30, 'Subaddress at which the data are received, 1 to 30');
const mode = z.enum(MODE_CODES.map(({ name }) => name)).describe('The mode code: one that is not reserved');
const value = whole(
  0,
  65_535,
  'Data word of a mode code that has one to receive, 0 to 65535. Default 0',
).default(0);

export const subaddresses = (what: string) =>
  z
    .array(whole(1, 30, 'Subaddress, 1 to 30'))
    .max(30)
    .describe(`${what}: [1, 2]`);

/** @param timing the keys that say when a slot has its turn */
export function transfersIn<Timing extends z.ZodRawShape>(timing: Timing) {
  const transfer = <Name extends string>(name: Name, what: string) => z.literal(name).describe(what);
  return [
    entry({ transfer: transfer('bc-rt', 'Data to one terminal'), terminal, subaddress, data, ...timing }),
    entry({ transfer: transfer('bc-rts', 'Data to all terminals'), subaddress, data, ...timing }),
    entry({
      transfer: transfer('rt-rt', 'Data from a terminal to another'),
      terminal: sender,
      subaddress,
      receiver: id('The terminal that receives; another one of this bus'),
      receiverSubaddress,
      words,
      ...timing,
    }),
    entry({
      transfer: transfer('rt-rts', 'Data from a terminal to all others'),
      terminal: sender,
      subaddress,
      receiverSubaddress,
      words,
      ...timing,
    }),
    entry({ transfer: transfer('mode', 'A mode code to one terminal'), terminal, mode, value, ...timing }),
    entry({ transfer: transfer('mode-rts', 'A mode code to all terminals'), mode, value, ...timing }),
  ] as const;
}
