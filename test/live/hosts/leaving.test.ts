/** Which host says that it leaves, and why: a thread of the test's own takes the place of the host's program. */
import { expect, it } from 'vitest';
import { HostAttachment } from '../../../src/live/hosts/host-attachment.js';
import type { CycleHeard } from '../../../src/live/hosts/host-messages.js';
import { LineEnd } from '../../../src/live/line-end.js';
import { MemoryBus } from '../../../src/line/memory.js';
import { HOSTS, hostsFlight, listenTo, PERIOD_US } from '../support/hosts.js';

/** A program that says when it is told to go what happened in a cycle, and ends. */
const programOf = (heard: CycleHeard): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', ({ kind }) => {
        if (kind !== 'go') return;
        parentPort.postMessage(${JSON.stringify(heard)});
        parentPort.postMessage({ kind: 'end' });
      });
      parentPort.postMessage({ kind: 'ready' });`)}`,
  );

async function leaveOf(how: Pick<CycleHeard, 'isIn' | 'leads'>, isStopped: boolean): Promise<string[]> {
  const bus = new MemoryBus();
  const packets = listenTo(bus.wire);
  const told = { from: [], due: [], isPresent: undefined, refused: {} };
  const attachment = new HostAttachment({
    ...{ configuration: HOSTS, scenario: hostsFlight(20), mode: 'om1', periodUs: PERIOD_US, station: 1 },
    common: { scenario: 1, configuration: 2, periodUs: PERIOD_US, mode: 2 },
    end: new LineEnd('GPC2', () => bus.line('GPC2', { deadlines: HOSTS.liveness }), HOSTS.liveness.retryMs),
    entry: programOf({ kind: 'heard', cycle: 7, ...told, ...how }),
  });
  if (isStopped) attachment.stop();
  await attachment.run();
  bus.wire.stop();
  return packets.map((packet) =>
    packet.type === 'leave' ? `${packet.reason} ${packet.cycle}` : packet.type,
  );
}

it.each([
  ['that is stopped', { isIn: true, leads: false }, true, ['interrupted 7']],
  ['that is stopped and was cut off', { isIn: false, leads: false }, true, []],
  ['that leads to the end', { isIn: true, leads: true }, false, ['done 7']],
  ['that led and was cut off in the end', { isIn: false, leads: true }, false, []],
  ['that follows to the end', { isIn: true, leads: false }, false, []],
] as const)('a host %s', async (_, how, isStopped, said) => {
  expect(await leaveOf(how, isStopped)).toEqual(said);
});
