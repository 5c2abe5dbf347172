/**
 * What no single key of a scenario can tell: does that terminal exist, is it on this bus, is the name taken, does it
 * fit into the word format.
 *
 * A scenario that passes can be built and run. Each check adds complaints and none stops at the first, so that a
 * person mends a file in one go.
 */

import {
  isRead,
  readsOf,
  type BusConfig,
  type ScenarioConfig,
  type SlotConfig,
  type SlotTiming,
  type TerminalConfig,
} from '../core/config.js';
import { exists, ids } from './lookup.js';
import { quote, suggestion } from './nearest.js';
import type { Complaint, Path } from './problems.js';
import { checkLines } from './references-lines.js';
import { checkReceptions } from './references-receptions.js';
import { checkRecording } from './references-recording.js';
import { checkStory } from './references-story.js';
import { checkTerminal, checkTransfer } from './references-transfers.js';
import { canonicalMode, KNOWN_MODES } from './schema-modes.js';
import { MAX_TIME_US } from './schema-parts.js';
import { sensorWords } from './schema.js';

/** @param modes the exchange modes that `expect` may name */
export function checkReferences(
  scenario: ScenarioConfig,
  modes: readonly string[] = KNOWN_MODES,
): readonly Complaint[] {
  return [
    ...checkLength(scenario),
    ...checkNames(scenario),
    ...checkTerminals(scenario),
    ...scenario.buses.flatMap((bus, index) => checkBus(scenario, bus, ['buses', index])),
    ...checkReads(scenario),
    ...checkExchange(scenario),
    ...checkRecording(scenario),
    ...checkReceptions(scenario),
    ...checkRules(scenario),
    ...checkStory(scenario),
    ...checkExpectations(scenario, modes),
  ];
}

/** Bus time is counted in integer nanoseconds, which end somewhere. */
function checkLength({ cycle }: ScenarioConfig): Complaint[] {
  const lengthUs = cycle.periodUs * cycle.cycles;
  if (lengthUs <= MAX_TIME_US) return [];
  const message = `the run is ${lengthUs} us long, more than ${MAX_TIME_US}`;
  const remedy = `at this period run at most ${Math.floor(MAX_TIME_US / cycle.periodUs)} cycles`;
  return [{ path: ['cycle', 'cycles'], message, remedy }];
}

interface Named {
  readonly path: Path;
  readonly id: string;
}

function checkNames(scenario: ScenarioConfig): Complaint[] {
  const { computers, terminals, buses, actuators, faults, events } = scenario;
  const at = (list: readonly { readonly id: string }[], key: string): Named[] =>
    list.map(({ id }, index) => ({ id, path: [key, index, 'id'] }));
  const elements = buses.flatMap(({ schedule }, bus) =>
    schedule.flatMap((slot, index) =>
      isRead(slot) ? [{ id: slot.element, path: ['buses', bus, 'schedule', index, 'element'] }] : [],
    ),
  );
  return [
    ...repeated([...at(computers, 'computers'), ...at(terminals, 'terminals')], 'computers and terminals'),
    ...repeated(at(buses, 'buses'), 'buses'),
    ...repeated(elements, 'elements of all schedules (by default the id of their terminal)'),
    ...repeated(at(actuators, 'actuators'), 'actuators'),
    ...repeated(at(faults, 'faults'), 'faults'),
    ...repeated(at(events, 'events'), 'events'),
  ];
}

function repeated(names: readonly Named[], family: string): Complaint[] {
  const seen = new Set<string>();
  return names.flatMap(({ id, path }) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    const remedy = `give it another name; the names of ${family} have to differ`;
    return [{ path, message: `the name ${quote(id)} is taken`, remedy }];
  });
}

function checkTerminals({ terminals, buses }: ScenarioConfig): Complaint[] {
  const addresses = new Map<string, string>();
  const checkPort = (id: string, { bus, address }: { bus: string; address: number }, path: Path) => {
    const unknown = exists(bus, ids(buses), 'bus', [...path, 'bus']);
    if (unknown.length > 0) return unknown;
    const place = `${bus}/${address}`;
    const taken = addresses.get(place);
    if (taken === undefined) {
      addresses.set(place, id);
      return [];
    }
    const message = `address ${address} on bus ${quote(bus)} is taken by ${quote(taken)}`;
    const remedy = 'give it another address, 0 to 30; only one terminal may answer to each';
    return [{ path: [...path, 'address'], message, remedy }];
  };
  return terminals.flatMap((terminal, index) => {
    const { id, bus, secondary } = terminal;
    const path = ['terminals', index];
    const own = checkPort(id, terminal, path);
    if (secondary === undefined) return own;
    const other = checkPort(id, secondary, [...path, 'secondary']);
    if (secondary.bus !== bus) return [...own, ...other];
    const message = `the secondary port is on bus ${quote(bus)}, like the primary one`;
    return [...own, { path: [...path, 'secondary', 'bus'], message, remedy: 'put it on another bus' }];
  });
}

function checkBus(scenario: ScenarioConfig, bus: BusConfig, path: Path): Complaint[] {
  const { cycle, computers, terminals } = scenario;
  return [
    ...exists(bus.commander, ids(computers), 'computer', [...path, 'commander']),
    ...checkLines(scenario, bus, path),
    ...bus.schedule.flatMap((slot, index) => {
      const slotPath = [...path, 'schedule', index];
      const offset = checkOffset(slot, cycle.periodUs, slotPath);
      if (!isRead(slot)) return [...checkTransfer(scenario, bus, slot, slotPath), ...offset];
      const strayed = checkTerminal(slot.terminal, bus, terminals, [...slotPath, 'terminal']);
      const terminal = terminals.find(({ id }) => id === slot.terminal);
      if (strayed.length > 0 || terminal === undefined) return strayed;
      return [...checkSlot(slot, bus, terminal, slotPath), ...offset];
    }),
  ];
}

const FORMATS = {
  'mil-std-1553b': { leastSubaddress: 1, greatestSubaddress: 30, words: 32, number: 'subaddress' },
  shuttle: { leastSubaddress: 0, greatestSubaddress: 511, words: 63, number: 'number of a scan' },
};

function checkSlot(slot: SlotConfig, bus: BusConfig, terminal: TerminalConfig, path: Path): Complaint[] {
  const format = FORMATS[bus.wordFormat];
  const held = sensorWords(terminal);
  const complaints: Complaint[] = [];
  const legal = terminal.legalSubaddresses?.transmit;
  const complain = (key: string, message: string, remedy: string) =>
    complaints.push({ path: [...path, key], message, remedy });
  const { leastSubaddress: least, greatestSubaddress: greatest } = format;
  if (slot.subaddress < least || slot.subaddress > greatest) {
    const message = `${slot.subaddress} is no ${format.number} of ${bus.wordFormat}`;
    complain('subaddress', message, `give one from ${least} to ${greatest}`);
  }
  if (bus.wordFormat !== 'shuttle' && legal !== undefined && !legal.includes(slot.subaddress)) {
    const message = `terminal ${quote(terminal.id)} does not transmit from subaddress ${slot.subaddress}`;
    complain('subaddress', message, `its legalSubaddresses.transmit: ${legal.join(', ') || 'none'}`);
  }
  if (slot.words > format.words) {
    const message = `${slot.words} words do not fit into one message of ${bus.wordFormat}`;
    const wider = bus.wordFormat === 'shuttle' ? '' : ', or give the bus "wordFormat": "shuttle" (up to 63)';
    complain('words', message, `ask for at most ${format.words}${wider}`);
  }
  if (slot.words > held) {
    const message = `${slot.words} words are asked for, the sensors of ${quote(terminal.id)} come to ${held}`;
    complain('words', message, `ask for at most ${held}, or give the terminal more sensors or copies`);
  }
  return complaints;
}

function checkOffset({ offsetUs }: SlotTiming, periodUs: number, path: Path): Complaint[] {
  if (offsetUs < periodUs) return [];
  const message = `starts ${offsetUs} us into a cycle of ${periodUs} us`;
  return [{ path: [...path, 'offsetUs'], message, remedy: `give less than ${periodUs}` }];
}

/** Without one, the computers have nothing to fly by. */
function checkReads({ buses }: ScenarioConfig): Complaint[] {
  if (buses.some((bus) => readsOf(bus).length > 0)) return [];
  const message = 'nothing is read: all slots are other transfers';
  return [
    {
      path: ['buses', 0, 'schedule'],
      message,
      remedy: 'add a slot that reads a terminal: {"terminal": "…"}',
    },
  ];
}

/** Elements are numbered in five bits of a message's header, of which MIL-STD-1553B keeps 31 (4.3.3.5.1.2). */
const MOST_ELEMENTS = 31;

/** Computers relay a reading whole, in one message between computers. */
function checkExchange({ buses, exchange: { wordFormat } }: ScenarioConfig): Complaint[] {
  const most = FORMATS[wordFormat].words;
  const tooLong = buses.flatMap(({ schedule }, bus) =>
    schedule.flatMap((read, slot) => {
      if (!isRead(read) || read.words <= most) return [];
      const { words, element } = read;
      const message = `${words} words of ${quote(element)} do not fit into one message between computers in ${wordFormat}`;
      const wider =
        wordFormat === 'shuttle' ? '' : ', or set "exchange": { "wordFormat": "shuttle" } (up to 63)';
      return [{ path: ['buses', bus, 'schedule', slot], message, remedy: `ask for at most ${most}${wider}` }];
    }),
  );
  const elements = buses.reduce((sum, bus) => sum + readsOf(bus).length, 0);
  if (elements <= MOST_ELEMENTS) return tooLong;
  const message = `${elements} elements are scheduled, computers can tell ${MOST_ELEMENTS} apart`;
  return [...tooLong, { path: ['buses'], message, remedy: `schedule at most ${MOST_ELEMENTS} in all` }];
}

function checkRules({ rules }: ScenarioConfig): Complaint[] {
  const [least, greatest] = rules.voteDelayUs;
  if (least <= greatest) return [];
  const message = `the least delay, ${least}, is more than the greatest, ${greatest}`;
  return [{ path: ['rules', 'voteDelayUs'], message, remedy: 'give the smaller one first' }];
}

function checkExpectations(scenario: ScenarioConfig, modes: readonly string[]): Complaint[] {
  const { computers, terminals, expect } = scenario;
  return Object.entries(expect).flatMap(([mode, { patterns = [], accused = [] }]) => {
    const path = ['expect', mode];
    if (!modes.includes(mode)) {
      const remedy =
        canonicalMode(mode) === mode ? suggestion(mode, modes) : `write ${quote(canonicalMode(mode))}`;
      return [{ path, message: `there is no exchange mode ${quote(mode)}`, remedy, atKey: true }];
    }
    return [
      ...patterns.flatMap((text, index) => checkPattern(text, scenario, [...path, 'patterns', index])),
      ...accused.flatMap((id, index) =>
        exists(id, [...ids(terminals), ...ids(computers)], 'terminal or computer', [
          ...path,
          'accused',
          index,
        ]),
      ),
    ];
  });
}

/** Each primary is in one group, unless the crew takes it out of the set. */
function checkPattern(text: string, { computers, events }: ScenarioConfig, path: Path): Complaint[] {
  const sizes = text.split('-').map(Number);
  const sum = sizes.reduce((a, b) => a + b, 0);
  const there = computers.filter(({ role }) => role === 'primary').length;
  const crewTakesOut = events.some(
    ({ action }) => action === 'power-off' || action === 'engage-backup' || action === 're-form-set',
  );
  if (sum > there || (sum < there && !crewTakesOut)) {
    const message = `the groups of ${quote(text)} come to ${sum} computers`;
    return [{ path, message, remedy: `there are ${there}; each is in one group` }];
  }
  const sorted = [...sizes].sort((a, b) => b - a).join('-');
  if (sorted === text) return [];
  return [
    { path, message: `${quote(text)} is not in order`, remedy: `write ${quote(sorted)}, largest first` },
  ];
}
