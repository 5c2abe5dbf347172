/** The benchmark: chooses rows, shares out the time, measures them in turns, and makes the report. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ScenarioConfig } from '../core/config.js';
import { loadScenario } from '../scenario/load.js';
import { compareReports, type EarlierReport } from './compare.js';
import { describeMachine } from './machine.js';
import type { Measurement, Surroundings } from './measurement.js';
import { measurementOf } from './measurements.js';
import type { StopFlag } from './repetition.js';
import type { BenchReport, BenchRow } from './report.js';
import { plannedRows, selectRows, type PlannedRow } from './rows.js';

export interface BenchOptions {
  readonly version: string;
  /** About how long it may take in all. */
  readonly seconds: number;
  /** Whats, names or beginnings of names; empty: all. */
  readonly only: readonly string[];
  /** Instead of the scenarios' own. */
  readonly seed?: number | undefined;
  readonly compare?: EarlierReport | undefined;
  readonly stop: StopFlag;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface Progress {
  readonly step: number;
  readonly steps: number;
  readonly row: string;
  /** About how long the rest takes. */
  readonly secondsLeft: number;
}

const NOTES: readonly string[] = [
  'wire: at 1 Mbit/s, the fullest cycle, i.e. one in which sumwords are exchanged too; 200 µs of processing before the exchange, before the sumwords and between their rounds are part of it. The buses between the computers work side by side.',
  'exchange: as in the limit programs, every member draws a fresh value of 8 words, the liars change with every exchange and tell each receiver another lie, IC1 and IC2 are checked in every exchange.',
  'cycle: sts-124 is held in its first marginal phase for ever, in which the terminal is still polled; in the later ones it is bypassed after two reads and a cycle is cheaper. A trace goes through the recorder and the hash as in a replay; on disk it overwrites one file of 64 MiB.',
  'live: wake-up error of a worker thread that waits for absolute deadlines; a miss is a deadline without a cycle, an overrun a cycle not done at the next deadline, late is more than 1 ms.',
  'line: computed from the frames of each slot, with guards of 250 µs, waits of 1 ms (twice that where each host has a clock of its own) and 500 µs for the terminal; pty rows, where socat is, measure the time of a ping and its pong, and of a round in which four say what they read, one after the other; all ends are in this process. Nothing is measured over a real cable.',
];

/** @throws UnknownRow before anything is measured */
export async function bench(options: BenchOptions): Promise<BenchReport> {
  const startMs = performance.now();
  const nominal = seeded('nominal', options.seed);
  const sts124 = seeded('sts-124', options.seed);
  const planned = selectRows(plannedRows(nominal, sts124), options.only);
  const machine = describeMachine(options.version);
  const folder = mkdtempSync(path.join(tmpdir(), 'quadruplex-bench-'));
  const around = { machine, nominal, stop: options.stop, folder, seed: nominal.seed };
  const measurements = shareOut(planned, around, options.seconds);
  try {
    await inTurns(measurements, options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const rows = measurements.flatMap(({ measurement }): BenchRow[] => {
    const row = measurement.row();
    return row === undefined ? [] : [row];
  });
  const report: BenchReport = {
    format: 1,
    tool: { name: 'quadruplex', version: options.version },
    machine,
    seeds: { nominal: nominal.seed, 'sts-124': sts124.seed },
    seconds: { asked: options.seconds, took: Math.round(performance.now() - startMs) / 1e3 },
    rows,
    notes: NOTES,
    ...(options.stop.isStopped ? { interrupted: true as const } : {}),
  };
  return options.compare === undefined
    ? report
    : { ...report, comparison: compareReports(report, options.compare) };
}

function seeded(name: string, seed: number | undefined): ScenarioConfig {
  const { scenario } = loadScenario(name);
  return seed === undefined ? scenario : { ...scenario, seed };
}

interface Measured {
  readonly row: PlannedRow;
  readonly measurement: Measurement;
}

/** Repetitions of a row: the more, the better its noise is known; fewer than three say nothing about it. */
const REPETITIONS = [5, 4, 3] as const;
/** Less time for a repetition would be all warm-up. */
const LEAST_SECONDS = 0.35;
/** What it takes to start a thread. */
const THREAD_SECONDS = 0.1;

/** With as many repetitions as the time allows. */
function shareOut(
  planned: readonly PlannedRow[],
  around: Omit<Surroundings, 'repetitions'>,
  seconds: number,
): Measured[] {
  const withRepetitions = (repetitions: number): Measured[] =>
    planned.map((row) => ({ row, measurement: measurementOf(row, { ...around, repetitions }) }));
  const affordable = REPETITIONS.find((n) => secondsPerWeight(withRepetitions(n), seconds) >= LEAST_SECONDS);
  return withRepetitions(affordable ?? Math.min(...REPETITIONS));
}

/** What is left of the time for the measuring itself. */
function secondsPerWeight(measurements: readonly Measured[], seconds: number): number {
  const threads = measurements.filter(({ measurement }) => measurement.weight > 0);
  const starts = threads.reduce((sum, { measurement }) => sum + measurement.steps, 0);
  const left = Math.max(seconds / 10, seconds - starts * THREAD_SECONDS);
  return left / Math.max(1, weightOf(measurements));
}

/** First steps of all rows, then their second ones, and so on. */
async function inTurns(
  measurements: readonly Measured[],
  { seconds, stop, onProgress }: BenchOptions,
): Promise<void> {
  const perWeight = secondsPerWeight(measurements, seconds);
  const steps = measurements.reduce((sum, { measurement }) => sum + measurement.steps, 0);
  const turns = Math.max(0, ...measurements.map(({ measurement }) => measurement.steps));
  let step = 0;
  let weightLeft = weightOf(measurements);
  for (let turn = 0; turn < turns; turn++) {
    for (const { row, measurement } of measurements) {
      if (stop.isStopped) return;
      if (turn >= measurement.steps) continue;
      const secondsLeft = (weightLeft * seconds) / Math.max(1, weightOf(measurements));
      onProgress?.({ step: step++, steps, row: `${row.what} ${row.name}`, secondsLeft });
      await measurement.run(turn, measurement.weight * perWeight);
      weightLeft -= measurement.weight;
    }
  }
}

function weightOf(measurements: readonly Measured[]): number {
  return measurements.reduce((sum, { measurement: m }) => sum + m.weight * m.steps, 0);
}
