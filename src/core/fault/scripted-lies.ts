/**
 * A two-faced computer by script: who is told what about whom. What the script says nothing about, it says truly. A lie about
 * a status can only be the other status.
 */
import type { LieConfig } from '../config.js';
import { UTTERANCE, type Utterance } from '../exchange/utterance.js';

/** What names of a scenario stand for in messages. */
export interface Names {
  readonly computers: readonly string[];
  readonly elements: readonly string[];
}

export interface ScriptedLie {
  readonly receiver: number;
  /** The element or computer that is talked about; undefined: any. */
  readonly element: number | undefined;
  readonly computer: number | undefined;
  readonly isAboutAll: boolean;
  readonly say: LieConfig['say'];
}

export function scripted(lies: readonly LieConfig[], { computers, elements }: Names): ScriptedLie[] {
  const place = (names: readonly string[], name: string | undefined): number | undefined =>
    name !== undefined && names.includes(name) ? names.indexOf(name) : undefined;
  return lies.map(({ to, about, say }) => ({
    receiver: computers.indexOf(to),
    element: place(elements, about),
    computer: place(computers, about),
    isAboutAll: about === undefined,
    say,
  }));
}

/** @returns whether anything was said that is not so */
export function tellLie(lies: readonly ScriptedLie[], utterance: Utterance, receiver: number): boolean {
  for (const lie of lies)
    if (lie.receiver === receiver && isAbout(lie, utterance)) return say(lie, utterance);
  return false;
}

function isAbout({ isAboutAll, element, computer }: ScriptedLie, { kind, commander }: Utterance): boolean {
  const isPrivate = kind === UTTERANCE.privateWord || kind === UTTERANCE.privateNone;
  return isAboutAll || (isPrivate ? computer : element) === commander;
}

function say({ say: what }: ScriptedLie, utterance: Utterance): boolean {
  const { kind } = utterance;
  if (kind === UTTERANCE.syncCode) return utterance.swapSyncCode();
  const isPrivate = kind === UTTERANCE.privateWord || kind === UTTERANCE.privateNone;
  if (what === 'nothing') {
    utterance.kind = isPrivate ? UTTERANCE.privateNone : UTTERANCE.readingNone;
    return utterance.kind !== kind;
  }
  if (what === 'error') {
    if (isPrivate || kind === UTTERANCE.readingError) return false;
    utterance.reportError();
    return true;
  }
  utterance.claimValue();
  utterance.words = isPrivate ? 1 : what.length;
  for (let i = 0; i < utterance.words; i++) utterance.data[i] = (what[i] ?? 0) & 0xffff;
  return true;
}
