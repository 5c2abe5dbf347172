/** Whoever started a host as a process of its own, to show all of them in one view: what it is told. */
import type { HostAttachment } from '../live/hosts/host-attachment.js';
import type { HealthChange } from '../live/line-health.js';
import type { LiveCycle } from '../live/messages.js';
import type { LiveResult } from '../record/live-result.js';

/** Told while it runs. */
export type HostNews =
  | { readonly kind: 'ready' }
  | { readonly kind: 'cycle'; readonly cycle: LiveCycle }
  | { readonly kind: 'health'; readonly change: HealthChange }
  | { readonly kind: 'result'; readonly result: LiveResult };

/** In the environment of such a host: another program may start this one with a channel for reasons of its own. */
export const STARTED_BY_US = 'QUADRUPLEX_HOST';

export interface Starter {
  /** Tells how a host goes, and its result. */
  follow(live: () => Promise<LiveResult>): Promise<LiveResult>;
}

/** @returns undefined where a person started it */
export function starterOf({ ready, streams, stop }: Listened): Starter | undefined {
  if (process.env[STARTED_BY_US] === undefined || process.send === undefined) return undefined;
  const tell = (news: HostNews): Promise<void> =>
    new Promise((resolve) => {
      if (process.connected) process.send?.(news, undefined, undefined, () => resolve());
      else resolve();
    });
  const follow = async (live: () => Promise<LiveResult>): Promise<LiveResult> => {
    // Nobody is left to tell.
    process.once('disconnect', stop);
    // Ctrl-C comes from the terminal and from the starter: by the second one it may have ended, and has yet to tell.
    process.on('SIGINT', ignore);
    void ready.then(() => tell({ kind: 'ready' }));
    streams.cycles$.subscribe((cycle) => void tell({ kind: 'cycle', cycle }));
    streams.health$.subscribe((change) => void tell({ kind: 'health', change }));
    try {
      const result = await live();
      await tell({ kind: 'result', result });
      return result;
    } finally {
      process.off('disconnect', stop);
      process.off('SIGINT', ignore);
      if (process.connected) process.disconnect();
    }
  };
  return { follow };
}

function ignore(): void {
  // The run ends by the first one.
}

type Listened = Pick<HostAttachment, 'ready' | 'streams'> & { readonly stop: () => void };
