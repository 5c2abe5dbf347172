/** The exchange modes by name: what each bears, what it needs, and how it is made. */
import type { ExchangeMode, ExchangeWorld } from './exchange-mode.js';
import { OralExchange } from './oral-exchange.js';
import { OwnReadings } from './own-readings.js';
import { StatusExchange } from './status-exchange.js';

/** One way to write each: `ic` bears one fault, as `om1` does. */
export type ExchangeName = 'none' | 'status' | 'ic' | `om${number}` | `ic${number}`;

export interface ModeEntry {
  readonly name: ExchangeName;
  readonly summary: string;
  /** Faults borne at once. */
  readonly m: number;
  /**
   * Who commands the agreement on a reading: the terminal, which then counts among the n and among the faulty; or each
   * computer for what it heard, so that the terminal may be faulty besides m computers. Undefined: there is none.
   */
  readonly commander: 'terminal' | 'computers' | undefined;
  /** Do computers ask each other about their readings at all? */
  readonly asksOthers: boolean;
  readonly create: (world: ExchangeWorld, processingUs: number) => ExchangeMode;
}

/** Sixteen computers, the most that a scenario may have, bear five faults. */
const MOST_FAULTS = 5;
const DEPTHS = Array.from({ length: MOST_FAULTS }, (_, i) => i + 1);

export const MODES: readonly ModeEntry[] = [
  {
    name: 'none',
    summary: 'each computer uses its own reading',
    m: 0,
    commander: undefined,
    asksOthers: false,
    create: (world) => new OwnReadings(world),
  },
  {
    name: 'status',
    summary: 'computers tell each other only whether they had an error (the Shuttle)',
    m: 0,
    commander: undefined,
    asksOthers: true,
    create: (world) => new StatusExchange(world),
  },
  ...DEPTHS.map((m): ModeEntry => ({
    name: `om${m}`,
    summary: `computers tell each other what they heard, by Lamport's OM(${m})`,
    m,
    commander: 'terminal',
    asksOthers: true,
    create: (world, processingUs) => new OralExchange(world, m, processingUs),
  })),
  ...DEPTHS.map((m): ModeEntry => ({
    name: m === 1 ? 'ic' : `ic${m}`,
    summary: `computers agree on what each of them heard, by OM(${m}), and take the majority of that`,
    m,
    commander: 'computers',
    asksOthers: true,
    create: (world, processingUs) => new OralExchange(world, m, processingUs, { ofEachReading: true }),
  })),
];

export const exchangeModes: readonly string[] = MODES.map((mode) => mode.name);

/** `ic1` is another way to write `ic`. */
export function findMode(name: string): ModeEntry | undefined {
  return MODES.find((mode) => mode.name === (name === 'ic1' ? 'ic' : name));
}

/** A run's bound is that of all it agrees on, private words included: N > 3m (Lamport, Shostak, Pease 1982 §3). */
export function boundIsMet(computers: number, m: number): boolean {
  return computers > 3 * m;
}
