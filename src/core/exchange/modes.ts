/** The exchange modes by name: what each bears, what it needs, and how it is made. */
import type { ExchangeMode, ExchangeWorld } from './exchange-mode.js';
import { OralExchange } from './oral-exchange.js';
import { OwnReadings } from './own-readings.js';
import { StatusExchange } from './status-exchange.js';

export type ExchangeName = 'none' | 'status' | 'om1';

export interface ModeEntry {
  readonly name: ExchangeName;
  readonly summary: string;
  /** Faults borne at once. */
  readonly m: number;
  /** Is a terminal's reading agreed on, so that the terminal counts among the n? */
  readonly agreesOnReadings: boolean;
  /** Do computers ask each other about their readings at all? */
  readonly asksOthers: boolean;
  readonly create: (world: ExchangeWorld, processingUs: number) => ExchangeMode;
}

export const MODES: readonly ModeEntry[] = [
  {
    name: 'none',
    summary: 'each computer uses its own reading',
    m: 0,
    agreesOnReadings: false,
    asksOthers: false,
    create: (world) => new OwnReadings(world),
  },
  {
    name: 'status',
    summary: 'computers tell each other only whether they had an error (the Shuttle)',
    m: 0,
    agreesOnReadings: false,
    asksOthers: true,
    create: (world) => new StatusExchange(world),
  },
  {
    name: 'om1',
    summary: "computers tell each other what they heard, by Lamport's OM(1)",
    m: 1,
    agreesOnReadings: true,
    asksOthers: true,
    create: (world, processingUs) => new OralExchange(world, 1, processingUs),
  },
];

export const exchangeModes: readonly string[] = MODES.map((mode) => mode.name);

export function findMode(name: string): ModeEntry | undefined {
  return MODES.find((mode) => mode.name === name);
}

/** A run's bound is that of all it agrees on, private words included: N > 3m (Lamport, Shostak, Pease 1982 §3). */
export function boundIsMet(computers: number, m: number): boolean {
  return computers > 3 * m;
}
