/**
 * The scenarios of the rows, made from the built-in ones as values: more computers, more words, a fault that stays.
 */
import { at } from '../core/at.js';
import { readsOf, type ComputerConfig, type ScenarioConfig, type TerminalConfig } from '../core/config.js';

/** `nominal` with n computers, whose ears and places on the line are those of its four, over and over. */
export function withComputers(nominal: ScenarioConfig, n: number): ScenarioConfig {
  const models = nominal.computers;
  const model = (i: number): ComputerConfig => at(models, i % models.length);
  const computers = Array.from({ length: n }, (_, i) => ({ ...model(i), id: `FCC${i + 1}` }));
  const bus = at(nominal.buses, 0);
  const taps = computers.map(({ id }, i) => [id, bus.line.tapsM[model(i).id] ?? 0] as const);
  const tapsM = { ...bus.line.tapsM, ...Object.fromEntries(taps) };
  return { ...nominal, computers, buses: [{ ...bus, line: { ...bus.line, tapsM } }] };
}

/** Most data words in one answer, and most terminals: an address is 0 … 30. */
export const WORDS_PER_READ = 32;
export const MOST_TERMINALS = 31;

/** One bus on which so many data words are read in a cycle, 32 from each terminal and the rest from the last. */
export function withWords(scenario: ScenarioConfig, words: number): ScenarioConfig {
  const bus = at(scenario.buses, 0);
  const imu = at(scenario.terminals, 0);
  const slot = at(readsOf(bus), 0);
  const reads = Math.ceil(words / WORDS_PER_READ);
  const terminals: TerminalConfig[] = Array.from({ length: reads }, (_, i) => ({
    ...imu,
    id: `${imu.id}${i + 1}`,
    address: i,
    // The sensors that the control law uses come once; the others only fill words.
    words: i === 0 ? imu.words : [{ signal: 'constant', copies: WORDS_PER_READ, noiseLsb: 4, value: 2930 }],
  }));
  const schedule = terminals.map(({ id }, i) => ({
    ...slot,
    element: id,
    terminal: id,
    words: Math.min(WORDS_PER_READ, words - i * WORDS_PER_READ),
  }));
  const tap = bus.line.tapsM[imu.id] ?? 0;
  const tapsM = { ...bus.line.tapsM, ...Object.fromEntries(terminals.map(({ id }) => [id, tap])) };
  return { ...scenario, terminals, buses: [{ ...bus, schedule, line: { ...bus.line, tapsM } }] };
}

/**
 * `sts-124` held in its first marginal phase: the crack has its first resistance from cycle 0 on for ever, no crew acts,
 * and one computer alone never hears the terminal. It is the phase in which the most is done: in the later ones the
 * terminal is bypassed after two reads, and a cycle without a read is cheap.
 */
export function heldMarginal(sts124: ScenarioConfig): ScenarioConfig {
  return heldAt(sts124, firstOhm(sts124));
}

/**
 * The same with a resistance that leaves exactly the deafest computer's threshold of the terminal's level, so that its
 * own noise decides about every half-bit: the receiver's short cut cannot be taken.
 */
export function heldInBand(sts124: ScenarioConfig): ScenarioConfig {
  const levelMv = at(sts124.terminals, 0).transmitter.levelMv;
  const { thresholdMv } = at(sts124.computers, 3).receiver;
  const loadOhm = at(sts124.buses, 0).line.impedanceOhm / 2;
  return heldAt(sts124, (levelMv / thresholdMv - 1) * loadOhm);
}

function heldAt(sts124: ScenarioConfig, ohm: number): ScenarioConfig {
  const { id, target } = at(sts124.faults, 0);
  const crack = { id, target, behaviour: 'series-resistance', ohm, from: { cycle: 0 } } as const;
  return { ...sts124, faults: [crack], events: [], notes: [] };
}

function firstOhm(sts124: ScenarioConfig): number {
  const crack = at(sts124.faults, 0);
  if (crack.behaviour !== 'series-resistance') throw new Error('the fault of sts-124 is a series resistance');
  return typeof crack.ohm === 'number' ? crack.ohm : at(crack.ohm, 0).ohm;
}
