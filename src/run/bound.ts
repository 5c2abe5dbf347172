/**
 * A run's bound: what its agreement needs, and whether the faults that it met were within it.
 *
 * Under `omM` the terminal is the commander of an agreement on its reading, so a faulty one is one of the m. Under `icM`
 * the computers command, and the terminal may be faulty besides.
 */
import { boundIsMet, type ModeEntry } from '../core/exchange/modes.js';
import type { Bound } from '../record/result.js';

/** What was out of order at once, at worst. */
export interface FaultsAtOnce {
  /** Terminals, lines and computers. */
  readonly regions: number;
  readonly computers: number;
}

export function boundOf(mode: ModeEntry, has: number, { regions, computers }: FaultsAtOnce): Bound {
  const { m } = mode;
  const counted = mode.commander === 'computers' ? computers : regions;
  if (m === 0 || counted <= m) return { needs: `N > ${3 * m}`, has, met: boundIsMet(has, m) };
  // Where something is faulty that is no computer, ic has not to bear it.
  const borne = Math.max(1, computers);
  const byIc = borne < regions ? `N > ${3 * borne} and ${borne === 1 ? 'ic' : `ic${borne}`}, or ` : '';
  return {
    needs: `${byIc}N > ${3 * counted} and m = ${counted}, for ${counted} faults at once`,
    has,
    met: false,
  };
}
