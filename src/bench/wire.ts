/**
 * The wire rows: what an exchange costs on the buses, and what still fits into a frame. Both are found by running the
 * emulated buses, so whatever the buses do (gaps, response times, processing between rounds) is in the figures.
 */
import { ControlCycle } from '../core/cycle.js';
import type { LinkKind, ScenarioConfig } from '../core/config.js';
import { costOf } from '../core/exchange/cost.js';
import { boundIsMet, MODES, type ModeEntry } from '../core/exchange/modes.js';
import { nsToUs } from '../core/time.js';
import { Vehicle } from '../core/vehicle.js';
import { MOST_MESSAGES } from '../run/choose-modes.js';
import { Histogram } from '../record/histogram.js';
import { modeOf } from './cycle-work.js';
import { percentilesOf, spreadOf } from './percentiles.js';
import type { FitRow, Most, Shares, WireRow } from './report.js';
import { MOST_TERMINALS, withComputers, withWords, WORDS_PER_READ } from './scenarios.js';

export const RATES = [25, 50, 100] as const;
export const WIRE_COMPUTERS = [4, 5, 7, 10, 13] as const;
/** Modes of which it is asked what fits. */
export const FIT_MODES = ['om1', 'om2', 'ic', 'ic2'] as const;
/** Most computers that a scenario may have. */
const MOST_COMPUTERS = 16;

/** Those numbers of computers that bear a mode, as far as a replay would run it in a frame of any length. */
export function wireComputers(nominal: ScenarioConfig, mode: ModeEntry): number[] {
  const isRun = (n: number): boolean => costOf(withComputers(nominal, n), mode).messages <= MOST_MESSAGES;
  return WIRE_COMPUTERS.filter((n) => boundIsMet(n, mode.m) && isRun(n));
}

/** That of `om1` came first. */
export function fitName(hz: number, mode: string): string {
  return mode === 'om1' ? `fit/${hz}Hz` : `fit/${hz}Hz/${mode}`;
}

/** What the buses had to do in each cycle of a run. */
export interface WireRun {
  readonly cycles: readonly WireCycle[];
}

export interface WireCycle {
  readonly words: number;
  readonly inputNs: number;
  readonly exchangeNs: number;
  readonly busNs: number;
}

export function runWire(scenario: ScenarioConfig, mode: ModeEntry, cycles: number): WireRun {
  const vehicle = new Vehicle(scenario, mode);
  const control = new ControlCycle(vehicle);
  const media = [...vehicle.buses.flatMap((bus) => bus.media), ...vehicle.links.media];
  const seen: WireCycle[] = [];
  for (let cycle = 0; cycle < cycles; cycle++) {
    const before = vehicle.monitor.words;
    control.run(cycle);
    const { inputNs, exchangeNs } = vehicle.timing;
    const busNs = media.reduce((sum, medium) => sum + medium.busyNs, 0);
    seen.push({ words: vehicle.monitor.words - before, inputNs, exchangeNs, busNs });
  }
  return { cycles: seen };
}

/** One row for so many computers; private words are exchanged in one cycle of a few, so a whole round of them is run. */
export function wireRow(nominal: ScenarioConfig, computers: number, modeName: string): WireRow {
  const mode = modeOf(modeName);
  const scenario = withComputers(nominal, computers);
  const { cycles } = runWire(scenario, mode, Math.max(1, scenario.rules.sumwordEveryCycles));
  const most = (value: (cycle: WireCycle) => number): number => Math.max(...cycles.map(value));
  const mean = (value: (cycle: WireCycle) => number): number =>
    cycles.reduce((sum, cycle) => sum + value(cycle), 0) / cycles.length;
  const total = (cycle: WireCycle): number => cycle.inputNs + cycle.exchangeNs;
  const histogram = new Histogram();
  for (const cycle of cycles) histogram.record(total(cycle));
  return {
    what: 'wire',
    kind: 'load',
    name: `${mode.name}/${computers}`,
    title: `${mode.name} among ${computers} computers, one read of ${WORDS_PER_READ} words`,
    computers,
    m: mode.m,
    exchange: mode.name,
    scenario: `nominal with ${computers} computers`,
    perSecond: 1e9 / most(total),
    ns: percentilesOf(histogram),
    clock: 'bus',
    spread: spreadOf('perSecond', 'higher', [1e9 / most(total)]),
    words: { most: most((cycle) => cycle.words), mean: mean((cycle) => cycle.words) },
    inputUs: nsToUs(most((cycle) => cycle.inputNs)),
    exchangeUs: nsToUs(most((cycle) => cycle.exchangeNs)),
    totalUs: nsToUs(most(total)),
    busUs: nsToUs(most((cycle) => cycle.busNs)),
    share: sharesOf(most(total)),
  };
}

export function sharesOf(totalNs: number): Shares {
  const share = (hz: number): number => Math.round(totalNs * hz * 1e-3) / 1e6;
  return { '25': share(25), '50': share(50), '100': share(100) };
}

/** The largest number of computers, of words, and of faults borne whose fullest cycle fits into a frame. */
export function fitRow(nominal: ScenarioConfig, hz: number, modeName = 'om1'): FitRow {
  const mode = modeOf(modeName);
  const frameNs = 1e9 / hz;
  const cycle = (scenario: ScenarioConfig): number => fullestCycleNs(scenario, mode, frameNs);
  const least = 3 * mode.m + 1;
  const withLinks = (links: LinkKind): Most => {
    const timeNs = (n: number): number =>
      cycle({ ...withComputers(nominal, n), exchange: { ...nominal.exchange, links } });
    return largest(least, MOST_COMPUTERS, frameNs, timeNs, 'scenario');
  };
  const mostComputers = { broadcast: withLinks('broadcast'), pointToPoint: withLinks('pointToPoint') };
  const mostWords = Object.fromEntries(
    WIRE_COMPUTERS.filter((n) => boundIsMet(n, mode.m)).map((n) => {
      const computers = withComputers(nominal, n);
      const timeNs = (words: number): number => cycle(withWords(computers, words));
      return [String(n), largest(1, MOST_TERMINALS * WORDS_PER_READ, frameNs, timeNs, 'addresses')];
    }),
  );
  const computers = mostComputers.broadcast.value;
  const histogram = new Histogram();
  if (computers > 0) histogram.record(mostComputers.broadcast.share * frameNs);
  return {
    what: 'wire',
    kind: 'fit',
    name: fitName(hz, mode.name),
    title: `what fits into a frame at ${hz} Hz, ${mode.name}`,
    computers,
    m: mode.m,
    exchange: mode.name,
    scenario: 'nominal with more computers, or more words',
    perSecond: hz,
    ns: percentilesOf(histogram),
    clock: 'bus',
    spread: null,
    hz,
    mostComputers,
    mostWords,
    mostFaults: mostFaults(nominal, mode, frameNs),
  };
}

/** Private words are exchanged in cycle 0, so it is the fullest. What is over the frame by far is not run to the end. */
function fullestCycleNs(scenario: ScenarioConfig, mode: ModeEntry, frameNs: number): number {
  const { exchangeNs } = costOf(scenario, mode);
  if (exchangeNs > frameNs) return exchangeNs;
  const [first] = runWire(scenario, mode, 1).cycles;
  return first === undefined ? Infinity : first.inputNs + first.exchangeNs;
}

/** The largest m, of modes of the same kind, among the 3m + 1 computers that it needs. */
function mostFaults(nominal: ScenarioConfig, { commander }: ModeEntry, frameNs: number): Most {
  const family = MODES.filter((mode) => mode.commander === commander);
  const timeNs = (m: number): number => {
    const mode = family.find((one) => one.m === m);
    if (mode === undefined) return Infinity;
    return fullestCycleNs(withComputers(nominal, 3 * m + 1), mode, frameNs);
  };
  return largest(1, family.length, frameNs, timeNs, 'scenario');
}

/**
 * The largest number whose time is within the frame, if more never takes less time. 0 where not even the least fits.
 * @param otherwise what sets the limit if not the frame
 */
export function largest(
  least: number,
  most: number,
  frameNs: number,
  timeNs: (value: number) => number,
  otherwise: Most['limitedBy'],
): Most {
  const fits = (value: number): boolean => timeNs(value) <= frameNs;
  const found = (value: number, limitedBy: Most['limitedBy']): Most => ({
    value,
    share: value === 0 ? 0 : Math.round((timeNs(value) / frameNs) * 1e6) / 1e6,
    limitedBy,
  });
  if (fits(most)) return found(most, otherwise);
  if (!fits(least)) return found(0, 'frame');
  let good = least;
  let bad = most;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (fits(middle)) good = middle;
    else bad = middle;
  }
  return found(good, 'frame');
}
