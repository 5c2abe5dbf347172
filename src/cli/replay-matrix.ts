/** `quadruplex replay --matrix`: every fault in every exchange mode, as a table for people or one JSON document. */
import type { MatrixResult } from '../record/matrix-result.js';
import { matrixCsv, matrixText } from '../report/matrix.js';
import { isComplete, matrix } from '../run/matrix.js';
import { loadScenario } from '../scenario/load.js';
import { printable } from '../scenario/nearest.js';
import { inFolder } from './in-folder.js';
import { interruptible } from './interruptible.js';
import type { ReplayOptions } from './program.js';
import { painter } from './style.js';

const EXIT_INCOMPLETE = 1;
const EXIT_INTERRUPTED = 130;

export async function matrixCommand(nameOrFile: string, options: ReplayOptions): Promise<number> {
  const loaded = loadScenario(nameOrFile);
  const { exchange, force, seed, out } = options;
  const result = await inFolder(out, nameOrFile, async (folder) => {
    const done = await interruptible((pause) => matrix(loaded, { exchange, force, seed, pause }));
    folder?.completeMatrix(done, matrixCsv(done));
    return done;
  });
  if (options.format === 'json') process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
  else printText(result, out);
  if (result.interrupted === true) return EXIT_INTERRUPTED;
  return isComplete(result) ? 0 : EXIT_INCOMPLETE;
}

function printText(result: MatrixResult, out: string | undefined): void {
  process.stdout.write(matrixText(result, painter(process.stdout)));
  if (out !== undefined)
    process.stdout.write(`\nWritten to ${printable(out)}: result.json and matrix.csv.\n`);
}
