/** What the run covered, as a table for people. */
import type { Paragraph } from './plan/paragraph.js';

export interface Outcome {
  readonly paragraph: Paragraph;
  readonly terminal: string;
  readonly cases: number;
  readonly hasPassed: boolean;
}

/** Of section 100, what a program without a signal generator or a clock of its own cannot do. */
const LEFT_OUT = [
  ['5.1', 'Electrical tests', 'analogue: for the bench, with the real line'],
  ['5.2.1.3.7', 'Terminal fail-safe', 'a hardware timer, which an emulated transmitter does not have'],
  ['5.3', 'Noise rejection', "analogue; the receiver's own tests have its word errors under noise"],
] as const;

export function coverageTable(outcomes: readonly Outcome[]): string {
  const terminals = [...new Set(outcomes.map(({ terminal }) => terminal))];
  const paragraphs = [...new Set(outcomes.map(({ paragraph }) => paragraph))];
  const cell = (paragraph: Paragraph, terminal: string): string => {
    const found = outcomes.find((o) => o.paragraph === paragraph && o.terminal === terminal);
    return found === undefined ? 'not run' : `${found.cases} ${found.hasPassed ? 'passed' : 'FAILED'}`;
  };
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return `${[
    '# What the validation suite covers',
    '',
    'Written by the run of `test/validation`; `npm run golden` writes it anew. Paragraphs are those of MIL-HDBK-1553A,',
    'section 100. A case is a message or a few, with the answers that must come; after each, the terminal has to answer a',
    'good command: one that locks up or needs its power switched off has failed. One terminal goes through all of it.',
    '',
    row(['paragraph', 'test', 'what is done', ...terminals]),
    row(['---', '---', '---', ...terminals.map(() => '---')]),
    ...paragraphs.map((p) => row([p.number, p.title, p.what, ...terminals.map((t) => cell(p, t))])),
    '',
    'Left out:',
    '',
    row(['paragraph', 'test', 'why']),
    row(['---', '---', '---']),
    ...LEFT_OUT.map((cells) => row(cells)),
  ].join('\n')}\n`;
}
