/**
 * The exchange modes that a scenario's `expect` and the command line may name.
 *
 * It stands alone, and imports nothing, so that the command line can check `--exchange` without loading the core; a
 * test holds it against the core's own list.
 */

/** In the order in which help and lists name them. */
export const KNOWN_MODES: readonly string[] = ['none', 'status', 'om1'];
