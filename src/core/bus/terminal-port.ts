/**
 * A remote terminal in time, at the one or two lines that it is connected to: what it hears there, when it answers, and
 * what cuts its answer short.
 *
 * Whoever walks a schedule, as the bus controller here does, never talks into an answer and needs none of this. Whoever
 * does, as error injectors and validation plans do, finds out what the terminal makes of it:
 * - what begins on a line before its answer does keeps the answer back: the new words decide (MIL-STD-1553B 4.3.3.5.1);
 * - while it transmits, it hears nothing on that line;
 * - a valid command on the other line ends whatever it is doing, an answer in the midst of a word too (4.6.3.2).
 */
import { assert } from '../at.js';
import type { TimeNs } from '../time.js';
import type { Arrival } from './line.js';
import { startAfterNs, type MessageFormat } from './message.js';
import { Reading } from './reading.js';
import type { Receiver } from './receiver.js';
import type { RemoteTerminal } from './remote-terminal.js';
import { MAX_WORDS, Transmission } from './transmission.js';

/** The terminal hears where it stands. */
const HERE: readonly Arrival[] = [{ delayNs: 0, gain: 1 }];
/** What a stub drives on a line of 70 ohm, both ways. */
const LOAD_OHM = 35;

/** What a terminal says, or was going to. */
export interface SpokenAnswer {
  readonly line: number;
  readonly tx: Transmission;
  /** When it was over, or broke off. */
  endNs: TimeNs;
}

export class TerminalPort {
  readonly #terminal: RemoteTerminal;
  readonly #receiver: Receiver;
  readonly #format: MessageFormat;
  readonly #noiseKey: number;
  readonly #reading = new Reading();
  readonly #data = new Int32Array(MAX_WORDS);
  #answer: SpokenAnswer | undefined;
  #spoken: SpokenAnswer[] = [];
  #words = 0;

  /** @param noiseKey names the noise of its receiver */
  constructor(terminal: RemoteTerminal, receiver: Receiver, format: MessageFormat, noiseKey: number) {
    this.#terminal = terminal;
    this.#receiver = receiver;
    this.#format = format;
    this.#noiseKey = noiseKey;
  }

  /** Somebody sends on a line; transmissions come in the order of their times. */
  hear(line: number, tx: Transmission): void {
    const before = this.#answer;
    if (before?.line === line) {
      if (tx.startNs >= before.tx.startNs && tx.startNs < before.endNs) return;
      this.#close(tx.startNs);
    } else if (before !== undefined && before.endNs <= tx.startNs) this.#close(tx.startNs);

    const reading = this.#reading;
    this.#receiver.hear(tx, HERE, this.#noiseKey, this.#words, reading);
    this.#words += tx.count;
    const answer = new Transmission(tx.format);
    const words = this.#terminal.answer(this.#format, reading, this.#data, answer, line);
    const { commandedAt } = this.#terminal.protocol;
    if (commandedAt >= 0) this.#close(reading.startNs + (commandedAt + 1) * tx.stepNs);
    if (words < 0) return;
    assert(
      this.#answer === undefined,
      'only a command is answered while an answer is due, and it ended that one',
    );
    answer.startNs = startAfterNs(reading.startNs + tx.durationNs, this.#terminal.responseNs);
    this.#terminal.transmitter.drive(answer, LOAD_OHM);
    this.#answer = { line, tx: answer, endNs: answer.endNs };
  }

  /** When it has said all that it is going to say; −Infinity if it says nothing. */
  get busyUntilNs(): TimeNs {
    return this.#answer?.endNs ?? -Infinity;
  }

  /** Lets it finish, and takes what it said since this was asked last. */
  takeSpoken(): readonly SpokenAnswer[] {
    this.#close(Infinity);
    const spoken = this.#spoken;
    this.#spoken = [];
    return spoken;
  }

  /** The answer at hand is over at this time, if it is not over before. */
  #close(timeNs: TimeNs): void {
    const answer = this.#answer;
    this.#answer = undefined;
    if (answer === undefined || timeNs <= answer.tx.startNs) return;
    answer.endNs = Math.min(answer.endNs, timeNs);
    this.#spoken.push(answer);
  }
}
