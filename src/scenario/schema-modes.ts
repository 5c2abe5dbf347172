/**
 * The exchange modes that a scenario's `expect` and the command line may name.
 *
 * It stands alone, and imports nothing, so that the command line can check `--exchange` without loading the core; a
 * test holds it against the core's own list.
 */

/** In the order in which help and lists name them. Sixteen computers, the most there may be, bear five faults. */
export const KNOWN_MODES: readonly string[] = [
  ...['none', 'status'],
  ...['om1', 'om2', 'om3', 'om4', 'om5'],
  ...['ic', 'ic2', 'ic3', 'ic4', 'ic5'],
];

/** The list for people. */
export const MODE_LIST = 'none, status, om1 … om5, ic, ic2 … ic5';

/** The one spelling of a mode's name: `ic` bears one fault, and is what a person may write as `ic1`. */
export function canonicalMode(name: string): string {
  return name === 'ic1' ? 'ic' : name;
}
