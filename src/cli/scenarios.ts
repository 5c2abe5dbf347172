/** `quadruplex scenarios`: what comes with the package, one line each. */

import { plain, type Paint } from '../report/table.js';
import { listBuiltins, type BuiltinScenario } from '../scenario/builtin.js';
import type { Format } from './options.js';
import { painter } from './style.js';

export function scenariosCommand(format: Format): void {
  const scenarios = listBuiltins();
  process.stdout.write(
    format === 'json'
      ? `${JSON.stringify({ format: 1, scenarios }, undefined, 2)}\n`
      : scenarioList(scenarios, painter(process.stdout)),
  );
}

const HEADINGS = ['name', 'computers', 'expects', 'title'];

export function scenarioList(scenarios: readonly BuiltinScenario[], paint: Paint = plain): string {
  if (scenarios.length === 0) return 'There are no built-in scenarios.\n';
  const rows = [HEADINGS, ...scenarios.map(columns)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row, index) => {
    const line = row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
    return index === 0 ? paint('dim', line) : line;
  });
  return `${lines.join('\n')}\n`;
}

function columns({ name, computers, expect, title }: BuiltinScenario): string[] {
  return [name, String(computers), expect.join(',') || '-', title];
}
