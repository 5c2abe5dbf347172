/**
 * The RT validation plan of MIL-HDBK-1553A, section 100 (its twin is SAE AS4111), as far as it is digital. The run writes
 * down what it covers, and `npm run golden` writes that table anew.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { Bench } from './bench.js';
import { OwnTerminal } from './own-terminal.js';
import { COMMANDS } from './plan/commands.js';
import { ERRORS } from './plan/errors.js';
import { OPERATION } from './plan/operation.js';
import { OPTIONS } from './plan/options.js';
import { coverageTable, type Outcome } from './table.js';

const TABLE = new URL('coverage.md', import.meta.url);
const PLAN = [...COMMANDS, ...ERRORS, ...OPERATION, ...OPTIONS];
const TERMINALS = [
  () => new OwnTerminal('answers in form'),
  () => new OwnTerminal('detects illegal commands', { receive: [2, 30], transmit: [1, 30] }),
];

const outcomes: Outcome[] = [];

describe.each(TERMINALS)('a terminal that %#', (connect) => {
  const terminal = connect();
  // One terminal goes through all of it, without ever being switched off.
  it.each(PLAN)('$number $title', async (paragraph) => {
    const bench = new Bench(terminal);
    await paragraph.run(bench);
    const { cases, failures } = bench;
    outcomes.push({ paragraph, terminal: terminal.facts.name, cases, hasPassed: failures.length === 0 });
    expect(failures).toEqual([]);
  });
});

describe('the table of what is covered', () => {
  let written = '';
  afterAll(() => {
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(TABLE, written);
  });

  it('is as the run has it', () => {
    written = coverageTable(outcomes);
    if (process.env['UPDATE_GOLDEN'] === '1') return;
    expect(existsSync(TABLE) ? readFileSync(TABLE, 'utf8') : '').toBe(written);
  });
});
