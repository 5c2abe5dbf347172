/** Many hosts in one process, each with its thread and its own end of a line: what each of them tells. */
import { expect } from 'vitest';
import { at } from '../../../src/core/at.js';
import type { ScenarioConfig } from '../../../src/core/config.js';
import type { Line } from '../../../src/line/line.js';
import type { LineConfiguration } from '../../../src/line/configuration.js';
import { MemoryBus } from '../../../src/line/memory.js';
import { FrameDecoder } from '../../../src/line/protocol/frame-decoder.js';
import { FIRST_TERMINAL, type Beacon, type Packet } from '../../../src/line/protocol/packet.js';
import { decodePacket } from '../../../src/line/protocol/packet-codec.js';
import type { MultiDrop } from '../../../src/line/multi-drop.js';
import { HostAttachment, type HostOutcome, type HostSetUp } from '../../../src/live/hosts/host-attachment.js';
import { LineEnd } from '../../../src/live/line-end.js';
import type { HealthChange } from '../../../src/live/line-health.js';
import type { LiveCycle } from '../../../src/live/messages.js';
import { runScenario } from '../../../src/run/run-scenario.js';
import { CONFIGURATION, nominalFlight } from './flight.js';

const ENTRY = new URL('../../../dist/live/hosts/host-worker.js', import.meta.url);

export const COMPUTERS = ['GPC1', 'GPC2', 'GPC3', 'GPC4'];
export const NAMES = [...COMPUTERS, 'FA2'];

/** Slow enough for a machine that has two cores, and other things to do: who is late by a few milliseconds is not heard. */
export const PERIOD_US = 300_000;

/** In which sumwords are exchanged in every other cycle, so that it need not take long until somebody is voted out. */
export function hostsFlight(cycles: number): ScenarioConfig {
  const scenario = nominalFlight(cycles);
  return { ...scenario, rules: { ...scenario.rules, sumwordEveryCycles: 2 } };
}

export const HOSTS: LineConfiguration = {
  ...CONFIGURATION,
  setUp: 'one-host-per-computer',
  line: { kind: 'memory', baud: 921_600 },
  periodUs: PERIOD_US,
  liveness: { ...CONFIGURATION.liveness, gatherMs: 10_000, writeMs: 1000 },
};

export interface HostOptions {
  readonly configuration?: LineConfiguration;
  readonly mode?: string;
  readonly common?: Partial<HostSetUp['common']>;
  readonly onProblem?: HostSetUp['onProblem'];
}

/** One life of a host: started, and started anew, are two. */
export class Host {
  readonly name: string;
  readonly attachment: HostAttachment;
  readonly cycles: LiveCycle[] = [];
  /** With the cycle in which they were told. */
  readonly changes: (HealthChange & { readonly cycle: number })[] = [];
  readonly outcome: Promise<HostOutcome>;
  #trace = '';

  constructor(name: string, setUp: Omit<HostSetUp, 'trace' | 'entry'>) {
    this.name = name;
    const trace = (lines: Uint8Array): void => void (this.#trace += Buffer.from(lines).toString());
    this.attachment = new HostAttachment({ ...setUp, trace, entry: ENTRY });
    const { cycles$, health$ } = this.attachment.streams;
    cycles$.subscribe((cycle) => this.cycles.push(cycle));
    health$.subscribe((change) => this.changes.push({ ...change, cycle: this.cycles.at(-1)?.cycle ?? -1 }));
    this.outcome = this.attachment.run();
    // Whoever waits for it looks at it.
    this.outcome.catch(() => undefined);
  }

  get events(): string[] {
    return eventsIn(this.#trace);
  }

  /** As it told of the cycle; undefined: it had no part in it. */
  in(cycle: number): LiveCycle | undefined {
    return this.cycles.find((told) => told.cycle === cycle);
  }

  digests(from: number, to: number): (number | undefined)[] {
    return Array.from({ length: to - from }, (_, i) => this.in(from + i)?.inUse);
  }
}

export class Hosts {
  readonly scenario: ScenarioConfig;
  /** Every life of every host, in the order in which they began. */
  readonly all: Host[] = [];
  readonly #find: (name: string) => Line;
  readonly #options: HostOptions;

  constructor(scenario: ScenarioConfig, find: (name: string) => Line, options: HostOptions = {}) {
    this.scenario = scenario;
    this.#find = find;
    this.#options = options;
  }

  start(name: string, more: HostOptions = {}): Host {
    const { configuration = HOSTS, mode = 'om1', common, onProblem } = { ...this.#options, ...more };
    const { computers, terminals } = this.scenario;
    const computer = computers.findIndex(({ id }) => id === name);
    const station = computer >= 0 ? computer : FIRST_TERMINAL + terminals.findIndex(({ id }) => id === name);
    const periodUs = configuration.periodUs ?? PERIOD_US;
    const host = new Host(name, {
      ...{ configuration, scenario: this.scenario, mode, periodUs, station },
      common: { scenario: 1, configuration: 2, periodUs, mode: 2, ...common },
      end: new LineEnd(name, () => this.#find(name), configuration.liveness.retryMs),
      onProblem,
    });
    this.all.push(host);
    return host;
  }

  /** The terminals first, and all of them listening before anybody speaks. */
  async startAll(names: readonly string[] = NAMES): Promise<void> {
    const order = [...names].sort((a, b) => Number(COMPUTERS.includes(a)) - Number(COMPUTERS.includes(b)));
    for (const name of order) await this.start(name).attachment.ready;
  }

  /** Its last life. */
  of(name: string): Host {
    return at(
      this.all.filter((host) => host.name === name),
      -1 + this.all.filter((host) => host.name === name).length,
    );
  }

  /** When that host has told of this cycle. */
  at(name: string, cycle: number, act: () => unknown): void {
    this.of(name).attachment.streams.cycles$.subscribe((told) => {
      if (told.cycle === cycle) void act();
    });
  }

  /** @returns what each life came to, in the order in which they began */
  async outcomes(): Promise<HostOutcome[]> {
    const outcomes: HostOutcome[] = [];
    // One may be started while others are waited for.
    for (let i = 0; i < this.all.length; i++) outcomes.push(await at(this.all, i).outcome);
    return outcomes;
  }
}

export function memoryHosts(
  scenario: ScenarioConfig,
  options: HostOptions = {},
): { hosts: Hosts; bus: MemoryBus } {
  const bus = new MemoryBus();
  const deadlines = (options.configuration ?? HOSTS).liveness;
  return { bus, hosts: new Hosts(scenario, (name) => bus.line(name, { deadlines }), options) };
}

/** What anybody says on a wire, as a listener hears it. */
export function listenTo(wire: MultiDrop): readonly Packet[] {
  const packets: Packet[] = [];
  const decoder = new FrameDecoder();
  wire.connect('tap', (bytes) => {
    for (const event of decoder.push(bytes)) {
      const packet = event.kind === 'packet' ? decodePacket(event.packet) : undefined;
      if (packet !== undefined && packet.type !== 'rejected') packets.push(packet);
    }
  });
  return packets;
}

export function beaconsOf(packets: readonly Packet[]): Beacon[] {
  return packets.filter((packet): packet is Beacon => packet.type === 'beacon');
}

function eventsIn(trace: string): string[] {
  return trace.split('\n').filter((line) => /"event":"(decision|vote|set)"/.test(line));
}

/** What a host wrote down, lived through once more. */
export function replayed(
  scenario: ScenarioConfig,
  { receptions, passed }: HostOutcome,
  mode: 'none' | 'status' | 'om1' = 'om1',
): string[] {
  let trace = '';
  const cycle = { ...scenario.cycle, cycles: passed };
  runScenario({ ...scenario, cycle, receptions }, mode, (lines) => (trace += Buffer.from(lines).toString()));
  return eventsIn(trace);
}

/** Did these hosts have a part in all of these cycles, and use the same in each? */
export function expectAgreed(hosts: readonly Host[], from: number, to: number): void {
  for (let cycle = from; cycle < to; cycle++) {
    const used = hosts.map((host) => [host.name, host.in(cycle)?.inUse ?? 'away']);
    const [[, first] = []] = used;
    expect({ cycle, used }).toEqual({ cycle, used: hosts.map(({ name }) => [name, first]) });
    expect(first).not.toBe('away');
  }
}
