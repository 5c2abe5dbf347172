import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Line } from '../../src/line/line.js';
import { MemoryBus } from '../../src/line/memory.js';
import { startPtyHub } from '../../src/line/pty-hub.js';
import { MockBus, serialLine } from '../../src/line/serial.js';
import { startPtyBus, startPtyPair } from '../../src/line/socat.js';
import { encodeBurst } from '../../src/line/protocol/framing.js';
import { FrameDecoder } from '../../src/line/protocol/frame-decoder.js';
import { listen, until } from './support/listen.js';
import { withoutSocat } from './support/socat.js';

// One contract for whatever carries bytes: what runs on one kind of line runs on all.

interface World {
  readonly lines: readonly Line[];
  /** Does a line hear itself? */
  readonly echo: boolean;
  /** Pulls out the adapter of a line; absent where nobody can. */
  readonly unplug?: (index: number) => Promise<void> | void;
  readonly stop: () => Promise<void> | void;
}

const BAUD = { baud: 115_200 };
const NAMES = ['a', 'b', 'c', 'd'];
/** Ports of this machine that are on one pair of wires: /dev/ttyUSB0,/dev/ttyUSB1 */
const REAL_PORTS = process.env['QUADRUPLEX_PORTS']?.split(',') ?? [];
const REAL_ECHO = process.env['QUADRUPLEX_PORTS_ECHO'] === '1';

function memory(echo: boolean): World {
  const bus = new MemoryBus();
  const lines = NAMES.map((name) => bus.line(name, { echo }));
  return { lines, echo, unplug: (i) => bus.unplug(NAMES[i] ?? ''), stop: () => bus.wire.stop() };
}

let mocks = 0;
function mock(echo: boolean): World {
  const bus = new MockBus(`contract-${mocks++}`);
  return { lines: NAMES.map((name) => bus.line(name, { echo })), echo, stop: () => bus.wire.stop() };
}

async function pair(): Promise<World> {
  const ptys = await startPtyPair();
  return {
    lines: ptys.paths.map((path) => serialLine(path, BAUD)),
    echo: false,
    unplug: (i) => ptys.unplug(i),
    stop: () => ptys.stop(),
  };
}

async function multicast(): Promise<World> {
  const ptys = await startPtyBus(NAMES.length);
  return {
    lines: ptys.paths.map((path) => serialLine(path, BAUD)),
    echo: true,
    unplug: (i) => ptys.unplug(i),
    stop: () => ptys.stop(),
  };
}

async function hub(echo: boolean): Promise<World> {
  const ptys = await startPtyHub(NAMES, { echo });
  return {
    lines: NAMES.map((name) => serialLine(ptys.pathOf(name), BAUD)),
    echo,
    unplug: (i) => ptys.unplug(NAMES[i] ?? ''),
    stop: () => ptys.stop(),
  };
}

function real(): World {
  const lines = REAL_PORTS.map((path) => serialLine(path, BAUD));
  return { lines, echo: REAL_ECHO, stop: () => undefined };
}

const kinds: readonly [name: string, make: () => World | Promise<World>, skip: boolean][] = [
  ['memory', () => memory(false), false],
  ['memory with echo', () => memory(true), false],
  ['the mock binding', () => mock(false), false],
  ['the mock binding with echo', () => mock(true), false],
  ['a pair of pseudo-terminals', pair, withoutSocat],
  ['a multi-drop of pseudo-terminals', multicast, withoutSocat],
  ['a hub between pseudo-terminals', () => hub(false), withoutSocat],
  ['a hub between pseudo-terminals with echo', () => hub(true), withoutSocat],
  [`real ports ${REAL_PORTS.join(', ')}`, real, REAL_PORTS.length < 2],
];

const descriptors = () => readdirSync('/proc/self/fd').length;
const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe.each(kinds)('a line of %s', (_kind, make, skip) => {
  let world: World | undefined;
  const start = async (): Promise<World> => (world = await make());
  const openAll = async ({ lines }: World): Promise<void> => {
    for (const line of lines) expect(await line.open()).toEqual({ ok: true });
  };
  const pick = ({ lines }: World, index: number): Line => {
    const line = lines[index];
    if (line === undefined) throw new Error('there are two lines at least');
    return line;
  };
  afterEach(async () => {
    for (const line of world?.lines ?? []) await line.close();
    await world?.stop();
    world = undefined;
  });

  it.skipIf(skip)('opens, and a second time without harm', async () => {
    const line = pick(await start(), 0);
    expect(line.isOpen).toBe(false);
    expect(await Promise.all([line.open(), line.open()])).toEqual([{ ok: true }, { ok: true }]);
    expect(await line.open()).toEqual({ ok: true });
    expect(line.isOpen).toBe(true);
  });

  it.skipIf(skip)(
    'carries what one says to all others, whole and in order, and back where it echoes',
    async () => {
      const here = await start();
      await openAll(here);
      const heard = here.lines.map(listen);
      const said = Array.from({ length: 600 }, (_, i) => (i * 7) & 0xff);
      for (let from = 0; from < said.length; from += 60) {
        expect(await pick(here, 0).write(Uint8Array.from(said.slice(from, from + 60)))).toBe('sent');
      }
      const listeners = here.echo ? heard : heard.slice(1);
      await until('all heard all', () => listeners.every((ear) => ear.bytes().length >= said.length));
      for (const ear of listeners) expect(ear.bytes()).toEqual(said);
      if (!here.echo) expect(heard[0]?.bytes()).toEqual([]);
    },
  );

  it.skipIf(skip)('carries bursts of every sender in turn, each frame to each receiver', async () => {
    const here = await start();
    await openAll(here);
    const heard = here.lines.map((line) => {
      const decoder = new FrameDecoder();
      const packets: string[] = [];
      line.events.subscribe((event) => {
        if (event.kind !== 'bytes') return;
        for (const found of decoder.push(event.bytes))
          packets.push(found.kind === 'packet' ? found.packet.join() : found.reason);
      });
      return packets;
    });
    const sent: string[] = [];
    for (let turn = 0; turn < 25; turn++) {
      for (const [i, line] of here.lines.entries()) {
        const packet = Uint8Array.of(0x11, i, turn, 0, 0, 0xff, ...new Array<number>(20).fill(turn));
        sent.push(packet.join());
        await line.write(encodeBurst([packet]));
        // One sender at a time: the next begins when this one was heard.
        const ears = heard.filter((_, ear) => ear !== i);
        await until('it was heard', () => ears.every((packets) => packets.at(-1) === packet.join()));
      }
    }
    heard.forEach((packets, ear) => {
      const expected = sent.filter((packet) => here.echo || !packet.startsWith(`17,${ear},`));
      expect(packets).toEqual(expected);
    });
  });

  it.skipIf(skip)('ends once when it is closed, writes no more, and opens again', async () => {
    const here = await start();
    await openAll(here);
    const [first, second] = [pick(here, 0), pick(here, 1)];
    const heard = listen(first);
    await Promise.all([first.close(), first.close()]);
    await first.close();
    expect(heard.ends()).toEqual(['closed']);
    expect(first.isOpen).toBe(false);
    expect(await first.write(Uint8Array.of(1))).toBe('closed');

    expect(await first.open()).toEqual({ ok: true });
    await second.write(Uint8Array.of(42));
    await until('it hears again', () => heard.bytes().includes(42));
  });

  it.skipIf(skip)('leaves no descriptor and no timer behind', async () => {
    const here = await start();
    const before = { descriptors: descriptors(), timers: timers() };
    await openAll(here);
    await pick(here, 0).write(Uint8Array.of(1, 2, 3));
    for (const line of here.lines) await line.close();
    await until('the descriptors are closed', () => descriptors() <= before.descriptors);
    // A hub has lines of its own, whose last writes may still be under way.
    await until('the deadlines are over', () => timers() <= before.timers);
  });

  it.skipIf(skip)('tells of a port that vanished, once, and the others go on', async ({ skip: not }) => {
    const here = await start();
    if (here.unplug === undefined) return not('no one can pull this plug');
    await openAll(here);
    const heard = here.lines.map(listen);
    await here.unplug(1);
    // Some ports tell, of some only a write finds out.
    await until('it has ended', () => {
      void pick(here, 1).write(Uint8Array.of(9));
      return heard[1]?.ends().length === 1;
    });
    expect(heard[1]?.ends()[0]).toMatch(/lost|stuck/);
    expect(await pick(here, 1).write(Uint8Array.of(9))).toBe('closed');
    expect((await pick(here, 1).open()).ok).toBe(false);
    if (here.lines.length < 3) return;
    await pick(here, 0).write(Uint8Array.of(43));
    await until('the others hear each other', () => heard[2]?.bytes().includes(43) === true);
  });
});

describe('a serial line', () => {
  it('that is not there says so, as a value', async () => {
    const line = serialLine('/dev/no-such-port', BAUD);
    expect(await line.open()).toMatchObject({ ok: false, problem: 'missing' });
    expect(line.isOpen).toBe(false);
    await line.close();
  });

  it.skipIf(withoutSocat)('that somebody else has open says so', async () => {
    const ptys = await startPtyPair();
    const [path = ''] = ptys.paths;
    const [first, second] = [serialLine(path, BAUD), serialLine(path, BAUD)];
    try {
      expect(await first.open()).toEqual({ ok: true });
      expect(await second.open()).toMatchObject({ ok: false, problem: 'locked' });
    } finally {
      await first.close();
      await second.close();
      await ptys.stop();
    }
  });
});
