/**
 * The line configuration's file: which scenario runs over which serial lines, and with what numbers.
 *
 * It mirrors `LineConfiguration` of src/line key by key, as schema.ts does for scenarios, and like it imports no code but
 * zod's. What it takes a scenario to know (does this station exist?) is checked in references-line.ts.
 */

import { z } from 'zod';
import { KNOWN_MODES } from './schema-modes.js';
import { entry, id, text, whole } from './schema-parts.js';

const NAME_RULE = 'must be a name — a letter or digit, then up to 63 letters, digits, ".", "_" or "-"';

const baud = whole(
  300,
  12_000_000,
  'Bits per second, the same for all on the line: 9600, 115200, 460800 … Default 115200',
).default(115_200);

const LINE_RULE =
  'must be a line — {"kind": "serial" | "mock" | "memory" | "socat", "baud": 115200}, with "join" if it is socat';

const line = z
  .discriminatedUnion(
    'kind',
    [
      entry({ kind: z.literal('serial').describe('Serial ports: each station names its own'), baud }),
      entry({ kind: z.literal('mock').describe('Ports of the mock binding, in this process'), baud }),
      entry({ kind: z.literal('memory').describe('A bus in this process'), baud }),
      entry({
        kind: z.literal('socat').describe('Pseudo-terminals made for the run; needs socat'),
        join: z
          .enum(['hub', 'multicast'])
          .default('hub')
          .describe(
            'What joins them: a hub, where single ears can be injured, or a multicast group. Default hub',
          ),
        baud,
      }),
    ],
    { error: LINE_RULE },
  )
  .describe('What carries the bytes: {"kind": "socat", "baud": 115200}');

const slots = entry({
  guardUs: whole(0, 1_000_000, 'Silence after each burst, microseconds. Default 250').default(250),
  latencyUs: whole(
    0,
    1_000_000,
    'Longest time from the last bit on the line to the program that waits for it, microseconds. Default 1000',
  ).default(1000),
  turnAroundUs: whole(
    0,
    1_000_000,
    'Longest time that a terminal takes from a command to its response, microseconds. Default 500',
  ).default(500),
})
  .prefault({})
  .describe('The numbers that make the table of slots, with the baud rate');

const station = entry({
  station: id('A computer or terminal of the scenario'),
  path: text('On a serial line: its port, as /dev/ttyUSB0 or /dev/serial/by-id/…', 500).optional(),
  runs: z
    .enum(['here', 'elsewhere'])
    .default('here')
    .describe('here: in this program; elsewhere: another process, host or board speaks for it. Default here'),
  echo: z
    .enum(['yes', 'no', 'find'])
    .default('find')
    .describe('Does its adapter hear what it sends? find: tried before the run. Default find'),
});

const deadlines = entry({
  missedPerMillion: whole(
    0,
    1_000_000,
    'Of a million cycles so many may be missed before the run counts as failed (exit code 4). Default 10000',
  ).default(10_000),
  lateUs: whole(
    1,
    10_000_000,
    'A cycle that starts so much after its deadline is late, microseconds. Default 5000',
  ).default(5000),
})
  .prefault({})
  .describe('What the run may cost in missed cycles');

const ms = (least: number, usual: number, what: string) =>
  whole(least, 600_000, `${what}, milliseconds. Default ${usual}`).default(usual);

const liveness = entry({
  openMs: ms(1, 5000, 'How long a port may take to open'),
  writeMs: ms(1, 1000, 'How long a port may take with a write, until it counts as stuck'),
  closeMs: ms(1, 1000, 'How long a port may take to close'),
  silentCycles: whole(
    1,
    1000,
    'Successive cycles of silence, where something was due, after which a line counts as lost. Default 2',
  ).default(2),
  retryMs: ms(1, 500, 'How long to wait before a lost port is tried again'),
  gatherMs: ms(1, 10_000, 'How long to wait before the first cycle for computers that are not there yet'),
})
  .prefault({})
  .describe('When a line counts as lost, and when it is tried again');

/** As it stands in the file. */
export const lineSchema = z
  .strictObject({
    $schema: z
      .string()
      .max(2000)
      .describe('Path of the JSON Schema, for editors (`quadruplex schema line` prints it)')
      .optional(),
    comment: text('A remark for readers; the run ignores it').optional(),
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, { error: NAME_RULE })
      .describe('Short name of the configuration'),
    title: text('What it is for, in one line. Default: its name', 200).optional(),
    scenario: text('A built-in scenario, or a scenario file beside this one', 500),
    setUp: z
      .enum(['four-ears', 'one-host-per-computer'])
      .describe(
        'four-ears: one host with an adapter per computer; one-host-per-computer: a process for each',
      ),
    // Which of them a set-up runs is checked beside it, and told with a better remedy than a list.
    exchange: text('The exchange mode that runs unless another is asked for. Default om1', 20)
      .meta({ enum: KNOWN_MODES })
      .default('om1'),
    periodUs: whole(
      1_000,
      4_000_000,
      "Length of a cycle on the line, microseconds: another than the scenario's runs it faster or in slow motion. Default: the scenario's",
    ).optional(),
    line,
    slots,
    stations: z
      .array(station)
      .max(64)
      .default([])
      .describe('Who is on which port; everybody in the scenario whom it does not name runs here'),
    faults: z
      .enum(['ears', 'wire', 'real'])
      .default('ears')
      .describe(
        'Where the faults of the scenario act: in the emulated ears of each receiver; on the wire, where the hub damages frames; or real: nowhere, a transmitter is really marginal. Default ears',
      ),
    deadlines,
    liveness,
  })
  .describe('A line configuration: {"name", "scenario", "setUp", "line", …}');

export type LineFile = z.output<typeof lineSchema>;

/** The JSON Schema of the file, for editors. */
export function lineJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(lineSchema, { io: 'input', target: 'draft-2020-12' });
  return { $schema, $id: 'urn:quadruplex:line', title: 'A line configuration of quadruplex', ...schema };
}
