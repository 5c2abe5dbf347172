/** `quadruplex bench`: how long things take, as tables for people or one JSON document. */
import { bench, type BenchOptions, type Progress } from '../bench/bench.js';
import { readReport, ReportRefused } from '../bench/compare.js';
import { BenchFolderRefused, refuseForeignFolder, writeFolder } from '../bench/folder.js';
import { StopFlag } from '../bench/repetition.js';
import type { BenchReport } from '../bench/report.js';
import { UnknownRow } from '../bench/rows.js';
import { reportText } from '../bench/text.js';
import { version } from '../run/version.js';
import { UsageError } from './failure.js';
import type { BenchCommandOptions } from './program.js';
import { painter } from './style.js';

const EXIT_INTERRUPTED = 130;

export async function benchCommand(options: BenchCommandOptions): Promise<number> {
  const { out, compare, seconds, seed, only = [] } = options;
  let report: BenchReport;
  try {
    if (out !== undefined) refuseForeignFolder(out);
    const earlier = compare === undefined ? undefined : readReport(compare);
    report = await interruptible({
      version,
      seconds,
      only,
      seed,
      compare: earlier,
      onProgress: progressLine(),
    });
  } catch (error) {
    throw isRefusal(error) ? new UsageError(error.message) : error;
  }
  const files = out === undefined ? [] : writeFolder(out, report);
  print(report, options);
  if (out !== undefined && options.format === 'text')
    process.stdout.write(`\nWritten to ${out}: ${files.join(', ')}\n`);
  return report.interrupted ? EXIT_INTERRUPTED : 0;
}

function isRefusal(error: unknown): error is Error {
  return error instanceof UnknownRow || error instanceof ReportRefused || error instanceof BenchFolderRefused;
}

/** Ctrl-C ends the repetition that runs, and the benchmark with what there is. Asked twice (npx passes it on), it ends once. */
async function interruptible(options: Omit<BenchOptions, 'stop'>): Promise<BenchReport> {
  const stop = new StopFlag();
  const interrupt = (): void => stop.stop();
  process.on('SIGINT', interrupt);
  try {
    return await bench({ ...options, stop });
  } finally {
    process.off('SIGINT', interrupt);
    clearProgress();
  }
}

/** One line on a terminal, written over and over; elsewhere nothing. */
function progressLine(): BenchOptions['onProgress'] {
  if (!process.stderr.isTTY) return undefined;
  return ({ step, steps, row, secondsLeft }: Progress) => {
    const left = `about ${Math.ceil(secondsLeft)} s left`;
    process.stderr.write(`\r\u001b[K[${step + 1}/${steps}] ${row}, ${left}`);
  };
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}

function print(report: BenchReport, { format }: BenchCommandOptions): void {
  if (format === 'json') {
    process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
    return;
  }
  const paint = painter(process.stdout);
  const columns = process.stdout.isTTY ? process.stdout.columns : undefined;
  process.stdout.write(reportText(report, (heading) => paint('bold', heading), columns));
}
