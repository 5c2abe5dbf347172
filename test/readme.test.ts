import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { faultTable } from '../src/report/fault-table.js';
import { matrixText } from '../src/report/matrix.js';
import { story } from '../src/report/story.js';
import { matrix } from '../src/run/matrix.js';
import { patternSequence } from '../src/run/expectations.js';
import { replay } from '../src/run/replay.js';
import { createProgram } from '../src/cli/program.js';
import { scenarioList } from '../src/cli/scenarios.js';
import { listBuiltins } from '../src/scenario/builtin.js';
import { loadScenario } from '../src/scenario/load.js';
import { parseScenario } from '../src/scenario/parse.js';

// What the README shows is what comes out. UPDATE_GOLDEN=1 writes it anew.
const file = fileURLToPath(new URL('../README.md', import.meta.url));
const readme = readFileSync(file, 'utf8');

function block(name: string): string {
  const match = new RegExp(`<!-- ${name} -->\\n+\`\`\`[a-z]*\\n([^]*?)\`\`\`\\n+<!-- /`).exec(readme);
  if (match?.[1] === undefined) throw new Error(`the README has no block "${name}"`);
  return match[1];
}

/** What stands between the marks of a name is what comes out; or is written there, if it is to be. */
function shows(name: string, content: string): void {
  const marked = new RegExp(`(<!-- ${name} -->\\n+)([^]*?)(\\n*<!-- /)`);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    const text = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      text.replace(marked, (_, start: string, __, end: string) => `${start}${content.trimEnd()}${end}`),
    );
    return;
  }
  expect(marked.exec(readme)?.[2]).toBe(content.trimEnd());
}

const fenced = (text: string): string => `\`\`\`\n${text.trimEnd()}\n\`\`\``;

describe('README', () => {
  it('shows the first screen of the default replay', async () => {
    const screen = story(await replay(loadScenario('sts-124')));
    shows('replay: sts-124', fenced(screen.slice(0, screen.indexOf('\nD documented'))));
  });

  it('shows the catalogue of faults', () => {
    shows('faults', faultTable());
  });

  it('shows what every fault comes to in every mode', async () => {
    shows('matrix: sts-124-line', fenced(matrixText(await matrix(loadScenario('sts-124-line')))));
  });

  it('lists the scenarios that come with it', () => {
    shows('scenarios', fenced(scenarioList(listBuiltins())));
  });

  it('has a scenario to start from that does what is said of it', async () => {
    const scenario = parseScenario(block('scenario'), 'README.md');
    const { runs } = await replay({ scenario, sha256: '' }, { exchange: ['status', 'om1'] });
    expect(runs.map((run) => patternSequence(run.patterns))).toEqual([['4', '3-1'], ['4']]);
    expect(runs[0]?.patterns.at(-1)?.groups).toEqual([['A', 'B', 'C'], ['D']]);
  });

  it('lists every command that there is, and no other', () => {
    const listed = [...readme.matchAll(/^\| `quadruplex ([a-z]+)/gm)].map((match) => match[1]);
    const built = createProgram().commands.map((command) => command.name());
    expect(listed.toSorted()).toEqual(built.toSorted());
  });
});
