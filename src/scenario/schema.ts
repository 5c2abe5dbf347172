/**
 * The scenario file: what may stand in it, what each key means, and what holds when it is left out.
 *
 * It mirrors `ScenarioConfig` of the core key by key, so a scenario file is the documentation of a run and the other
 * way round. It imports nothing but zod and the core's types: a browser checks scenarios with it too. What no single
 * key can tell (does this terminal exist?) is checked in references.ts.
 */

import { z } from 'zod';
import type { LineConfig, ScenarioConfig, SensorConfig, SlotConfig, TransferConfig } from '../core/config.js';
import { events } from './schema-events.js';
import { faults } from './schema-faults.js';
import { buses, computers, recording, terminals } from './schema-hardware.js';
import { entry, text, timeUs, whole } from './schema-parts.js';
import { receptions } from './schema-receptions.js';
import { actuators, exchange, rules, vehicle } from './schema-rules.js';
import { claims, expect, notes } from './schema-story.js';

const cycle = entry({
  periodUs: whole(
    100,
    10_000_000,
    'Length of one control cycle, which is one minor frame: microseconds, 100 to 10000000',
  ),
  startUs: timeUs(
    'Bus time at which cycle 0 starts, may be negative so that t = 0 can mean something; default 0',
  ).default(0),
  cycles: whole(1, 10_000_000, 'How many cycles to run'),
}).describe('The control cycle: {"periodUs": 40000, "cycles": 100}');

const NAME_RULE = 'must be a name — a letter or digit, then up to 63 letters, digits, ".", "_" or "-"';

/** As it stands in the file. */
export const scenarioFileSchema = z
  .strictObject({
    $schema: z
      .string()
      .max(2000)
      .describe('Path of the JSON Schema, for editors (`quadruplex schema` prints it)')
      .optional(),
    comment: text('A remark for readers; the run ignores it').optional(),
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, { error: NAME_RULE })
      .describe('Short name of the scenario, as one would name its folder'),
    title: text('What it shows, in one line. Default: its name', 200).optional(),
    seed: whole(
      0,
      4_294_967_295,
      'Seed of every random draw of the run, 0 to 4294967295; --seed overrides it. Default 1',
    ).default(1),
    cycle,
    computers,
    buses,
    terminals,
    recording,
    receptions,
    exchange,
    vehicle,
    actuators,
    rules,
    belowBound: z
      .boolean()
      .default(false)
      .describe('Run a mode although its bound (N > 3m) is not met; the result says so. Default false'),
    faults,
    events,
    notes,
    claims,
    expect,
  })
  .describe('A scenario: {"name", "cycle", "computers", "buses", "terminals", …}');

type ScenarioFile = z.output<typeof scenarioFileSchema>;

/** As the core takes it: what follows from the rest of the file is filled in. */
export const scenarioSchema = scenarioFileSchema.transform(fillIn);

/** The JSON Schema of the file, for editors. */
export function scenarioJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(scenarioFileSchema, {
    io: 'input',
    target: 'draft-2020-12',
  });
  return { $schema, $id: 'urn:quadruplex:scenario', title: 'A scenario of quadruplex', ...schema };
}

function fillIn(file: ScenarioFile): ScenarioConfig {
  const wordsOf = new Map(file.terminals.map((terminal) => [terminal.id, sensorWords(terminal)]));
  return {
    ...file,
    title: file.title ?? file.name,
    terminals: file.terminals.map((terminal) => ({ ...terminal, words: terminal.words.map(fillInSensor) })),
    buses: file.buses.map((bus) => ({
      ...bus,
      line: fillInLine(bus.line),
      lineB: bus.lineB && fillInLine(bus.lineB),
      schedule: bus.schedule.map((slot) => fillInSlot(slot, wordsOf)),
    })),
  };
}

/** What was recorded has its noise in it. */
function fillInSensor(sensor: ScenarioFile['terminals'][number]['words'][number]): SensorConfig {
  const { noiseLsb, column } = sensor;
  return { ...sensor, noiseLsb: noiseLsb ?? (column === undefined ? 2 : 0) };
}

type SlotInFile = ScenarioFile['buses'][number]['schedule'][number];
type ReadInFile = Exclude<SlotInFile, TransferConfig>;

function fillInSlot(slot: SlotInFile, wordsOf: ReadonlyMap<string, number>): SlotConfig | TransferConfig {
  if (!isReadInFile(slot)) return slot;
  const { terminal } = slot;
  return { ...slot, element: slot.element ?? terminal, words: slot.words ?? wordsOf.get(terminal) ?? 1 };
}

function isReadInFile(slot: SlotInFile): slot is ReadInFile {
  return slot.transfer === undefined || slot.transfer === 'rt-bc';
}

/** Long enough for every tap, and matched at both ends. */
function fillInLine(line: ScenarioFile['buses'][number]['line']): LineConfig {
  const { impedanceOhm, tapsM, lengthM, terminatorsOhm } = line;
  return {
    ...line,
    lengthM: lengthM ?? Math.max(1, ...Object.values(tapsM)),
    terminatorsOhm: terminatorsOhm ?? [impedanceOhm, impedanceOhm],
  };
}

/** How many words a terminal's sensors come to. */
export function sensorWords(terminal: { readonly words: readonly { readonly copies: number }[] }): number {
  return terminal.words.reduce((sum, sensor) => sum + sensor.copies, 0);
}
