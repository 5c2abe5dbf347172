/** An element: one terminal's answer in one slot of the schedule, and what every computer made of it this cycle. */
import { int32At, objectAt } from '../at.js';
import type { SlotConfig } from '../config.js';
import type { TimeNs } from '../time.js';
import type { MessageFormat, ReadCommand } from './message.js';
import type { Reading } from './reading.js';
import { MAX_WORDS, Transmission } from './transmission.js';

export class Element {
  readonly slot: SlotConfig;
  /** Position among all elements of the vehicle. */
  readonly index: number;
  /** Name of the bus that it is read over. */
  readonly bus: string;
  /** Names of its lines, one or two. */
  readonly lines: readonly string[];
  readonly command: ReadCommand;
  /** By station of its bus; the computers come first, in the scenario's order. */
  readonly readings: readonly Reading[];

  /** Was it polled in this cycle? */
  polled = false;
  /** Number of the line of the last attempt. */
  line = 0;
  /** Lines on which an earlier attempt of this cycle failed, as bits. */
  retriedOn = 0;
  /** What the terminal sent in this cycle. */
  readonly sent = new Int32Array(MAX_WORDS);
  sentWords = 0;
  /** The words of the answer; readings that are verbatim refer to them. */
  readonly response: Transmission;
  /** When it was commanded. */
  commandStartNs: TimeNs = 0;
  /** When its listeners were through with it: end of the answer, or of the wait for one. */
  doneNs: TimeNs = 0;

  readonly #format: MessageFormat;

  constructor(
    slot: SlotConfig,
    index: number,
    wire: {
      bus: string;
      lines?: readonly string[];
      address: number;
      format: MessageFormat;
      readings: readonly Reading[];
    },
  ) {
    this.slot = slot;
    this.index = index;
    this.bus = wire.bus;
    this.lines = wire.lines ?? [wire.bus];
    this.command = { address: wire.address, subaddress: slot.subaddress, words: slot.words };
    this.#format = wire.format;
    this.readings = wire.readings;
    this.response = new Transmission(wire.format.word);
  }

  get name(): string {
    return this.slot.element;
  }

  heardWell(computer: number): boolean {
    return objectAt(this.readings, computer).kind === 'ok';
  }

  /** Did a computer hear, beyond doubt, the very words that were sent? */
  heardVerbatim(computer: number): boolean {
    return objectAt(this.readings, computer).verbatim;
  }

  /** Copies the data words that a computer's reading holds, all of them or those before its error. @returns how many */
  dataHeardBy(computer: number, data: Int32Array): number {
    const reading = objectAt(this.readings, computer);
    if (reading.verbatim) return this.#copySent(data);
    const first = this.#format.firstData;
    for (let w = first; w < reading.count; w++)
      data[w - first] = this.#format.dataOf(int32At(reading.words, w));
    return Math.max(0, reading.count - first);
  }

  #copySent(data: Int32Array): number {
    for (let i = 0; i < this.sentWords; i++) data[i] = int32At(this.sent, i);
    return this.sentWords;
  }

  /** Minor frames are cycles; an element may be read in one of several (the major frame). */
  isDue(cycle: number): boolean {
    return cycle % this.slot.everyCycles === 0;
  }
}
