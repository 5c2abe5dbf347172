/**
 * Faults in plain data: what a scenario says of each, key by key. Which behaviour there is for which kind of target, and
 * what becomes of it, stands in fault/catalogue.ts.
 */

import type { PortName } from './config.js';

/** When a fault begins or ends. */
export type Moment = { readonly timeUs: number } | { readonly cycle: number } | { readonly event: string };

/** Comes and goes: by turns, from the fault's beginning on, or by chance, drawn for each message. */
export type Intermittence =
  { readonly onCycles: number; readonly offCycles: number } | { readonly probability: number };

interface Common {
  readonly id: string;
  /** A terminal or a computer; of a fault of a line, its bus. */
  readonly target: string;
  /** Of a terminal with two ports, the one that has it. Absent: the primary one. */
  readonly port?: PortName | undefined;
  readonly from: Moment;
  /** Absent: for ever. */
  readonly until?: Moment | undefined;
  /** Absent: all the time. */
  readonly intermittent?: Intermittence | undefined;
}

/** A resistance in series with a terminal's or computer's transmitter, against the line's Z0 / 2. */
export interface SeriesResistanceConfig extends Common {
  readonly behaviour: 'series-resistance';
  /** A constant, or its growth: each value holds from its bus time on, the first one from the fault's beginning. */
  readonly ohm: number | readonly { readonly timeUs: number; readonly ohm: number }[];
}

export interface HalfWaveConfig extends Common {
  readonly behaviour: 'half-wave';
  /** The polarity that is no longer driven. */
  readonly polarity: 'positive' | 'negative';
  /** How late the edges into it come, which nobody drives, ns. */
  readonly lateNs: number;
}

export interface SkewConfig extends Common {
  readonly behaviour: 'skew';
  /** How late rising and falling crossings come; negative: early. */
  readonly risingLateNs: number;
  readonly fallingLateNs: number;
}

export interface DriftConfig extends Common {
  readonly behaviour: 'drift';
  /** Change of bit time and of level since the fault began, parts per million a second. */
  readonly bitTimePpmPerS: number;
  readonly levelPpmPerS: number;
}

export interface StuckConfig extends Common {
  readonly behaviour: 'stuck';
  readonly level: 'high' | 'low';
}

/** Each of these behaviours by itself, so that they can be told apart. */
type Alike<B extends string, Config> = B extends string ? Config & { readonly behaviour: B } : never;

/** Faults without numbers. */
export type PlainFaultConfig = Alike<
  'silence' | 'babble' | 'deaf' | 'busy' | 'crash' | 'stuck-output',
  Common
>;

/** A bus whose line ends in something else than it should: words come back from there as echoes. */
export interface WrongTerminatorConfig extends Common {
  readonly behaviour: 'wrong-terminator';
  /** 0 = the end at 0 m, 1 = the one at the line's length. */
  readonly end: number;
  /** What stands there instead: 0 is a short, 1e9 a missing terminator. */
  readonly ohm: number;
}

interface AtPlace extends Common {
  /** Where, m from the line's beginning. */
  readonly atM: number;
}

export type BrokenLineConfig = Alike<'open' | 'short', AtPlace>;

export interface NoiseBurstConfig extends Common {
  readonly behaviour: 'noise-burst';
  /** rms behind the receivers' filters. */
  readonly noiseMv: number;
}

export interface ThresholdConfig extends Common {
  readonly behaviour: 'threshold';
  /** Where it is now, peak to peak. */
  readonly thresholdMv: number;
}

export interface NoisyConfig extends Common {
  readonly behaviour: 'noisy';
  /** rms behind its filter now. */
  readonly noiseMv: number;
}

/** Which messages, i.e. transmissions of the target, are struck; counted from the fault's beginning. */
export interface Struck extends Common {
  /** The first, counted from 1. */
  readonly fromMessage: number;
  /** How many; absent: all from there on. */
  readonly messages?: number | undefined;
}

/** Of a fault of words: the place of the word in its message, counted from 0. */
export interface WordStruck extends Struck {
  readonly word: number;
}

export interface ParityConfig extends WordStruck {
  readonly behaviour: 'parity';
}

export interface SyncConfig extends WordStruck {
  readonly behaviour: 'sync';
  /** Six half-bits, 1 high and 0 low; or `inverse`: the other kind of word's sync. */
  readonly pattern: string;
}

export interface ManchesterConfig extends WordStruck {
  readonly behaviour: 'manchester';
  /** Bit time: 4 is the first data bit. */
  readonly bit: number;
  readonly half: 'first' | 'second';
}

export interface BitCountConfig extends WordStruck {
  readonly behaviour: 'bit-count';
  /** −2 … 3, not 0. */
  readonly bits: number;
}

export interface WordCountConfig extends Struck {
  readonly behaviour: 'word-count';
  /** So many too many, or (negative) too few. */
  readonly words: number;
}

export interface GapConfig extends WordStruck {
  readonly behaviour: 'gap';
  /** Before the word, beyond what is always there; whole half-bits. */
  readonly gapNs: number;
}

export interface ZeroCrossingConfig extends WordStruck {
  readonly behaviour: 'zero-crossing';
  readonly bit: number;
  readonly crossing: 'leading' | 'mid';
  readonly lateNs: number;
}

export interface CorruptConfig extends WordStruck {
  readonly behaviour: 'corrupt';
  /** Which of the sixteen data bits are inverted: 1 … 65,535. Parity follows. */
  readonly flips: number;
}

export interface AmbiguousConfig extends WordStruck {
  readonly behaviour: 'ambiguous';
  /** Which data bits are neither 0 nor 1: an even number of them, so that parity stays right. */
  readonly flips: number;
  /** Receivers with a threshold above this, peak to peak, take them for the opposite of what was meant. */
  readonly thresholdMv: number;
}

/** Of a fault of sensors: the data word that carries them, counted from 0; absent: all of the terminal's. */
interface SensorStruck extends Common {
  readonly sensor?: number | undefined;
}

export interface WrongSensorConfig extends SensorStruck {
  readonly behaviour: 'wrong-sensor';
  /** What is added to the reading; it pegs where a word ends. */
  readonly addLsb: number;
}

export interface StuckSensorConfig extends SensorStruck {
  readonly behaviour: 'stuck-sensor';
  /** Where it is stuck; absent: where it was at that moment. */
  readonly valueLsb?: number | undefined;
}

interface Delayed extends Common {
  readonly lateUs: number;
}

export type LateConfig = Alike<'late' | 'slow', Delayed>;

/** A computer that tells each receiver something else. */
export interface TwoFacedConfig extends Common {
  readonly behaviour: 'two-faced';
  /** Lies about what others said (relay), about its own words (commander), or both. */
  readonly as: 'relay' | 'commander' | 'both';
  /** By script, who is told what; absent: drawn from the seed. */
  readonly lies?: readonly LieConfig[] | undefined;
}

export interface LieConfig {
  /** The computer that is told. */
  readonly to: string;
  /** The element or computer that it is about; absent: whatever. */
  readonly about?: string | undefined;
  /** Data words, or an error that there was not, or that nothing came. */
  readonly say: readonly number[] | 'error' | 'nothing';
}

export type FaultConfig =
  | SeriesResistanceConfig
  | HalfWaveConfig
  | SkewConfig
  | DriftConfig
  | StuckConfig
  | PlainFaultConfig
  | WrongTerminatorConfig
  | BrokenLineConfig
  | NoiseBurstConfig
  | ThresholdConfig
  | NoisyConfig
  | ParityConfig
  | SyncConfig
  | ManchesterConfig
  | BitCountConfig
  | WordCountConfig
  | GapConfig
  | ZeroCrossingConfig
  | CorruptConfig
  | AmbiguousConfig
  | WrongSensorConfig
  | StuckSensorConfig
  | LateConfig
  | TwoFacedConfig;

export type Behaviour = FaultConfig['behaviour'];

/** The configuration of a behaviour. */
export type FaultOf<B extends Behaviour> = Extract<FaultConfig, { readonly behaviour: B }>;
