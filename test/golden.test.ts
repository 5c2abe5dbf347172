/**
 * The golden traces: every scenario that comes with the package, in every mode that it bears, comes out as it is
 * written down beside it. A changed one is committed only when the change is understood.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { columns } from '../src/record/columns.js';
import { replay } from '../src/run/replay.js';
import { builtinNames, FIXTURES } from '../src/scenario/builtin.js';
import { loadScenario } from '../src/scenario/load.js';
import { expectOrderOnTheWire } from './support/wire-order.js';

const REGENERATE = 'npm run golden';
const writes = process.env['UPDATE_GOLDEN'] === '1';

describe.each(builtinNames())('%s', (name) => {
  const folder = path.join(FIXTURES, name);

  it('comes out as written down, in every mode', async () => {
    const loaded = loadScenario(name);
    const { seed, computers, runs: borne } = await replay(loaded, { exchange: 'all' });
    // A scenario may expect something of a mode that is below its bound.
    const { runs: expected } = await replay(loaded);
    const below = expected.filter(({ exchange }) => !borne.some((run) => run.exchange === exchange));
    const runs = [...borne, ...below];
    for (const { wireViolations } of runs)
      expectOrderOnTheWire(loaded.scenario, Object.entries(wireViolations));
    const traces = runs.map((run) => ({
      file: `${run.exchange}.trace`,
      text: columns({ scenario: loaded.scenario.name, seed, computers }, run),
    }));
    if (writes) for (const { file, text } of traces) writeFileSync(path.join(folder, file), text);

    for (const { file, text } of traces) {
      const golden = path.join(folder, file);
      expect(existsSync(golden), `${golden} is missing; ${REGENERATE} writes it`).toBe(true);
      expect(text, `${name}/${file} came out differently; if that is understood: ${REGENERATE}`).toBe(
        readFileSync(golden, 'utf8'),
      );
    }
    const inFolder = readdirSync(folder).filter((file) => file.endsWith('.trace'));
    expect(inFolder.toSorted(), 'golden traces of no mode').toEqual(
      traces.map(({ file }) => file).toSorted(),
    );
  });
});
