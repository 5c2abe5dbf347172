/**
 * What must hold among healthy computers, whatever one faulty part does, held against every cycle.
 *
 * - agreement (IC1): they use the same input for each element;
 * - validity (IC2): from a terminal without an injected fault, on a bus and asked by a computer without one, they use
 *   what it sent;
 * - healthyVotedOut: none of them left the set.
 *
 * The checks look at the vehicle from outside: at the words in use, not at what any algorithm says about them.
 */
import { byteAt, int32At, objectAt } from './at.js';
import type { Element } from './bus/element.js';
import type { FlightComputer } from './flight/flight-computer.js';
import type { Vehicle } from './vehicle.js';

export class Check {
  violations = 0;
  firstCycle: number | undefined;

  get held(): boolean {
    return this.violations === 0;
  }

  record(cycle: number, holds: boolean): void {
    if (holds) return;
    this.violations++;
    this.firstCycle ??= cycle;
  }
}

export class Checks {
  readonly agreement = new Check();
  readonly validity = new Check();
  readonly healthyVotedOut = new Check();

  /** Judges the cycle that just ended. */
  judge(vehicle: Vehicle): void {
    const { cycle } = vehicle;
    this.agreement.record(cycle, agrees(vehicle));
    this.validity.record(cycle, isValid(vehicle));
    this.healthyVotedOut.record(cycle, noneLeft(vehicle));
  }
}

function agrees({ elements, healthy }: Vehicle): boolean {
  for (const element of elements) {
    for (let i = 1; i < healthy.length; i++)
      if (!useTheSame(objectAt(healthy, 0), objectAt(healthy, i), element)) return false;
  }
  return true;
}

function useTheSame(a: FlightComputer, b: FlightComputer, { index, command }: Element): boolean {
  if (byteAt(a.bypassed, index) !== byteAt(b.bypassed, index)) return false;
  return (
    byteAt(a.bypassed, index) === 1 ||
    sameWords(objectAt(a.inputs, index), objectAt(b.inputs, index), command.words)
  );
}

function isValid(vehicle: Vehicle): boolean {
  const { startNs } = vehicle.timing;
  for (const element of vehicle.elements) {
    if (!element.polled || useWhatWasSent(vehicle, element)) continue;
    const { faults } = vehicle;
    if (faults.wasActiveOn(element.slot.terminal, startNs, element.doneNs)) continue;
    if (isOnFaultyLine(vehicle, element)) continue;
    // Who commands the bus may have asked for something else.
    if (faults.wasActiveOn(nameOfCommander(vehicle, element), startNs, element.doneNs)) continue;
    return false;
  }
  return true;
}

function nameOfCommander({ buses, computers }: Vehicle, element: Element): string {
  const bus = buses.find(({ elements }) => elements.includes(element));
  return bus === undefined ? '' : objectAt(computers, bus.commander.station).name;
}

function useWhatWasSent({ healthy }: Vehicle, { index, sent, sentWords }: Element): boolean {
  for (const { inputs } of healthy) if (!sameWords(objectAt(inputs, index), sent, sentWords)) return false;
  return true;
}

/** Of a dual redundant bus either line counts: a terminal may have been asked on both. */
function isOnFaultyLine({ faults, timing }: Vehicle, { lines, doneNs }: Element): boolean {
  for (const line of lines) if (faults.wasActiveOn(line, timing.startNs, doneNs, 'bus')) return true;
  return false;
}

function noneLeft({ healthy, set }: Vehicle): boolean {
  for (const computer of healthy) if (!set.isMember(computer.index)) return false;
  return true;
}

function sameWords(a: Int32Array, b: Int32Array, words: number): boolean {
  for (let i = 0; i < words; i++) if (int32At(a, i) !== int32At(b, i)) return false;
  return true;
}
