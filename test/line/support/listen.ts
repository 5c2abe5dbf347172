import type { Line, LineEvent } from '../../../src/line/line.js';

/** All that a line has told so far. */
export interface Listening {
  readonly events: LineEvent[];
  /** Of all chunks together. */
  bytes(): number[];
  ends(): string[];
  stop(): void;
}

export function listen(line: Line): Listening {
  const events: LineEvent[] = [];
  const subscription = line.events.subscribe((event) => events.push(event));
  return {
    events,
    bytes: () => events.flatMap((event) => (event.kind === 'bytes' ? [...event.bytes] : [])),
    ends: () => events.flatMap((event) => (event.kind === 'ended' ? [event.reason] : [])),
    stop: () => {
      subscription.unsubscribe();
    },
  };
}

/** Waits until something holds; in the real world that takes a while. */
export async function until(what: string, holds: () => boolean, ms = 5000): Promise<void> {
  const end = performance.now() + ms;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`in ${ms} ms it did not come to this: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
