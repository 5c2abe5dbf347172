/**
 * One host among many, live over its line: the port and what is said over it are here, its own program is in a thread of
 * its own.
 *
 *     program's thread   [ beacon … | slot: say | wait | slot: say | wait … ]
 *     here                 bytes to packets, with the time at which they came; packets to bytes; judge the lines, show
 */
import { Subject, Subscription, filter, firstValueFrom, from, map, mergeMap, type Observable } from 'rxjs';
import type { ScenarioConfig } from '../../core/config.js';
import type { LineConfiguration } from '../../line/configuration.js';
import { FIRST_TERMINAL, OPEN_SLOT, type Ping } from '../../line/protocol/packet.js';
import type { TraceSink } from '../../record/line-buffer.js';
import type { LineReport } from '../../record/live-result.js';
import { LineNotOpened, type LiveStreams } from '../attach.js';
import { Ear, type Heard } from '../ear.js';
import type { Common, FrameNews } from '../four-ears.js';
import { LineBook } from '../line-book.js';
import type { EndState, LineEnd } from '../line-end.js';
import { LineHealth, type HealthChange, type LineCycle } from '../line-health.js';
import { LineNotes } from '../line-notes.js';
import { LiveThread } from '../live-thread.js';
import type { LiveCycle } from '../messages.js';
import { Mouth } from '../mouth.js';
import { slotsOf, stationsOf } from '../set-up.js';
import { GivenUp } from './given-up.js';
import type { CycleHeard, FromHost, HostEnd, HostTask, ToHost } from './host-messages.js';

export interface HostSetUp {
  readonly configuration: LineConfiguration;
  readonly scenario: ScenarioConfig;
  readonly mode: string;
  readonly periodUs: number;
  readonly common: Common;
  /** Its station on the line. */
  readonly station: number;
  readonly end: LineEnd;
  readonly trace?: TraceSink | undefined;
  /** Told when there is, or is no more, a reason to stay silent. */
  readonly onProblem?: ((problem: string | undefined) => void) | undefined;
  /** The built entry of the thread, where this file is not the built one. */
  readonly entry?: URL;
}

export interface HostOutcome extends HostEnd {
  readonly lines: readonly LineReport[];
}

export class HostAttachment {
  readonly streams: LiveStreams;
  /** Its program is ready, and listens. */
  readonly ready: Promise<void>;
  readonly #setUp: HostSetUp;
  readonly #ear: Ear;
  readonly #mouth: Mouth;
  /** By station, all of the scenario. */
  readonly #names: ReadonlyMap<number, string>;
  readonly #frames = new Subject<FrameNews>();
  readonly #cycles = new Subject<LiveCycle>();
  readonly #health$ = new Subject<HealthChange>();
  readonly #health: LineHealth;
  readonly #book: LineBook;
  readonly #notes = new LineNotes((text) => this.#thread?.tell({ kind: 'note', text }));
  readonly #givenUp: GivenUp;
  readonly #listening = new Subscription();
  #thread: LiveThread<HostTask, FromHost, ToHost> | undefined;
  #stopped = false;
  #cycle = -1;
  /** At the end of that cycle. */
  #isIn = false;
  #leads = false;
  #garbage = 0;
  #packets = 0;
  /** Waits for the rest of a frame. */
  #rest: NodeJS.Timeout | undefined;
  /** Its port was lost since the cycle before was judged, be it open again or not. */
  #trouble: EndState | undefined;
  #beReady: () => void = () => undefined;

  constructor(setUp: HostSetUp) {
    const { configuration, station, end } = setUp;
    this.#setUp = setUp;
    this.#ear = new Ear(station);
    this.#mouth = new Mouth(station, end, this.#ear);
    this.#names = stationsOf(setUp.scenario);
    const names = [...this.#names.values()];
    this.#health = new LineHealth(names, configuration.liveness.silentCycles);
    this.#book = new LineBook(names);
    this.#givenUp = new GivenUp(setUp.scenario);
    this.ready = new Promise((resolve) => (this.#beReady = resolve));
    this.streams = {
      frames$: this.#frames.asObservable(),
      cycles$: this.#cycles.asObservable(),
      votes$: this.#cycles.pipe(mergeMap(({ votes }) => from(votes))),
      ends$: end.state$.pipe(map((state) => ({ line: end.name, state }))) satisfies Observable<unknown>,
      health$: this.#health$.asObservable(),
    };
  }

  /**
   * Takes part until the scenario's last cycle, or until it is stopped.
   * @throws LineNotOpened
   */
  async run(): Promise<HostOutcome> {
    const { end } = this.#setUp;
    try {
      const opened = await end.open();
      if (!opened.ok)
        throw new LineNotOpened([{ line: end.name, problem: opened.problem, detail: opened.detail }]);
      const outcome = await this.#live();
      this.#leave();
      return { ...outcome, lines: this.#report() };
    } finally {
      await this.#close();
    }
  }

  /**
   * Who has no part, or none any more, has nothing to leave: he would speak into the others' slots. When the run is over all
   * know it; one says so, as two would drive the line at once.
   */
  #leave(): void {
    const reason = this.#stopped ? 'interrupted' : 'done';
    if (!this.#isIn || (reason === 'done' && !this.#leads)) return;
    this.#mouth.say({ type: 'leave', slot: OPEN_SLOT, cycle: this.#cycle, reason });
  }

  /** Ends the run with what there is. */
  stop(): void {
    this.#stopped = true;
    this.#thread?.stop();
  }

  async #live(): Promise<HostEnd> {
    const { configuration, scenario, mode, station, common, end, entry } = this.#setUp;
    const thread = new LiveThread<HostTask, FromHost, ToHost>(
      {
        scenario,
        mode,
        station,
        slots: slotsOf(this.#setUp),
        common,
        lateUs: configuration.deadlines.lateUs,
        gatherMs: configuration.liveness.gatherMs,
        silentCycles: configuration.liveness.silentCycles,
      },
      entry ?? new URL('./host-worker.js', import.meta.url),
    );
    this.#thread = thread;
    if (this.#stopped) thread.stop();
    this.#listening.add(end.bytes$.subscribe((bytes) => this.#hear(bytes, thread)));
    this.#listening.add(
      end.state$.subscribe((state) => {
        this.#ear.reset();
        if (state.kind === 'lost' || state.kind === 'stuck') {
          this.#book.lost(end.name);
          this.#trouble = state;
        }
        thread.tell({ kind: 'line', isOpen: state.kind === 'open' });
      }),
    );
    const ended = firstValueFrom(thread.messages$.pipe(filter((message) => message.kind === 'end')));
    this.#listening.add(thread.messages$.subscribe((message) => this.#take(message, thread)));
    return Promise.race([ended, thread.failed]);
  }

  #take(message: FromHost, thread: LiveThread<HostTask, FromHost, ToHost>): void {
    switch (message.kind) {
      case 'ready':
        this.#beReady();
        thread.tell({ kind: 'go' });
        break;
      case 'say':
        this.#mouth.say(...message.packets);
        break;
      case 'trace':
        this.#setUp.trace?.(message.lines);
        break;
      case 'problem':
        this.#setUp.onProblem?.(message.problem);
        break;
      case 'cycle':
        this.#givenUp.take(message);
        this.#cycles.next(message);
        break;
      case 'heard':
        this.#judge(message);
        break;
      case 'end':
        break;
    }
  }

  #hear(bytes: Uint8Array, thread: LiveThread<HostTask, FromHost, ToHost>): void {
    const atMs = performance.timeOrigin + performance.now();
    const events = this.#ear.hear(bytes);
    // Bytes that never become a frame are garbage too, if nothing else comes.
    if (events.length === 0) this.#garbage++;
    for (const heard of events) {
      this.#frames.next({ line: this.#setUp.end.name, heard });
      this.#count(heard);
      if (heard.kind === 'garbage') {
        this.#garbage++;
        thread.tell({ kind: 'garbage', atMs });
      }
      if (heard.kind !== 'packet') continue;
      this.#packets++;
      const { packet } = heard;
      if (packet.type === 'ping' && packet.receiver === this.#setUp.station) this.#answer(packet);
      else thread.tell({ kind: 'packet', packet, atMs });
    }
    this.#waitForRest(atMs, thread);
  }

  /** A burst comes in one piece: what has begun, and does not go on for as long as a line may take, never becomes a frame. */
  #waitForRest(atMs: number, thread: LiveThread<HostTask, FromHost, ToHost>): void {
    clearTimeout(this.#rest);
    if (this.#ear.pending === 0) return;
    const patienceMs = Math.ceil(this.#setUp.configuration.slots.latencyUs / 1000);
    this.#rest = setTimeout(() => thread.tell({ kind: 'garbage', atMs }), patienceMs);
  }

  #count(heard: Heard): void {
    const { end } = this.#setUp;
    this.#book.heard(end.name, heard);
    const sender = heard.kind === 'packet' ? this.#names.get(heard.packet.sender) : undefined;
    if (sender !== undefined) this.#book.heard(sender, heard);
  }

  #answer({ sender, slot, cycle, token, filling }: Ping): void {
    this.#mouth.say({ type: 'pong', receiver: sender, slot, cycle, token, filling });
  }

  /** How the lines were in a cycle that is over, and in those since the last that this host had no part in. */
  #judge(heard: CycleHeard): void {
    for (let away = this.#cycle + 1; away < heard.cycle && this.#cycle >= 0; away++)
      this.#tell([this.#silence()], away);
    this.#cycle = heard.cycle;
    this.#isIn = heard.isIn;
    this.#leads = heard.leads;
    this.#book.refused(this.#setUp.end.name, heard.refused);
    this.#tell(this.#lines(heard), heard.cycle);
    this.#garbage = this.#packets = 0;
    this.#trouble = undefined;
  }

  #tell(lines: LineCycle[], cycle: number): void {
    for (const change of this.#health.judge(lines, cycle)) {
      this.#notes.add(change.text);
      this.#health$.next(change);
    }
    this.#book.cycle((name) => this.#health.of(name));
  }

  #lines({ from: heardFrom, due, isPresent }: CycleHeard): LineCycle[] {
    const { end, station } = this.#setUp;
    const isDeaf = heardFrom.length === 0;
    const silent = isDeaf ? [] : this.#givenUp.judge(due, heardFrom);
    const others = [...due, ...silent].map((other): LineCycle => ({
      name: this.#names.get(other) ?? '',
      state: { kind: 'open' },
      // Of whom somebody deaf hears nothing, nothing is known.
      spokeTo: isDeaf ? 0 : 1,
      heardBy: heardFrom.includes(other) ? 1 : 0,
      ...{ senders: 0, heard: 0, garbage: 0 },
    }));
    const own: LineCycle = {
      name: end.name,
      state: this.#trouble ?? end.state,
      spokeTo: station < FIRST_TERMINAL ? 1 : 0,
      heardBy: isPresent === false ? 0 : 1,
      senders: due.length,
      heard: heardFrom.length,
      garbage: this.#garbage,
    };
    return [own, ...others];
  }

  /** Its own line in a cycle in which it only listened. */
  #silence(): LineCycle {
    const { name, state } = this.#setUp.end;
    const heard = Math.min(1, this.#packets);
    return { name, state, spokeTo: 0, heardBy: 0, senders: 1, heard, garbage: this.#garbage };
  }

  #report(): LineReport[] {
    const own = this.#setUp.end.name;
    const reports = this.#book.report((name) => this.#health.of(name));
    return reports.map((line) => (line.name === own ? line : { ...line, elsewhere: true as const }));
  }

  async #close(): Promise<void> {
    this.#listening.unsubscribe();
    clearTimeout(this.#rest);
    await this.#thread?.close();
    await this.#setUp.end.close();
    this.#frames.complete();
    this.#cycles.complete();
    this.#health$.complete();
  }
}
