/** Runs whose results go into a folder: whole or not at all, and refusals told as usage errors. */
import { ModeRefused } from '../run/replay.js';
import { FolderRefused, RunFolder } from '../run/run-folder.js';
import { UsageError } from './failure.js';

/**
 * @param out the folder, if one was named
 * @param nameOrFile of the scenario, to name it where a mode is refused
 */
export async function inFolder<Result>(
  out: string | undefined,
  nameOrFile: string,
  work: (folder: RunFolder | undefined) => Promise<Result>,
): Promise<Result> {
  let folder: RunFolder | undefined;
  try {
    folder = out === undefined ? undefined : new RunFolder(out);
    return await work(folder);
  } catch (error) {
    folder?.abandon();
    if (error instanceof FolderRefused) throw new UsageError(error.message);
    throw error instanceof ModeRefused ? new UsageError(`${nameOrFile}: ${error.message}`) : error;
  }
}
