/**
 * The wiring: who is connected to whom. Made once from a scenario and an exchange mode; `cycle` then runs it.
 *
 * Everything random hangs on one seed, in branches, so that no part's draws depend on another's.
 */
import { at, assert } from './at.js';
import { BusController } from './bus/bus-controller.js';
import { BusMonitor } from './bus/bus-monitor.js';
import { Element } from './bus/element.js';
import { Line } from './bus/line.js';
import { Medium, type WireTap } from './bus/medium.js';
import { messageFormat } from './bus/message.js';
import type { Outside } from './bus/outside.js';
import { Receiver } from './bus/receiver.js';
import { RecordedReceptions } from './bus/recorded-receptions.js';
import { RemoteTerminal } from './bus/remote-terminal.js';
import { Transfer } from './bus/transfer.js';
import type { Transmitter } from './bus/transmitter.js';
import { Checks } from './checks.js';
import {
  isRead,
  readsOf,
  type BusConfig,
  type ScenarioConfig,
  type SignalName,
  type SlotConfig,
  type TerminalConfig,
} from './config.js';
import type { ExchangeMode } from './exchange/exchange-mode.js';
import { Links } from './exchange/links.js';
import type { ModeEntry } from './exchange/modes.js';
import type { Others } from './exchange/others.js';
import { RecordedOthers } from './exchange/recorded-others.js';
import { RelayRecord } from './exchange/relay-record.js';
import { FaultBoard } from './fault/fault-board.js';
import { faultSites, type TerminalParts } from './fault-sites.js';
import { ActuatorVoter } from './flight/actuator-voter.js';
import { FlightComputer, mapSensors } from './flight/flight-computer.js';
import { SensorBank } from './flight/sensor.js';
import { AXES, VehicleModel } from './flight/vehicle-model.js';
import type { Observer } from './observer.js';
import { portOn, Ports } from './ports.js';
import { draw, key } from './prng.js';
import { Accusation, type Accuser } from './redundancy/accusation.js';
import { RedundantSet } from './redundancy/redundant-set.js';
import { SumwordComparison } from './redundancy/sumwords.js';
import { Scheduler } from './scheduler.js';
import { usToNs, type TimeNs } from './time.js';

/** Branches of the seed. */
const BRANCH = { buses: 1, links: 2, sensors: 3, gusts: 4, lies: 5, votes: 6, linesB: 7 } as const;

/** How long things took in one cycle. */
export interface CycleTiming {
  startNs: TimeNs;
  inputNs: number;
  exchangeNs: number;
  endNs: TimeNs;
}

export class Vehicle {
  readonly scenario: ScenarioConfig;
  readonly mode: ModeEntry;
  readonly computers: readonly FlightComputer[];
  /** Those of the redundant set, whether they are in it now or not. */
  readonly primaries: readonly FlightComputer[];
  readonly backup: FlightComputer | undefined;
  /** Computers without an injected fault, as far as the crew lets them take part. */
  healthy: readonly FlightComputer[] = [];
  readonly elements: readonly Element[];
  readonly buses: readonly BusController[];
  readonly links: Links;
  readonly monitor = new BusMonitor();
  readonly sensors: readonly SensorBank[];
  readonly ports: Ports;
  /** Computers that live elsewhere, where each has a host of its own. */
  others: Others | undefined;
  readonly model: VehicleModel;
  readonly actuators: readonly ActuatorVoter[];
  /** Acceleration that the actuators give each axis, degrees per second squared. */
  readonly pushDegPerS2 = new Float64Array(AXES.length);

  readonly exchange: ExchangeMode;
  readonly set: RedundantSet;
  readonly sumwords: SumwordComparison;
  readonly accusation: Accuser;
  readonly faults: FaultBoard;
  readonly checks = new Checks();
  readonly scheduler = new Scheduler();
  readonly observers: readonly Observer[];
  readonly watchers: readonly Observer[];

  cycle = -1;
  readonly timing: CycleTiming = { startNs: 0, inputNs: 0, exchangeNs: 0, endNs: 0 };
  /** Reads of this cycle that gave no member of the set any data. */
  noData = 0;

  readonly #root: number;
  /** By name and bus: one of two ports each is a terminal as its bus sees it. */
  readonly #terminals = new Map<string, TerminalParts>();
  readonly #banks = new Map<string, SensorBank>();

  constructor(scenario: ScenarioConfig, mode: ModeEntry, observers: readonly Observer[] = []) {
    this.scenario = scenario;
    this.mode = mode;
    this.observers = observers;
    this.watchers = observers.filter((observer) => observer.detailed);
    this.#root = key(scenario.seed, 0);
    this.faults = new FaultBoard(scenario, this.#branch(BRANCH.lies));
    this.model = new VehicleModel(scenario.vehicle, this.#branch(BRANCH.gusts));

    const signals = scenario.buses.flatMap((bus) => readsOf(bus).map((slot) => this.#signalsOf(slot)));
    const world = {
      elements: signals.length,
      sensors: mapSensors(signals),
      vehicle: scenario.vehicle,
      actuators: scenario.actuators,
    };
    this.computers = scenario.computers.map((config, i) => new FlightComputer(config, i, world));
    this.primaries = this.computers.filter((_, i) => at(scenario.computers, i).role === 'primary');
    this.backup = this.computers.find((computer) => !this.primaries.includes(computer));

    const elements: Element[] = [];
    const sensors: SensorBank[] = [];
    this.buses = scenario.buses.map((bus, b) => this.#wireBus(bus, b, elements, sensors));
    this.elements = elements;
    this.sensors = sensors;
    this.ports = new Ports(scenario.terminals, this.computers, elements);
    this.links = new Links(this.computers, scenario.exchange, this.#branch(BRANCH.links));
    this.links.timeoutNs = usToNs(scenario.rules.syncTimeoutUs);

    const { rules } = scenario;
    this.actuators = scenario.actuators.map((a) => new ActuatorVoter(this.computers.length, a.toleranceLsb));
    this.set = new RedundantSet(this.computers.length, rules.votesToConcede);
    if (this.backup !== undefined) this.set.withdraw(this.backup.index);
    this.regard();
    this.sumwords = new SumwordComparison(this.computers.length, rules.sumwordLimit);
    const fromTheWire = new Accusation(this.computers.length, elements.length, {
      computers: rules.accuseComputers,
      errors: rules.accuseErrors,
    });
    this.exchange = mode.create(this.#exchangeWorld(), scenario.exchange.processingUs);
    this.accusation = this.exchange.accusation ?? fromTheWire;
    this.#installFaults();
    this.#tapWires(fromTheWire);
    this.#hearRecord();
  }

  /** What a live run heard, if the scenario is the record of one. */
  #hearRecord(): void {
    const { receptions } = this.scenario;
    if (receptions === undefined) return;
    const { others } = receptions;
    const computers = this.computers.map(({ name }) => name);
    const cycle = (): number => this.cycle;
    const isHeard = others !== undefined && (others.exchange ?? this.mode.name) === this.mode.name;
    const names = { computers, elements: this.elements.map(({ name }) => name) };
    this.listenOutside(
      new RecordedReceptions(receptions, computers, cycle),
      isHeard
        ? new RecordedOthers(others, names, { cycle, startOfCycleNs: this.startOfCycleNs.bind(this) })
        : undefined,
    );
  }

  /**
   * From now on real lines, or a record of them, carry the answers of the terminals.
   * @param others the computers that have hosts of their own, if any have
   */
  listenOutside(outside: Outside, others?: Others): void {
    for (const bus of this.buses) bus.outside = outside;
    this.others = this.links.others = others;
  }

  /** Bus time of a fail vote that follows from something seen at `seenNs`: each computer takes its own time to vote. */
  voteNs(cycle: number, voter: number, target: number, seenNs: TimeNs): TimeNs {
    const [leastUs, greatestUs] = this.scenario.rules.voteDelayUs;
    const spreadNs = usToNs(greatestUs) - usToNs(leastUs);
    const chance = draw(key(this.#branch(BRANCH.votes), cycle), voter * this.computers.length + target);
    return seenNs + usToNs(leastUs) + (spreadNs > 0 ? chance % (spreadNs + 1) : 0);
  }

  startOfCycleNs(cycle: number): TimeNs {
    return usToNs(this.scenario.cycle.startUs) + cycle * usToNs(this.scenario.cycle.periodUs);
  }

  /** Takes note of who takes part, after the crew changed it. */
  regard(): void {
    this.healthy = this.computers.filter(
      ({ index, name }) => at(this.set.takesPart, index) === 1 && !this.faults.isTarget(name),
    );
  }

  #branch(branch: number): number {
    return key(this.#root, branch);
  }

  #terminalConfig(id: string): TerminalConfig {
    const config = this.scenario.terminals.find((terminal) => terminal.id === id);
    assert(config !== undefined, 'the schedule names terminals that exist');
    return config;
  }

  /** What the words of an answer carry; a short one leaves the terminal's last sensors out. */
  #signalsOf(slot: SlotConfig): SignalName[] {
    const { words } = this.#terminalConfig(slot.terminal);
    const signals = words.flatMap(({ copies, signal }) => Array.from({ length: copies }, () => signal));
    return signals.slice(0, slot.words);
  }

  #wireBus(config: BusConfig, index: number, elements: Element[], sensors: SensorBank[]): BusController {
    const media = this.#layLines(config, index);
    for (const medium of media)
      for (const computer of this.computers) medium.attach(computer.name, computer.receiver);
    const here = this.scenario.terminals.flatMap((terminal) => portOn(terminal, config.id) ?? []);
    const terminals = here.map((port) => this.#wireTerminal(port, media, sensors));
    const addressOf = (terminal: string): number =>
      (here.find(({ id }) => id === terminal) ?? this.#terminalConfig(terminal)).address;
    const format = messageFormat(config.wordFormat);
    const lines = media.map((medium) => medium.name);
    const agenda = config.schedule.map((slot) => {
      if (!isRead(slot)) return new Transfer(slot, addressOf);
      const address = addressOf(slot.terminal);
      const wire = { bus: config.id, lines, address, format, readings: at(media, 0).newReadings() };
      const element = new Element(slot, elements.length, wire);
      elements.push(element);
      return element;
    });
    return new BusController({
      name: config.id,
      media,
      format,
      agenda,
      terminals,
      computers: this.computers.length,
      commander: this.#seat(config.commander),
      retry: config.retry,
    });
  }

  /** One line, or A and B of a dual redundant bus, with noise of their own. */
  #layLines(config: BusConfig, index: number): Medium[] {
    const busKey = key(this.#branch(BRANCH.buses), index);
    if (config.lineB === undefined) return [new Medium(config.id, new Line(config.line), busKey)];
    return [
      new Medium(`${config.id}.A`, new Line(config.line), busKey),
      new Medium(`${config.id}.B`, new Line(config.lineB), key(this.#branch(BRANCH.linesB), index)),
    ];
  }

  /** A terminal has one number on all lines: all have the same stations in the same order. */
  #wireTerminal(config: TerminalConfig, media: readonly Medium[], sensors: SensorBank[]): RemoteTerminal {
    const terminal = new RemoteTerminal(config);
    const receiver = new Receiver(config.receiver);
    for (const medium of media) terminal.station = medium.attach(config.id, receiver);
    const bank = this.#banks.get(config.id) ?? this.#newBank(config, sensors);
    terminal.source = (data, words) => {
      bank.sample(data, words);
    };
    const { transmitter } = terminal;
    this.#terminals.set(`${config.id} ${config.bus}`, { transmitter, receiver, sensors: bank });
    return terminal;
  }

  /** The sensors behind a terminal, one bank whatever ports it has. */
  #newBank({ id, words }: TerminalConfig, sensors: SensorBank[]): SensorBank {
    const noiseKey = key(this.#branch(BRANCH.sensors), sensors.length);
    const bank = new SensorBank(words, this.model, noiseKey, this.scenario.recording?.samples);
    this.#banks.set(id, bank);
    sensors.push(bank);
    return bank;
  }

  /** A computer as a commander: computers are attached to every bus first, in the scenario's order. */
  #seat(name: string): { station: number; transmitter: Transmitter } {
    const { index, transmitter } = this.computer(name);
    return { station: index, transmitter };
  }

  computer(name: string): FlightComputer {
    const computer = this.computers.find((c) => c.name === name);
    assert(computer !== undefined, 'a computer is named that exists');
    return computer;
  }

  /** Hands a bus to another computer. */
  assignBus(busId: string, computer: string): void {
    this.#bus(busId).commander = this.#seat(computer);
  }

  #bus(name: string): BusController {
    const bus = this.buses.find((b) => b.name === name);
    assert(bus !== undefined, 'a bus is named that exists');
    return bus;
  }

  /** The line of a bus, by the bus; of a dual redundant one by the bus, a dot and A or B. */
  #line(name: string): Line {
    const medium = this.buses.flatMap((bus) => bus.media).find((m) => m.name === name);
    assert(medium !== undefined, 'a line is named that exists');
    return medium.line;
  }

  #exchangeWorld(): Parameters<ModeEntry['create']>[0] {
    const { computers, elements, links, set, faults, watchers } = this;
    const { rules, exchange } = this.scenario;
    const { equality } = exchange;
    const voteNs = this.voteNs.bind(this);
    return { computers, elements, links, set, rules, equality, faults, watchers, voteNs };
  }

  #installFaults(): void {
    const { scenario, computers, elements, links } = this;
    const lineOf = this.#line.bind(this);
    const sites = faultSites({ scenario, computers, terminals: this.#terminals, elements, links, lineOf });
    const exchangesPrivateWords = scenario.rules.sumwordEveryCycles > 0;
    const { asksOthers, commander } = this.mode;
    this.faults.install(sites, {
      asksOthers,
      exchangesPrivateWords,
      agreesOnEachReading: commander === 'computers',
    });
  }

  #tapWires(accusation: Accusation): void {
    const watchers = this.watchers.filter(seesTheWire);
    const media = [...this.buses.flatMap((bus) => bus.media), ...this.links.media];
    for (const medium of media) medium.taps.push(this.monitor.watch(medium.name), ...watchers);
    if (this.mode.commander !== 'terminal') return;
    const relays = new RelayRecord(this.computers, this.scenario.exchange.wordFormat, accusation);
    for (const medium of this.links.media) medium.taps.push(relays);
  }
}

function seesTheWire(observer: Observer): observer is Observer & WireTap {
  return observer.transmission !== undefined;
}
