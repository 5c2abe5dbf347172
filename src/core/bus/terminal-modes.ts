/** What mode commands do to a terminal (MIL-STD-1553B 4.3.3.5.1.7), and what it has to say of itself in status and BIT word. */
import { byteAt } from '../at.js';
import { STATUS } from './mil-std-1553b.js';
import type { ModeName } from '../config.js';

/** What stands in the status word beside what the protocol itself finds; may change at any time. */
export interface Conditions {
  busy: boolean;
  serviceRequest: boolean;
  subsystemFlag: boolean;
  terminalFlag: boolean;
  /** Would it take over as bus controller if it were offered? */
  acceptsBusControl: boolean;
  vectorWord: number;
}

/** What commands did to the terminal. */
export interface Effects {
  synchronized: number;
  /** Data word of the last Synchronize that had one. */
  syncWord: number;
  selfTests: number;
  resets: number;
}

/** The BIT word is the maker's own: here bits 0 and 1 tell which transmitters are shut down. */
export const BIT = { shutA: 1, shutB: 2, flagInhibited: 4, terminalFlag: 8 } as const;

export class TerminalModes {
  readonly conditions: Conditions = {
    busy: false,
    serviceRequest: false,
    subsystemFlag: false,
    terminalFlag: false,
    acceptsBusControl: false,
    vectorWord: 0,
  };
  readonly effects: Effects = { synchronized: 0, syncWord: 0, selfTests: 0, resets: 0 };

  /** By line: 1 = its transmitter is shut down. */
  readonly #shut = new Uint8Array(2);
  #flagInhibited = false;

  isShut(line: number): boolean {
    return byteAt(this.#shut, line) === 1;
  }

  /** The flags of the status word that are not the protocol's own. */
  get flags(): number {
    const { busy, serviceRequest, subsystemFlag, terminalFlag } = this.conditions;
    return (
      (busy ? STATUS.busy : 0) |
      (serviceRequest ? STATUS.serviceRequest : 0) |
      (subsystemFlag ? STATUS.subsystemFlag : 0) |
      (terminalFlag && !this.#flagInhibited ? STATUS.terminalFlag : 0)
    );
  }

  /**
   * @param line the one that the command came on
   * @param sent its data word, if it has one
   * @param data takes the data word of the answer
   * @returns data words of the answer
   */
  act(mode: ModeName, line: number, sent: number, lastCommand: number, data: Int32Array): number {
    switch (mode) {
      case 'transmit-vector-word':
        data[0] = this.conditions.vectorWord;
        return this.conditions.busy ? 0 : 1;
      case 'transmit-last-command':
        data[0] = lastCommand;
        return 1;
      case 'transmit-bit-word':
        data[0] = this.#bitWord;
        return 1;
      default:
        this.#obey(mode, line, sent);
        return 0;
    }
  }

  #obey(
    mode: Exclude<ModeName, 'transmit-vector-word' | 'transmit-last-command' | 'transmit-bit-word'>,
    line: number,
    sent: number,
  ): void {
    switch (mode) {
      case 'dynamic-bus-control':
      case 'transmit-status':
        // Nothing but the status word is asked for.
        return;
      case 'synchronize':
        this.effects.synchronized++;
        return;
      case 'synchronize-with-data':
        if (this.conditions.busy) return;
        this.effects.synchronized++;
        this.effects.syncWord = sent;
        return;
      case 'self-test':
        this.effects.selfTests++;
        return;
      case 'transmitter-shutdown':
        this.#switch(1 - line, line, 1);
        return;
      case 'override-transmitter-shutdown':
        this.#switch(1 - line, line, 0);
        return;
      case 'selected-transmitter-shutdown':
        this.#switch(sent, line, 1);
        return;
      case 'override-selected-transmitter-shutdown':
        this.#switch(sent, line, 0);
        return;
      case 'inhibit-terminal-flag':
        this.#flagInhibited = true;
        return;
      case 'override-inhibit-terminal-flag':
        this.#flagInhibited = false;
        return;
      case 'reset':
        this.#reset();
        return;
    }
  }

  /** The transmitter of a line. One that is not there, or whose line the command came on, is left alone (4.3.3.5.1.7.5). */
  #switch(which: number, line: number, shut: number): void {
    if (which < this.#shut.length && which !== line) this.#shut[which] = shut;
  }

  /** As after power-up (4.3.3.5.1.7.9). */
  #reset(): void {
    this.#shut.fill(0);
    this.#flagInhibited = false;
    this.effects.resets++;
  }

  get #bitWord(): number {
    return (
      (this.isShut(0) ? BIT.shutA : 0) |
      (this.isShut(1) ? BIT.shutB : 0) |
      (this.#flagInhibited ? BIT.flagInhibited : 0) |
      (this.conditions.terminalFlag ? BIT.terminalFlag : 0)
    );
  }
}
