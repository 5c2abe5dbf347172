/**
 * The shared wire: what one station sends, every other station's own receiver makes a reading of.
 *
 * The wire itself is fair; whether two stations come to the same reading is between the wave and their ears.
 */
import { at, float64At, objectAt } from '../at.js';
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

/** Names what all stations hear alike, beside the stations, which are numbered from 0. */
const DISTURBANCE = -1;

export class Medium {
  readonly name: string;
  readonly line: Line;
  readonly taps: WireTap[] = [];
  /** When the wire falls idle: the direct wave has passed its last station. Echoes after that reach nobody. */
  freeNs: TimeNs = -Infinity;
  /** Time on the wire in this cycle. */
  busyNs = 0;

  readonly #busKey: number;
  readonly #stations: Station[] = [];
  /** By sender and receiver; made anew only when a station is attached or an end of the line changes. */
  #arrivals: readonly (readonly (readonly Arrival[])[])[] = [];
  /** By sender: how long a wave takes to its last station. */
  #passageNs = new Float64Array();
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
    this.#layOut();
    return this.#stations.length - 1;
  }

  #layOut(): void {
    this.#arrivals = this.#stations.map((from) =>
      this.#stations.map((to) => this.line.arrivals(from.name, to.name)),
    );
    this.#passageNs = Float64Array.from(this.#arrivals, (arrivals) =>
      Math.max(...arrivals.map((waves) => at(waves, 0).delayNs)),
    );
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
    if (this.line.behaviours.length > 0 && this.line.settle(tx.startNs)) this.#layOut();
    for (const disturbance of this.line.disturbances) disturbance.disturb(tx);
    if (tx.isDisturbed) tx.disturbanceKey = key(this.#cycleKey, DISTURBANCE);
    const arrivals = objectAt(this.#arrivals, from);
    for (let to = 0; to < this.#stations.length; to++) {
      if (to === from) continue;
      const { receiver } = objectAt(this.#stations, to);
      const reading = objectAt(readings, to);
      if (!receiver.hearsClearly(tx, objectAt(arrivals, to), reading))
        receiver.lookClosely(tx, key(this.#cycleKey, to), this.#words, reading);
    }
    // Words may be missing, all of them too.
    if (tx.count === 0) {
      this.freeNs = Math.max(this.freeNs, tx.startNs);
      return;
    }
    this.#words += tx.count;
    const { startNs, durationNs } = tx;
    this.busyNs += durationNs;
    this.freeNs = startNs + durationNs + float64At(this.#passageNs, from);
    const { name } = objectAt(this.#stations, from);
    for (const tap of this.taps) tap.transmission(this.name, name, tx);
  }

  /** How long the direct wave takes. */
  delayNs(from: number, to: number): number {
    return objectAt(objectAt(objectAt(this.#arrivals, from), to), 0).delayNs;
  }
}
