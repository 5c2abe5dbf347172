/** A remote terminal: hears with its own receiver, on one line or on two, and answers what is meant for it. */
import { int32At } from '../at.js';
import type { TerminalConfig } from '../config.js';
import { usToNs } from '../time.js';
import type { MessageFormat, ReadCommand } from './message.js';
import type { Reading } from './reading.js';
import { SILENCE, TerminalProtocol } from './terminal-protocol.js';
import type { Transmission } from './transmission.js';
import { Transmitter } from './transmitter.js';

/** Where a terminal's data comes from: fills `data` as it stands at the moment of the answer. */
export type DataSource = (data: Int32Array, words: number) => void;

export class RemoteTerminal {
  readonly name: string;
  readonly transmitter: Transmitter;
  readonly responseNs: number;
  /** How it goes by the rules of MIL-STD-1553B; the Shuttle's terminals have simpler ones. */
  readonly protocol: TerminalProtocol;
  readonly #address: number;
  readonly #wrapAround: number | undefined;
  /** What was last received at the subaddress that wraps around. */
  readonly #wrapped = new Int32Array(32);
  readonly #heard: ReadCommand = { address: 0, subaddress: 0, words: 0 };

  /** Station on its bus; set when it is attached. */
  station = 0;
  source: DataSource = (data, words) => data.fill(0, 0, words);

  constructor(config: TerminalConfig) {
    this.name = config.id;
    this.#address = config.address;
    this.#wrapAround = config.wrapAroundSubaddress;
    this.responseNs = usToNs(config.responseUs);
    this.transmitter = new Transmitter(config.transmitter);
    const subsystem = { read: this.#read.bind(this), write: this.#write.bind(this) };
    this.protocol = new TerminalProtocol(config.address, subsystem, config.legalSubaddresses);
  }

  /**
   * Answers what it heard, if it is to be answered. An invalid command is no command: nothing happens
   * (MIL-STD-1553B 4.4.3.3).
   * @param tx takes the answer
   * @param line number of the line on which it was heard, and is to be answered: 0 = A, 1 = B
   * @returns data words sent; −1 for no answer
   */
  answer(format: MessageFormat, reading: Reading, data: Int32Array, tx: Transmission, line = 0): number {
    return format.word.name === 'shuttle'
      ? this.#answerScan(format, reading, data, tx)
      : this.protocol.hear(line, reading, data, tx);
  }

  #answerScan(format: MessageFormat, reading: Reading, data: Int32Array, tx: Transmission): number {
    if (reading.kind !== 'ok' || reading.count !== 1) return SILENCE;
    if (!format.parseRead(int32At(reading.words, 0), this.#heard) || this.#heard.address !== this.#address)
      return SILENCE;
    const { words } = this.#heard;
    this.source(data, words);
    // A data word has 16 bits, whatever the source gives.
    for (let i = 0; i < words; i++) data[i] = int32At(data, i) & 0xffff;
    format.composeResponse(this.#address, data, words, tx);
    return words;
  }

  #read(subaddress: number, data: Int32Array, words: number): void {
    if (subaddress !== this.#wrapAround) this.source(data, words);
    else for (let i = 0; i < words; i++) data[i] = int32At(this.#wrapped, i);
  }

  #write(subaddress: number, data: Int32Array, words: number): void {
    if (subaddress !== this.#wrapAround) return;
    for (let i = 0; i < words; i++) this.#wrapped[i] = int32At(data, i);
  }
}
