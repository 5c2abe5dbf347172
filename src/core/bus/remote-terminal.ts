/** A remote terminal: hears commands with its own receiver and answers those that are meant for it. */
import { int32At } from '../at.js';
import type { TerminalConfig } from '../config.js';
import { usToNs } from '../time.js';
import type { MessageFormat, ReadCommand } from './message.js';
import type { Reading } from './reading.js';
import type { Transmission } from './transmission.js';
import { Transmitter } from './transmitter.js';

/** Where a terminal's data comes from: fills `data` as it stands at the moment of the answer. */
export type DataSource = (data: Int32Array, words: number) => void;

export class RemoteTerminal {
  readonly name: string;
  readonly transmitter: Transmitter;
  readonly responseNs: number;
  readonly #address: number;
  readonly #heard: ReadCommand = { address: 0, subaddress: 0, words: 0 };

  /** Station on its bus; set when it is attached. */
  station = 0;
  source: DataSource = (data, words) => data.fill(0, 0, words);

  constructor(config: TerminalConfig) {
    this.name = config.id;
    this.#address = config.address;
    this.responseNs = usToNs(config.responseUs);
    this.transmitter = new Transmitter(config.transmitter);
  }

  /**
   * Answers a command, if it heard one that is its own. An invalid command is no command: nothing happens
   * (MIL-STD-1553B 4.4.3.3).
   * @returns data words sent; −1 for no answer
   */
  answer(format: MessageFormat, reading: Reading, data: Int32Array, tx: Transmission): number {
    if (reading.kind !== 'ok' || reading.count !== 1) return -1;
    if (!format.parseRead(int32At(reading.words, 0), this.#heard) || this.#heard.address !== this.#address)
      return -1;
    const { words } = this.#heard;
    this.source(data, words);
    // A data word has 16 bits, whatever the source gives.
    for (let i = 0; i < words; i++) data[i] = int32At(data, i) & 0xffff;
    format.composeResponse(this.#address, data, words, tx);
    return words;
  }
}
