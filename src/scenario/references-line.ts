/** What a line configuration can be held to only with its scenario at hand: stations, words, modes, places of faults. */

import type { ScenarioConfig } from '../core/config.js';
import { exists, ids } from './lookup.js';
import { quote, suggestion } from './nearest.js';
import type { Complaint, Path } from './problems.js';
import type { LineFile } from './schema-line.js';
import { canonicalMode, KNOWN_MODES } from './schema-modes.js';

/** Modes whose messages the wire protocol tells. */
const MODES_ON_A_LINE = ['none', 'status', 'om1'];
/** Bus time within a cycle travels as nanoseconds in 32 bits. */
const MOST_PERIOD_US = 4_000_000;
/** Slots are numbered in a byte: a beacon, two for each element, at most five for each computer, an open one. */
const MOST_SLOTS = 255;

export function checkLine(file: LineFile, scenario: ScenarioConfig): Complaint[] {
  return [
    ...checkMode(file),
    ...checkScenario(file, scenario),
    ...file.stations.flatMap((_, index) => checkStation(file, index, scenario)),
    ...checkPorts(file, scenario),
    ...checkSomebody(file, scenario),
    ...checkFaults(file),
  ];
}

function checkMode({ exchange, setUp }: LineFile): Complaint[] {
  const path = ['exchange'];
  const onLine = setUp === 'one-host-per-computer';
  const modes = onLine ? MODES_ON_A_LINE : KNOWN_MODES;
  if (modes.includes(canonicalMode(exchange))) return [];
  if (!KNOWN_MODES.includes(canonicalMode(exchange)))
    return [
      { path, message: `there is no exchange mode ${quote(exchange)}`, remedy: suggestion(exchange, modes) },
    ];
  const message = `${exchange} has no messages of its own on a line`;
  return [
    {
      path,
      message,
      remedy: `take ${MODES_ON_A_LINE.join(', ')}, or "setUp": "four-ears", where it stays in memory`,
    },
  ];
}

function checkScenario({ setUp }: LineFile, scenario: ScenarioConfig): Complaint[] {
  const path = ['scenario'];
  const remedy = 'take one in mil-std-1553b, as sts-124-line is';
  const complaints = scenario.buses
    .filter(({ wordFormat }) => wordFormat !== 'mil-std-1553b')
    .map(({ id, wordFormat }) => ({
      path,
      message: `its bus ${quote(id)} has words of the format ${wordFormat}, which no line carries`,
      remedy,
    }));
  if (setUp === 'one-host-per-computer' && scenario.exchange.wordFormat !== 'mil-std-1553b')
    complaints.push({
      path,
      message: `its computers exchange words of the format ${scenario.exchange.wordFormat}, which no line carries`,
      remedy,
    });
  if (setUp === 'one-host-per-computer' && scenario.exchange.links !== 'broadcast')
    complaints.push({
      path,
      message: 'its computers have a wire for each pair of them, and a shared line is heard by all',
      remedy: 'take one whose exchange.links is "broadcast"',
    });
  const elements = scenario.buses.reduce((sum, { schedule }) => sum + schedule.length, 0);
  const slots = 2 + 2 * elements + (setUp === 'four-ears' ? 0 : 5 * scenario.computers.length);
  if (slots > MOST_SLOTS)
    complaints.push({
      path,
      message: `its cycle has ${slots} slots`,
      remedy: `take one of at most ${MOST_SLOTS}`,
    });
  if (scenario.cycle.periodUs > MOST_PERIOD_US)
    complaints.push({
      path,
      message: `its cycle takes ${scenario.cycle.periodUs} us`,
      remedy: `take one of at most ${MOST_PERIOD_US}`,
    });
  return complaints;
}

function checkStation(file: LineFile, index: number, scenario: ScenarioConfig): Complaint[] {
  const { station, path: port, runs } = at(file, index);
  const path: Path = ['stations', index];
  const all = [...ids(scenario.computers), ...ids(scenario.terminals)];
  const complaints = exists(station, all, 'computer or terminal', [...path, 'station']);
  const first = file.stations.findIndex((other) => other.station === station);
  if (first !== index)
    complaints.push({
      path: [...path, 'station'],
      message: `${quote(station)} stands twice, first at stations[${first}]`,
      remedy: 'remove one of the two',
    });
  if (runs === 'elsewhere' && (file.line.kind === 'mock' || file.line.kind === 'memory'))
    complaints.push({
      path: [...path, 'runs'],
      message: `a line of the kind ${file.line.kind} has nobody outside of this process`,
      remedy: 'remove it, or set line.kind to "serial"',
    });
  if (port === undefined) return complaints;
  const atPort = [...path, 'path'];
  if (file.line.kind !== 'serial')
    complaints.push({
      path: atPort,
      message: `a line of the kind ${file.line.kind} has no ports to name`,
      remedy: 'remove it, or set line.kind to "serial"',
    });
  if (runs === 'elsewhere')
    complaints.push({
      path: atPort,
      message: `${quote(station)} runs elsewhere, and is heard over the ports of those who run here`,
      remedy: 'remove it, or set "runs": "here"',
    });
  const twin = file.stations.findIndex((other) => other.path === port);
  if (twin !== index)
    complaints.push({
      path: atPort,
      message: `${port} is also the port of ${quote(at(file, twin).station)}`,
      remedy: 'a port is locked by whoever opens it first: give each station its own',
    });
  return complaints;
}

/** On a serial line everybody who runs here has a port. */
function checkPorts({ line, stations }: LineFile, scenario: ScenarioConfig): Complaint[] {
  if (line.kind !== 'serial') return [];
  return [...ids(scenario.computers), ...ids(scenario.terminals)].flatMap((id) => {
    const index = stations.findIndex(({ station }) => station === id);
    const { runs = 'here', path } = stations[index] ?? {};
    if (runs === 'elsewhere' || path !== undefined) return [];
    return [
      {
        path: index < 0 ? ['stations'] : ['stations', index],
        message: `${quote(id)} has no port`,
        remedy: `add {"station": ${quote(id)}, "path": "/dev/…"}, or "runs": "elsewhere"`,
      },
    ];
  });
}

function checkSomebody({ stations }: LineFile, scenario: ScenarioConfig): Complaint[] {
  const all = [...ids(scenario.computers), ...ids(scenario.terminals)];
  const isElsewhere = (id: string): boolean =>
    stations.some(({ station, runs }) => station === id && runs === 'elsewhere');
  if (!all.every(isElsewhere)) return [];
  const message = 'all run elsewhere, and nobody here';
  return [{ path: ['stations'], message, remedy: 'set "runs" to "here" for those whose port is here' }];
}

function checkFaults({ faults, line, setUp }: LineFile): Complaint[] {
  const path = ['faults'];
  if (faults === 'real' && line.kind !== 'serial') {
    const message = `nothing is really marginal on a line of the kind ${line.kind}`;
    return [{ path, message, remedy: 'take "ears" or "wire"' }];
  }
  if (faults !== 'wire') return [];
  if (setUp === 'one-host-per-computer') {
    const message = 'no single host knows what the others are not to hear, so as to damage their frames';
    return [{ path, message, remedy: 'take "ears"' }];
  }
  if (line.kind === 'serial')
    return [
      {
        path,
        message: 'nobody can damage frames on a real wire for one receiver alone',
        remedy: 'take "ears"',
      },
    ];
  if (line.kind === 'socat' && line.join === 'multicast') {
    const message = 'a multicast group has no place where the frames of one receiver could be damaged';
    return [{ path, message, remedy: 'take "ears", or set line.join to "hub"' }];
  }
  return [];
}

function at({ stations }: LineFile, index: number): LineFile['stations'][number] {
  const station = stations[index];
  if (station === undefined) throw new RangeError(`there is no station ${index}`);
  return station;
}
