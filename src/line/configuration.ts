/**
 * A line configuration: which scenario runs over which lines, who is on which, and the numbers of time. Plain data, as
 * core/config has it for scenarios; the file that it mirrors is checked in src/scenario/line-*.ts.
 */
import type { SetUp } from './protocol/cycle-plan.js';
import type { LineTiming } from './protocol/slots.js';

export type LinePlace =
  /** Serial ports of this machine, or pseudo-terminals that somebody made: each station names its own. */
  | { readonly kind: 'serial' }
  /** Ports of the mock binding, in this process. */
  | { readonly kind: 'mock' }
  /** A bus in this process. */
  | { readonly kind: 'memory' }
  /**
   * Pseudo-terminals that are made for the run: joined by a hub, where single ears can be injured, or by a multicast
   * group, on which everybody hears himself too.
   */
  | { readonly kind: 'socat'; readonly join: 'hub' | 'multicast' };

/** A station's own end of the line. */
export interface StationConfig {
  /** A computer or terminal of the scenario. */
  readonly station: string;
  /** Of a serial line: its port. */
  readonly path?: string | undefined;
  /**
   * Who speaks for it: `here` this program; `elsewhere` a process, host or board of its own, of which this one only
   * hears.
   */
  readonly runs: 'here' | 'elsewhere';
  /** Does its adapter hear what it sends? `find`: tried before the run. */
  readonly echo: 'yes' | 'no' | 'find';
}

/** Where faults of the scenario act. */
export type FaultPlace =
  /** In each receiver: its emulated ear says what becomes of the words, as in a replay. */
  | 'ears'
  /** On the wire: the hub damages the frames of receivers that would not hear them. Needs memory, mock or a hub. */
  | 'wire'
  /** Nowhere: a transmitter is really marginal, and the scenario's own faults are left out. */
  | 'real';

export interface LineConfiguration {
  readonly name: string;
  readonly title: string;
  /** A built-in scenario, or a file beside this one. */
  readonly scenario: string;
  readonly setUp: SetUp;
  /** The mode that runs unless another is asked for. */
  readonly exchange: string;
  /** Length of a cycle on the line; absent: the scenario's. Another runs it faster, or in slow motion. */
  readonly periodUs?: number | undefined;
  readonly line: LinePlace & { readonly baud: number };
  readonly slots: Omit<LineTiming, 'baud'>;
  /** Everybody in the scenario whom it does not name runs here. */
  readonly stations: readonly StationConfig[];
  readonly faults: FaultPlace;
  /** Of a million cycles, so many may be missed, or run late, before the run counts as failed. */
  readonly deadlines: { readonly missedPerMillion: number; readonly lateUs: number };
  readonly liveness: {
    readonly openMs: number;
    readonly writeMs: number;
    readonly closeMs: number;
    /** Successive cycles of silence, where something was due, after which a line counts as lost. */
    readonly silentCycles: number;
    /** How long to wait before a lost port is tried again. */
    readonly retryMs: number;
    /** How long the first time master waits for computers that are not there yet, before the first cycle. */
    readonly gatherMs: number;
  };
}

/** The numbers that make the table of slots. */
export function timingOf({ line, slots }: LineConfiguration): LineTiming {
  return { baud: line.baud, ...slots };
}

/** What all hosts of a run must have in common, as hardware/protocol.md hashes it. */
export function commonText(configuration: LineConfiguration, exchange: string, periodUs: number): string {
  const { setUp, line, slots } = configuration;
  const numbers = [
    ['setUp', setUp],
    ['exchange', exchange],
    ['periodUs', periodUs],
    ['baud', line.baud],
    ['guardUs', slots.guardUs],
    ['latencyUs', slots.latencyUs],
    ['turnAroundUs', slots.turnAroundUs],
  ];
  return ['quadruplex line 1', ...numbers.map((pair) => pair.join(' ')), ''].join('\n');
}
