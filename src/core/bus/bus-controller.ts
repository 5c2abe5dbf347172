/**
 * The bus controller's side of a flight bus: walks the schedule of a minor frame, commands each terminal in turn and
 * waits for its answer. The commanding computer transmits; every computer listens with its own receiver.
 *
 * A dual redundant bus has a second line with the same stations on it. One message is under way at a time, on one of the
 * two. MIL-STD-1553B fixes no retry; here the commander goes by its own reading: a message that it found in error it
 * sends again as its policy says, and the line that worked is the first choice for that terminal from then on. What the
 * computers made of the last attempt is what they have.
 */
import { byteAt, objectAt } from '../at.js';
import type { RetryPolicy } from '../config.js';
import { usToNs, type TimeNs } from '../time.js';
import { Element } from './element.js';
import {
  INTERMESSAGE_GAP_NS,
  responseTimeNs,
  startAfterNs,
  type MessageFormat,
  type ReadCommand,
} from './message.js';
import type { Medium } from './medium.js';
import { hearOutside, type Outside } from './outside.js';
import type { Reading, ReadingKind } from './reading.js';
import type { RemoteTerminal } from './remote-terminal.js';
import { Transfer } from './transfer.js';
import { MAX_WORDS, Transmission } from './transmission.js';
import type { Transmitter } from './transmitter.js';

/** The computer that commands the bus, as a station on it. */
export interface Commander {
  readonly station: number;
  readonly transmitter: Transmitter;
}

/** After a failed attempt, on which line the next ones are: 0 = the same, 1 = the other. */
const RETRIES: Readonly<Record<RetryPolicy, readonly number[]>> = {
  none: [],
  same: [0],
  other: [1],
  'same-then-other': [0, 1],
};

const ADDRESSES = 32;
/** An RT-RT transfer has two answers; nobody answers the second. */
const MOST_TURNS = 3;

export class BusController {
  readonly name: string;
  /** Line A, and line B of a dual redundant bus. */
  readonly media: readonly Medium[];
  readonly elements: readonly Element[];
  readonly transfers: readonly Transfer[];
  commander: Commander;
  /** When the last message of the minor frame was over. */
  doneNs: TimeNs = -Infinity;
  /** Where real lines carry the answers. */
  outside: Outside | undefined;

  readonly #format: MessageFormat;
  /** Elements and transfers in the order of the schedule. */
  readonly #agenda: readonly (Element | Transfer)[];
  readonly #terminals: readonly RemoteTerminal[];
  readonly #computers: number;
  readonly #retries: readonly number[];
  /** By terminal address: the line that worked last. */
  readonly #goodLine = new Uint8Array(ADDRESSES);
  readonly #commandHeard: readonly Reading[];
  readonly #command: Transmission;
  #commandEndNs: TimeNs = 0;
  /** Of a transfer: one answer, and the answer to that. */
  readonly #turns: readonly { readonly tx: Transmission; readonly readings: readonly Reading[] }[];
  readonly #data = new Int32Array(MAX_WORDS);
  /** The answer at hand has been found good, for those who heard it verbatim. */
  #sentWell = false;

  constructor(wiring: {
    name: string;
    media: readonly Medium[];
    format: MessageFormat;
    agenda: readonly (Element | Transfer)[];
    terminals: readonly RemoteTerminal[];
    computers: number;
    commander: Commander;
    retry?: RetryPolicy | undefined;
  }) {
    this.name = wiring.name;
    this.media = wiring.media;
    this.#agenda = wiring.agenda;
    this.elements = wiring.agenda.filter((item) => item instanceof Element);
    this.transfers = wiring.agenda.filter((item) => item instanceof Transfer);
    this.commander = wiring.commander;
    this.#format = wiring.format;
    this.#terminals = wiring.terminals;
    this.#computers = wiring.computers;
    this.#retries = RETRIES[wiring.retry ?? 'none'];
    this.#commandHeard = this.medium.newReadings();
    this.#command = new Transmission(wiring.format.word);
    this.#turns = [0, 1].map(() => ({
      tx: new Transmission(wiring.format.word),
      readings: this.medium.newReadings(),
    }));
  }

  /** Line A; the only one of a bus that is not redundant. */
  get medium(): Medium {
    return objectAt(this.media, 0);
  }

  /** Sends every item marked `polled`, in order, each not before its offset in the frame. */
  runMinorFrame(frameNs: TimeNs): void {
    for (const item of this.#agenda) {
      if (!item.polled) continue;
      const earliestNs = frameNs + usToNs(item.slot.offsetUs);
      if (item instanceof Element) this.#read(item, earliestNs);
      else this.#transfer(item, earliestNs);
    }
  }

  #read(element: Element, earliestNs: TimeNs): void {
    const { address } = element.command;
    let line = byteAt(this.#goodLine, address);
    element.retriedOn = 0;
    this.#attemptRead(element, line, earliestNs);
    for (const change of this.#retries) {
      if (element.heardWell(this.commander.station)) break;
      element.retriedOn |= 1 << line;
      line ^= change;
      this.#attemptRead(element, line, earliestNs);
    }
    if (element.heardWell(this.commander.station)) this.#goodLine[address] = line;
  }

  #attemptRead(element: Element, line: number, earliestNs: TimeNs): void {
    const medium = objectAt(this.media, line);
    const command = this.#command;
    command.clear();
    this.#format.composeRead(element.command, command);
    this.#sendCommand(command, medium, earliestNs);
    element.commandStartNs = command.startNs;
    const waitEndNs = startAfterNs(medium.freeNs, this.#format.responseTimeoutNs);

    for (const reading of element.readings) reading.silence();
    element.line = line;
    element.sentWords = 0;
    element.response.clear();
    for (const terminal of this.#terminals) this.#offer(terminal, element, medium);
    if (this.outside !== undefined) hearOutside(this.outside, element, this.#computers);
    this.#conclude(element, medium, waitEndNs);
  }

  /** Lets a terminal answer what it heard. */
  #offer(terminal: RemoteTerminal, element: Element, medium: Medium): void {
    const { response } = element;
    const heard = objectAt(this.#commandHeard, terminal.station);
    const words = terminal.answer(this.#format, heard, element.sent, response, element.line);
    if (words < 0) return;
    element.sentWords = words;
    this.#sendAnswer(terminal, response, heard, this.#command, medium, element.readings);
  }

  /** Each computer checks its own reading; the slowest possible answer ends the wait. */
  #conclude(element: Element, medium: Medium, waitEndNs: TimeNs): void {
    this.#sentWell = false;
    this.#commandEndNs = this.#command.endNs;
    for (let computer = 0; computer < this.#computers; computer++) this.#check(element, medium, computer);
    element.doneNs = Math.max(medium.freeNs, waitEndNs);
    medium.freeNs = this.doneNs = element.doneNs;
  }

  /** What is heard word for word is judged once for all who hear it so. */
  #checkContent(element: Element, reading: Reading): ReadingKind {
    if (reading.verbatim && this.#sentWell) return 'ok';
    const verbatim = reading.verbatim;
    const kind = this.#format.checkResponse(reading, element.command);
    if (verbatim && kind === 'ok') this.#sentWell = true;
    return kind;
  }

  /** The first error names the reading: its lateness, a word that does not belong, or what stopped the decoder. */
  #check(element: Element, medium: Medium, computer: number): void {
    const reading = objectAt(element.readings, computer);
    const heard = reading.count;
    if (heard === 0) return;
    const commandEndNs = this.#commandEndNs + medium.delayNs(this.commander.station, computer);
    const late = responseTimeNs(commandEndNs, reading.startNs) > this.#format.responseTimeoutNs;
    const kind = late ? reading.cut(0, 'late') : this.#checkContent(element, reading);
    if (reading.kind === 'ok' || reading.count < heard) reading.kind = kind;
  }

  /** Sends a transfer, again as the policy says where it may be and seems to have failed. */
  #transfer(transfer: Transfer, earliestNs: TimeNs): void {
    let line = byteAt(this.#goodLine, transfer.address);
    let isWell = this.#attemptTransfer(transfer, line, earliestNs);
    transfer.troubleOn = isWell ? 0 : 1 << line;
    for (const change of this.#retries) {
      if (isWell || !transfer.repeatable) break;
      line ^= change;
      isWell = this.#attemptTransfer(transfer, line, earliestNs);
      if (!isWell) transfer.troubleOn |= 1 << line;
    }
    if (isWell) this.#goodLine[transfer.address] = line;
    transfer.doneNs = this.doneNs;
  }

  /** @returns whether its commander heard every answer that was to come */
  #attemptTransfer(transfer: Transfer, line: number, earliestNs: TimeNs): boolean {
    const medium = objectAt(this.media, line);
    const { answers } = transfer;
    const command = transfer.compose();
    this.#sendCommand(command, medium, earliestNs);
    let spoken = command;
    let heard = this.#commandHeard;
    let sender = this.commander.station;
    let isWell = true;
    // What one terminal sends, another may have to hear: to answer, or as one of all to keep it.
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      const expected = answers[turn];
      const waitEndNs = startAfterNs(medium.freeNs, this.#format.responseTimeoutNs);
      const { tx, readings } = objectAt(this.#turns, turn & 1);
      const answerer = this.#letAnswer(spoken, heard, sender, tx, readings, medium, line);
      if (expected !== undefined)
        isWell &&= answerer >= 0 && this.#isWell(expected, spoken, sender, readings, medium);
      if (answerer < 0) {
        if (expected !== undefined) medium.freeNs = Math.max(medium.freeNs, waitEndNs);
        break;
      }
      spoken = tx;
      heard = readings;
      sender = answerer;
    }
    this.doneNs = medium.freeNs;
    return isWell;
  }

  /** All terminals hear what was sent; who is to answer does. @returns its station; −1 if nobody answers */
  #letAnswer(
    spoken: Transmission,
    heard: readonly Reading[],
    sender: number,
    tx: Transmission,
    readings: readonly Reading[],
    medium: Medium,
    line: number,
  ): number {
    let answerer = -1;
    for (const terminal of this.#terminals) {
      if (terminal.station === sender) continue;
      const reading = objectAt(heard, terminal.station);
      // Who stays silent leaves the words of who answered alone.
      const own = answerer < 0 ? tx : this.#command;
      own.clear();
      if (terminal.answer(this.#format, reading, this.#data, own, line) < 0 || answerer >= 0) continue;
      this.#sendAnswer(terminal, tx, reading, spoken, medium, readings);
      answerer = terminal.station;
    }
    return answerer;
  }

  /** Is what the commander heard the answer that was to come, in time? */
  #isWell(
    expected: Readonly<ReadCommand>,
    spoken: Transmission,
    sender: number,
    readings: readonly Reading[],
    medium: Medium,
  ): boolean {
    const { station } = this.commander;
    const reading = objectAt(readings, station);
    if (reading.kind !== 'ok' || reading.count === 0) return false;
    const spokenEndNs = spoken.endNs + medium.delayNs(sender, station);
    if (responseTimeNs(spokenEndNs, reading.startNs) > this.#format.responseTimeoutNs) return false;
    return this.#format.checkResponse(reading, expected) === 'ok';
  }

  /** A gap after the last message, on whichever line that was. */
  #sendCommand(command: Transmission, medium: Medium, earliestNs: TimeNs): void {
    let startNs = earliestNs;
    for (const { freeNs } of this.media) startNs = Math.max(startNs, freeNs + INTERMESSAGE_GAP_NS);
    command.startNs = startNs;
    this.#send(this.commander.station, this.commander.transmitter, command, medium, this.#commandHeard);
  }

  /** @param heard what the terminal heard of `spoken`, which it answers */
  #sendAnswer(
    terminal: RemoteTerminal,
    answer: Transmission,
    heard: Reading,
    spoken: Transmission,
    medium: Medium,
    readings: readonly Reading[],
  ): void {
    answer.startNs = startAfterNs(heard.startNs + spoken.durationNs, terminal.responseNs);
    this.#send(terminal.station, terminal.transmitter, answer, medium, readings);
  }

  #send(
    station: number,
    transmitter: Transmitter,
    tx: Transmission,
    medium: Medium,
    readings: readonly Reading[],
  ): void {
    transmitter.drive(tx, medium.line.loadOhm);
    medium.transmit(station, tx, readings);
  }
}
