/** The lines' end of the cycle's thread: starts it, answers it, stops it. */
import { fromEvent, takeUntil, Subject, type Observable } from 'rxjs';
import { Worker } from 'node:worker_threads';
import { STOP, TOLD, type FromCycle, type FromLines, type LiveTask } from './messages.js';

export class LiveThread {
  readonly messages$: Observable<FromCycle>;
  /** Fails when the thread does: a fault of ours. */
  readonly failed: Promise<never>;
  readonly #worker: Worker;
  readonly #signals: Int32Array;
  readonly #over = new Subject<void>();

  /** @param entry of the built program */
  constructor(task: Omit<LiveTask, 'signals'>, entry: URL) {
    const signals = new SharedArrayBuffer(8);
    this.#signals = new Int32Array(signals);
    this.#worker = new Worker(entry, { workerData: { ...task, signals } satisfies LiveTask });
    const messages$ = fromEvent(this.#worker, 'message') as Observable<FromCycle>;
    this.messages$ = messages$.pipe(takeUntil(this.#over));
    this.failed = new Promise((_, reject) => {
      this.#worker.once('error', reject);
    });
    // Whoever waits for the end looks at it; nobody else need.
    this.failed.catch(() => undefined);
  }

  tell(message: FromLines): void {
    this.#worker.postMessage(message);
    Atomics.add(this.#signals, TOLD, 1);
    Atomics.notify(this.#signals, TOLD);
  }

  /** The run ends with what there is. */
  stop(): void {
    Atomics.store(this.#signals, STOP, 1);
    Atomics.notify(this.#signals, STOP);
  }

  async close(): Promise<void> {
    this.#over.next();
    this.#over.complete();
    await this.#worker.terminate();
    this.#worker.removeAllListeners();
  }
}
