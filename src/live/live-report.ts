/** How the deadlines of a live run were kept, as its result tells it. */
import { loadavg, release } from 'node:os';
import type { LineConfiguration } from '../line/configuration.js';
import { Histogram, type HistogramData } from '../record/histogram.js';
import type { DeadlineBudget, Distribution, LiveReport } from '../record/live-result.js';
import type { ExecutiveReport } from './executive.js';
import type { Priority } from './executive-priority.js';

export function liveReport(
  configuration: LineConfiguration,
  periodUs: number,
  report: ExecutiveReport,
  priority: Priority,
): LiveReport {
  const { deadlines, cycles, misses, longestMissRun, late, overruns } = report;
  return {
    configuration: configuration.name,
    setUp: configuration.setUp,
    line: configuration.line.kind,
    faults: configuration.faults,
    periodUs,
    deadlines,
    cycles,
    misses,
    longestMissRun,
    late,
    lateUs: configuration.deadlines.lateUs,
    overruns,
    budget: budgetOf(report, configuration.deadlines.missedPerMillion),
    wakeUs: distributionOf(report.wake),
    cycleUs: distributionOf(report.cycle),
    scheduler: priority,
    load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    node: process.versions.node,
    kernel: release(),
  };
}

function budgetOf({ deadlines, misses, late }: ExecutiveReport, missedPerMillion: number): DeadlineBudget {
  const spentPerMillion = deadlines === 0 ? 0 : Math.round(((misses + late) * 1e6) / deadlines);
  return { missedPerMillion, spentPerMillion, met: spentPerMillion <= missedPerMillion };
}

function distributionOf(data: HistogramData): Distribution {
  const times = Histogram.from(data);
  const us = (ns: number): number => (times.count === 0 ? 0 : Math.round(ns / 100) / 10);
  return {
    max: us(times.max),
    min: us(times.min),
    mean: us(times.mean),
    p50: us(times.percentile(50)),
    p99: us(times.percentile(99)),
    p999: us(times.percentile(99.9)),
  };
}
