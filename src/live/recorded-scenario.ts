/** A live run as a scenario: its own, and what the lines brought. Replayed, it comes to the same decisions, votes and sets. */
import type { OthersConfig, ReceptionsConfig } from '../core/config.js';

export interface RecordedRun {
  readonly seed: number;
  /** As many as passed, whether this host had a part in all of them or not. */
  readonly cycles: number;
  readonly receptions: ReceptionsConfig;
  readonly notes: readonly { readonly timeUs: number; readonly text: string }[];
  /** The scenario's own faults were left out, as a transmitter was really marginal. */
  readonly withoutFaults: boolean;
  /** It ended before the scenario did. */
  readonly interrupted: boolean;
}

/** What a scenario's file may hold of them. */
const MOST_NOTES = 1000;

type Json = Record<string, unknown>;

/**
 * @param file the scenario's own JSON, as it stands in its file
 * @param recording what its recording is called beside the new file, if it has one
 */
export function recordedScenario(file: Json, run: RecordedRun, recording: string): string {
  const own = run.interrupted ? { ...file, ...cutShort(file, run) } : file;
  const notes = [
    ...((own['notes'] ?? []) as unknown[]),
    ...run.notes.map(({ timeUs, text }) => ({ timeUs, text, mark: 'D' })),
  ];
  const scenario: Json = {
    ...own,
    // A path beside another file, and what an earlier run heard.
    $schema: undefined,
    receptions: undefined,
    seed: run.seed,
    cycle: { ...(file['cycle'] as Json), cycles: run.cycles },
    notes: notes.slice(0, MOST_NOTES),
    ...(file['recording'] === undefined
      ? {}
      : { recording: { ...(file['recording'] as Json), file: recording } }),
    ...(run.withoutFaults ? { faults: [] } : {}),
  };
  return withReceptions(scenario, run.receptions);
}

interface Moments {
  readonly id: string;
  readonly timeUs?: number;
  readonly from?: Moment;
  readonly until?: Moment;
}

interface Moment {
  readonly timeUs?: number;
  readonly cycle?: number;
  readonly event?: string;
}

/** Nothing is said of what would have come after the end. */
function cutShort(file: Json, { cycles }: RecordedRun): Json {
  const { periodUs, startUs = 0 } = file['cycle'] as { periodUs: number; startUs?: number };
  const endUs = startUs + cycles * periodUs;
  const events = ((file['events'] ?? []) as Moments[]).filter(({ timeUs = 0 }) => timeUs <= endUs - periodUs);
  const comes = ({ timeUs, cycle, event }: Moment): boolean =>
    (timeUs ?? -Infinity) < endUs &&
    (cycle ?? 0) < cycles &&
    (event === undefined || events.some(({ id }) => id === event));
  const faults = ((file['faults'] ?? []) as Moments[])
    .filter(({ from }) => from === undefined || comes(from))
    .map((fault) =>
      fault.until === undefined || comes(fault.until) ? fault : { ...fault, until: undefined },
    );
  const notes = ((file['notes'] ?? []) as Moments[]).filter(({ timeUs = 0 }) => timeUs <= endUs - periodUs);
  return { events, faults, notes, expect: {} };
}

/** One entry to a line: there may be thousands. */
function withReceptions(scenario: Json, { ears, exceptions, others }: ReceptionsConfig): string {
  const head = JSON.stringify(scenario, undefined, 2).replace(/\n}$/, '');
  const parts = [
    `"ears": "${ears}"`,
    `"exceptions": ${listText(exceptions, '    ')}`,
    ...(others === undefined ? [] : [`"others": ${othersText(others)}`]),
  ];
  return `${head},\n  "receptions": {\n    ${parts.join(',\n    ')}\n  }\n}\n`;
}

function othersText({ exchange, computer, terminal, away, arrivals, messages, deeds }: OthersConfig): string {
  const lists = Object.entries({ away, arrivals, messages, deeds }).map(
    ([name, list]) => `"${name}": ${listText(list, '      ')}`,
  );
  const heads = Object.entries({ exchange, computer, terminal }).filter(([, value]) => value !== undefined);
  const parts = [...heads.map(([key, value]) => `"${key}": ${JSON.stringify(value)}`), ...lists];
  return `{\n      ${parts.join(',\n      ')}\n    }`;
}

function listText(list: readonly unknown[], indent: string): string {
  if (list.length === 0) return '[]';
  const lines = list.map((entry) => `\n${indent}  ${JSON.stringify(entry)}`);
  return `[${lines.join(',')}\n${indent}]`;
}
