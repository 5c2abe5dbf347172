/**
 * Makes a `Line` of a port that keeps no promise: deadlines of our own for opening, writing and closing, one end for
 * each opening however often the port tells of it, and silence from a port that was given up.
 *
 *     closed --open()--> opening --opened--> open --close()--> closing --> closed
 *                           |                  |  \--ended, or a write past its deadline--> closed
 *                           \--failed, or past its deadline--> closed
 */
import { Subject, type Observable } from 'rxjs';
import type { EndReason, Line, LineEvent, LineKind, Opened, OpenProblem, Written } from './line.js';
import type { NewPort, Port } from './port.js';

export interface Deadlines {
  readonly openMs: number;
  readonly writeMs: number;
  readonly closeMs: number;
}

/** Long against what a healthy port takes (milliseconds), short against patience. */
export const DEADLINES: Deadlines = { openMs: 5000, writeMs: 1000, closeMs: 1000 };

/** One opening: the port, and what waits for it. */
interface Opening {
  readonly port: Port;
  state: 'opening' | 'open' | 'closing' | 'over';
  /** Resolve what waits for the opening; set while it does. */
  settle: ((opened: Opened) => void) | undefined;
  readonly writes: Set<(written: Written) => void>;
  closing: Promise<void> | undefined;
}

export class GuardedLine implements Line {
  readonly name: string;
  readonly kind: LineKind;
  readonly #newPort: NewPort;
  readonly #deadlines: Deadlines;
  readonly #events = new Subject<LineEvent>();
  readonly events: Observable<LineEvent> = this.#events.asObservable();
  #opening: Opening | undefined;
  #opened: Promise<Opened> = Promise.resolve({ ok: false, problem: 'failed', detail: 'not opened yet' });

  constructor(name: string, kind: LineKind, newPort: NewPort, deadlines: Deadlines = DEADLINES) {
    this.name = name;
    this.kind = kind;
    this.#newPort = newPort;
    this.#deadlines = deadlines;
  }

  get isOpen(): boolean {
    return this.#opening?.state === 'open';
  }

  open(): Promise<Opened> {
    const opening = this.#opening;
    if (opening?.state === 'closing') return this.close().then(() => this.open());
    if (opening === undefined || opening.state === 'over') this.#opened = this.#open();
    return this.#opened;
  }

  write(bytes: Uint8Array): Promise<Written> {
    const opening = this.#opening;
    if (opening?.state !== 'open') return Promise.resolve('closed');
    return new Promise((resolve) => {
      const finish = (written: Written): void => {
        clearTimeout(deadline);
        if (opening.writes.delete(finish)) resolve(written);
      };
      const deadline = setTimeout(() => {
        this.#end(opening, 'stuck', `a write was not taken in ${this.#deadlines.writeMs} ms`);
      }, this.#deadlines.writeMs);
      opening.writes.add(finish);
      attempt(
        () => {
          opening.port.write(bytes, (error) => {
            if (error === undefined || error === null) finish('sent');
            else this.#end(opening, 'lost', error.message);
          });
        },
        (error) => {
          this.#end(opening, 'lost', error.message);
        },
      );
    });
  }

  close(): Promise<void> {
    const opening = this.#opening;
    if (opening === undefined || opening.state === 'over') return Promise.resolve();
    opening.closing ??= this.#close(opening);
    return opening.closing;
  }

  #open(): Promise<Opened> {
    let port: Port;
    try {
      port = this.#newPort();
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return Promise.resolve({ ok: false, problem: 'missing', detail });
    }
    const opening: Opening = {
      port,
      state: 'opening',
      settle: undefined,
      writes: new Set(),
      closing: undefined,
    };
    this.#opening = opening;
    return new Promise((resolve) => {
      const deadline = setTimeout(() => {
        this.#refuse(opening, 'stuck', `did not open in ${this.#deadlines.openMs} ms`);
      }, this.#deadlines.openMs);
      opening.settle = (opened) => {
        clearTimeout(deadline);
        opening.settle = undefined;
        resolve(opened);
      };
      const failed = (error: Error): void => {
        this.#refuse(opening, problemOf(error), error.message);
      };
      attempt(() => {
        opening.port.open({
          opened: () => {
            // Too late: it was given up, and must not stay open.
            if (opening.state !== 'opening') giveUp(opening.port);
            else becomeOpen(opening);
          },
          failed,
          bytes: (bytes) => {
            if (opening.state === 'open') this.#events.next({ kind: 'bytes', bytes });
          },
          ended: (detail) => {
            if (opening.state === 'opening') this.#refuse(opening, 'failed', detail);
            else if (opening.state === 'open') this.#end(opening, 'lost', detail);
          },
          trouble: (detail) => {
            if (opening.state === 'open') this.#events.next({ kind: 'trouble', detail });
          },
        });
      }, failed);
    });
  }

  async #close(opening: Opening): Promise<void> {
    if (opening.state === 'opening') {
      this.#refuse(opening, 'failed', 'closed before it was open');
      return;
    }
    opening.state = 'closing';
    await new Promise<void>((resolve) => {
      const deadline = setTimeout(resolve, this.#deadlines.closeMs);
      const done = (): void => {
        clearTimeout(deadline);
        resolve();
      };
      attempt(() => {
        opening.port.close(done);
      }, done);
    });
    this.#finish(opening, 'closed', 'closed');
  }

  /** It did not open. */
  #refuse(opening: Opening, problem: OpenProblem, detail: string): void {
    if (opening.state !== 'opening') return;
    opening.state = 'over';
    giveUp(opening.port);
    opening.settle?.({ ok: false, problem, detail });
  }

  /** It was open and is no more; not by our will. */
  #end(opening: Opening, reason: EndReason, detail: string): void {
    if (opening.state !== 'open') return;
    giveUp(opening.port);
    this.#finish(opening, reason, detail);
  }

  #finish(opening: Opening, reason: EndReason, detail: string): void {
    opening.state = 'over';
    for (const finish of [...opening.writes]) finish(reason);
    this.#events.next({ kind: 'ended', reason, detail });
  }
}

function becomeOpen(opening: Opening): void {
  opening.state = 'open';
  opening.settle?.({ ok: true });
}

/** Whatever a port does when it is called, throwing included, is a value. */
function attempt(call: () => void, failed: (error: Error) => void): void {
  try {
    call();
  } catch (error) {
    failed(error instanceof Error ? error : new Error(String(error)));
  }
}

/** Closes a port that nobody waits for. */
function giveUp(port: Port): void {
  attempt(
    () => {
      port.close(() => undefined);
    },
    () => undefined,
  );
}

const PROBLEMS: readonly (readonly [pattern: RegExp, problem: OpenProblem])[] = [
  [/no such file|not exist|ENOENT|ENXIO|ENODEV|no such device/i, 'missing'],
  [/permission|access denied|EACCES|EPERM/i, 'permission'],
  [/lock|busy|temporarily unavailable|EBUSY|EAGAIN/i, 'locked'],
];

/** Bindings tell why only in words. */
function problemOf({ message }: Error): OpenProblem {
  return PROBLEMS.find(([pattern]) => pattern.test(message))?.[1] ?? 'failed';
}
