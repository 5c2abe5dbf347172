import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { judgeCycle } from '../../src/line/feasible.js';
import { loadLine } from '../../src/scenario/load-line.js';

const file = fileURLToPath(new URL('../../hardware/mock-hosts.json', import.meta.url));
const { configuration, scenario } = loadLine(file);
const judge = (baud: number, latencyUs: number) =>
  judgeCycle(
    {
      ...configuration,
      periodUs: undefined,
      line: { kind: 'mock', baud },
      slots: { ...configuration.slots, latencyUs },
    },
    scenario.scenario,
    'om1',
  );

describe('judgeCycle', () => {
  it('finds nothing to say against a cycle that fits', () => {
    const { problem, table, leastBaud } = judge(460_800, 1000);
    expect(problem).toBeUndefined();
    expect(table.spareUs).toBe(607);
    expect(leastBaud).toBe(460_800);
  });

  it('refuses one that does not, with the baud rate and the period that would do', () => {
    expect(judge(115_200, 1000).problem).toEqual({
      message:
        'a cycle of 40000 us is impossible at 115200 baud: 824 bytes take 71537 us, 20 guards 5000, waits 16500, together 93037',
      remedy: 'set line.baud to 460800 or more, or periodUs to 93037 or more',
    });
  });

  it('says when it is not the baud rate', () => {
    expect(judge(115_200, 16_000).problem?.remedy).toBe(
      'no usual baud rate would do: guards and waits alone take 261500 us; shorten them, or lengthen the period',
    );
  });
});
