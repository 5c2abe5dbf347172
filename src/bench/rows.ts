/** The rows: what there is to measure, by name, and which of it was asked for. */
import type { ScenarioConfig } from '../core/config.js';
import { boundIsMet, MODES } from '../core/exchange/modes.js';
import { LINE_MODES, type LineMode, type SetUp } from '../line/protocol/cycle-plan.js';
import { suggestion, quote } from '../scenario/nearest.js';
import type { TraceKind } from './cycle-work.js';
import { LINE_COMPUTERS } from './line.js';
import type { PtyKind } from './pty-work.js';
import type { What } from './report.js';
import { heldInBand, heldMarginal } from './scenarios.js';
import { fitName, FIT_MODES, RATES, wireComputers } from './wire.js';

export type Job =
  | { readonly kind: 'load'; readonly computers: number; readonly mode: string }
  | { readonly kind: 'fit'; readonly hz: number; readonly mode: string }
  | { readonly kind: 'exchange'; readonly n: number; readonly m: number }
  | CycleJob
  | (Omit<CycleJob, 'kind'> & { readonly kind: 'heap' })
  | {
      readonly kind: 'slots';
      readonly setUp: SetUp;
      readonly mode: LineMode;
      readonly computers: number;
    }
  | { readonly kind: 'latency'; readonly pty: PtyKind; readonly computers: number }
  | { readonly kind: 'live'; readonly hz: number; readonly scenario: ScenarioConfig; readonly mode: string };

export interface CycleJob {
  readonly kind: 'cycle';
  readonly scenario: ScenarioConfig;
  readonly mode: string;
  readonly shortCut: boolean;
  readonly trace: TraceKind;
}

export interface PlannedRow {
  readonly what: What;
  readonly name: string;
  readonly title: string;
  readonly job: Job;
  /** Measured only when asked for by its name: it takes long and is for one question. */
  readonly onRequest?: true;
}

/** A row that does not exist; the message says which was probably meant. */
export class UnknownRow extends Error {
  override readonly name = 'UnknownRow';
}

/** (n, m) of the limit programs. */
export const EXCHANGE_SIZES = [
  [4, 1],
  [7, 2],
  [10, 3],
  [13, 4],
] as const;

export function plannedRows(nominal: ScenarioConfig, sts124: ScenarioConfig): PlannedRow[] {
  return [
    ...wireRows(nominal),
    ...exchangeRows(),
    ...cycleRows(nominal, sts124),
    ...liveRows(nominal),
    ...lineRows(),
  ];
}

/**
 * @param only whats, names, or beginnings of names; nothing: all but those that have to be asked for
 * @throws UnknownRow
 */
export function selectRows(rows: readonly PlannedRow[], only: readonly string[]): PlannedRow[] {
  if (only.length === 0) return rows.filter((row) => row.onRequest === undefined);
  const chosen = new Set<PlannedRow>();
  for (const term of only) {
    const found = matching(rows, term);
    if (found.length === 0) {
      const names = [...new Set(rows.map((row) => row.what)), ...rows.map((row) => row.name)];
      throw new UnknownRow(`there is no row ${quote(term)} — ${suggestion(term, names, 'rows')}`);
    }
    for (const row of found) chosen.add(row);
  }
  return rows.filter((row) => chosen.has(row));
}

function matching(rows: readonly PlannedRow[], term: string): PlannedRow[] {
  if (term === '') return [];
  const exact = rows.filter(({ what, name }) => name === term || `${what}/${name}` === term);
  if (exact.length > 0) return exact;
  const ofKind = rows.filter(({ what, onRequest }) => what === term && onRequest === undefined);
  if (ofKind.length > 0) return ofKind;
  return rows.filter(({ what, name }) => name.startsWith(term) || `${what}/${name}`.startsWith(term));
}

function wireRows(nominal: ScenarioConfig): PlannedRow[] {
  const loads = MODES.flatMap((mode) =>
    wireComputers(nominal, mode).map((computers): PlannedRow => ({
      what: 'wire',
      name: `${mode.name}/${computers}`,
      title: `${mode.name} among ${computers} computers on the buses`,
      job: { kind: 'load', computers, mode: mode.name },
    })),
  );
  const fits = FIT_MODES.flatMap((mode) =>
    RATES.map((hz): PlannedRow => ({
      what: 'wire',
      name: fitName(hz, mode),
      title: `what fits into a frame at ${hz} Hz, ${mode}`,
      job: { kind: 'fit', hz, mode },
    })),
  );
  return [...loads, ...fits];
}

function exchangeRows(): PlannedRow[] {
  return EXCHANGE_SIZES.map(([n, m]): PlannedRow => ({
    what: 'exchange',
    name: `ic/${n}-${m}`,
    title: `interactive consistency among ${n}, ${m} ${m === 1 ? 'liar' : 'liars'}`,
    job: { kind: 'exchange', n, m },
  }));
}

function cycleRows(nominal: ScenarioConfig, sts124: ScenarioConfig): PlannedRow[] {
  const row = (
    name: string,
    title: string,
    job: Partial<CycleJob> & Pick<CycleJob, 'scenario' | 'mode'>,
  ): PlannedRow => ({
    what: 'cycle',
    name,
    title,
    job: { kind: 'cycle', shortCut: true, trace: 'off', ...job },
  });
  const marginal = { ...heldMarginal(sts124) };
  const healthy = modesBorneBy(nominal)
    .reverse()
    .map((mode) => row(`nominal/${mode}`, `healthy vehicle, ${mode}`, { scenario: nominal, mode }));
  const traced = (trace: 'memory' | 'disk'): PlannedRow =>
    row(
      `nominal/om1/trace-${trace}`,
      `healthy, om1, full trace ${trace === 'disk' ? 'to disk' : 'in memory'}`,
      {
        scenario: nominal,
        mode: 'om1',
        trace,
      },
    );
  const faulty = ['om1', 'status'].flatMap((mode) => [
    row(`sts-124/${mode}`, `marginal terminal, ${mode}`, { scenario: marginal, mode }),
    row(`sts-124/${mode}/short-cut-off`, `the same, every half-bit worked out`, {
      scenario: marginal,
      mode,
      shortCut: false,
    }),
  ]);
  const inBand = row('sts-124/om1/in-band', 'the same, level in the noise of one receiver’s threshold', {
    scenario: heldInBand(sts124),
    mode: 'om1',
  });
  return [...healthy, traced('memory'), traced('disk'), ...faulty, inBand, ...heapRows(nominal)];
}

function modesBorneBy({ computers }: ScenarioConfig): string[] {
  return MODES.filter(({ m }) => boundIsMet(computers.length, m)).map(({ name }) => name);
}

function heapRows(nominal: ScenarioConfig): PlannedRow[] {
  return modesBorneBy(nominal).map((mode): PlannedRow => ({
    what: 'cycle',
    name: `heap/nominal/${mode}`,
    title: `heap growth, healthy vehicle, ${mode}`,
    job: { kind: 'heap', scenario: nominal, mode, shortCut: true, trace: 'off' },
    onRequest: true,
  }));
}

function liveRows(nominal: ScenarioConfig): PlannedRow[] {
  return RATES.map((hz): PlannedRow => ({
    what: 'live',
    name: `${hz}Hz`,
    title: `live executive at ${hz} Hz, nominal, om1`,
    job: { kind: 'live', hz, scenario: nominal, mode: 'om1' },
  }));
}

/** The exchange of four ears is not on the line, and their number makes no difference to it. */
function lineRows(): PlannedRow[] {
  const row = (name: string, setUp: SetUp, mode: LineMode, computers: number): PlannedRow => ({
    what: 'line',
    name,
    title: `${setUp}, ${mode} among ${computers} computers on a serial line`,
    job: { kind: 'slots', setUp, mode, computers },
  });
  const hosts = LINE_MODES.flatMap((mode) =>
    LINE_COMPUTERS.map((n) => row(`hosts/${mode}/${n}`, 'one-host-per-computer', mode, n)),
  );
  return [row('ears', 'four-ears', 'om1', 4), ...hosts, ...latencyRows()];
}

function latencyRows(): PlannedRow[] {
  const row = (pty: PtyKind, title: string, computers: number): PlannedRow => ({
    what: 'line',
    name: `pty/${pty}`,
    title,
    job: { kind: 'latency', pty, computers },
  });
  return [
    row('round-trip', 'a ping and its pong over a pair of pseudo-terminals', 2),
    row('exchange', 'four tell each other a reading of 8 words over pseudo-terminals, in turns', 4),
  ];
}
