#!/usr/bin/env node
/**
 * Holds a limit program against our exchange row: `node dist/cli/against-limit.js PATH [args…]`.
 *
 * A limit program that takes a size and is given none is run for each size that has a row. It is no command of
 * `quadruplex`, because it is of use only to those who have a limit program beside the sources.
 */
import { fileURLToPath } from 'node:url';
import { againstLimit, LimitRefused, pinned, type Ratios } from '../bench/against-limit.js';
import { EXCHANGE_SIZES } from '../bench/rows.js';
import { rateText } from '../bench/units.js';
import { EXIT_USAGE, reportFailure, UsageError } from './failure.js';

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));
const TURNS = 5;
/** For our five repetitions of a turn. */
const SECONDS = 5;

const [program, ...args] = process.argv.slice(2);
if (program === undefined || program === '--help') {
  process.stderr.write(
    `Usage: node dist/cli/against-limit.js PATH [args…]\n\nPATH: a limit program, .c or .cjs; it is run ${TURNS} times, in turns with "bench --only ic/N-M".\nArguments are its own, e.g. om-limit.cjs 7 2 ic 1.\n`,
  );
  process.exitCode = program === undefined ? EXIT_USAGE : 0;
} else {
  await run(program, args).catch((error: unknown) => {
    process.exitCode = reportFailure(error instanceof LimitRefused ? new UsageError(error.message) : error);
  });
}

async function run(path: string, given: readonly string[]): Promise<void> {
  const takesSize = /(^|[\\/])om-limit/.test(path) && given.length === 0;
  const runs = takesSize
    ? EXCHANGE_SIZES.slice(1).map(([n, m]) => [String(n), String(m), 'ic', '0.5'])
    : [given];
  const [tool] = pinned([]);
  process.stdout.write(
    tool === undefined ? 'Not pinned to a core: there is no taskset.\n' : 'Both on one core, in turns.\n',
  );
  for (const args of runs) {
    const ratios = await againstLimit({
      program: path,
      args,
      bench: [process.execPath, MAIN, 'bench'],
      turns: TURNS,
      seconds: SECONDS,
      onTurn: (turn, limit, ours) => {
        process.stdout.write(
          `  turn ${turn + 1}: ${limit.language} (${limit.n}, ${limit.m}) ${rateText(limit.perSecond)} a second, ours ${rateText(ours)}: ${(ours / limit.perSecond).toFixed(3)}\n`,
        );
      },
    });
    process.stdout.write(`${summary(ratios)}\n`);
  }
}

function summary({ figure, min, median, max }: Ratios): string {
  const figures = [min, median, max].map((ratio) => ratio.toFixed(3)).join(' / ');
  return `(${figure.n}, ${figure.m}) ours over ${figure.language}: ${figures} (least / median / most)`;
}
