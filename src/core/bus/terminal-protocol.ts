/**
 * The rules by which a MIL-STD-1553B terminal answers (4.3.3.5, 4.3.3.6, 4.4.3): a state machine that knows of the world
 * only what its own receiver made of each transmission.
 *
 * - An invalid command is none: no answer, nothing remembered (4.4.3.3).
 * - A valid command rebuilds the status word. If its data are bad, missing or too many, message error is set and the
 *   status suppressed (4.4.3.6); Transmit Status tells of it later, because it and Transmit Last Command leave the
 *   status as it is (4.3.3.5.1.7.3, 4.3.3.5.1.7.12).
 * - To a broadcast nobody answers; the status remembers that there was one.
 * - An illegal command, valid but not implemented, is answered with message error and no data by a terminal that detects
 *   it, and in form by one that does not (4.4.3.4); both are allowed.
 * - A new valid command, on either line, ends whatever the last one had begun.
 *
 * A receiver keeps nothing of a transmission after the first word in error, so a command that follows an invalid word
 * without a gap is not heard.
 */
import { int32At } from '../at.js';
import type { LegalSubaddresses } from '../config.js';
import { responseTimeNs } from './message.js';
import {
  appendData,
  BROADCAST_ADDRESS,
  NO_DATA_FLAGS,
  packStatus,
  STATUS,
  statusAddress,
} from './mil-std-1553b.js';
import type { Reading } from './reading.js';
import { areData, payload, TerminalCommand } from './terminal-command.js';
import { TerminalModes } from './terminal-modes.js';
import type { Transmission } from './transmission.js';
import { isCommandSync, makeImage, MIL_STD_1553B_WORD as WORD } from './word.js';

/** No answer; else the number of data words in it. */
export const SILENCE = -1;

/**
 * How long the receiver of an RT-RT transfer waits for its first data word: from its own command's parity, by the time of
 * figure 8. 54 … 60 µs are allowed.
 */
export const RT_RT_TIMEOUT_NS = 57_000;

/** What is behind the terminal. */
export interface Subsystem {
  /** Fills in the data words of a transmit command; 16 bits of each count. */
  read(subaddress: number, data: Int32Array, words: number): void;
  /** Takes in the data words of a receive command. */
  write(subaddress: number, data: Int32Array, words: number): void;
}

export class TerminalProtocol {
  readonly modes = new TerminalModes();
  /** Place of the last transmission's command to this terminal, a valid one; −1 if there was none. */
  commandedAt = -1;

  readonly #address: number;
  readonly #subsystem: Subsystem;
  /** Absent: it does not detect illegal commands. */
  readonly #legal: LegalSubaddresses | undefined;
  readonly #command = new TerminalCommand();
  /** Status word without its address, as the last valid command left it. */
  #status = 0;
  /** That command: what Transmit Last Command tells. */
  #lastCommand = 0;
  readonly #received = new Int32Array(32);

  /** Of an RT-RT transfer in which this terminal receives; the command is then still at hand. */
  #waits = false;
  #waitsOn = 0;
  #waitsSinceNs = 0;
  #waitsFor = 0;

  constructor(address: number, subsystem: Subsystem, legal?: LegalSubaddresses) {
    this.#address = address;
    this.#subsystem = subsystem;
    this.#legal = legal;
  }

  /** Does it wait for another terminal's data? */
  get waits(): boolean {
    return this.#waits;
  }

  /**
   * Takes in what was heard on a line.
   * @param data takes the data words of the answer
   * @param tx takes all its words
   * @returns how many data words there are in the answer, or SILENCE
   */
  hear(line: number, reading: Reading, data: Int32Array, tx: Transmission): number {
    const place = this.#placeOfCommand(reading);
    this.commandedAt = place;
    if (this.#waits && (place >= 0 || line === this.#waitsOn)) {
      this.#waits = false;
      if (place < 0) return this.#endTransfer(reading, data, tx);
      // What was waited for never came.
      this.#status |= STATUS.messageError;
    }
    return place < 0 ? SILENCE : this.#obey(line, place, reading, data, tx);
  }

  /** Where a command to this terminal stands; −1 if there is none. An RT-RT transfer has two: the receiver's comes first. */
  #placeOfCommand({ words, count }: Reading): number {
    if (count === 0 || !isCommandSync(WORD, int32At(words, 0))) return -1;
    const first = payload(int32At(words, 0));
    if (count > 1 && !isTransmit(first)) {
      const second = int32At(words, 1);
      const bits = payload(second);
      if (isCommandSync(WORD, second) && isTransmit(bits) && bits >>> 11 === this.#address) return 1;
    }
    const address = first >>> 11;
    return address === this.#address || address === BROADCAST_ADDRESS ? 0 : -1;
  }

  #obey(line: number, place: number, reading: Reading, data: Int32Array, tx: Transmission): number {
    const command = this.#command;
    command.take(payload(int32At(reading.words, place)));
    const { mode, isBroadcast } = command;
    const keepsStatus = mode?.keepsStatus === true && !isBroadcast;
    const lastCommand = this.#lastCommand;
    if (!keepsStatus) this.#status = isBroadcast ? STATUS.broadcastReceived : 0;
    if (mode?.name !== 'transmit-last-command') this.#lastCommand = command.payload;

    if (place === 0 && command.opensTransfer(reading)) return this.#awaitData(line, reading);
    if (!command.isWhole(place, reading)) return this.#suppress();
    const isLegal = this.#isLegal(command);
    if (!isLegal) this.#status |= STATUS.messageError;
    const words = isLegal ? this.#act(line, reading, place, lastCommand, data) : 0;
    if (!keepsStatus) this.#status |= this.modes.flags;
    if (mode?.name === 'dynamic-bus-control' && isLegal && this.modes.conditions.acceptsBusControl)
      this.#status |= STATUS.dynamicBusControl;
    return this.#answer(line, words, data, tx);
  }

  /** @returns data words of the answer */
  #act(line: number, reading: Reading, place: number, lastCommand: number, data: Int32Array): number {
    const { isMode, isTransmit: transmits, isBroadcast, mode, subaddress, words } = this.#command;
    if (isMode) {
      const sent = reading.count > place + 1 ? payload(int32At(reading.words, place + 1)) : 0;
      // What all cannot be asked for at once has no effect; what is reserved is answered in form.
      if (mode !== undefined)
        return isBroadcast && !mode.broadcast ? 0 : this.modes.act(mode.name, line, sent, lastCommand, data);
      data[0] = 0;
      return transmits ? words : 0;
    }
    if (!transmits) {
      this.#deliver(reading, place + 1);
      return 0;
    }
    if (this.modes.conditions.busy || isBroadcast) return 0;
    this.#subsystem.read(subaddress, data, words);
    return words;
  }

  #deliver(reading: Reading, first: number): void {
    if (this.modes.conditions.busy) return;
    const { subaddress, words } = this.#command;
    for (let i = 0; i < words; i++) this.#received[i] = payload(int32At(reading.words, first + i));
    this.#subsystem.write(subaddress, this.#received, words);
  }

  /** Message error is set inside, the status word stays there (4.4.3.6). */
  #suppress(): number {
    this.#status |= STATUS.messageError;
    return SILENCE;
  }

  #answer(line: number, words: number, data: Int32Array, tx: Transmission): number {
    if (this.#command.isBroadcast || this.modes.isShut(line)) return SILENCE;
    tx.append(makeImage(WORD, 'command', packStatus(this.#address, this.#status)));
    // A data word has 16 bits, whatever the subsystem gives.
    for (let i = 0; i < words; i++) data[i] = int32At(data, i) & 0xffff;
    appendData(data, words, tx);
    return words;
  }

  #isLegal({ isMode, isTransmit: transmits, isBroadcast, mode, subaddress }: TerminalCommand): boolean {
    if (this.#legal === undefined) return true;
    if (isMode) return mode !== undefined && (mode.broadcast || !isBroadcast);
    if (!transmits) return this.#legal.receive.includes(subaddress);
    return !isBroadcast && this.#legal.transmit.includes(subaddress);
  }

  #awaitData(line: number, reading: Reading): number {
    this.#waits = true;
    this.#waitsOn = line;
    this.#waitsSinceNs = reading.startNs + WORD.wordNs;
    this.#waitsFor = payload(int32At(reading.words, 1)) >>> 11;
    return SILENCE;
  }

  /** RT-RT validation: the right terminal, in time, with nothing to say against it, and as many words as were announced. */
  #endTransfer(reading: Reading, data: Int32Array, tx: Transmission): number {
    if (!this.#isAwaited(reading)) return this.#suppress();
    const isLegal = this.#isLegal(this.#command);
    if (isLegal) this.#deliver(reading, 1);
    else this.#status |= STATUS.messageError;
    this.#status |= this.modes.flags;
    return this.#answer(this.#waitsOn, 0, data, tx);
  }

  #isAwaited(reading: Reading): boolean {
    if (reading.kind !== 'ok' || reading.count !== 1 + this.#command.words) return false;
    const first = int32At(reading.words, 0);
    const status = payload(first);
    if (!isCommandSync(WORD, first) || statusAddress(status) !== this.#waitsFor) return false;
    if ((status & NO_DATA_FLAGS) !== 0 || !areData(reading, 1)) return false;
    return responseTimeNs(this.#waitsSinceNs, reading.startNs + WORD.wordNs) <= RT_RT_TIMEOUT_NS;
  }
}

function isTransmit(command: number): boolean {
  return (command & 0x0400) !== 0;
}
