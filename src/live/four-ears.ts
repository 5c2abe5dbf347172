/**
 * The set-up of four ears (hardware/protocol.md, 10): one pair of wires, an adapter for every computer and one for every
 * terminal that speaks from here, all in one host. A command goes out over its commander's line, the terminal answers
 * over its own, and what each computer's line brings is that computer's own affair.
 */
import { Subject, type Observable, type Subscription } from 'rxjs';
import type { Reception } from '../core/bus/outside.js';
import type { Packet, Ping } from '../line/protocol/packet.js';
import { EVERYBODY, FIRST_TERMINAL, OPEN_SLOT } from '../line/protocol/packet.js';
import { EarTurn } from './ear-turn.js';
import { Ear, type Heard } from './ear.js';
import type { LineCycle } from './line-health.js';
import type { LineEnd } from './line-end.js';
import type { Injury, Poll } from './messages.js';
import { Mouth, type Saying } from './mouth.js';

export interface FrameNews {
  readonly line: string;
  readonly heard: Heard;
}

/** Everything common to a run's beacons and hellos. */
export interface Common {
  readonly scenario: number;
  readonly configuration: number;
  readonly periodUs: number;
  readonly mode: number;
}

interface Station {
  readonly number: number;
  readonly end: LineEnd;
  readonly ear: Ear;
  readonly mouth: Mouth;
  /** In this cycle. */
  readonly heardFrom: Set<number>;
  garbage: number;
  spoke: boolean;
}

const NOTHING = new Uint8Array(0);

export class FourEars {
  readonly #computers: readonly (Station | undefined)[];
  readonly #stations: readonly Station[];
  readonly #frames = new Subject<FrameNews>();
  readonly frames$: Observable<FrameNews> = this.#frames.asObservable();
  readonly #common: Common;
  readonly #listening: Subscription[];
  #cycle = 0;
  #poll: Poll | undefined;
  #turns: readonly EarTurn[] = [];
  #pong: { readonly asker: number; readonly done: () => void } | undefined;
  #settle: (() => void) | undefined;
  /** Senders whose frames were injured on purpose on their way to a computer: `sender, computer`. */
  readonly #injured = new Set<string>();

  /** @param ends by station: of computers and terminals that speak from here */
  constructor(ends: ReadonlyMap<number, LineEnd>, computers: number, common: Common) {
    this.#common = common;
    this.#stations = [...ends].map(([number, end]) => newStation(number, end));
    this.#computers = Array.from({ length: computers }, (_, i) => this.#station(i));
    this.#listening = this.#stations.flatMap((station) => [
      station.end.bytes$.subscribe((bytes) => this.#hear(station, bytes)),
      station.end.state$.subscribe(() => station.ear.reset()),
    ]);
  }

  /** "I am here", each in its turn. */
  async join(pauseMs: number): Promise<void> {
    const { scenario, configuration } = this.#common;
    await this.#inTurn(pauseMs, ({ number }) => ({
      type: 'hello',
      slot: OPEN_SLOT,
      cycle: 0,
      role: number < FIRST_TERMINAL ? 'computer' : 'terminal',
      scenario,
      configuration,
    }));
  }

  /** Each in its turn asks the next one for a sign. */
  async rehearse(withinMs: number): Promise<void> {
    for (const [i, station] of this.#stations.entries()) {
      const next = this.#stations[(i + 1) % this.#stations.length];
      if (next === undefined || !station.end.isOpen || !next.end.isOpen) continue;
      const ping = {
        type: 'ping',
        slot: OPEN_SLOT,
        receiver: next.number,
        token: i,
        filling: NOTHING,
      } as const;
      const answered = this.#waitForPong(station.number, withinMs);
      station.mouth.say({ ...ping, cycle: 0 });
      await answered;
    }
  }

  /** "I shall say no more." */
  async leave(reason: 'done' | 'interrupted' | 'failed', pauseMs: number): Promise<void> {
    await this.#inTurn(pauseMs, () => ({ type: 'leave', slot: OPEN_SLOT, cycle: this.#cycle, reason }));
  }

  /** The first computer whose line is open is time master: its beacon tells listeners which cycle it is. */
  begin(cycle: number): void {
    this.#cycle = cycle;
    let present = 0;
    for (const station of this.#computers) if (station?.end.isOpen === true) present |= 1 << station.number;
    for (const station of this.#stations) {
      station.heardFrom.clear();
      station.garbage = 0;
      station.spoke = false;
    }
    this.#injured.clear();
    const master = this.#computers.find((station) => station?.end.isOpen === true);
    if (master === undefined) return;
    this.#say(master, {
      type: 'beacon',
      slot: 0,
      cycle,
      ...this.#common,
      present: present >>> 0,
      joined: 0,
      term: 0,
    });
  }

  /**
   * In the open slot the stations prove, one in each cycle, that what they say is heard: who has nothing to say could be
   * cut off for hours.
   */
  prove(): void {
    const station = this.#stations[this.#cycle % this.#stations.length];
    if (station?.end.isOpen !== true || this.#poll !== undefined) return;
    const ping = { type: 'ping', slot: OPEN_SLOT, receiver: EVERYBODY, token: 0, filling: NOTHING } as const;
    this.#say(station, { ...ping, cycle: this.#cycle });
  }

  /** Asks a terminal. @returns what each computer's line has brought, as soon as all is clear, else when time is up */
  async poll(poll: Poll): Promise<Reception[]> {
    this.#poll = poll;
    this.#turns = this.#computers.map((_, computer) => new EarTurn(computer === poll.commander));
    poll.injuries.forEach((injury, computer) => {
      if (injury !== 'none') this.#injured.add(`${poll.terminal},${computer}`);
    });
    const commander = this.#computers[poll.commander];
    const { bus, commandOffsetNs: offsetNs, commandImage, cycle } = poll;
    const command = {
      type: 'command',
      slot: poll.slots[0],
      cycle,
      bus,
      offsetNs,
      words: [commandImage],
    } as const;
    if (commander !== undefined) this.#say(commander, command);
    await this.#settled(poll.untilMs - (performance.timeOrigin + performance.now()));
    this.#poll = undefined;
    return this.#turns.map((turn, i) =>
      turn.outcome(this.#computers[i]?.ear.pending ?? 0, poll.answer?.words),
    );
  }

  /** What is to become of a frame that is on its way now. */
  injuryOf(sender: string, computer: number): Injury {
    const poll = this.#poll;
    const terminal = this.#stations.find(({ number }) => number === poll?.terminal);
    return poll === undefined || terminal?.end.name !== sender ? 'none' : (poll.injuries[computer] ?? 'none');
  }

  /** What each line did in the cycle, for whoever judges them. */
  close(): LineCycle[] {
    const heardBy = (sender: number): number =>
      this.#stations.filter(({ heardFrom }) => heardFrom.has(sender)).length;
    return this.#stations.map(({ number, end, garbage, heardFrom, spoke }) => {
      const others = this.#stations.filter((other) => other.number !== number && other.end.isOpen);
      const senders = this.#stations.filter(
        (other) =>
          other.number !== number &&
          other.spoke &&
          heardBy(other.number) > 0 &&
          !this.#injured.has(`${other.number},${number}`),
      );
      const listeners = others.filter((other) => !this.#injured.has(`${number},${other.number}`));
      return {
        name: end.name,
        state: end.state,
        spokeTo: spoke ? listeners.length : 0,
        heardBy: heardBy(number),
        senders: senders.length,
        heard: senders.filter((other) => heardFrom.has(other.number)).length,
        garbage,
      };
    });
  }

  stop(): void {
    this.#settle?.();
    this.#pong?.done();
    for (const subscription of this.#listening) subscription.unsubscribe();
    this.#frames.complete();
  }

  #station(number: number): Station | undefined {
    return this.#stations.find((station) => station.number === number);
  }

  #say(station: Station, saying: Saying): void {
    // To try is enough: a port that takes nothing is not heard either.
    station.spoke = true;
    station.mouth.say(saying);
  }

  async #inTurn(pauseMs: number, saying: (station: Station) => Saying): Promise<void> {
    for (const station of this.#stations) {
      if (!station.end.isOpen) continue;
      station.mouth.say(saying(station));
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  #waitForPong(asker: number, withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#pong = undefined;
        resolve();
      };
      const timer = setTimeout(done, withinMs);
      this.#pong = { asker, done };
    });
  }

  #settled(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(timer);
        this.#settle = undefined;
        resolve();
      };
      // What lies at the ports already was heard in time, though this thread was busy: it is looked at first.
      const timer = setTimeout(() => setImmediate(settle), Math.max(0, withinMs));
      this.#settle = settle;
      this.#settleIfClear();
    });
  }

  #settleIfClear(): void {
    const waits = this.#turns.some((turn, i) => !turn.isSettled && this.#computers[i]?.end.isOpen === true);
    if (!waits) this.#settle?.();
  }

  #hear(station: Station, bytes: Uint8Array): void {
    const events = station.ear.hear(bytes);
    // Bytes that never become a frame are garbage too, if nothing else comes.
    if (events.length === 0) station.garbage++;
    for (const heard of events) {
      this.#frames.next({ line: station.end.name, heard });
      if (heard.kind === 'packet') this.#take(station, heard.packet);
      if (heard.kind === 'garbage') {
        station.garbage++;
        if (this.#poll !== undefined) this.#turns[station.number]?.garbage();
      }
    }
    if (this.#poll !== undefined) this.#settleIfClear();
  }

  #take(station: Station, packet: Packet): void {
    if (packet.type === 'ping' && packet.receiver === station.number) this.#answer(station, packet);
    if (packet.type === 'pong' && packet.receiver === station.number && station.number === this.#pong?.asker)
      this.#pong.done();
    const poll = this.#poll;
    // Stale: it belongs to no cycle that is going on.
    if (packet.cycle !== this.#cycle) return;
    station.heardFrom.add(packet.sender);
    if (packet.cycle !== poll?.cycle) return;
    if (packet.type === 'command' && packet.slot === poll.slots[0])
      this.#takeCommand(station, packet.words, poll);
    if (packet.type === 'response' && packet.slot === poll.slots[1] && packet.sender === poll.terminal)
      this.#turns[station.number]?.response(packet.words);
  }

  /** Whoever is asked for a sign gives it. */
  #answer(station: Station, { sender, slot, cycle, token, filling }: Ping): void {
    station.mouth.say({ type: 'pong', receiver: sender, slot, cycle, token, filling });
  }

  #takeCommand(station: Station, words: readonly number[], poll: Poll): void {
    if (station.number < FIRST_TERMINAL) {
      this.#turns[station.number]?.command();
      return;
    }
    const { answer, bus, cycle, slots, terminal } = poll;
    if (station.number !== terminal || words.length !== 1 || words[0] !== poll.commandImage) return;
    if (answer === undefined) return;
    this.#say(station, { type: 'response', slot: slots[1], cycle, bus, ...answer });
  }
}

function newStation(number: number, end: LineEnd): Station {
  const ear = new Ear(number);
  return {
    number,
    end,
    ear,
    mouth: new Mouth(number, end, ear),
    heardFrom: new Set(),
    garbage: 0,
    spoke: false,
  };
}
