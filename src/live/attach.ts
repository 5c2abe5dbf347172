/**
 * A scenario's run, live over lines, all computers in this host: the ports and what they say are here, the cycle is in a
 * thread of its own.
 *
 *     cycle's thread   deadline … [ begin | poll ........ answer | exchange, law, vote | cycle ]   deadline …
 *     here                          beacon  command, response                           judge the lines, show
 *
 * Streams of frames, cycles, votes and line ends are for those who watch. Afterwards no port, timer or listener is left.
 */
import {
  Subject,
  Subscription,
  merge,
  mergeMap,
  filter,
  from,
  map,
  firstValueFrom,
  type Observable,
} from 'rxjs';
import type { ScenarioConfig } from '../core/config.js';
import type { LineConfiguration } from '../line/configuration.js';
import type { OpenProblem } from '../line/line.js';
import type { TimedSlot } from '../line/protocol/slots.js';
import type { TraceSink } from '../record/line-buffer.js';
import type { LineReport } from '../record/live-result.js';
import { FourEars, type Common, type FrameNews } from './four-ears.js';
import { injure } from './injuries.js';
import { LineBook } from './line-book.js';
import type { EndState } from './line-end.js';
import { LineHealth, type HealthChange } from './line-health.js';
import { LineNotes } from './line-notes.js';
import { LiveThread } from './live-thread.js';
import type { FromCycle, FromLines, LiveCycle, LiveEnd, LiveTask } from './messages.js';
import { slotsOf, type LineSetUp } from './set-up.js';

export interface AttachTask {
  readonly configuration: LineConfiguration;
  readonly scenario: ScenarioConfig;
  readonly mode: string;
  /** Of the live cycles. */
  readonly periodUs: number;
  readonly common: Common;
  readonly lines: LineSetUp;
  readonly trace?: TraceSink | undefined;
  /** The built entry of the cycle's thread, where this file is not the built one. */
  readonly entry?: URL;
}

type CycleThread = LiveThread<LiveTask, FromCycle, FromLines>;

/** Pings over each line before the first cycle, and how long to wait for each answer. */
const REHEARSALS = 3;
const ANSWER_MS = 100;

export interface LiveStreams {
  readonly frames$: Observable<FrameNews>;
  readonly cycles$: Observable<LiveCycle>;
  readonly votes$: Observable<LiveCycle['votes'][number]>;
  readonly ends$: Observable<{ readonly line: string; readonly state: EndState }>;
  readonly health$: Observable<HealthChange>;
}

export interface NotOpened {
  readonly line: string;
  readonly problem: OpenProblem;
  readonly detail: string;
}

/** Lines that could not be opened; `message` says which, and why, a line of text for each. */
export class LineNotOpened extends Error {
  override readonly name = 'LineNotOpened';
  readonly lines: readonly NotOpened[];

  constructor(lines: readonly NotOpened[]) {
    const texts = lines.map(
      ({ line, problem, detail }) => `line ${line} could not be opened (${problem}): ${detail}`,
    );
    super(texts.join('\n'));
    this.lines = lines;
  }
}

export interface AttachEnd extends LiveEnd {
  readonly lines: readonly LineReport[];
}

export class Attachment {
  readonly streams: LiveStreams;
  readonly #task: AttachTask;
  readonly #ears: FourEars;
  readonly #names: readonly string[];
  readonly #cycles = new Subject<LiveCycle>();
  readonly #health$ = new Subject<HealthChange>();
  readonly #health: LineHealth;
  readonly #book: LineBook;
  readonly #notes = new LineNotes((text) => this.#thread?.tell({ kind: 'note', text }));
  readonly #listening = new Subscription();
  #thread: CycleThread | undefined;
  #stopped = false;
  #openSlot: NodeJS.Timeout | undefined;
  readonly #slots: readonly TimedSlot[];

  constructor(task: AttachTask) {
    const { configuration, scenario, lines } = task;
    this.#task = task;
    this.#slots = slotsOf(task);
    const ends = [...lines.ends.values()];
    this.#names = ends.map(({ name }) => name);
    this.#health = new LineHealth(this.#names, configuration.liveness.silentCycles);
    this.#book = new LineBook(this.#names);
    this.#ears = new FourEars(lines.ends, scenario.computers.length, task.common);
    this.streams = {
      frames$: this.#ears.frames$,
      cycles$: this.#cycles.asObservable(),
      votes$: this.#cycles.pipe(mergeMap(({ votes }) => from(votes))),
      ends$: merge(...ends.map(({ name, state$ }) => state$.pipe(map((state) => ({ line: name, state }))))),
      health$: this.#health$.asObservable(),
    };
  }

  /**
   * Runs the scenario's cycles, or as many as there are until it is stopped.
   * @throws LineNotOpened
   */
  async run(): Promise<AttachEnd> {
    try {
      await this.#open();
      this.#watch();
      const end = await this.#cycleThrough();
      await this.#ears.leave(this.#stopped ? 'interrupted' : 'done', this.#pauseMs);
      return { ...end, lines: this.#book.report((name) => this.#health.of(name)) };
    } finally {
      await this.#close();
    }
  }

  /** Ends the run with what there is. */
  stop(): void {
    this.#stopped = true;
    this.#thread?.stop();
  }

  async #open(): Promise<void> {
    const failed: NotOpened[] = [];
    for (const end of this.#task.lines.ends.values()) {
      const opened = await end.open();
      if (!opened.ok) failed.push({ line: end.name, problem: opened.problem, detail: opened.detail });
    }
    if (failed.length > 0) throw new LineNotOpened(failed);
  }

  #watch(): void {
    const { wire } = this.#task.lines;
    const { computers } = this.#task.scenario;
    this.#listening.add(this.streams.frames$.subscribe(({ line, heard }) => this.#book.heard(line, heard)));
    this.#listening.add(
      this.streams.ends$
        .pipe(filter(({ state }) => state.kind === 'lost' || state.kind === 'stuck'))
        .subscribe(({ line }) => this.#book.lost(line)),
    );
    if (this.#task.configuration.faults !== 'wire' || wire === undefined) return;
    const names = computers.map(({ id }) => id);
    injure(wire, names, (sender, computer) => this.#ears.injuryOf(sender, computer));
  }

  async #cycleThrough(): Promise<LiveEnd> {
    const { configuration, scenario, mode, periodUs, entry } = this.#task;
    const thread: CycleThread = new LiveThread(
      {
        scenario,
        mode,
        faults: configuration.faults,
        slots: this.#slots,
        elsewhere: configuration.stations
          .filter(({ runs }) => runs === 'elsewhere')
          .map(({ station }) => station),
        periodUs,
        lateUs: configuration.deadlines.lateUs,
      },
      entry ?? new URL('./live-worker.js', import.meta.url),
    );
    this.#thread = thread;
    if (this.#stopped) thread.stop();
    const end = firstValueFrom(thread.messages$.pipe(filter((message) => message.kind === 'end')));
    this.#listening.add(thread.messages$.subscribe((message) => this.#take(message, thread)));
    return Promise.race([end, thread.failed]);
  }

  #take(message: FromCycle, thread: CycleThread): void {
    switch (message.kind) {
      case 'ready':
        void this.#join().then(() => thread.tell({ kind: 'go' }));
        break;
      case 'begin':
        if (message.cycle > 0) this.#judge(message.cycle - 1);
        this.#ears.begin(message.cycle);
        clearTimeout(this.#openSlot);
        this.#openSlot = setTimeout(() => this.#ears.prove(), this.#openSlotMs);
        break;
      case 'poll':
        void this.#ears.poll(message).then((receptions) => {
          thread.tell({ kind: 'answer', cycle: message.cycle, element: message.element, receptions });
        });
        break;
      case 'trace':
        this.#task.trace?.(message.lines);
        break;
      case 'cycle':
        this.#cycles.next(message);
        break;
      case 'end':
        this.#judge(message.passed - 1);
        break;
    }
  }

  /** All say that they are here, and try the lines: what is done for the first time takes its time. */
  async #join(): Promise<void> {
    await this.#ears.join(this.#pauseMs);
    for (let round = 0; round < REHEARSALS && !this.#stopped; round++) await this.#ears.rehearse(ANSWER_MS);
  }

  /** How the lines were in a cycle that is over. */
  #judge(cycle: number): void {
    for (const change of this.#health.judge(this.#ears.close(), cycle)) {
      this.#notes.add(change.text);
      this.#health$.next(change);
    }
    this.#book.cycle((name) => this.#health.of(name));
  }

  /** Between two bursts outside of the table of slots. */
  get #pauseMs(): number {
    const open = this.#slots.at(-1);
    const { guardUs, latencyUs } = this.#task.configuration.slots;
    return ((open?.onLineUs ?? 0) + guardUs + latencyUs) / 1000;
  }

  get #openSlotMs(): number {
    return (this.#slots.at(-1)?.startUs ?? 0) / 1000;
  }

  async #close(): Promise<void> {
    clearTimeout(this.#openSlot);
    this.#listening.unsubscribe();
    await this.#thread?.close();
    this.#ears.stop();
    for (const end of this.#task.lines.ends.values()) await end.close();
    await this.#task.lines.stop();
    this.#cycles.complete();
    this.#health$.complete();
  }
}
