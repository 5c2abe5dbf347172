/** The board through the RT validation plan, as far as a serial terminal can meet it. `npm run golden` writes the table anew. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { Bench } from '../validation/bench.js';
import { Board } from './support/board.js';
import { compile, withoutCompiler } from './support/firmware.js';
import { NOT_CARRIED, SERIAL_PLAN } from './support/serial-plan.js';
import { SerialTerminal } from './support/serial-terminal.js';

const TABLE = new URL('coverage.md', import.meta.url);
const isGolden = process.env['UPDATE_GOLDEN'] === '1';
/** With all commands there are other numbers. */
const isBounded = process.env['QUADRUPLEX_ALL_COMMANDS'] !== '1';

describe.skipIf(withoutCompiler)('the firmware of a board, by the validation plan', () => {
  const board = new Board(withoutCompiler ? new Uint16Array() : compile().program);
  board.run(1000);
  const terminal = new SerialTerminal(board);
  const rows: string[][] = [];

  // One board goes through all of it, without ever being switched off.
  it.each(SERIAL_PLAN)(
    '$number $title',
    async ({ number, title, what, run }) => {
      const bench = new Bench(terminal);
      await run(bench);
      expect(bench.failures).toEqual([]);
      rows.push([number, title, what, `${bench.cases} passed`]);
    },
    isBounded ? undefined : 600_000,
  );

  it.runIf(isBounded)('is written down as the run has it', () => {
    if (!isGolden) expect(existsSync(TABLE) ? readFileSync(TABLE, 'utf8') : '').toBe(shown());
  });
  afterAll(() => {
    if (isGolden) writeFileSync(TABLE, shown());
  });

  function shown(): string {
    const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
    return `${[
      '# What the validation plan covers of a board',
      '',
      'Written by the run of `test/hardware/validation.test.ts`; `npm run golden` writes it anew. The compiled firmware runs in an',
      'emulator; paragraphs are those of MIL-HDBK-1553A, section 100. After each case it has to answer a good command. By',
      'hardware/protocol.md it transmits when asked to and does nothing else: receive and mode commands of its address, which a',
      'terminal on a real bus would answer, have to go unanswered.',
      '',
      row(['paragraph', 'test', 'what is done', 'cases']),
      row(['---', '---', '---', '---']),
      ...rows.map(row),
      '',
      'What a serial terminal cannot be asked:',
      '',
      row(['paragraphs', 'why']),
      row(['---', '---']),
      ...NOT_CARRIED.map(row),
    ].join('\n')}\n`;
  }
});
