/**
 * The crew's hands: what somebody does to the vehicle from outside, at the start of a cycle.
 *
 * No computer powers another one down or takes it in again; a computer that was voted out goes on commanding its buses,
 * and moving the actuators as far as their voter lets it, until somebody acts here.
 */
import { at } from './at.js';
import type { CrewEventConfig, PortName } from './config.js';
import type { Arrivals } from './exchange/others.js';
import type { FlightComputer } from './flight/flight-computer.js';
import type { TimeNs } from './time.js';
import type { Vehicle } from './vehicle.js';

export class Crew {
  readonly #vehicle: Vehicle;

  constructor(vehicle: Vehicle) {
    this.#vehicle = vehicle;
  }

  /** @returns what was done, in words */
  act(event: CrewEventConfig, timeNs: TimeNs): string {
    const done = this.#do(event, timeNs);
    this.#vehicle.ports.close();
    return done;
  }

  /** A host comes back from where it saw nothing of the set, and is told how that stands. */
  adopt({ bypassed, ...set }: NonNullable<Arrivals['state']>): void {
    const v = this.#vehicle;
    v.set.adopt(set);
    v.sumwords.reset();
    for (const { index } of v.elements) {
      v.exchange.forget(index);
      for (const computer of v.computers) computer.bypassed[index] = bypassed[index] ?? 0;
    }
    v.regard();
  }

  #do(event: CrewEventConfig, timeNs: TimeNs): string {
    const v = this.#vehicle;
    switch (event.action) {
      case 'assign-bus':
        v.assignBus(event.bus, event.computer);
        return `bus ${event.bus} is given to ${event.computer}`;
      case 're-string':
        return this.#reString(event.buses);
      case 'restore-element':
        for (const element of v.elements) if (element.name === event.element) this.#restore(element.index);
        return `${event.element} is restored`;
      case 'exchange-terminal':
        this.#exchange(event.terminal, timeNs);
        return `${event.terminal} is exchanged`;
      case 'power-off':
        this.#powerOff(v.computer(event.computer), timeNs);
        return `${event.computer} is powered off`;
      case 'power-on':
        v.computer(event.computer).isOn = true;
        return `${event.computer} is powered on`;
      case 'readmit':
        return this.#readmit(v.computer(event.computer));
      case 're-form-set':
        return this.#reform(event.members);
      case 'engage-backup':
        return this.#engageBackup();
      case 'port-mode':
        return this.#changePort(event.terminal, event.port, timeNs);
    }
  }

  #reString(buses: Readonly<Record<string, string>>): string {
    const given = Object.entries(buses).map(([bus, computer]) => {
      this.#vehicle.assignBus(bus, computer);
      return `bus ${bus} to ${computer}`;
    });
    return `strings are given anew, ${given.join(', ')}`;
  }

  /** The element is polled and used again, and starts with a clean record. */
  #restore(element: number): void {
    this.#vehicle.exchange.forget(element);
    for (const computer of this.#vehicle.computers) computer.bypassed[element] = 0;
  }

  #exchange(terminal: string, timeNs: TimeNs): void {
    const v = this.#vehicle;
    v.faults.repair(terminal, timeNs);
    for (const element of v.elements)
      if (element.slot.terminal === terminal) v.accusation.acquit(element.index);
  }

  /** What sits on the port that is left is out of use with everybody. */
  #changePort(name: string, port: PortName, timeNs: TimeNs): string {
    const v = this.#vehicle;
    const terminal = v.scenario.terminals.find(({ id }) => id === name);
    if (terminal === undefined) return `${name} is not there`;
    v.faults.isolate(name, timeNs);
    for (const { index } of v.ports.select(terminal, port)) v.exchange.forget(index);
    const bus = port === 'primary' ? terminal.bus : terminal.secondary?.bus;
    return `${name} is read by its ${port} port${bus === undefined ? '' : `, on bus ${bus}`}`;
  }

  #powerOff(computer: FlightComputer, timeNs: TimeNs): void {
    const v = this.#vehicle;
    computer.isOn = false;
    v.set.withdraw(computer.index);
    v.faults.isolate(computer.name, timeNs);
    v.regard();
  }

  /** It begins with what the set holds, and owes nobody a vote. */
  #readmit(computer: FlightComputer): string {
    const v = this.#vehicle;
    const donor = v.set.isMember(computer.index) ? undefined : this.#donor();
    v.set.readmit(computer.index);
    v.sumwords.forget(computer.index);
    v.regard();
    if (donor === undefined) return `${computer.name} is readmitted; no other member had a state to give it`;
    computer.takeOver(donor);
    v.exchange.adopt(computer.index, donor.index);
    return `${computer.name} is readmitted, with the state of the set`;
  }

  /** The member whose state most members hold, so that a single one that went astray hands on nothing. */
  #donor(): FlightComputer | undefined {
    const { computers, set } = this.#vehicle;
    const members = set.members.map((i) => at(computers, i));
    let donor: FlightComputer | undefined;
    let most = 0;
    for (const candidate of members) {
      const alike = members.filter((member) => member.holdsSameStateAs(candidate)).length;
      if (alike > most) donor = candidate;
      most = Math.max(most, alike);
    }
    return donor;
  }

  /** These are the members, begin with the same state and owe nobody a vote; who has no power cannot be one. */
  #reform(names: readonly string[] | undefined): string {
    const v = this.#vehicle;
    const wanted = names?.map((name) => v.computer(name)) ?? v.primaries;
    const members = wanted.filter((computer) => computer.isOn);
    v.set.reform(members.map(({ index }) => index));
    v.sumwords.reset();
    for (const computer of members) computer.reset();
    for (const element of v.elements) v.exchange.forget(element.index);
    v.regard();
    const who = names === undefined ? '' : ` of ${names.join(', ')}`;
    return `the set is re-formed${who}, all members with the same state`;
  }

  /** It takes all buses, and is all that the actuators obey. */
  #engageBackup(): string {
    const v = this.#vehicle;
    const { backup } = v;
    if (backup?.isOn !== true) return 'there is no backup that could be engaged';
    for (const { medium } of v.buses) v.assignBus(medium.name, backup.name);
    v.set.reform([backup.index]);
    for (const element of v.elements) v.exchange.forget(element.index);
    v.regard();
    return `the backup ${backup.name} is engaged: it commands all buses and actuators`;
  }
}
