/**
 * What is connected to what: computers with their ears, buses with their lines and schedules, terminals with their
 * sensors. The defaults are those of a healthy wire, so that a scenario names only what matters to it.
 */

import { z } from 'zod';
import { columnName, entry, id, idText, MAX_OHM, number, whole } from './schema-parts.js';
import { subaddresses, transfersIn } from './schema-transfers.js';

const receiver = entry({
  thresholdMv: number(
    1,
    30_000,
    'Smallest level that the receiver hears, millivolts peak to peak line to line; MIL-STD-1553B leaves 200 to 860 (transformer coupling) to its maker. Default 500',
  ).default(500),
  zeroCrossingNs: whole(
    1,
    500,
    'Largest error of a zero crossing that it tolerates, relative to the one before, nanoseconds; MIL-STD-1553B asks for at least 150. Default 200',
  ).default(200),
  noiseMv: number(
    0,
    1000,
    'Noise after its filter (half of that at its input), millivolts rms, bounded at 6 sigma. Default 3',
  ).default(3),
});

const transmitter = entry({
  levelMv: number(
    1,
    100_000,
    'Output level at the stubs, millivolts peak to peak line to line. Default 6000',
  ).default(6000),
  riseNs: whole(
    10,
    500,
    'Rise and fall time from 10 % to 90 %, nanoseconds; MIL-STD-1553B: 100 to 300. Default 150',
  ).default(150),
});

const itsReceiver = receiver
  .prefault({})
  .describe('Its ears, the same kind on every bus it listens to; what is left out has its default');
const itsTransmitter = transmitter
  .prefault({})
  .describe('What it drives the wire with; what is left out has its default');

const computer = entry({
  id: id('Name of the computer, unlike that of any other computer or terminal'),
  role: z
    .enum(['primary', 'backup'])
    .default('primary')
    .describe(
      'primary: of the redundant set; backup, one at most: listens and computes for itself, and commands nothing until an event engages it. Default primary',
    ),
  receiver: itsReceiver,
  transmitter: itsTransmitter,
}).describe('A computer: {"id": "A"}');

const terminator = number(0, MAX_OHM, 'A terminator, ohms; 0 is a short, 1000000000 an open end');

const line = entry({
  velocityMPerNs: number(
    0.05,
    0.3,
    'Speed of the signal, metres per nanosecond; a twisted pair has about 0.2. Default 0.2',
  ).default(0.2),
  lengthM: whole(
    1,
    10_000,
    'Length of the line, whole metres; every tap lies on it. Default: as far as the farthest tap',
  ).optional(),
  impedanceOhm: number(
    10,
    1000,
    'Characteristic impedance Z0, ohms; MIL-STD-1553B: 70 to 85. Default 70',
  ).default(70),
  terminatorsOhm: z
    .tuple([terminator, terminator])
    .describe(
      'What ends the line at 0 m and at its length, ohms: [70, 70]; what is not Z0 sends back echoes. Default: Z0 at both ends',
    )
    .optional(),
  lossPpmPerM: number(0, 100_000, 'Loss of level, parts per million per metre. Default 0').default(0),
  tapsM: z
    .record(idText, whole(0, 10_000, 'Distance of this tap from one end of the line, whole metres'))
    .default({})
    .describe(
      'Where computers and terminals are tapped: whole metres from one end, by id; who is not named is at 0',
    ),
});

const offsetUs = whole(
  0,
  10_000_000,
  'Earliest start of the command, microseconds from the start of the cycle, less than its period. Default 0',
).default(0);
const everyCycles = whole(
  1,
  10_000,
  'Read or sent in one cycle of so many: 1 is each, 4 every fourth. Default 1',
).default(1);

const read = entry({
  transfer: z
    .literal('rt-bc')
    .describe('What is transferred: "rt-bc" reads a terminal, and the computers exchange what they heard')
    .optional(),
  element: id(
    "Name of the element, i.e. of this terminal's answer in this slot, unlike any other. Default: the terminal's id",
  ).optional(),
  terminal: id('The terminal that is polled; one of this bus'),
  subaddress: whole(
    0,
    511,
    'mil-std-1553b: the subaddress read, 1 to 30; shuttle: the number of the pre-stored scan, 0 to 511. Default 1',
  ).default(1),
  words: whole(
    1,
    63,
    "Data words asked for: up to 32 (mil-std-1553b) or 63 (shuttle). Default: all that the terminal's sensors come to",
  ).optional(),
  offsetUs,
  everyCycles,
}).describe('A slot: {"terminal": "…"}');

const slot = z
  .discriminatedUnion('transfer', [read, ...transfersIn({ offsetUs, everyCycles })])
  .describe(
    'A slot: {"terminal": "…"} reads a terminal; {"transfer": "bc-rt", …} and others are other traffic',
  );

const bus = entry({
  id: id('Name of the bus'),
  wordFormat: z
    .enum(['mil-std-1553b', 'shuttle'])
    .default('mil-std-1553b')
    .describe(
      'Format of a word: mil-std-1553b has 20 bit times, shuttle 28 and no status word. Default mil-std-1553b',
    ),
  coupling: z
    .enum(['transformer', 'direct'])
    .default('transformer')
    .describe('How stubs are coupled to the line. Default transformer'),
  commander: id('The computer that commands this bus, until an event gives it to another'),
  line: line.prefault({}).describe('The cable; what is left out has its default'),
  lineB: line
    .describe(
      'A second cable, which makes the bus dual redundant (mil-std-1553b): {} for one of defaults. Its lines are then called by the id of the bus and .A or .B. Default: none',
    )
    .optional(),
  retry: z
    .enum(['none', 'same', 'other', 'same-then-other'])
    .describe(
      'What the commander does after a message that it found in error: sends it again on the same line, on the other one, or first on the same and then on the other. Default none',
    )
    .optional(),
  schedule: z
    .array(slot)
    .min(1)
    .max(256)
    .describe('What is read and sent in a cycle, in this order: [{"terminal": "…"}]'),
}).describe('A bus: {"id", "commander", "schedule"}');

const sensor = entry({
  signal: z
    .enum(['roll', 'pitch', 'yaw', 'rollRate', 'pitchRate', 'yawRate', 'counter', 'constant', 'recorded'])
    .describe(
      "What it measures: an angle in 0.01 degree, a rate in 0.01 degree/s, counter the cycle's number, constant its value, recorded a column of the recording that means nothing to the vehicle",
    ),
  copies: whole(1, 63, 'Redundant sensors of this signal, one word each. Default 1').default(1),
  noiseLsb: number(
    0,
    1000,
    'Noise of the sensor, rms in least significant bits, bounded at 6 sigma. Default 2; with a column 0',
  ).optional(),
  value: whole(-32_768, 32_767, 'Of a constant: its value. Default 0').default(0),
  column: columnName(
    'The column of the recording that its samples are taken from, whole least significant bits; of any signal but counter and constant',
  ).optional(),
}).describe('A sensor: {"signal": "roll"}');

/** What each port of a terminal has for itself. */
const port = {
  address: whole(0, 30, 'Terminal address, 0 to 30, unlike any other on its bus'),
  responseUs: whole(
    1,
    100,
    'Response time from mid-parity to mid-sync, microseconds; MIL-STD-1553B: 4 to 12. Default 6',
  ).default(6),
  transmitter: itsTransmitter,
  receiver: itsReceiver,
};

const terminal = entry({
  id: id('Name of the terminal, unlike that of any other computer or terminal'),
  bus: id('The bus it is on'),
  ...port,
  words: z
    .array(sensor)
    .min(1)
    .max(63)
    .describe('What its data words carry, in wire order: [{"signal": "roll", "copies": 3}]'),
  secondary: entry({ bus: id('The other bus, whose schedule reads it under another element name'), ...port })
    .describe(
      'A second port: {"bus", "address"}; it is read by its own port until an event changes the port mode. Default: none',
    )
    .optional(),
  legalSubaddresses: entry({
    receive: subaddresses('Subaddresses that it implements for data it receives'),
    transmit: subaddresses('Subaddresses that it implements for data it transmits'),
  })
    .describe(
      'What it implements (mil-std-1553b); to anything else it answers with the message error bit and no data. Default: it answers every command in form',
    )
    .optional(),
  wrapAroundSubaddress: whole(
    1,
    30,
    'The subaddress at which it transmits what it last received there (mil-std-1553b; usually 30). Default: none',
  ).optional(),
}).describe('A terminal: {"id", "bus", "address", "words"}');

export const recording = entry({
  file: z
    .string()
    .max(255)
    .regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/, {
      error: 'must be a path below the scenario\'s folder — as "sensors.csv" or "data/sensors.csv"',
    })
    .describe('A CSV file beside the scenario or below its folder: "sensors.csv"'),
  timeColumn: columnName(
    'The column with the bus time, microseconds, from which a row holds until the next. Default: one row a cycle',
  ).optional(),
})
  .optional()
  .describe(
    'Samples for sensors that name a column: {"file": "sensors.csv"}. The first line names the columns; the last sample holds to the end. Default: none',
  );

export const computers = z
  .array(computer)
  .min(2)
  .max(16)
  .describe(
    'The computers, 2 to 16: to exchange anything, a computer needs another one: [{"id": "A"}, {"id": "B"}]',
  );
export const buses = z
  .array(bus)
  .min(1)
  .max(32)
  .describe('The data buses, at least one, with their schedules');
export const terminals = z
  .array(terminal)
  .min(1)
  .max(256)
  .describe('The remote terminals, at least one, with the sensors behind them');
