/** Hosts that are run together: what becomes of the others where one fails. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Fleet } from '../../src/cli/attach-hosts.js';
import { planAttach } from '../../src/cli/attach-task.js';
import type { HostRun } from '../../src/cli/host-runs.js';
import type { HostNews } from '../../src/cli/host-starter.js';
import type { LiveResult } from '../../src/record/live-result.js';
import { loadLine } from '../../src/scenario/load-line.js';

const file = fileURLToPath(new URL('../../hardware/mock-hosts.json', import.meta.url));
const plan = planAttach(loadLine(file), { format: 'json' });

/** Ready at once; ends when it is told to, some time after it is stopped. */
class FakeHost implements HostRun {
  readonly name: string;
  isStopped = false;
  hasEnded = false;
  #resolve: (result: LiveResult | undefined) => void = () => undefined;
  #reject: (reason: Error) => void = () => undefined;

  constructor(name: string) {
    this.name = name;
  }

  run(tell: (news: HostNews) => void): Promise<LiveResult | undefined> {
    tell({ kind: 'ready' });
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  stop(): void {
    this.isStopped = true;
    setTimeout(() => this.end(), 10);
  }

  end(): void {
    this.hasEnded = true;
    this.#resolve(undefined);
  }

  fail(reason: Error): void {
    this.hasEnded = true;
    this.#reject(reason);
  }
}

function startFleet() {
  const hosts = ['FA2', 'GPC1', 'GPC2'].map((name) => new FakeHost(name));
  const fleet = new Fleet(plan, hosts);
  return { fleet, hosts, run: fleet.run().finally(() => fleet.close()) };
}

const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('hosts of one process', () => {
  it.each([0, 2])(
    'are stopped, and waited for, where number %i fails in the middle of the run',
    async (number) => {
      const { hosts, run } = startFleet();
      await later();
      hosts[number]?.fail(new Error('the first'));
      hosts[1]?.fail(new Error('the second'));
      await expect(run).rejects.toThrow('the first');
      expect(hosts.map(({ isStopped, hasEnded }) => [isStopped, hasEnded])).toEqual(
        hosts.map(() => [true, true]),
      );
    },
  );

  it('go on without one that tells no result', async () => {
    const { hosts, run } = startFleet();
    await later();
    hosts[1]?.end();
    await later();
    expect(hosts.map(({ isStopped }) => isStopped)).toEqual([false, false, false]);
    for (const host of hosts) host.end();
    expect(await run).toEqual([]);
  });
});
