/**
 * The wire rows: what an exchange costs on the buses, and what still fits into a frame. Both are found by running the
 * emulated buses, so whatever the buses do (gaps, response times, processing between rounds) is in the figures.
 */
import { ControlCycle } from '../core/cycle.js';
import type { LinkKind, ScenarioConfig } from '../core/config.js';
import { boundIsMet, type ModeEntry } from '../core/exchange/modes.js';
import { nsToUs } from '../core/time.js';
import { Vehicle } from '../core/vehicle.js';
import { Histogram } from '../record/histogram.js';
import { modeOf } from './cycle-work.js';
import { percentilesOf, spreadOf } from './percentiles.js';
import type { FitRow, Most, Shares, WireRow } from './report.js';
import { MOST_TERMINALS, withComputers, withWords, WORDS_PER_READ } from './scenarios.js';

export const RATES = [25, 50, 100] as const;
export const WIRE_COMPUTERS = [4, 5, 7, 10, 13] as const;
/** Most computers that a scenario may have. */
const MOST_COMPUTERS = 16;

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
  const media = [...vehicle.buses.map((bus) => bus.medium), ...vehicle.links.media];
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

/** The largest number of computers, and of words, whose fullest cycle fits into a frame. */
export function fitRow(nominal: ScenarioConfig, hz: number, modeName = 'om1'): FitRow {
  const mode = modeOf(modeName);
  const frameNs = 1e9 / hz;
  // Private words are exchanged in cycle 0, so it is the fullest.
  const cycle = (scenario: ScenarioConfig): number => {
    const [first] = runWire(scenario, mode, 1).cycles;
    return first === undefined ? Infinity : first.inputNs + first.exchangeNs;
  };
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
    name: `fit/${hz}Hz`,
    title: `what fits into a frame at ${hz} Hz`,
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
  };
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
