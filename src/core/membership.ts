/**
 * What the members that are left can still agree on. Nothing here decides anything: it says in numbers and words which
 * bound holds when computers have left the set, so that nobody takes the agreement of three for that of four.
 *
 * A fault more than a bound allows need not do harm, but it may: N > 3m (Pease, Shostak, Lamport 1980).
 */

import type { ScenarioConfig } from './config.js';

export interface ModeOnPaper {
  readonly name: string;
  /** Faults borne at once, by enough members. */
  readonly m: number;
  /** A terminal that commands the agreement on its reading counts among the n. */
  readonly commander: 'terminal' | 'computers' | undefined;
}

export interface Standing {
  /** Faults at once among all that it agrees on. */
  readonly bears: number;
  /** Does the mode still bear what it is named for? */
  readonly holds: boolean;
  readonly text: string;
}

export function standingOf(mode: ModeOnPaper, members: number): Standing {
  const { name, m } = mode;
  const bears = borneBy(members, m);
  const holds = members > 3 * m && members > 2;
  return { bears, holds, text: `${countOf(members)}: ${holds ? held(name, m) : whatIsLeft(mode, members)}` };
}

/** How many computers form the redundant set: the backup is none of those that agree. */
export function primariesIn({ computers }: Pick<ScenarioConfig, 'computers'>): number {
  return computers.filter(({ role }) => role === 'primary').length;
}

/** The most faults at once that n players bear, but no more than m. */
export function borneBy(n: number, m: number): number {
  return Math.max(0, Math.min(m, Math.floor((n - 1) / 3)));
}

function held(name: string, m: number): string {
  return m === 0 ? `${name} promises no agreement` : `${name} bears ${faults(m)} at once (N > ${3 * m})`;
}

function whatIsLeft({ name, m, commander }: ModeOnPaper, members: number): string {
  if (members === 0) return 'no more votes are cast, each goes on by itself';
  if (members === 1) return 'simplex, there is nothing to compare it with';
  if (members === 2) return 'comparison only; of two that disagree nobody can tell who is right';
  const onReadings = commander === 'terminal' ? borneBy(members + 1, m) : 0;
  if (onReadings === m)
    return `${name} agrees on readings (n = ${members + 1}) but no longer on private words (N > ${3 * m})`;
  const lost = `${name} no longer bears ${faults(m)} (N > ${3 * m})`;
  const bears = borneBy(members, m);
  if (bears > 0) return `${lost}, but ${bears} (N > ${3 * bears})`;
  return onReadings > 0 ? `${lost}, but ${onReadings} on readings (n = ${members + 1})` : lost;
}

function faults(count: number): string {
  return count === 1 ? 'a fault' : `${count} faults`;
}

function countOf(members: number): string {
  if (members === 0) return 'no computer is left in the set';
  return members === 1 ? '1 computer in the set' : `${members} computers in the set`;
}
