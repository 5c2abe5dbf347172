/**
 * Computers that live elsewhere. Where each computer has a host of its own, a host emulates all of them, and runs the same
 * cycle as ever; but of the others that is only what it expects. What they really said, over real lines or in a record
 * of them, takes the place of what was expected, message by message, vote by vote, command by command.
 *
 * So the cycle of one among many hosts, its replay, and a vehicle in one piece are one and the same code.
 */
import type { Image } from '../bus/word.js';
import type { Transmission } from '../bus/transmission.js';
import type { TimeNs } from '../time.js';
import type { FailVote, SetState } from '../redundancy/redundant-set.js';
import type { Utterance } from './utterance.js';

/** What the computer at home is about to say, as words. */
export interface Draft {
  readonly startNs: TimeNs;
  readonly words: readonly Image[];
}

/** What a computer does at the end of its cycle. */
export interface Deeds {
  readonly votes: readonly FailVote[];
  /** By actuator. */
  readonly commands: readonly number[];
}

/** Who is taken in at the start of a cycle, and what a host that comes back is told of the set it comes back to. */
export interface Arrivals {
  readonly computers: readonly number[];
  readonly state?: (SetState & { readonly bypassed: readonly number[] }) | undefined;
}

export interface Others {
  /** Place of the computer at home; undefined: there is none, or it is all a record. */
  readonly own: number | undefined;
  /** Place of the computer whose own readings are known at first hand; undefined: it is not known which, or there is none. */
  readonly witness?: number | undefined;
  /** Name of the terminal at home, which answers whoever asks, whatever this host makes of the set. */
  readonly terminal?: string | undefined;
  /** Does this host have no part in a cycle? */
  isAway(cycle: number): boolean;
  arrivals(cycle: number): Arrivals | undefined;
  /** A round of the exchange, numbered from 1 in each cycle: own words go out. Returns when the others' are in, or time is up. */
  converse(round: number, drafts: readonly Draft[]): void;
  /**
   * In the round that goes on.
   * @param expected the utterance, and as words; both on loan
   * @returns undefined: what was expected
   */
  said(expected: Utterance, words: Transmission): readonly Image[] | 'nothing' | undefined;
  /** The computer at home has done this; returns when it is known what the others did, or time is up. */
  conclude(own: Deeds | undefined): void;
  /** @returns undefined: what was expected */
  did(computer: number, expected: Deeds): Deeds | 'nothing' | undefined;
}
