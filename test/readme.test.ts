import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { faultTable } from '../src/report/fault-table.js';
import { story } from '../src/report/story.js';
import { patternSequence } from '../src/run/expectations.js';
import { replay } from '../src/run/replay.js';
import { createProgram } from '../src/cli/program.js';
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

describe('README', () => {
  it('shows the first screen of the default replay', async () => {
    const screen = story(await replay(loadScenario('sts-124')));
    const shown = screen.slice(0, screen.indexOf('\nD documented'));
    if (process.env['UPDATE_GOLDEN'] === '1') {
      writeFileSync(
        file,
        readme.replace(`\`\`\`\n${block('replay: sts-124')}\`\`\``, () => `\`\`\`\n${shown}\`\`\``),
      );
      return;
    }
    expect(block('replay: sts-124')).toBe(shown);
  });

  it('shows the catalogue of faults', () => {
    const marked = /<!-- faults -->\n+([^]*?)\n*<!-- \/faults -->/;
    if (process.env['UPDATE_GOLDEN'] === '1') {
      const text = readFileSync(file, 'utf8');
      const block = `<!-- faults -->\n\n${faultTable()}\n<!-- /faults -->`;
      writeFileSync(
        file,
        text.replace(marked, () => block),
      );
      return;
    }
    expect(`${marked.exec(readme)?.[1] ?? ''}\n`).toBe(faultTable());
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
