import { describe, expect, it } from 'vitest';
import { LINE_TIMING, lineRow } from '../../src/bench/line.js';
import { lineSection } from '../../src/bench/text-line.js';
import { loadScenario } from '../../src/scenario/load.js';
import { lineSchema } from '../../src/scenario/schema-line.js';

const { scenario: nominal } = loadScenario('nominal');

describe('the line rows', () => {
  it('take the numbers that a line configuration has by default', () => {
    const usual = { name: 'x', scenario: 'x', setUp: 'four-ears', line: { kind: 'mock' } };
    expect(lineSchema.parse(usual).slots).toEqual(LINE_TIMING);
  });

  it('add up a cycle of four ears with one read of 32 words', () => {
    // Beacon 37, command 24, response 1 + 14 + 3 × 33 + 6 = 120, open slot 24.
    const row = lineRow(nominal, 'four-ears', 'om1', 4, 'ears');
    expect(row).toMatchObject({ bytes: 205, slots: 4 });
    // 3212 + 2084 + 10417 + 2084 on the line, 4 guards, waits of 1.5 + 1 + 1 ms.
    expect(row.neededUs['115200']).toBe(3212 + 2084 + 10_417 + 2084 + 1000 + 3500);
    // At 57,600 baud 35,592 us on the line, 92 too many.
    expect(row.leastBaud).toEqual({ '25': 115_200, '50': 230_400, '100': 460_800 });
  });

  it('say where no rate would do', () => {
    const row = lineRow(nominal, 'one-host-per-computer', 'om1', 7, 'hosts/om1/7');
    expect(row.leastBaud['100']).toBeNull();
    expect(lineSection([row]).join('\n')).toMatch(/^LINE .*\n.*\nhosts\/om1\/7 .* none$/);
  });
});
