/** The cycle's thread end of what the two threads tell each other: it may wait, and is woken when something came. */
import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { STOP, TOLD, type FromCycle, type FromLines, type LineNote, type PollAnswer } from './messages.js';

/** Beyond the time that an answer was promised for. */
const PATIENCE_MS = 1000;

export class CycleMailbox {
  readonly #port: MessagePort;
  readonly #signals: Int32Array;
  readonly #notes: LineNote[] = [];

  constructor(port: MessagePort, signals: SharedArrayBuffer) {
    this.#port = port;
    this.#signals = new Int32Array(signals);
  }

  tell(message: FromCycle): void {
    this.#port.postMessage(message);
  }

  /** Is the run to end? */
  get isStopped(): boolean {
    return Atomics.load(this.#signals, STOP) !== 0;
  }

  /** Waits, and nothing but the end of the run cuts it short. @returns false to end */
  waitUntil(timeNs: number): boolean {
    for (;;) {
      const leftMs = timeNs / 1e6 - performance.now();
      if (this.isStopped) return false;
      if (leftMs <= 0) return true;
      // May return a little early; then the rest is waited for.
      Atomics.wait(this.#signals, STOP, 0, leftMs);
    }
  }

  /** @returns when the lines are ready too, or the run is to end */
  waitForGo(): void {
    this.tell({ kind: 'ready' });
    while (!this.isStopped) {
      const told = Atomics.load(this.#signals, TOLD);
      const message = this.#receive();
      if (message?.kind === 'go') return;
      if (message?.kind === 'note') this.#notes.push(message);
      if (message === undefined) Atomics.wait(this.#signals, TOLD, told, PATIENCE_MS);
    }
  }

  /** Remarks that came since. */
  notes(): LineNote[] {
    for (let message = this.#receive(); message !== undefined; message = this.#receive())
      if (message.kind === 'note') this.#notes.push(message);
    return this.#notes.splice(0);
  }

  /** @returns undefined when none came long after it should have */
  waitForAnswer(cycle: number, element: number, untilMs: number): PollAnswer | undefined {
    for (;;) {
      const told = Atomics.load(this.#signals, TOLD);
      const message = this.#receive();
      if (message?.kind === 'note') this.#notes.push(message);
      else if (message?.kind === 'answer' && message.cycle === cycle && message.element === element)
        return message;
      if (message !== undefined) continue;
      const leftMs = untilMs + PATIENCE_MS - (performance.timeOrigin + performance.now());
      if (leftMs <= 0) return undefined;
      Atomics.wait(this.#signals, TOLD, told, leftMs);
    }
  }

  #receive(): FromLines | undefined {
    return (receiveMessageOnPort(this.#port) as { message: FromLines } | undefined)?.message;
  }
}
