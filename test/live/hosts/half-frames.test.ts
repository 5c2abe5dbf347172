/** What a host's own program is told of bytes that do not become a frame, where nothing else comes that would show it. */
import { expect, it } from 'vitest';
import { encodeBurst } from '../../../src/line/protocol/framing.js';
import { encodePacket } from '../../../src/line/protocol/packet-codec.js';
import { MemoryBus } from '../../../src/line/memory.js';
import { HostAttachment } from '../../../src/live/hosts/host-attachment.js';
import { LineEnd } from '../../../src/live/line-end.js';
import { HOSTS, hostsFlight, PERIOD_US } from '../support/hosts.js';
import { output } from '../support/keeper.js';

/** A program that tells back what it is told, and ends when it has been told nothing for a while. */
const PROGRAM = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    let timer;
    parentPort.on('message', ({ kind }) => {
      if (kind !== 'line') parentPort.postMessage({ kind: 'problem', problem: kind });
      clearTimeout(timer);
      timer = setTimeout(() => parentPort.postMessage({ kind: 'end' }), 100);
    });
    parentPort.postMessage({ kind: 'ready' });`)}`,
);

const BURST = encodeBurst([encodePacket(output(3, 0))]);
const HALF = BURST.length >> 1;

/** What the program is told of pieces that come at once, one after the other. */
async function toldOf(...pieces: readonly Uint8Array[]): Promise<(string | undefined)[]> {
  const bus = new MemoryBus();
  const other = bus.wire.connect('GPC1', () => undefined);
  const told: (string | undefined)[] = [];
  const attachment = new HostAttachment({
    ...{ configuration: HOSTS, scenario: hostsFlight(20), mode: 'om1', periodUs: PERIOD_US, station: 1 },
    common: { scenario: 1, configuration: 2, periodUs: PERIOD_US, mode: 2 },
    end: new LineEnd('GPC2', () => bus.line('GPC2', { deadlines: HOSTS.liveness }), HOSTS.liveness.retryMs),
    onProblem: (kind) => told.push(kind),
    entry: PROGRAM,
  });
  const outcome = attachment.run();
  await attachment.ready;
  for (const piece of pieces) other.say(piece);
  await outcome;
  bus.wire.stop();
  return told;
}

it('of half a frame it is told as of garbage', async () => {
  expect(await toldOf(BURST.subarray(0, HALF))).toEqual(['go', 'garbage']);
});

it('of a frame that comes in pieces it is told as of any other, and of nothing but delimiters it is not told', async () => {
  expect(await toldOf(BURST.subarray(0, HALF), BURST.subarray(HALF))).toEqual(['go', 'packet']);
  expect(await toldOf(new Uint8Array(3))).toEqual(['go']);
});
