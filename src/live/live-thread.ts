/** The lines' end of a thread in which cycles run: starts it, answers it, stops it. */
import { fromEvent, takeUntil, Subject, type Observable } from 'rxjs';
import { Worker } from 'node:worker_threads';
import { STOP, TOLD } from './messages.js';

/** @typeParam Task what the thread is given @typeParam In what it says @typeParam Out what it is told */
export class LiveThread<Task extends { readonly signals: SharedArrayBuffer }, In, Out> {
  readonly messages$: Observable<In>;
  /** Fails when the thread does: a fault of ours. */
  readonly failed: Promise<never>;
  readonly #worker: Worker;
  readonly #signals: Int32Array;
  readonly #over = new Subject<void>();

  /** @param entry of the built program */
  constructor(task: Omit<Task, 'signals'>, entry: URL) {
    const signals = new SharedArrayBuffer(8);
    this.#signals = new Int32Array(signals);
    this.#worker = new Worker(entry, {
      workerData: { ...task, signals },
      resourceLimits: { maxYoungGenerationSizeMb: 64 },
    });
    const messages$ = fromEvent(this.#worker, 'message') as Observable<In>;
    this.messages$ = messages$.pipe(takeUntil(this.#over));
    this.failed = new Promise((_, reject) => {
      this.#worker.once('error', reject);
    });
    // Whoever waits for the end looks at it; nobody else need.
    this.failed.catch(() => undefined);
  }

  tell(message: Out): void {
    this.#worker.postMessage(message);
    this.#wake();
  }

  /** The run ends with what there is. */
  stop(): void {
    Atomics.store(this.#signals, STOP, 1);
    Atomics.notify(this.#signals, STOP);
    this.#wake();
  }

  async close(): Promise<void> {
    this.#over.next();
    this.#over.complete();
    await this.#worker.terminate();
    this.#worker.removeAllListeners();
  }

  #wake(): void {
    Atomics.add(this.#signals, TOLD, 1);
    Atomics.notify(this.#signals, TOLD);
  }
}
