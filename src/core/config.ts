/**
 * What a run is made of, in plain data: the shape of a scenario once its defaults are filled in.
 *
 * The core owns this shape and the scenario file mirrors it key by key, so there is one vocabulary. Units are the
 * last part of a name: `Us` microseconds of bus time, `Ns` nanoseconds, `Mv` millivolts **peak to peak, line to
 * line** (noise: rms, after the receiver's filter), `M` metres, `Ohm` ohms, `Lsb` least significant bits of a word.
 */

import type { FaultConfig } from './config-faults.js';
import type { OthersConfig } from './config-others.js';
import type { LegalSubaddresses, SlotTiming, TransferConfig } from './config-transfer.js';

export type * from './config-faults.js';
export type * from './config-others.js';
export type * from './config-transfer.js';

export type WordFormatName = 'mil-std-1553b' | 'shuttle';
export type Coupling = 'transformer' | 'direct';
export type LinkKind = 'broadcast' | 'pointToPoint';
/** D documented, S secondary source, M widely told, R our reconstruction. */
export type Mark = 'D' | 'S' | 'M' | 'R';

export interface ScenarioConfig {
  readonly name: string;
  readonly title: string;
  /** Seed of every random draw of the run: an integer 0 … 2^32 − 1. */
  readonly seed: number;
  readonly cycle: CycleConfig;
  readonly computers: readonly ComputerConfig[];
  readonly buses: readonly BusConfig[];
  readonly terminals: readonly TerminalConfig[];
  /** The one file that a scenario may have beside it: samples for its sensors. */
  readonly recording?: RecordingConfig | undefined;
  readonly receptions?: ReceptionsConfig | undefined;
  readonly exchange: ExchangeConfig;
  readonly vehicle: VehicleModelConfig;
  readonly actuators: readonly ActuatorConfig[];
  readonly rules: RulesConfig;
  /** Run a mode although its bound (N > 3m) is not met; the result says so. */
  readonly belowBound: boolean;
  readonly faults: readonly FaultConfig[];
  readonly events: readonly CrewEventConfig[];
  readonly notes: readonly NoteConfig[];
  /** Every historical claim that the scenario rests on, with its mark and source. */
  readonly claims: readonly ClaimConfig[];
  /** What each exchange mode is expected to come to; keys are mode names. */
  readonly expect: Readonly<Record<string, ExpectConfig>>;
}

export interface CycleConfig {
  /** Length of one control cycle = one minor frame; > 0. */
  readonly periodUs: number;
  /** Bus time at which cycle 0 starts; may be negative, so that t = 0 can mean something. */
  readonly startUs: number;
  /** How many cycles to run; 1 or more. */
  readonly cycles: number;
}

export interface ComputerConfig {
  readonly id: string;
  /**
   * A `primary` is of the redundant set. The `backup`, one at most, listens to all buses and computes for itself, but takes
   * no part in exchange and vote, and moves nothing, until the crew engages it.
   */
  readonly role: 'primary' | 'backup';
  /** The computer's own ears, the same kind on every bus it listens to. */
  readonly receiver: ReceiverConfig;
  /** What it drives its intercomputer bus with. */
  readonly transmitter: TransmitterConfig;
}

export interface ReceiverConfig {
  /** Smallest level it hears, peak to peak, > 0. MIL-STD-1553B leaves 200 … 860 (transformer) to the maker. */
  readonly thresholdMv: number;
  /** Largest error of a zero crossing, relative to the previous one, that it tolerates; MIL-STD-1553B: at least 150. */
  readonly zeroCrossingNs: number;
  /** rms of the noise after its filter (half of that at its input), ≥ 0; bounded at 6 sigma. */
  readonly noiseMv: number;
}

export interface TransmitterConfig {
  /** Output level at the stubs, peak to peak, > 0. */
  readonly levelMv: number;
  /** Rise and fall time, 10 % to 90 %; MIL-STD-1553B: 100 … 300. */
  readonly riseNs: number;
}

export interface BusConfig {
  readonly id: string;
  readonly wordFormat: WordFormatName;
  readonly coupling: Coupling;
  /** The computer that commands it, until a crew event gives it to another. */
  readonly commander: string;
  readonly line: LineConfig;
  /** The second line of a dual redundant bus; absent: there is one line. */
  readonly lineB?: LineConfig | undefined;
  /** What its commander does after a message that it found in error. Absent: nothing. */
  readonly retry?: RetryPolicy | undefined;
  /** The minor frame's schedule, in order. */
  readonly schedule: readonly (SlotConfig | TransferConfig)[];
}

/** Once more on the same line, once on the other line, or the one and then the other. */
export type RetryPolicy = 'none' | 'same' | 'other' | 'same-then-other';

export interface LineConfig {
  /** Signal velocity, > 0; a twisted pair has about 0.2. */
  readonly velocityMPerNs: number;
  /** Its length, whole metres; every tap lies on it. */
  readonly lengthM: number;
  /** Characteristic impedance Z0; MIL-STD-1553B: 70 … 85. A stub drives both directions, Z0 / 2. */
  readonly impedanceOhm: number;
  /** What ends it at 0 m and at its length; MIL-STD-1553B 4.5.1.4: Z0 ± 2 %. 0 is a short, 1e9 an open end. */
  readonly terminatorsOhm: readonly [near: number, far: number];
  /** Loss of level per metre, in parts per million, 0 … 100,000. */
  readonly lossPpmPerM: number;
  /** Where each computer and terminal is tapped, in whole metres from one end; who is not named is at 0. */
  readonly tapsM: Readonly<Record<string, number>>;
}

/** A slot that reads a terminal (RT→BC): every computer listens, and what they heard is what they exchange. */
export interface SlotConfig extends SlotTiming {
  readonly transfer?: 'rt-bc' | undefined;
  /** Name of the element: one terminal's answer in one slot of the schedule. */
  readonly element: string;
  readonly terminal: string;
  /** mil-std-1553b: the subaddress read, 1 … 30. shuttle: the number of the pre-stored scan, 0 … 511. */
  readonly subaddress: number;
  /** Data words asked for: 1 … 32 (mil-std-1553b), 1 … 63 (shuttle). */
  readonly words: number;
}

export function isRead(slot: SlotConfig | TransferConfig): slot is SlotConfig {
  return slot.transfer === undefined || slot.transfer === 'rt-bc';
}

/** The slots of a bus that are elements. */
export function readsOf(bus: BusConfig): readonly SlotConfig[] {
  return bus.schedule.filter(isRead);
}

export interface TerminalConfig {
  readonly id: string;
  readonly bus: string;
  /** Terminal address, 0 … 30. */
  readonly address: number;
  /** Response time, mid-parity to mid-sync (MIL-STD-1553B 4.3.3.8: 4 … 12). */
  readonly responseUs: number;
  readonly transmitter: TransmitterConfig;
  readonly receiver: ReceiverConfig;
  /** What its data words carry, in wire order. */
  readonly words: readonly SensorConfig[];
  /** A second port, on another bus, with a transmitter and a receiver of its own and the same sensors behind it. */
  readonly secondary?: PortConfig | undefined;
  /** The subaddresses that it implements; then it detects illegal commands. Absent: it answers all in form. */
  readonly legalSubaddresses?: LegalSubaddresses | undefined;
  /** What is received at this subaddress is what is transmitted from it: for tests of the way there and back. */
  readonly wrapAroundSubaddress?: number | undefined;
}

export type PortName = 'primary' | 'secondary';

export type PortConfig = Pick<TerminalConfig, 'bus' | 'address' | 'responseUs' | 'transmitter' | 'receiver'>;

/** What real lines brought to the computers in a live run: the emulated answers, but for these. */
export interface ReceptionsConfig {
  /** Whose ears decided on words that came through: the emulated ones, or the lines alone. */
  readonly ears: 'emulated' | 'line';
  readonly exceptions: readonly ReceptionConfig[];
  /** Where each computer had a host of its own. */
  readonly others?: OthersConfig | undefined;
}

export interface ReceptionConfig {
  readonly element: string;
  /** First and last cycle; of those, the ones in which the element was read. */
  readonly cycles: readonly [first: number, last: number];
  /** What the terminal sent, where it was no emulated one. */
  readonly sent?: readonly string[] | undefined;
  /** By computer; who is not named heard the words that were sent. Words as images in hexadecimal. */
  readonly heard: Readonly<Record<string, 'damaged' | 'nothing' | readonly string[]>>;
}

export interface RecordingConfig {
  /** A CSV file beside the scenario or below its folder, as a relative path. */
  readonly file: string;
  /** The column with the bus time, µs, from which a row holds; absent: one row a cycle, the first in cycle 0. */
  readonly timeColumn?: string | undefined;
  /** What stands in it; filled in when the file is read. */
  readonly samples?: Samples | undefined;
}

/** Rows of samples. Each holds until the next, the first one also before its time, the last one for ever. */
export interface Samples {
  readonly rows: number;
  /** By row, ascending, µs of bus time; absent: row i belongs to cycle i. */
  readonly fromUs?: Float64Array | undefined;
  /** By name; LSB. */
  readonly columns: ReadonlyMap<string, Int16Array>;
}

/** What a sensor measures; `recorded` is nothing that the vehicle knows, only a column of the recording. */
export type SignalName =
  'roll' | 'pitch' | 'yaw' | 'rollRate' | 'pitchRate' | 'yawRate' | 'counter' | 'constant' | 'recorded';

export interface SensorConfig {
  /** Angles in 0.01 degree, rates in 0.01 degree/s, `counter` the cycle's number, `constant` its `value`. */
  readonly signal: SignalName;
  /** Redundant sensors of this signal, one word each, 1 or more. */
  readonly copies: number;
  /** rms of the sensor's noise, bounded at 6 sigma; it comes on top of what was recorded. */
  readonly noiseLsb: number;
  /** Of a `constant`: its value, −32,768 … 32,767. */
  readonly value: number;
  /** The column of the recording that it takes its samples from, LSB; absent: it measures the emulated vehicle. */
  readonly column?: string | undefined;
}

export interface ExchangeConfig {
  readonly links: LinkKind;
  readonly wordFormat: WordFormatName;
  /** What is equal or not when votes are counted: whole readings, or each word by itself. */
  readonly equality: 'whole' | 'word';
  /** From the end of a computer's input to the start of its exchange, and between rounds. */
  readonly processingUs: number;
}

export type AxisName = 'roll' | 'pitch' | 'yaw';

/** A small rigid vehicle; it exists to give the loop something real to control. */
export interface VehicleModelConfig {
  /** Peak of the attitude manoeuvre that the control law follows, degrees. */
  readonly manoeuvreDeg: number;
  /** Period of that manoeuvre (a triangle), > 0. */
  readonly manoeuvreUs: number;
  /** Peak of the random disturbance, degrees per second squared. */
  readonly gustDegPerS2: number;
}

export interface ActuatorConfig {
  readonly id: string;
  readonly axis: AxisName;
  /** Angular acceleration per LSB of command, degrees per second squared. */
  readonly degPerS2PerLsb: number;
  /** Largest command, LSB. */
  readonly limitLsb: number;
  /** Commands further apart than this are flagged by the voter. */
  readonly toleranceLsb: number;
}

export interface RulesConfig {
  /** How long members wait for another's sync code. */
  readonly syncTimeoutUs: number;
  /** Least and greatest delay from that time-out to a computer's fail vote. */
  readonly voteDelayUs: readonly [least: number, greatest: number];
  /** Successive errors on one element after which a lone erring computer fails itself. */
  readonly loneErrorLimit: number;
  /** What resets a computer's error count of an element. */
  readonly errorCounterReset: 'cleanRead' | 'never';
  /** On a lone error: does only the erring computer keep stale data, or all members alike? */
  readonly onLoneError: 'staleSelf' | 'staleAll';
  /** When more than one, but not all, err: bypass, keep the last data, or vote each other out. */
  readonly onPartialError: 'commfault' | 'holdLast' | 'split';
  /** Is a bus still polled after its commander left the set? */
  readonly departedCommander: 'keep' | 'lost';
  /** Sumwords are exchanged in one cycle of so many; 0 = never. */
  readonly sumwordEveryCycles: number;
  /** Straight miscompares after which a computer is voted against. */
  readonly sumwordLimit: number;
  /**
   * Votes of others that make a computer leave. Two are the Shuttle's, for five computers that bear one fault; where m may
   * be faulty at once, m + 1, so that liars alone vote nobody out.
   */
  readonly votesToConcede: number;
  /** Successive reads without an agreed value after which all bypass an element. */
  readonly bypassAfter: number;
  /** A source is accused when so many computers … */
  readonly accuseComputers: number;
  /** … have each erred on it so many times running. */
  readonly accuseErrors: number;
}

interface CrewEventCommon {
  /** Name by which a fault's `from` or `until` can refer to it. */
  readonly id: string;
  /** Takes effect at the start of the first cycle that is not before this time. */
  readonly timeUs: number;
  readonly mark: Mark;
}
export type CrewEventConfig = CrewEventCommon &
  (
    | { readonly action: 'assign-bus'; readonly bus: string; readonly computer: string }
    | { readonly action: 're-string'; readonly buses: Readonly<Record<string, string>> }
    | { readonly action: 'restore-element'; readonly element: string }
    | { readonly action: 'exchange-terminal'; readonly terminal: string }
    | { readonly action: 'power-off'; readonly computer: string }
    | { readonly action: 'power-on'; readonly computer: string }
    | { readonly action: 'readmit'; readonly computer: string }
    | { readonly action: 're-form-set'; readonly members?: readonly string[] | undefined }
    | { readonly action: 'engage-backup' }
    | { readonly action: 'port-mode'; readonly terminal: string; readonly port: PortName }
  );

export interface NoteConfig {
  readonly timeUs: number;
  readonly text: string;
  readonly mark: Mark;
  readonly source?: string | undefined;
}

export interface ClaimConfig {
  readonly text: string;
  readonly mark: Mark;
  readonly source: string;
}

/** All that is given must come out; what is not given is not looked at. */
export interface ExpectConfig {
  readonly verdict?: 'split' | 'agreed' | undefined;
  /** The split patterns in order of appearance, repeats left out. */
  readonly patterns?: readonly string[] | undefined;
  readonly accused?: readonly string[] | undefined;
  readonly noDataCycles?: number | undefined;
  /** The checks that do not hold, all of them. */
  readonly violated?: readonly CheckName[] | undefined;
  /** Were the faults within what the mode bears? */
  readonly boundMet?: boolean | undefined;
}

export type CheckName = 'agreement' | 'validity' | 'healthyVotedOut';
