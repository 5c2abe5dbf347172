/** What ends a run with what there is: Ctrl-C, whoever started the program, a terminal that is closed. */
export const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export async function untilStopped<End>(runs: { run(): Promise<End>; stop(): void }): Promise<End> {
  const stop = (): void => runs.stop();
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  try {
    return await runs.run();
  } finally {
    for (const signal of STOP_SIGNALS) process.off(signal, stop);
  }
}
