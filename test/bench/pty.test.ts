/** Latency over pseudo-terminals: what is timed is a real round trip and a real round of an exchange. */
import { describe, expect, it } from 'vitest';
import { openPtyBench } from '../../src/bench/pty-work.js';
import { withoutSocat } from '../line/support/socat.js';
import { inRealTime } from '../support/real-time.js';

describe.skipIf(withoutSocat)('over pseudo-terminals', inRealTime, () => {
  it.each(['round-trip', 'exchange'] as const)('%s after %s comes through', async (kind) => {
    const bench = await openPtyBench(kind);
    try {
      for (let i = 0; i < 20; i++) expect(await bench.once()).toBe(true);
    } finally {
      await bench.stop();
    }
  });
});
