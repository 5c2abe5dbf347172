/**
 * Crew events in the order in which they happen: does each find the vehicle as it needs it? Power is on, there is a backup
 * to engage, and nobody hands a bus to a computer that is off.
 */

import type { CrewEventConfig, ScenarioConfig } from '../core/config.js';
import { quote } from './nearest.js';
import type { Complaint, Path } from './problems.js';

export function checkCrew({ computers, events, buses }: ScenarioConfig): Complaint[] {
  const backups = computers.filter(({ role }) => role === 'backup').map(({ id }) => id);
  const story = new CrewStory(backups);
  const inTime = events
    .map((event, index) => ({ event, path: ['events', index] as Path }))
    .sort((a, b) => a.event.timeUs - b.event.timeUs);
  return [
    ...checkRoles({ computers }),
    ...buses.flatMap(({ commander }, index) => story.mayCommand(commander, ['buses', index, 'commander'])),
    ...inTime.flatMap(({ event, path }) => story.take(event, path)),
  ];
}

function checkRoles({ computers }: Pick<ScenarioConfig, 'computers'>): Complaint[] {
  const [, second] = computers.flatMap(({ role }, index) => (role === 'backup' ? [index] : []));
  if (second !== undefined) {
    const remedy = 'leave the role of all but one out';
    return [{ path: ['computers', second, 'role'], message: 'there is a backup already', remedy }];
  }
  if (computers.filter(({ role }) => role === 'primary').length >= 2) return [];
  const remedy = 'add a computer: to exchange anything, one needs another';
  return [{ path: ['computers'], message: 'the redundant set has only one computer', remedy }];
}

class CrewStory {
  readonly #backups: readonly string[];
  readonly #off = new Set<string>();
  #engaged = false;

  constructor(backups: readonly string[]) {
    this.#backups = backups;
  }

  take(event: CrewEventConfig, path: Path): Complaint[] {
    const at = [...path, 'computer'];
    switch (event.action) {
      case 'assign-bus':
        return this.mayCommand(event.computer, at);
      case 're-string':
        return Object.entries(event.buses).flatMap(([bus, computer]) =>
          this.mayCommand(computer, [...path, 'buses', bus]),
        );
      case 'power-off': {
        const complaints = this.#needsPower(event.computer, at, 'has no power anyway', 'remove this event');
        this.#off.add(event.computer);
        return complaints;
      }
      case 'power-on': {
        const message = `${quote(event.computer)} has power anyway`;
        const isOff = this.#off.delete(event.computer);
        return isOff ? [] : [{ path: at, message, remedy: 'power it off before, or remove this event' }];
      }
      case 'readmit':
        return [...this.#mayBeMember(event.computer, at)];
      case 're-form-set': {
        this.#engaged = false;
        const { members = [] } = event;
        return members.flatMap((name, i) => {
          const place = [...path, 'members', i];
          if (members.indexOf(name) === i) return this.#mayBeMember(name, place);
          return [{ path: place, message: `${quote(name)} stands twice`, remedy: 'remove one of the two' }];
        });
      }
      case 'engage-backup':
        this.#engaged = true;
        return this.#canEngage([...path, 'action']);
      case 'restore-element':
      case 'exchange-terminal':
      case 'port-mode':
        return [];
    }
  }

  mayCommand(computer: string, path: Path): Complaint[] {
    if (this.#backups.includes(computer) && !this.#engaged) {
      const message = `${quote(computer)} is the backup, which commands nothing`;
      return [{ path, message, remedy: 'name a primary, or engage the backup before: engage-backup' }];
    }
    return this.#needsPower(computer, path, 'has no power then', 'power it on before, or name another');
  }

  #mayBeMember(computer: string, path: Path): Complaint[] {
    if (this.#backups.includes(computer)) {
      const message = `${quote(computer)} is the backup, and never in the redundant set`;
      return [{ path, message, remedy: 'engage it with engage-backup, or name a primary' }];
    }
    return this.#needsPower(computer, path, 'has no power then', 'power it on before, or name another');
  }

  #needsPower(computer: string, path: Path, what: string, remedy: string): Complaint[] {
    return this.#off.has(computer) ? [{ path, message: `${quote(computer)} ${what}`, remedy }] : [];
  }

  #canEngage(path: Path): Complaint[] {
    const [backup] = this.#backups;
    if (backup !== undefined)
      return this.#needsPower(backup, path, 'has no power then', 'power it on before, or leave it on');
    const remedy = 'give one of the computers "role": "backup"';
    return [{ path, message: 'there is no backup to engage', remedy }];
  }
}
