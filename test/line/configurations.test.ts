import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { timingOf } from '../../src/line/configuration.js';
import { planCycle } from '../../src/line/protocol/cycle-plan.js';
import { layOut } from '../../src/line/protocol/slots.js';
import { loadLine } from '../../src/scenario/load-line.js';

// The configurations that come with the project are in order, and the cycle of each fits its line.
const folder = fileURLToPath(new URL('../../hardware/', import.meta.url));
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

describe.each(files)('hardware/%s', (file) => {
  const { configuration, scenario } = loadLine(folder + file);

  it('bears the name of its file', () => {
    expect(`${configuration.name}.json`).toBe(file);
  });

  it.each(Object.keys(scenario.scenario.expect))('has a cycle that fits under %s', (mode) => {
    const plan = planCycle(scenario.scenario, mode, configuration.setUp);
    const { periodUs = scenario.scenario.cycle.periodUs } = configuration;
    const { fits, spareUs } = layOut(plan, configuration.setUp, timingOf(configuration), periodUs);
    expect(spareUs).toBeGreaterThanOrEqual(0);
    expect(fits).toBe(true);
  });
});
