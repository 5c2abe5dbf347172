/** Work that a terminal shows the progress of, and that Ctrl-C ends cleanly. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { ReplayOptions } from '../run/replay.js';
import { ProgressLine } from './progress.js';

/** Ctrl-C asks the work to stop at its next pause, with what there is. Asked twice (npx passes it on), it stops once. */
export async function interruptible<Result>(
  work: (pause: Required<ReplayOptions>['pause']) => Promise<Result>,
): Promise<Result> {
  const progress = new ProgressLine(process.stderr);
  let interrupted = false;
  const stop = (): void => {
    interrupted = true;
  };
  process.on('SIGINT', stop);
  try {
    return await work(async (now) => {
      progress.show(now);
      await breathe();
      return interrupted ? 'stop' : 'go on';
    });
  } finally {
    progress.clear();
    process.off('SIGINT', stop);
  }
}
