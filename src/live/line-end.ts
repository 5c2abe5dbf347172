/**
 * A line that is looked after: opened, opened again for as long as it takes when it was lost, and never trusted to take
 * what it is given. Whoever speaks over it is told at once whether it can be said, and waits for nothing.
 */
import { BehaviorSubject, Subject, type Observable, type Subscription } from 'rxjs';
import type { Line, Opened } from '../line/line.js';

export type EndState =
  | { readonly kind: 'closed' | 'open' }
  /** Until it is open again: what it said of itself. */
  | { readonly kind: 'lost' | 'stuck'; readonly detail: string };

/** Between two attempts to open a line that was lost. */
const REOPEN_MS = 500;

/** More than a cycle's bursts are never under way at a port that is well. */
const MOST_WRITES = 4;

export class LineEnd {
  readonly name: string;
  readonly #find: () => Line;
  readonly #retryMs: number;
  readonly #bytes = new Subject<Uint8Array>();
  readonly bytes$: Observable<Uint8Array> = this.#bytes.asObservable();
  readonly #state = new BehaviorSubject<EndState>({ kind: 'closed' });
  readonly state$: Observable<EndState> = this.#state.asObservable();
  #line: Line | undefined;
  #listening: Subscription | undefined;
  #reopen: NodeJS.Timeout | undefined;
  /** Writes that are under way. */
  #writing = 0;
  #leaving = false;

  /** @param find looks for the line anew each time it is to be opened: it may be back under another name */
  constructor(name: string, find: () => Line, retryMs = REOPEN_MS) {
    this.name = name;
    this.#find = find;
    this.#retryMs = retryMs;
  }

  get state(): EndState {
    return this.#state.value;
  }

  get isOpen(): boolean {
    return this.#state.value.kind === 'open';
  }

  /** The first time; from then on it is looked after. */
  async open(): Promise<Opened> {
    this.#leaving = false;
    const line = this.#find();
    this.#listen(line);
    const opened = await line.open();
    if (opened.ok) this.#become({ kind: 'open' });
    else this.#forget();
    return opened;
  }

  /** @returns false when it cannot be said: the line is lost, or takes nothing any more */
  say(burst: Uint8Array): boolean {
    if (!this.isOpen || this.#writing === MOST_WRITES || this.#line === undefined) return false;
    const line = this.#line;
    this.#writing++;
    void line.write(burst).then(() => {
      if (this.#line === line) this.#writing--;
    });
    return true;
  }

  /** Leaves nothing behind: no port, no timer, no listener. */
  async close(): Promise<void> {
    this.#leaving = true;
    clearTimeout(this.#reopen);
    const line = this.#line;
    this.#forget();
    await line?.close();
    if (this.#state.value.kind !== 'closed') this.#become({ kind: 'closed' });
    this.#state.complete();
    this.#bytes.complete();
  }

  #listen(line: Line): void {
    this.#line = line;
    this.#writing = 0;
    this.#listening = line.events.subscribe((event) => {
      if (event.kind === 'bytes') this.#bytes.next(event.bytes);
      if (event.kind === 'ended' && !this.#leaving)
        this.#lose(event.reason === 'stuck' ? 'stuck' : 'lost', event.detail);
    });
  }

  #forget(): void {
    this.#listening?.unsubscribe();
    this.#listening = this.#line = undefined;
    this.#writing = 0;
  }

  #lose(kind: 'lost' | 'stuck', detail: string): void {
    this.#forget();
    this.#become({ kind, detail });
    this.#tryLater();
  }

  #tryLater(): void {
    this.#reopen = setTimeout(() => void this.#tryAgain(), this.#retryMs);
  }

  async #tryAgain(): Promise<void> {
    const line = this.#find();
    this.#listen(line);
    const opened = await line.open();
    if (this.#leaving) {
      await line.close();
    } else if (opened.ok) {
      this.#become({ kind: 'open' });
    } else {
      this.#forget();
      this.#tryLater();
    }
  }

  #become(state: EndState): void {
    this.#state.next(state);
  }
}
