/** `quadruplex replay`: a scenario, once per exchange mode, as a story for people or one JSON document. */
import type { ReplayResult } from '../record/result.js';
import { story } from '../report/story.js';
import { isAsExpected, replay } from '../run/replay.js';
import { loadScenario } from '../scenario/load.js';
import { printable } from '../scenario/nearest.js';
import { inFolder } from './in-folder.js';
import { interruptible } from './interruptible.js';
import type { ReplayOptions } from './program.js';
import { painter } from './style.js';

const EXIT_NOT_AS_EXPECTED = 1;
const EXIT_INTERRUPTED = 130;
/** Of a pipe or a file, where no terminal says how wide it is. */
const PIPE_WIDTH = 100;

export async function replayCommand(nameOrFile: string, options: ReplayOptions): Promise<number> {
  const loaded = loadScenario(nameOrFile);
  const { exchange, force, seed } = options;
  const result = await inFolder(options.out, nameOrFile, async (folder) => {
    const openTrace = folder?.openTrace.bind(folder);
    const done = await interruptible((pause) => replay(loaded, { exchange, force, seed, openTrace, pause }));
    folder?.complete(done, loaded.recording?.bytes);
    return done;
  });
  if (options.format === 'json') printJson(result);
  else printStory(result, options, nameOrFile);
  if (result.interrupted === true) return EXIT_INTERRUPTED;
  return isAsExpected(result) ? 0 : EXIT_NOT_AS_EXPECTED;
}

/** Why the exit code is 1 is said beside the document. */
function printJson(result: ReplayResult): void {
  process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
  for (const { exchange, unmet } of result.runs)
    for (const what of unmet) process.stderr.write(`${exchange}: not as expected: ${what}\n`);
}

function printStory(result: ReplayResult, options: ReplayOptions, nameOrFile: string): void {
  const width = process.stdout.isTTY && process.stdout.columns > 0 ? process.stdout.columns : PIPE_WIDTH;
  const shown = story(result, { paint: painter(process.stdout), width });
  process.stdout.write(`${shown}\n${next(result, options, nameOrFile)}`);
}

function next(result: ReplayResult, { out }: ReplayOptions, nameOrFile: string): string {
  const command = `npx quadruplex replay ${shellWord(nameOrFile)}`;
  const written = `Written to ${printable(out ?? '')}: result.json, and the traces of each mode.\n`;
  const modes = result.runs.map((run) => run.exchange);
  const others = modes.includes('none') ? [] : [`${command} --exchange none,${modes.join(',')}`];
  const traces = out === undefined ? [`${command} --out run     # every word, message and vote`] : [];
  const commands = [...others, ...traces].map((line) => `  ${line}\n`);
  return `${out === undefined ? '' : written}${commands.length > 0 ? 'Next:\n' : ''}${commands.join('')}`;
}

function shellWord(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${printable(text).replaceAll("'", String.raw`'\''`)}'`;
}
