/** A live run as a program sees it: its streams, its echoes, and what it leaves behind, which is nothing. */
import { describe, expect, it } from 'vitest';
import type { Observable } from 'rxjs';
import { MIL_STD_1553B } from '../../src/core/bus/mil-std-1553b.js';
import { makeImage } from '../../src/core/bus/word.js';
import { FrameDecoder } from '../../src/line/protocol/frame-decoder.js';
import { encodeBurst } from '../../src/line/protocol/framing.js';
import type { Packet } from '../../src/line/protocol/packet.js';
import { decodePacket, encodePacket } from '../../src/line/protocol/packet-codec.js';
import { runScenario } from '../../src/run/run-scenario.js';
import { LineNotOpened } from '../../src/live/attach.js';
import type { LiveCycle } from '../../src/live/messages.js';
import { viewLines } from '../../src/live/view.js';
import { attachmentOf, CONFIGURATION, memoryLines, nominalFlight } from './support/flight.js';
import { inRealTime } from '../support/real-time.js';
import { lookAround } from './support/left-behind.js';

const CYCLES = 8;

describe('a live run in memory', inRealTime, () => {
  it.each([false, true])('ends by itself and leaves nothing behind; with echoes: %j', async (echo) => {
    const scenario = nominalFlight(CYCLES);
    const expectNothingLeft = lookAround();
    const lines = memoryLines(scenario, echo);
    const attachment = attachmentOf(scenario, lines);
    const completed: string[] = [];
    const cycles: LiveCycle[] = [];
    const { frames$, cycles$, votes$, ends$, health$ } = attachment.streams;
    const streams = { frames$, cycles$, votes$, ends$, health$ } as Record<string, Observable<unknown>>;
    for (const [name, stream] of Object.entries(streams))
      stream.subscribe({ complete: () => completed.push(name) });
    attachment.streams.cycles$.subscribe((cycle) => cycles.push(cycle));
    const { run, receptions, report, lines: reports } = await attachment.run();
    expect(cycles.map(({ cycle }) => cycle)).toEqual(Array.from({ length: CYCLES }, (_, i) => i));
    expect([run.cycles, run.verdict, report.cycles, receptions?.exceptions]).toEqual([
      CYCLES,
      'agreed',
      CYCLES,
      [],
    ]);
    expect(reports.map(({ health, discarded }) => [health, discarded])).toEqual(
      reports.map(() => ['ok', {}]),
    );
    expect(reports.every(({ echoes }) => echoes > 0)).toBe(echo);
    expect(completed.sort()).toEqual(Object.keys(attachment.streams).sort());
    expect([...lines.ends.values()].map(({ state }) => state.kind)).toEqual([
      'closed',
      'closed',
      'closed',
      'closed',
      'closed',
    ]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expectNothingLeft();
  });

  it('does not begin where a line cannot be opened, and closes those that were', async () => {
    const scenario = nominalFlight(CYCLES);
    const lines = memoryLines(scenario);
    lines.bus.unplug('GPC3');
    await expect(attachmentOf(scenario, lines).run()).rejects.toThrow(LineNotOpened);
    expect([...lines.ends.values()].some(({ isOpen }) => isOpen)).toBe(false);
  });
});

/** A terminal that shares nothing with the host but the wire: it answers each command with words of its own. */
function board(lines: ReturnType<typeof memoryLines>): () => void {
  const decoder = new FrameDecoder();
  let count = 0;
  const tap = lines.bus.wire.connect('board', (bytes) => {
    for (const event of decoder.push(bytes)) {
      const packet = event.kind === 'packet' ? decodePacket(event.packet) : undefined;
      if (packet?.type !== 'command') continue;
      const words = [
        STATUS,
        ...Array.from({ length: 8 }, (_, w) => makeImage(WORD, 'data', 100 * w + count)),
      ];
      const { bus, cycle, slot, offsetNs } = packet;
      const head = { sender: 64, sequence: count++ & 255, slot: slot + 1, cycle };
      const response: Packet = { type: 'response', ...head, bus, offsetNs: offsetNs + 24_000, words };
      tap.say(encodeBurst([encodePacket(response)]));
    }
  });
  return () => tap.disconnect();
}

describe('a terminal that runs elsewhere', inRealTime, () => {
  it('is read with the words that it sends, and they are in the record', async () => {
    const scenario = nominalFlight(CYCLES);
    const all = memoryLines(scenario);
    const lines = { ...all, ends: new Map([...all.ends].filter(([number]) => number !== 64)) };
    const unplug = board(all);
    const stations = [{ station: 'FA2', runs: 'elsewhere', echo: 'find' } as const];
    const live: string[] = [];
    const attachment = attachmentOf(scenario, lines, {
      configuration: { ...CONFIGURATION, stations },
      trace: (text) => live.push(Buffer.from(text).toString()),
    });
    const { run, receptions } = await attachment.run();
    unplug();
    expect(run.checks).toMatchObject({ agreement: { held: true }, validity: { held: true } });
    expect(Object.values(run.hearing[0]?.readings ?? {})).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(receptions?.exceptions.map(({ cycles, heard }) => [cycles, heard])).toEqual(
      Array.from({ length: CYCLES }, (_, cycle) => [[cycle, cycle], {}]),
    );
    expect(receptions?.exceptions[3]?.sent?.slice(0, 2)).toEqual([
      hex(STATUS),
      hex(makeImage(WORD, 'data', 3)),
    ]);
    const replayed: string[] = [];
    const again = runScenario({ ...scenario, receptions }, 'om1', (text) =>
      replayed.push(Buffer.from(text).toString()),
    );
    expect(decisionsOf(replayed)).toEqual(decisionsOf(live));
    expect(decisionsOf(live)).toHaveLength(4 * CYCLES);
    expect(again.checks.validity.held).toBe(true);
  });
});

const WORD = MIL_STD_1553B.word;
const STATUS = makeImage(WORD, 'command', 10 << 11);
const hex = (image: number): string => image.toString(16).padStart(5, '0');
const decisionsOf = (trace: readonly string[]): string[] =>
  trace
    .join('')
    .split('\n')
    .filter((line) => line.includes('"event":"decision"'));

it('shows the cycle in lines of their own places', () => {
  const head = { scenario: 's', exchange: 'om1', computers: ['A', 'B'], cycles: 9, periodUs: 40_000 };
  const cycle: LiveCycle = {
    kind: 'cycle',
    cycle: 4,
    timeUs: -120_000,
    elements: [
      { element: 'IMU', heard: ['ok', 'no-response'], outcome: 'value' },
      { element: 'RGA', heard: ['not-read', 'not-read'], outcome: 'bypassed' },
    ],
    members: [true, false],
    pattern: '1-1',
    cam: [
      [0, 1],
      [0, 1],
    ],
    votes: [],
    wakeUs: 130,
  };
  const lines = [
    { name: 'A', health: 'ok' },
    { name: 'B', health: 'deaf' },
  ];
  expect(viewLines(head, cycle, lines, { lateCycles: 1, maxWakeUs: 4250 })).toEqual([
    's, om1   cycle 5 of 9   t -0.12 s   set 1-1',
    '        A           B           outcome',
    'IMU     ok          no-response value',
    'RGA     -           -           bypassed',
    'set     in          out',
    'A       .           X           CAM: row votes against column',
    'B       .           X',
    'lines   A ok   B deaf',
    'late    0.1 ms now, 4.3 ms at most; late cycles 1; period 40.0 ms',
  ]);
});
