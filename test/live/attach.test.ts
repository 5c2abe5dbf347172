/** A live run as a program sees it: its streams, its echoes, and what it leaves behind, which is nothing. */
import { describe, expect, it } from 'vitest';
import type { Observable } from 'rxjs';
import { LineNotOpened } from '../../src/live/attach.js';
import type { LiveCycle } from '../../src/live/messages.js';
import { viewLines } from '../../src/live/view.js';
import { attachmentOf, memoryLines, nominalFlight } from './support/flight.js';

const CYCLES = 8;

/** What keeps a process alive, by kind. */
function alive(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

describe('a live run in memory', () => {
  it.each([false, true])('ends by itself and leaves nothing behind; with echoes: %j', async (echo) => {
    const scenario = nominalFlight(CYCLES);
    const before = alive();
    const listeners = process.eventNames().map((name) => [name, process.listenerCount(name)]);
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
    expect([run.cycles, run.verdict, report.cycles, receptions.exceptions]).toEqual([
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
    // The test runner's own timers come and go.
    const left = Object.entries(alive()).filter(([kind, count]) => count > (before[kind] ?? 0));
    expect(left).toEqual([]);
    expect(process.eventNames().map((name) => [name, process.listenerCount(name)])).toEqual(listeners);
  });

  it('does not begin where a line cannot be opened, and closes those that were', async () => {
    const scenario = nominalFlight(CYCLES);
    const lines = memoryLines(scenario);
    lines.bus.unplug('GPC3');
    await expect(attachmentOf(scenario, lines).run()).rejects.toThrow(LineNotOpened);
    expect([...lines.ends.values()].some(({ isOpen }) => isOpen)).toBe(false);
  });
});

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
