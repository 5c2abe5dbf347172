/** A multi-drop line within this process, whose ports can be pulled out, or jam, like real ones. */
import { GuardedLine, type Deadlines } from './guarded-line.js';
import type { Line } from './line.js';
import { MultiDrop, type Tap } from './multi-drop.js';
import type { Port, PortEvents } from './port.js';

export class MemoryBus {
  readonly wire = new MultiDrop();
  /** By name: the ports that are open. */
  readonly #open = new Map<string, PortEvents>();
  readonly #missing = new Set<string>();
  readonly #jammed = new Set<string>();

  /** @param options.echo hears itself */
  line(name: string, options: { readonly echo?: boolean; readonly deadlines?: Deadlines } = {}): Line {
    return new GuardedLine(name, 'memory', () => this.#port(name, options.echo ?? false), options.deadlines);
  }

  /** The adapter is pulled out, and cannot be opened until it is plugged in again. */
  unplug(name: string): void {
    this.#missing.add(name);
    this.#open.get(name)?.ended('unplugged');
  }

  plug(name: string): void {
    this.#missing.delete(name);
  }

  /** Writes are taken and never come to an end. */
  jam(name: string, jammed = true): void {
    if (jammed) this.#jammed.add(name);
    else this.#jammed.delete(name);
  }

  #port(name: string, echo: boolean): Port {
    let tap: Tap | undefined;
    return {
      open: (events) => {
        queueMicrotask(() => {
          if (this.#missing.has(name)) {
            events.failed(new Error(`no such file: ${name} is not plugged in`));
          } else if (this.#open.has(name)) {
            events.failed(new Error(`${name} is locked by another opening`));
          } else {
            this.#open.set(name, events);
            tap = this.wire.connect(name, (bytes) => events.bytes(bytes), echo);
            events.opened();
          }
        });
      },
      write: (bytes, done) => {
        if (this.#jammed.has(name)) return;
        tap?.say(bytes);
        queueMicrotask(done);
      },
      close: (done) => {
        if (tap !== undefined) this.#open.delete(name);
        tap?.disconnect();
        tap = undefined;
        queueMicrotask(done);
      },
    };
  }
}
