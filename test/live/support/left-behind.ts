/** What a live run leaves behind in this process, which is to be nothing. */
import { expect } from 'vitest';

/** What keeps a process alive, by kind. */
function alive(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

const listeners = (): unknown => process.eventNames().map((name) => [name, process.listenerCount(name)]);

/** Looks at how it is now. @returns to be called afterwards: nothing has come in addition, and nobody listens who did not before */
export function lookAround(): () => void {
  const before = { alive: alive(), listeners: listeners() };
  return () => {
    // The test runner's own timers come and go.
    const left = Object.entries(alive()).filter(([kind, count]) => count > (before.alive[kind] ?? 0));
    expect(left).toEqual([]);
    expect(listeners()).toEqual(before.listeners);
  };
}
