import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { examine, type Examination } from '../../src/line/doctor.js';
import { examinePort, lockHolders, realTimeLimit } from '../../src/line/doctor-port.js';
import { judgeCycle } from '../../src/line/feasible.js';
import { MemoryBus } from '../../src/line/memory.js';
import { FrameDecoder } from '../../src/line/protocol/frame-decoder.js';
import { encodeBurst } from '../../src/line/protocol/framing.js';
import { decodePacket, encodePacket } from '../../src/line/protocol/packet-codec.js';
import { FIRST_TERMINAL, type Packet } from '../../src/line/protocol/packet.js';
import { deaf } from '../../src/line/wire-faults.js';
import { loadLine } from '../../src/scenario/load-line.js';

const file = fileURLToPath(new URL('../../hardware/mock.json', import.meta.url));
const loaded = loadLine(file);
const scenario = loaded.scenario.scenario;
const configuration = { ...loaded.configuration, line: { kind: 'memory', baud: 115_200 } as const };
const NAMES = ['GPC1', 'GPC2', 'GPC3', 'GPC4', 'FA2'];
const numberOf = (name: string): number =>
  name === 'FA2' ? FIRST_TERMINAL : NAMES.findIndex((candidate) => candidate === name);

interface Desk {
  readonly bus?: MemoryBus;
  readonly here?: readonly string[];
  readonly echo?: boolean;
  readonly changes?: Partial<Examination>;
}

/** The lines of a memory bus, tried. */
function tried({ bus = new MemoryBus(), here = NAMES, echo = false, changes = {} }: Desk) {
  return examine({
    configuration,
    scenario,
    file: 'desk.json',
    cycle: judgeCycle(configuration, scenario, 'om1'),
    ports: [],
    scheduling: { class: null, realTime: 0, nice: 0, limit: null },
    here: new Map(here.map((name) => [numberOf(name), name])),
    makeLines: () => Promise.resolve({ find: (name) => bus.line(name, { echo }), wire: bus.wire }),
    // In memory what is answered at all comes before any timer, however busy the machine.
    limits: { pings: 10, pingsMs: 5000, answerMs: 50, echoMs: 10 },
    stop: new AbortController().signal,
    ...changes,
  });
}

/** Somebody else on the bus, who answers what `answer` does. */
async function somebody(bus: MemoryBus, answer: (packet: Packet) => Packet | undefined): Promise<void> {
  const line = bus.line('somebody');
  const decoder = new FrameDecoder();
  line.events.subscribe((event) => {
    if (event.kind !== 'bytes') return;
    for (const frame of decoder.push(event.bytes)) {
      const packet = frame.kind === 'packet' ? decodePacket(frame.packet) : undefined;
      const said = packet === undefined || packet.type === 'rejected' ? undefined : answer(packet);
      if (said !== undefined) void line.write(encodeBurst([encodePacket(said)]));
    }
  });
  await line.open();
}

describe('examine', () => {
  it.each([true, false])('finds who hears whom, with echo: %s', async (echo) => {
    const { lines } = await tried({ echo });
    for (const { station, hearing, opened, lost } of lines) {
      const others = NAMES.filter((name) => name !== station);
      expect([opened, lost]).toEqual([{ ok: true }, null]);
      expect(hearing).toEqual({
        pings: 3,
        echoes: echo ? 3 : 0,
        heardBy: Object.fromEntries(others.map((name) => [name, 3])),
      });
    }
  });

  it('measures a round trip from each station to the next', async () => {
    const { roundTrips } = await tried({});
    expect(roundTrips.map(({ from, to, sent, answered }) => [from, to, sent, answered])).toEqual([
      ['GPC1', 'GPC2', 10, 10],
      ['GPC2', 'GPC3', 10, 10],
      ['GPC3', 'GPC4', 10, 10],
      ['GPC4', 'FA2', 10, 10],
      ['FA2', 'GPC1', 10, 10],
    ]);
    for (const { roundTripUs: times } of roundTrips) {
      if (times === null) throw new Error('there was an answer');
      const { min, p50, p99, max, avg } = times;
      expect([min, p50, p99, max]).toEqual([min, p50, p99, max].toSorted((a, b) => a - b));
      expect(avg).toBeGreaterThanOrEqual(min);
      expect(avg).toBeLessThanOrEqual(max);
    }
  });

  it('names the ear that is deaf', async () => {
    const bus = new MemoryBus();
    bus.wire.setEar('GPC4', deaf);
    const { lines, roundTrips } = await tried({ bus, here: ['GPC1', 'GPC2', 'GPC4'] });
    expect(lines.map(({ hearing }) => hearing?.heardBy)).toEqual([
      { GPC2: 3, GPC4: 0 },
      { GPC1: 3, GPC4: 0 },
      { GPC1: 3, GPC2: 3 },
    ]);
    expect(roundTrips.slice(0, 3).map(({ sent, answered }) => [sent, answered])).toEqual([
      [10, 10],
      [3, 0],
      [3, 0],
    ]);
  });

  it('goes on without a line that cannot be opened, or is locked', async () => {
    const bus = new MemoryBus();
    bus.unplug('GPC2');
    const other = bus.line('GPC3');
    await other.open();
    const { lines, roundTrips } = await tried({ bus });
    const problems = lines.map(({ opened }) => (opened.ok ? 'open' : opened.problem));
    expect(problems).toEqual(['open', 'missing', 'locked', 'open', 'open']);
    expect(roundTrips.map(({ from, to }) => `${from} ${to}`)).toEqual(['GPC1 GPC4', 'GPC4 FA2', 'FA2 GPC1']);
    expect(other.isOpen).toBe(true);
    await other.close();
  });

  it('asks a terminal elsewhere by pings, and, if it knows none, by a command of its first read', async () => {
    const bus = new MemoryBus();
    const asked = new Set<string>();
    await somebody(bus, (packet) => {
      asked.add(packet.type);
      if (packet.type !== 'command') return undefined;
      expect([packet.sender, packet.slot, packet.bus]).toEqual([1, 1, 0]);
      // The command of the protocol's test vectors: address 10, subaddress 1, 8 words.
      expect(packet.words).toEqual([0x2a850]);
      return { ...packet, type: 'response', sender: FIRST_TERMINAL, slot: 2, words: [0x2a001] };
    });
    const { roundTrips } = await tried({ bus, here: NAMES.slice(0, 4) });
    expect(asked).toEqual(new Set(['ping', 'pong', 'command']));
    expect(roundTrips.at(-1)).toMatchObject({ to: 'FA2', runs: 'elsewhere', asked: 'command', answered: 10 });
  });

  it('takes pongs from a computer elsewhere, and silence as silence', async () => {
    const bus = new MemoryBus();
    await somebody(bus, (packet) =>
      packet.type === 'ping' && packet.receiver === 3
        ? { ...packet, type: 'pong', sender: 3, receiver: packet.sender }
        : undefined,
    );
    const { roundTrips } = await tried({ bus, here: ['GPC1', 'GPC2'] });
    expect(roundTrips.slice(2).map(({ to, asked, answered }) => [to, asked, answered])).toEqual([
      ['GPC3', 'ping', 0],
      ['GPC4', 'ping', 10],
      ['FA2', 'command', 0],
    ]);
  });

  it('says nothing on a line where somebody speaks', async () => {
    const bus = new MemoryBus();
    let heard = 0;
    await somebody(bus, () => {
      heard++;
      return undefined;
    });
    const leave = encodePacket({
      type: 'leave',
      sender: 5,
      sequence: 0,
      slot: 255,
      cycle: 0,
      reason: 'done',
    });
    const quiet = bus.wire.babble('run', encodeBurst([leave]), 10);
    const stations = NAMES.map((station) => ({ station, runs: 'here', echo: 'find' }) as const);
    const { lines, roundTrips } = await tried({
      bus,
      changes: { configuration: { ...configuration, line: { kind: 'serial', baud: 115_200 }, stations } },
    });
    quiet();
    const ours = lines.map(({ hearing, traffic }) => [hearing, (traffic?.packets ?? 0) > 0]);
    expect(ours).toEqual(NAMES.map(() => [null, true]));
    expect(roundTrips).toEqual([]);
    expect(heard).toBeGreaterThan(0);
  });

  it('leaves no line open, also when it is stopped before it began', async () => {
    const bus = new MemoryBus();
    const lines = new Map(NAMES.map((name) => [name, bus.line(name)]));
    const line = (name: string) => lines.get(name) ?? bus.line(name);
    const { roundTrips } = await tried({
      changes: { makeLines: () => Promise.resolve({ find: line }), stop: AbortSignal.abort() },
    });
    expect(roundTrips).toEqual([]);
    expect([...lines.values()].map(({ isOpen }) => isOpen)).toEqual(NAMES.map(() => false));
  });
});

describe('examinePort', () => {
  const folders: string[] = [];
  const newFolder = (): string => {
    const folder = mkdtempSync(path.join(tmpdir(), 'quadruplex-doctor-'));
    folders.push(folder);
    return folder;
  };
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  it('finds who holds a port, by what is open and by what is locked', async () => {
    const proc = newFolder();
    // Every device will do; nothing is opened.
    const device = '/dev/null';
    const { dev, ino } = statSync(device);
    const hex = (number: number): string => number.toString(16).padStart(2, '0');
    const major = hex((dev >>> 8) & 0xfff);
    const minor = hex(dev & 0xff);
    mkdirSync(path.join(proc, '41/fd'), { recursive: true });
    symlinkSync(device, path.join(proc, '41/fd/3'));
    writeFileSync(path.join(proc, '41/comm'), 'minicom\n');
    writeFileSync(path.join(proc, 'locks'), `1: FLOCK  ADVISORY  WRITE 42 ${major}:${minor}:${ino} 0 EOF\n`);
    const facts = await examinePort(device, [], { proc, groups: path.join(proc, 'group') });
    expect(facts).toMatchObject({ device, kind: 'serial port', access: true, adapter: null });
    expect(facts.holders).toEqual([
      { pid: 41, program: 'minicom', locks: false },
      { pid: 42, program: null, locks: true },
    ]);
  });

  it('tells what is no port from what is not there', async () => {
    const file = path.join(newFolder(), 'file');
    writeFileSync(file, '');
    const kinds = [];
    const proc = newFolder();
    mkdirSync(path.join(proc, 'tty'));
    writeFileSync(path.join(proc, 'tty/drivers'), 'serial   /dev/ttyS   4  64-95 serial\n');
    const places = { proc, groups: path.join(proc, 'group') };
    for (const name of [file, `${file}-not`, '/dev/null']) kinds.push(await examinePort(name, [], places));
    expect(kinds.map(({ kind }) => kind)).toEqual(['no device', 'no device', 'no device']);
    expect(kinds.map(({ device }) => device)).toEqual([file, null, '/dev/null']);
  });

  it.each([
    ['1: FLOCK  ADVISORY  WRITE 42 00:05:987 0 EOF', [42]],
    ['1: FLOCK  ADVISORY  WRITE 42 00:05:98 0 EOF', []],
    ['1: FLOCK  ADVISORY  WRITE 0 00:05:987 0 EOF', []],
    ['1: -> FLOCK  ADVISORY  WRITE 43 00:05:987 0 EOF', [43]],
    ['', []],
  ])('reads a list of locks: %s', (text, pids) => {
    expect(lockHolders(text, 5, 987)).toEqual(pids);
  });

  it.each([
    ['Max realtime priority     0                    95                   ', 0],
    ['Max open files 1 1 files\nMax realtime priority     unlimited            unlimited            ', 99],
    ['', null],
  ])('reads a limit: %j', (text, limit) => {
    expect(realTimeLimit(text)).toBe(limit);
  });
});
