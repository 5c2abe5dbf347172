/**
 * The shared wire: what one station sends, every other station's own receiver makes a reading of.
 *
 * The wire itself is fair; whether two stations come to the same reading is between the wave and their ears.
 */
import { at } from '../at.js';
import { key } from '../prng.js';
import type { TimeNs } from '../time.js';
import type { Arrival, Line } from './line.js';
import { Reading } from './reading.js';
import type { Receiver } from './receiver.js';
import type { Transmission } from './transmission.js';

/** Something that sees every transmission as it was sent: the bus monitor, a trace. */
export interface WireTap {
  transmission(bus: string, from: string, tx: Transmission): void;
}

interface Station {
  readonly name: string;
  readonly receiver: Receiver;
}

export class Medium {
  readonly name: string;
  readonly line: Line;
  readonly taps: WireTap[] = [];
  /** When the wire falls idle. */
  freeNs: TimeNs = -Infinity;
  /** Time on the wire in this cycle. */
  busyNs = 0;

  readonly #busKey: number;
  readonly #stations: Station[] = [];
  readonly #arrivals: Arrival[][] = [];
  #cycleKey = 0;
  /** Words sent in this cycle: part of the name of every noise draw. */
  #words = 0;

  /** @param busKey names this bus in the seed's tree of draws */
  constructor(name: string, line: Line, busKey: number) {
    this.name = name;
    this.line = line;
    this.#busKey = busKey;
  }

  /** Taps a station into the line. @returns its number, counted from 0 in order of attachment */
  attach(name: string, receiver: Receiver): number {
    this.#stations.push({ name, receiver });
    // For now the direct wave is the only one that arrives.
    const direct = (from: Station, to: Station): Arrival => at(this.line.arrivals(from.name, to.name), 0);
    this.#arrivals.length = 0;
    for (const from of this.#stations) this.#arrivals.push(this.#stations.map((to) => direct(from, to)));
    return this.#stations.length - 1;
  }

  /** One reading per station, to be filled again and again. */
  newReadings(): Reading[] {
    return this.#stations.map(() => new Reading());
  }

  beginCycle(cycle: number): void {
    this.#cycleKey = key(this.#busKey, cycle);
    this.#words = 0;
    this.busyNs = 0;
  }

  /** Sends a transmission, already shaped and timed; `readings[i]` becomes what station i heard. */
  transmit(from: number, tx: Transmission, readings: readonly Reading[]): void {
    const arrivals = at(this.#arrivals, from);
    for (let to = 0; to < this.#stations.length; to++) {
      if (to === from) continue;
      at(this.#stations, to).receiver.hear(
        tx,
        at(arrivals, to),
        key(this.#cycleKey, to),
        this.#words,
        at(readings, to),
      );
    }
    this.#words += tx.count;
    this.busyNs += tx.durationNs;
    this.freeNs = tx.endNs;
    for (const tap of this.taps) tap.transmission(this.name, at(this.#stations, from).name, tx);
  }

  delayNs(from: number, to: number): number {
    return at(at(this.#arrivals, from), to).delayNs;
  }
}
