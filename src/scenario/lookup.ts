/**
 * Names that have to be among others: the commonest check of a scenario, said in one way everywhere.
 */

import { choice, nearest, quote } from './nearest.js';
import type { Complaint, Path } from './problems.js';

export function ids(list: readonly { readonly id: string }[]): string[] {
  return list.map(({ id }) => id);
}

/** A complaint unless the name is one of those. */
export function exists(
  name: string,
  names: readonly string[],
  what: string,
  path: Path,
  atKey = false,
): Complaint[] {
  if (names.includes(name)) return [];
  const near = nearest(name, names);
  const hint = near === undefined ? '' : `did you mean ${quote(near)}? `;
  const remedy = names.length === 0 ? `this scenario has no ${what} at all` : `${hint}${choice(names)}`;
  return [{ path, message: `there is no ${what} ${quote(name)}`, remedy, atKey }];
}
