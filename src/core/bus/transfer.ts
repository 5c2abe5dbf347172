/**
 * A slot of the schedule that is no read: one of the other nine message formats of MIL-STD-1553B (4.3.3.6), as the words
 * of its command and the answers that have to come.
 */
import type { TransferConfig } from '../config.js';
import type { TimeNs } from '../time.js';
import type { ReadCommand } from './message.js';
import { BROADCAST_ADDRESS, packCommand } from './mil-std-1553b.js';
import { hasDataWord, modeNamed, type ModeCode } from './mode-code.js';
import { Transmission } from './transmission.js';
import { makeImage, MIL_STD_1553B_WORD as WORD, type Image } from './word.js';

/** The subaddress under which mode codes are sent here; 0 would do as well. */
const MODE_SUBADDRESS = 31;

export class Transfer {
  readonly slot: TransferConfig;
  /** The terminals that it names. */
  readonly terminals: readonly string[];
  /** Command words, and the data words of those that send some. */
  readonly command = new Transmission(WORD);
  /** Who is to answer, in this order, with how many data words. */
  readonly answers: readonly Readonly<ReadCommand>[];
  readonly #words: readonly Image[];
  /** May it be sent again if it seems to have failed? */
  readonly repeatable: boolean;

  /** Is it sent in this cycle? */
  polled = false;
  /** Lines on which an attempt of this cycle failed, as its commander heard it; as bits. */
  troubleOn = 0;
  /** When its commander was through with it. */
  doneNs: TimeNs = 0;

  /** @param addressOf the address of a terminal */
  constructor(slot: TransferConfig, addressOf: (terminal: string) => number) {
    this.slot = slot;
    this.terminals = [
      ...('terminal' in slot ? [slot.terminal] : []),
      ...('receiver' in slot ? [slot.receiver] : []),
    ];
    const { modeCode, commands, data, answers } = messageOf(slot, addressOf);
    this.#words = [
      ...commands.map((command) => makeImage(WORD, 'command', command)),
      ...data.map((value) => makeImage(WORD, 'data', value & 0xffff)),
    ];
    this.answers = answers;
    this.repeatable = modeCode?.idempotent !== false;
  }

  /** The terminal whose failure is seen when this fails: the one that answers first. */
  get address(): number {
    return this.answers[0]?.address ?? BROADCAST_ADDRESS;
  }

  /** Puts the words of its command together anew: what a transmitter did to the last ones is gone. */
  compose(): Transmission {
    this.command.clear();
    for (const word of this.#words) this.command.append(word);
    return this.command;
  }

  isDue(cycle: number): boolean {
    return cycle % this.slot.everyCycles === 0;
  }
}

interface Message {
  readonly commands: readonly number[];
  readonly data: readonly number[];
  readonly answers: readonly ReadCommand[];
  readonly modeCode?: ModeCode;
}

function messageOf(slot: TransferConfig, addressOf: (terminal: string) => number): Message {
  switch (slot.transfer) {
    case 'bc-rt': {
      const { subaddress, data } = slot;
      const address = addressOf(slot.terminal);
      return { commands: [receive(address, subaddress, data.length)], data, answers: [status(address)] };
    }
    case 'bc-rts': {
      const { subaddress, data } = slot;
      return { commands: [receive(BROADCAST_ADDRESS, subaddress, data.length)], data, answers: [] };
    }
    case 'rt-rt': {
      const receiver = addressOf(slot.receiver);
      const { commands, answers } = between(slot, receiver, addressOf(slot.terminal));
      return { commands, data: [], answers: [...answers, status(receiver)] };
    }
    case 'rt-rts':
      return between(slot, BROADCAST_ADDRESS, addressOf(slot.terminal));
    case 'mode':
      return modeMessage(slot, addressOf(slot.terminal));
    case 'mode-rts':
      return { ...modeMessage(slot, BROADCAST_ADDRESS), answers: [] };
  }
}

/** Receive command first, transmit command behind it (4.3.3.6.3). */
function between(
  slot: Extract<TransferConfig, { transfer: 'rt-rt' | 'rt-rts' }>,
  receiver: number,
  sender: number,
): Message {
  const { subaddress, receiverSubaddress, words } = slot;
  const transmit = packCommand({ address: sender, transmit: true, subaddress, words });
  const answer = { address: sender, subaddress, words };
  return { commands: [receive(receiver, receiverSubaddress, words), transmit], data: [], answers: [answer] };
}

function modeMessage(
  slot: Extract<TransferConfig, { transfer: 'mode' | 'mode-rts' }>,
  address: number,
): Message {
  const modeCode = modeNamed(slot.mode);
  const { code, transmit } = modeCode;
  const command = packCommand({ address, transmit, subaddress: MODE_SUBADDRESS, words: code });
  const data = hasDataWord(code) && !transmit ? [slot.value] : [];
  const words = hasDataWord(code) && transmit ? 1 : 0;
  return { commands: [command], data, answers: [{ address, subaddress: MODE_SUBADDRESS, words }], modeCode };
}

function receive(address: number, subaddress: number, words: number): number {
  return packCommand({ address, transmit: false, subaddress, words });
}

/** A status word alone. */
function status(address: number): ReadCommand {
  return { address, subaddress: 0, words: 0 };
}
