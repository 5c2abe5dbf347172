/** A run that Ctrl-C, or whoever started the program, ends with what there is. */
export async function untilStopped<End>(runs: { run(): Promise<End>; stop(): void }): Promise<End> {
  const stop = (): void => runs.stop();
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    return await runs.run();
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
