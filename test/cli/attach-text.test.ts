/** What a live run tells people, made by hand: how it is laid out, and what it says where there was nothing. */
import { describe, expect, it } from 'vitest';
import { liveText } from '../../src/cli/attach-text.js';
import type { LiveReport, LiveResult } from '../../src/record/live-result.js';
import { resultOf, runOf } from '../support/results.js';

const times = { max: 12_345.6, min: 1234.5, mean: 2345.6, p50: 2345.6, p99: 9876.5, p999: 12_345.6 };
const live: LiveReport = {
  ...{ configuration: 'desk', setUp: 'one-host-per-computer', line: 'serial', faults: 'real' },
  ...{
    periodUs: 200_000,
    deadlines: 1000,
    cycles: 998,
    misses: 2,
    longestMissRun: 1,
    late: 14,
    lateUs: 5000,
  },
  ...{ overruns: 3, budget: { missedPerMillion: 500_000, spentPerMillion: 16_000, met: true } },
  ...{ wakeUs: times, cycleUs: times, scheduler: { class: 'SCHED_OTHER', realTime: 0, nice: 0 } },
  ...{ load: 0.5, node: '22.0.0', kernel: '6.1.0-13-amd64', host: 'GPC1' },
};
const line = { name: 'GPC1', health: 'ok', losses: 3, unwellCycles: 20, packets: 123_456, echoes: 1234 };
const result: LiveResult = {
  ...resultOf([runOf()]),
  live,
  lines: [{ ...line, discarded: { checksum: 123, length: 45, 'not due': 6 } }],
};

describe('the text of a live run', () => {
  it('breaks between words, under the end of what stands before them', () => {
    const text = liveText(
      { ...result, live: { ...live, problem: `others run another${' another'.repeat(20)}` } },
      80,
    );
    expect(text.split('\n').filter((row) => row.length > 80)).toEqual([]);
    expect(text).toContain('  silent: others run another');
    expect(text).toMatch(/\n {10}another/);
    expect(text).toMatch(/\n {2}a cycle took {17}max 12345\.6 us, .*p50\n {31}2345\.6, /);
  });

  it.each([
    ['ears', 'faults in the ears'],
    ['wire', 'faults on the wire'],
    ['real', 'a transmitter that is really marginal'],
  ])('tells of faults that are on %s', (faults, told) => {
    expect(liveText({ ...result, live: { ...live, faults } })).toContain(told);
  });

  it('tells why there was no cycle, and no times of none', () => {
    const text = liveText({ ...result, runs: [runOf({ cycles: 0 })] });
    expect(text).toMatch(/\n {2}not one cycle took place: it ended while it waited for the others\n$/);
  });
});
