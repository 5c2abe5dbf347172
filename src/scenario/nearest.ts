/**
 * Suggestions for a name that was mistyped, and names and values quoted so that they are safe to print: what stands
 * in a file that somebody sent must not be able to move the cursor of the terminal that shows the error.
 */

import { distance } from 'fastest-levenshtein';

const LONGEST_QUOTE = 60;
const LONGEST_LIST = 24;

/** The candidate that was probably meant: near enough, and nearer than any other. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const wanted = fold(name);
  // Longer input is no typing error, and the distance costs its length squared.
  if (wanted.length === 0 || wanted.length > 64) return undefined;
  const far = [...new Set(candidates)].map((candidate) => distance(wanted, fold(candidate)));
  const least = Math.min(...far);
  const farthest = wanted.length < 3 ? 0 : Math.max(1, Math.floor(wanted.length / 3));
  if (least > farthest || far.indexOf(least) !== far.lastIndexOf(least)) return undefined;
  return [...new Set(candidates)][far.indexOf(least)];
}

/** `did you mean "x"?`, or, when none is near, what there is to choose from. */
export function suggestion(name: string, candidates: readonly string[], what = 'possible'): string {
  const near = nearest(name, candidates);
  return near === undefined ? choice(candidates, what) : `did you mean ${quote(near)}?`;
}

export function choice(candidates: readonly string[], what = 'possible'): string {
  const names = [...new Set(candidates)];
  const more = names.length - LONGEST_LIST;
  const shown = names.slice(0, LONGEST_LIST).map(printable).join(', ');
  return `${what}: ${shown}${more > 0 ? ` and ${more} more` : ''}`;
}

/** In double quotes, shortened, on one line. */
export function quote(text: string): string {
  const short = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
  return printable(JSON.stringify(short));
}

/** Every control or invisible formatting character (C1, bidirectional overrides …) as an escape. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Case, "-" and "_" are what people get wrong first. */
function fold(name: string): string {
  return name.toLowerCase().replace(/[-_\s]/g, '');
}
