/** A host's end of its line, as its own program sees it: a clock, something to say, and packets to wait for. */
import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import type { Packet } from '../../line/protocol/packet.js';
import { STOP, TOLD } from '../messages.js';
import type { Saying } from '../mouth.js';
import type { FromHost, ToHost } from './host-messages.js';

export type Event =
  | { readonly kind: 'packet'; readonly packet: Packet; readonly atUs: number }
  /** Something that is no frame. */
  | { readonly kind: 'garbage'; readonly atUs: number };

/** Time in microseconds from anywhere, running on whatever happens; a test has one of its own. */
export interface Radio {
  readonly nowUs: number;
  readonly isStopped: boolean;
  /** Is the port there? */
  readonly isOpen: boolean;
  /** Packets of one burst. */
  say(...packets: readonly Saying[]): void;
  /** The next that came, in order. @returns undefined when that time has come, or the run is to end */
  hear(untilUs: number): Event | undefined;
}

const IDLE_MS = 1000;

export class ThreadRadio implements Radio {
  isOpen = true;
  /** In a cycle, which ends as any other one even where the run is to end: in the middle of it others count on this host. */
  isBusy = false;
  readonly notes: string[] = [];
  readonly #port: MessagePort;
  readonly #signals: Int32Array;
  #isTold = false;

  constructor(port: MessagePort, signals: SharedArrayBuffer) {
    this.#port = port;
    this.#signals = new Int32Array(signals);
  }

  get nowUs(): number {
    return (performance.timeOrigin + performance.now()) * 1000;
  }

  get isStopped(): boolean {
    return !this.isBusy && Atomics.load(this.#signals, STOP) !== 0;
  }

  tell(message: FromHost): void {
    this.#port.postMessage(message);
  }

  say(...packets: readonly Saying[]): void {
    this.tell({ kind: 'say', packets });
  }

  /** Waits until the line is there too. */
  waitForGo(): void {
    this.tell({ kind: 'ready' });
    while (!this.#isTold && !this.isStopped) this.hear(this.nowUs + IDLE_MS * 1000);
  }

  hear(untilUs: number): Event | undefined {
    for (;;) {
      if (this.isStopped) return undefined;
      const told = Atomics.load(this.#signals, TOLD);
      const message = this.#receive();
      const event = message && this.#eventOf(message);
      if (event !== undefined) return event;
      if (message?.kind === 'go') return undefined;
      if (message !== undefined) continue;
      const leftMs = (untilUs - this.nowUs) / 1000;
      if (leftMs <= 0) return undefined;
      // Ends early when something is told; to end the run is told too.
      Atomics.wait(this.#signals, TOLD, told, leftMs);
    }
  }

  #eventOf(message: ToHost): Event | undefined {
    switch (message.kind) {
      case 'packet':
        return { kind: 'packet', packet: message.packet, atUs: message.atMs * 1000 };
      case 'garbage':
        return { kind: 'garbage', atUs: message.atMs * 1000 };
      case 'line':
        this.isOpen = message.isOpen;
        return undefined;
      case 'note':
        this.notes.push(message.text);
        return undefined;
      case 'go':
        this.#isTold = true;
        return undefined;
    }
  }

  #receive(): ToHost | undefined {
    return (receiveMessageOnPort(this.#port) as { message: ToHost } | undefined)?.message;
  }
}
