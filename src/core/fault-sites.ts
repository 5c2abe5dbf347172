/** Where on a vehicle faults are hung: finds each part of a target by the target's name. */
import { assert, at } from './at.js';
import type { Element } from './bus/element.js';
import type { Line } from './bus/line.js';
import type { Receiver } from './bus/receiver.js';
import type { Transmitter } from './bus/transmitter.js';
import type { PortName, ScenarioConfig } from './config.js';
import type { Links } from './exchange/links.js';
import type { FaultSites } from './fault/hang.js';
import type { FlightComputer } from './flight/flight-computer.js';
import type { SensorBank } from './flight/sensor.js';

/** A terminal's parts, each of which can have faults of its own. */
export interface TerminalParts {
  readonly transmitter: Transmitter;
  readonly receiver: Receiver;
  readonly sensors: SensorBank;
}

export interface Plant {
  readonly scenario: ScenarioConfig;
  readonly computers: readonly FlightComputer[];
  /** By name and bus: each port of a terminal is one by itself. */
  readonly terminals: ReadonlyMap<string, TerminalParts>;
  readonly elements: readonly Element[];
  readonly links: Links;
  readonly lineOf: (bus: string) => Line;
}

export function faultSites({ scenario, computers, terminals, elements, links, lineOf }: Plant): FaultSites {
  const computer = (name: string): FlightComputer => named(computers, name);
  const busOf = (name: string, port: PortName): string | undefined => {
    const terminal = scenario.terminals.find(({ id }) => id === name);
    return port === 'secondary' ? terminal?.secondary?.bus : terminal?.bus;
  };
  const station = (name: string, port: PortName): TerminalParts | FlightComputer =>
    terminals.get(`${name} ${busOf(name, port) ?? ''}`) ?? computer(name);
  const config = (name: string): { readonly transmitter: { readonly levelMv: number } } =>
    at(
      [...scenario.terminals, ...scenario.computers].filter(({ id }) => id === name),
      0,
    );
  return {
    transmitter: (target, port) => station(target, port).transmitter,
    levelMv: (target) => config(target).transmitter.levelMv,
    receiver: (target, port) => station(target, port).receiver,
    line: lineOf,
    busOf: (target, port) => {
      const name = busOf(target, port);
      if (name === undefined) return undefined;
      // Of a dual redundant bus it is on line A that a transmitter cannot stop.
      const isDual = scenario.buses.some(({ id, lineB }) => id === name && lineB !== undefined);
      const line = isDual ? `${name}.A` : name;
      return { name: line, line: lineOf(line) };
    },
    sensors: (target) => {
      const sensors = terminals.get(`${target} ${busOf(target, 'primary') ?? ''}`)?.sensors;
      assert(sensors !== undefined, 'sensors are those of a terminal');
      return sensors.behaviours;
    },
    outputs: (target) => computer(target).behaviours,
    delays: (target) => at(links.delays, computer(target).index),
    mouths: (target) => at(links.mouths, computer(target).index),
    names: { computers: computers.map(({ name }) => name), elements: elements.map(({ name }) => name) },
    talksOnABus: (target) => busOf(target, 'primary') !== undefined || commandsABus(scenario, target),
  };
}

/** At first, or after a crew event. */
function commandsABus({ buses, computers, events }: ScenarioConfig, computer: string): boolean {
  if (buses.some(({ commander }) => commander === computer)) return true;
  return events.some((event) => {
    if (event.action === 'assign-bus') return event.computer === computer;
    if (event.action === 're-string') return Object.values(event.buses).includes(computer);
    return (
      event.action === 'engage-backup' &&
      computers.some(({ id, role }) => id === computer && role === 'backup')
    );
  });
}

function named(computers: readonly FlightComputer[], name: string): FlightComputer {
  const found = computers.find((computer) => computer.name === name);
  assert(found !== undefined, 'a computer is named that exists');
  return found;
}
