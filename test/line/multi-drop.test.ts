import { afterEach, describe, expect, it, vi } from 'vitest';
import { MultiDrop } from '../../src/line/multi-drop.js';
import { corrupting, deaf, delayed, dropping, from, garbled } from '../../src/line/wire-faults.js';

// Faults of a single ear: what becomes of what `a` says, at `b`, while `c` hears all of it.

const SAID = Uint8Array.of(1, 2, 3, 4);

function scene() {
  const wire = new MultiDrop();
  const heard: Record<string, number[][]> = { a: [], b: [], c: [] };
  const taps = Object.entries(heard).map(([name, into]) =>
    wire.connect(name, (bytes) => into.push([...bytes])),
  );
  const say = async (times = 1): Promise<void> => {
    for (let i = 0; i < times; i++) taps[0]?.say(SAID);
    await Promise.resolve();
  };
  return { wire, heard, taps, say };
}

const bitsApart = (a: readonly number[], b: Uint8Array): number =>
  a.reduce((sum, byte, i) => sum + (byte ^ (b[i] ?? 0)).toString(2).replaceAll('0', '').length, 0);

afterEach(() => void vi.useRealTimers());

describe('a multi-drop line', () => {
  it('gives each receiver bytes of its own', async () => {
    const wire = new MultiDrop();
    const got: Uint8Array[] = [];
    wire.connect('b', (bytes) => got.push(bytes.fill(9)));
    wire.connect('c', (bytes) => got.push(bytes));
    const said = SAID.slice();
    wire.connect('a', () => undefined).say(said);
    said.fill(7);
    await Promise.resolve();
    expect(got.map((bytes) => [...bytes])).toEqual([
      [9, 9, 9, 9],
      [1, 2, 3, 4],
    ]);
  });

  it('says nothing for who was disconnected, nor to him', async () => {
    const { heard, taps, say } = scene();
    taps[1]?.disconnect();
    taps[1]?.say(SAID);
    await say();
    expect(heard).toEqual({ a: [], b: [], c: [[...SAID]] });
  });

  it('lets a dead transmitter say nothing to anybody', async () => {
    const { wire, heard, say } = scene();
    wire.setMute('a', true);
    await say();
    wire.setMute('a', false);
    await say();
    expect([heard['b']?.length, heard['c']?.length]).toEqual([1, 1]);
  });

  it('carries a babbler until it is stopped', () => {
    vi.useFakeTimers();
    const { wire, heard } = scene();
    const stop = wire.babble('b', Uint8Array.of(0x55), 10);
    return vi.advanceTimersByTimeAsync(35).then(async () => {
      stop();
      await vi.advanceTimersByTimeAsync(100);
      expect(heard).toEqual({ a: [[85], [85], [85]], b: [], c: [[85], [85], [85]] });
      expect(vi.getTimerCount()).toBe(0);
    });
  });
});

describe('an ear', () => {
  it('that is deaf hears nothing, until it is healed', async () => {
    const { wire, heard, say } = scene();
    wire.setEar('b', deaf);
    await say();
    wire.setEar('b', undefined);
    await say();
    expect([heard['b']?.length, heard['c']?.length]).toEqual([1, 2]);
  });

  it('that drops hears about its share, and the same again with the same seed', async () => {
    const runs = [7, 7, 8].map(async (seed) => {
      const { wire, heard, say } = scene();
      wire.setEar('b', dropping(250_000, seed));
      const pattern: number[] = [];
      for (let i = 0; i < 400; i++) {
        await say();
        pattern.push(heard['b']?.length ?? 0);
      }
      expect(heard['c']).toHaveLength(400);
      return pattern;
    });
    const [first = [], again, other] = await Promise.all(runs);
    expect(first.at(-1)).toBeGreaterThan(250);
    expect(first.at(-1)).toBeLessThan(350);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('that corrupts has one bit wrong in each burst', async () => {
    const { wire, heard, say } = scene();
    wire.setEar('b', corrupting(1_000_000, 3));
    await say(50);
    expect(heard['b']?.map((bytes) => bitsApart(bytes, SAID))).toEqual(new Array(50).fill(1));
    expect(new Set(heard['b']?.map(String)).size).toBeGreaterThan(10);
    expect(heard['c']).toEqual(new Array(50).fill([...SAID]));
  });

  it('at another baud rate hears noise', async () => {
    const { wire, heard, say } = scene();
    wire.setEar('b', garbled(5));
    await say(20);
    expect(heard['b']?.filter((bytes) => bytes.join() === SAID.join())).toEqual([]);
  });

  it('that is late hears it all the same', async () => {
    vi.useFakeTimers();
    const { wire, heard, say } = scene();
    wire.setEar('b', delayed(30));
    await say();
    expect(heard['b']).toEqual([]);
    await vi.advanceTimersByTimeAsync(30);
    expect(heard['b']).toEqual([[...SAID]]);
  });

  it('can be deaf to one sender alone', async () => {
    const { wire, heard, taps, say } = scene();
    wire.setEar('b', from('a', deaf));
    await say();
    taps[2]?.say(SAID);
    await Promise.resolve();
    expect(heard['b']).toEqual([[...SAID]]);
  });
});

it('nothing that was under way arrives on a line that was stopped', async () => {
  vi.useFakeTimers();
  const { wire, heard, say } = scene();
  wire.setEar('b', delayed(30));
  await say();
  wire.stop();
  await vi.advanceTimersByTimeAsync(100);
  expect(heard['b']).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
