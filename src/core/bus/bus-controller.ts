/**
 * The bus controller's side of a flight bus: walks the schedule of a minor frame, commands each terminal in turn and
 * waits for its answer. The commanding computer transmits; every computer listens with its own receiver.
 */
import { objectAt } from '../at.js';
import { usToNs, type TimeNs } from '../time.js';
import type { Element } from './element.js';
import { INTERMESSAGE_GAP_NS, responseTimeNs, startAfterNs, type MessageFormat } from './message.js';
import type { Medium } from './medium.js';
import type { Reading, ReadingKind } from './reading.js';
import type { RemoteTerminal } from './remote-terminal.js';
import { Transmission } from './transmission.js';
import type { Transmitter } from './transmitter.js';

/** The computer that commands the bus, as a station on it. */
export interface Commander {
  readonly station: number;
  readonly transmitter: Transmitter;
}

export class BusController {
  readonly medium: Medium;
  readonly elements: readonly Element[];
  commander: Commander;

  readonly #format: MessageFormat;
  readonly #terminals: readonly RemoteTerminal[];
  readonly #computers: number;
  readonly #commandHeard: readonly Reading[];
  readonly #command: Transmission;
  /** The answer at hand has been found good, for those who heard it verbatim. */
  #sentWell = false;

  constructor(wiring: {
    medium: Medium;
    format: MessageFormat;
    elements: readonly Element[];
    terminals: readonly RemoteTerminal[];
    computers: number;
    commander: Commander;
  }) {
    this.medium = wiring.medium;
    this.elements = wiring.elements;
    this.commander = wiring.commander;
    this.#format = wiring.format;
    this.#terminals = wiring.terminals;
    this.#computers = wiring.computers;
    this.#commandHeard = wiring.medium.newReadings();
    this.#command = new Transmission(wiring.format.word);
  }

  /** Reads every element marked `polled`, in order, each not before its offset in the frame. */
  runMinorFrame(frameNs: TimeNs): void {
    for (const element of this.elements) {
      if (!element.polled) continue;
      const earliestNs = frameNs + usToNs(element.slot.offsetUs);
      this.#read(element, Math.max(earliestNs, this.medium.freeNs + INTERMESSAGE_GAP_NS));
    }
  }

  #read(element: Element, startNs: TimeNs): void {
    const command = this.#command;
    command.clear();
    command.startNs = startNs;
    this.#format.composeRead(element.command, command);
    this.#send(this.commander.station, this.commander.transmitter, command, this.#commandHeard);
    const waitEndNs = startAfterNs(this.medium.freeNs, this.#format.responseTimeoutNs);

    for (const reading of element.readings) reading.silence();
    element.sentWords = 0;
    for (const terminal of this.#terminals) this.#offer(terminal, element);
    this.#conclude(element, waitEndNs);
  }

  /** Lets a terminal answer what it heard. */
  #offer(terminal: RemoteTerminal, element: Element): void {
    const { response } = element;
    response.clear();
    const heard = objectAt(this.#commandHeard, terminal.station);
    const words = terminal.answer(this.#format, heard, element.sent, response);
    if (words < 0) return;
    element.sentWords = words;
    const heardEndNs = heard.startNs + this.#command.durationNs;
    response.startNs = startAfterNs(heardEndNs, terminal.responseNs);
    this.#send(terminal.station, terminal.transmitter, response, element.readings);
  }

  /** Each computer checks its own reading; the slowest possible answer ends the wait. */
  #conclude(element: Element, waitEndNs: TimeNs): void {
    this.#sentWell = false;
    for (let computer = 0; computer < this.#computers; computer++) this.#check(element, computer);
    element.doneNs = Math.max(this.medium.freeNs, waitEndNs);
    this.medium.freeNs = element.doneNs;
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
  #check(element: Element, computer: number): void {
    const reading = objectAt(element.readings, computer);
    const heard = reading.count;
    if (heard === 0) return;
    const commandEndNs = this.#command.endNs + this.medium.delayNs(this.commander.station, computer);
    const late = responseTimeNs(commandEndNs, reading.startNs) > this.#format.responseTimeoutNs;
    const kind = late ? reading.cut(0, 'late') : this.#checkContent(element, reading);
    if (reading.kind === 'ok' || reading.count < heard) reading.kind = kind;
  }

  #send(station: number, transmitter: Transmitter, tx: Transmission, readings: readonly Reading[]): void {
    transmitter.drive(tx, this.medium.line.loadOhm);
    this.medium.transmit(station, tx, readings);
  }
}
