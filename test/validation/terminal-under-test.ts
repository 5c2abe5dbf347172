/**
 * A remote terminal as the validation plan sees it: a box with one or two lines. Nothing here knows whose terminal it is,
 * or whether it is emulated or at the end of a cable; times are those of the bus, wherever they come from.
 */

export type Line = 'A' | 'B';

/** A word as it should stand on the line: its sync, its 16 bits, right parity. */
export interface Word {
  readonly sync: 'command' | 'data';
  readonly bits: number;
}

/** What is wrong with a word as it is sent. Bits are bit times: the sync is 1 to 3, data 4 to 19, parity 20. */
export type Damage =
  | { readonly what: 'parity' }
  /** Six half-bits in place of the sync: 1 high, 0 low. */
  | { readonly what: 'sync'; readonly pattern: string }
  /** Both halves of the bit at one level. */
  | { readonly what: 'bi-phase'; readonly bit: number; readonly half: 'first' | 'second' }
  /** Longer or shorter by so many bits. */
  | { readonly what: 'word-length'; readonly bits: number }
  /** Dead time before the word, within its transmission. */
  | { readonly what: 'gap'; readonly ns: number };

export interface SentWord extends Word {
  readonly damage?: Damage;
}

/** Words that somebody else on the bus sends: its controller, or another terminal. */
export interface Stimulus {
  readonly line: Line;
  readonly words: readonly SentWord[];
  /** From mid-parity of what came before to mid-sync of this, microseconds. */
  readonly afterUs: number;
  /** What came before: all that was said on any line, or only the last stimulus, whatever the terminal does meanwhile. */
  readonly since: 'all' | 'stimulus';
}

export interface Answer {
  /** Number of the stimulus that it follows, from 0. */
  readonly to: number;
  readonly line: Line;
  readonly words: readonly Word[];
  /** From mid-parity of that stimulus to mid-sync of the answer, microseconds. */
  readonly responseUs: number;
  /** false: it broke off. */
  readonly isWhole: boolean;
}

export type Condition = 'busy' | 'serviceRequest' | 'subsystemFlag' | 'terminalFlag' | 'acceptsBusControl';

/** What has to be known of a terminal to judge it. */
export interface TerminalFacts {
  readonly name: string;
  /** 0 … 30. */
  readonly address: number;
  /** Subaddresses that it implements, where it detects illegal commands; else it answers in form. */
  readonly legal?: { readonly receive: readonly number[]; readonly transmit: readonly number[] };
  /** One from which it transmits, and one at which it receives, up to 32 words each. */
  readonly transmits: number;
  readonly receives: number;
  /** What is received there is transmitted from there. */
  readonly wrapsAround: number;
  readonly vectorWord: number;
}

export interface TerminalUnderTest {
  readonly facts: TerminalFacts;
  /** Plays stimuli one after the other, waits for the last answer, and tells what the terminal transmitted. */
  play(script: readonly Stimulus[]): Promise<readonly Answer[]>;
  /** Lets its subsystem say so. */
  set(condition: Condition, isOn: boolean): Promise<void>;
}
