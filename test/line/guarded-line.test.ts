import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GuardedLine } from '../../src/line/guarded-line.js';
import type { Written } from '../../src/line/line.js';
import type { Port, PortEvents } from '../../src/line/port.js';
import { listen } from './support/listen.js';

// Ports that keep no promise, and what a line makes of them within its deadlines.

const DEADLINES = { openMs: 500, writeMs: 100, closeMs: 50 };
const BYTE = Uint8Array.of(1);

/** A port that does what the test says, and nothing by itself. */
class Puppet implements Port {
  events: PortEvents | undefined;
  readonly written: ((error?: Error | null) => void)[] = [];
  readonly closed: (() => void)[] = [];
  open(events: PortEvents): void {
    this.events = events;
  }
  write(_bytes: Uint8Array, done: (error?: Error | null) => void): void {
    this.written.push(done);
  }
  close(done: () => void): void {
    this.closed.push(done);
  }
}

function scene() {
  const ports: Puppet[] = [];
  const line = new GuardedLine(
    'puppet',
    'memory',
    () => {
      const port = new Puppet();
      ports.push(port);
      return port;
    },
    DEADLINES,
  );
  return { line, ports, heard: listen(line) };
}

async function opened() {
  const { line, ports, heard } = scene();
  const opening = line.open();
  const [port] = ports;
  if (port === undefined) throw new Error('a port is made at once');
  port.events?.opened();
  expect(await opening).toEqual({ ok: true });
  return { line, port, ports, heard };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  expect(vi.getTimerCount(), 'no deadline is left running').toBe(0);
  vi.useRealTimers();
});

describe('opening', () => {
  it('gives up a port that does not answer, and closes it should it open after all', async () => {
    const { line, ports } = scene();
    const opening = line.open();
    await vi.advanceTimersByTimeAsync(DEADLINES.openMs);
    expect(await opening).toMatchObject({ ok: false, problem: 'stuck' });
    expect(ports[0]?.closed).toHaveLength(1);
    ports[0]?.events?.opened();
    expect(ports[0]?.closed).toHaveLength(2);
    expect(line.isOpen).toBe(false);
  });

  const refusals: [message: string, problem: string][] = [
    ['Error: No such file or directory, cannot open /dev/ttyUSB9', 'missing'],
    ['Error: Permission denied, cannot open /dev/ttyUSB0', 'permission'],
    ['Error Resource temporarily unavailable Cannot lock port', 'locked'],
    ['Error: Input/output error', 'failed'],
  ];
  it.each(refusals)('says why not: %s', async (message, problem) => {
    const { line, ports } = scene();
    const opening = line.open();
    ports[0]?.events?.failed(new Error(message));
    expect(await opening).toEqual({ ok: false, problem, detail: message });
  });

  it('makes a value of a port that throws', async () => {
    const line = new GuardedLine('x', 'memory', () => {
      const port = new Puppet();
      port.open = () => {
        throw new TypeError('"path" is not defined');
      };
      return port;
    });
    expect(await line.open()).toMatchObject({ ok: false, problem: 'failed' });
  });

  it('is refused when it is closed meanwhile', async () => {
    const { line } = scene();
    const opening = line.open();
    await line.close();
    expect(await opening).toMatchObject({ ok: false });
  });

  it('is tried anew with a port of its own', async () => {
    const { line, ports, heard } = scene();
    const first = line.open();
    ports[0]?.events?.failed(new Error('no such file'));
    await first;
    const second = line.open();
    ports[1]?.events?.opened();
    expect(await second).toEqual({ ok: true });
    ports[0]?.events?.bytes(BYTE);
    expect(heard.events).toEqual([]);
  });
});

describe('writing', () => {
  it('ends a line whose write never comes to an end', async () => {
    const { line, port, heard } = await opened();
    const outcomes: Written[] = [];
    for (let i = 0; i < 3; i++) void line.write(BYTE).then((written) => outcomes.push(written));
    port.written[1]?.();
    await vi.advanceTimersByTimeAsync(DEADLINES.writeMs);
    expect(outcomes.toSorted()).toEqual(['sent', 'stuck', 'stuck']);
    expect(heard.ends()).toEqual(['stuck']);
    expect(await line.write(BYTE)).toBe('closed');
    // It comes to life too late, and is not listened to.
    port.written[0]?.();
    port.events?.bytes(BYTE);
    expect(heard.bytes()).toEqual([]);
  });

  it('ends a line that refuses a write', async () => {
    const { line, port, heard } = await opened();
    const written = line.write(BYTE);
    port.written[0]?.(new Error('EIO'));
    expect(await written).toBe('lost');
    expect(heard.events).toEqual([{ kind: 'ended', reason: 'lost', detail: 'EIO' }]);
  });

  it('tells a write that a lost port took with it', async () => {
    const { line, port } = await opened();
    const written = line.write(BYTE);
    port.events?.ended('disconnected');
    expect(await written).toBe('lost');
  });
});

describe('ending', () => {
  it('is told once, however often the port tells of it', async () => {
    const { line, port, heard } = await opened();
    port.events?.trouble('bad file descriptor');
    port.events?.ended('disconnected');
    port.events?.ended('disconnected');
    port.events?.trouble('too late');
    expect(heard.events).toEqual([
      { kind: 'trouble', detail: 'bad file descriptor' },
      { kind: 'ended', reason: 'lost', detail: 'disconnected' },
    ]);
    expect(line.isOpen).toBe(false);
  });

  it('by us waits no longer than its deadline for a port that does not answer', async () => {
    const { line, port, heard } = await opened();
    const closing = Promise.all([line.close(), line.close()]);
    await vi.advanceTimersByTimeAsync(DEADLINES.closeMs);
    await closing;
    port.events?.ended('closed');
    expect(port.closed).toHaveLength(1);
    expect(heard.ends()).toEqual(['closed']);
  });

  it('is over before it is opened again', async () => {
    const { line, port, ports, heard } = await opened();
    const closing = line.close();
    const reopening = line.open();
    expect(ports).toHaveLength(1);
    port.closed[0]?.();
    await closing;
    await vi.waitUntil(() => ports.length === 2);
    ports[1]?.events?.opened();
    expect(await reopening).toEqual({ ok: true });
    port.events?.ended('the old one');
    expect(heard.ends()).toEqual(['closed']);
    expect(line.isOpen).toBe(true);
  });
});
