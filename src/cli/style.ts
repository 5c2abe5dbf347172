/** Colour, which only ever adds: on a terminal, unless NO_COLOR (no-color.org) asks for none. */

import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

export function painter(stream: { readonly isTTY?: boolean }, environment = process.env): Paint {
  const noColour = environment['NO_COLOR'] ?? '';
  const coloured = stream.isTTY === true && noColour === '' && environment['TERM'] !== 'dumb';
  // Else newer Node decides by stdout, whatever the stream.
  return coloured ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
}
