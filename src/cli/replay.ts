/** `quadruplex replay`: a scenario, once per exchange mode, as a story for people or one JSON document. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { ReplayResult } from '../record/result.js';
import { story } from '../report/story.js';
import { idleFaults, isAsExpected, ModeRefused, replay } from '../run/replay.js';
import { FolderRefused, RunFolder } from '../run/run-folder.js';
import { loadScenario } from '../scenario/load.js';
import { UsageError } from './failure.js';
import type { ReplayOptions } from './program.js';
import { painter } from './style.js';
import { version } from './version.js';

const EXIT_NOT_AS_EXPECTED = 1;
const EXIT_INTERRUPTED = 130;

export async function replayCommand(nameOrFile: string, options: ReplayOptions): Promise<number> {
  const { scenario, sha256 } = loadScenario(nameOrFile);
  const seeded = options.seed === undefined ? scenario : { ...scenario, seed: options.seed };
  const folder = options.out === undefined ? undefined : openFolder(options.out);
  let result: ReplayResult;
  try {
    result = await interruptible((pause) =>
      replay(
        { scenario: seeded, sha256, toolVersion: version },
        {
          exchange: options.exchange,
          force: options.force,
          openTrace: folder?.openTrace.bind(folder),
          pause,
        },
      ),
    );
    folder?.complete(result);
  } catch (error) {
    folder?.abandon();
    throw error instanceof ModeRefused ? new UsageError(error.message) : error;
  }
  print(result, options, nameOrFile);
  if (result.interrupted) return EXIT_INTERRUPTED;
  return isAsExpected(result) ? 0 : EXIT_NOT_AS_EXPECTED;
}

function openFolder(out: string): RunFolder {
  try {
    return new RunFolder(out);
  } catch (error) {
    throw error instanceof FolderRefused ? new UsageError(error.message) : error;
  }
}

/** Ctrl-C asks the run to stop at the next pause, with what there is. */
async function interruptible(
  work: (pause: () => Promise<'go on' | 'stop'>) => Promise<ReplayResult>,
): Promise<ReplayResult> {
  let interrupted = false;
  const stop = (): void => {
    interrupted = true;
  };
  process.once('SIGINT', stop);
  try {
    return await work(async () => {
      await breathe();
      return interrupted ? 'stop' : 'go on';
    });
  } finally {
    process.off('SIGINT', stop);
  }
}

function print(result: ReplayResult, options: ReplayOptions, nameOrFile: string): void {
  if (options.format === 'json') {
    process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
    return;
  }
  process.stdout.write(story(result, painter(process.stdout)));
  process.stdout.write(next(result, options, nameOrFile));
  for (const run of result.runs) {
    for (const id of idleFaults(run))
      process.stderr.write(`${run.exchange}: fault ${id} should act and never did\n`);
  }
}

function next(result: ReplayResult, options: ReplayOptions, nameOrFile: string): string {
  if (options.out !== undefined)
    return `Written to ${options.out}: result.json and the traces of each mode.\n`;
  const modes = result.runs.map((run) => run.exchange);
  const others = modes.includes('none')
    ? []
    : [`  quadruplex replay ${nameOrFile} --exchange none,${modes.join(',')}`];
  return [
    'Next:',
    ...others,
    `  quadruplex replay ${nameOrFile} --out run      # every transmission, message and vote`,
    '',
  ].join('\n');
}
