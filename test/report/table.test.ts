import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flow, layOut, paragraph, placed, type Paint } from '../../src/report/table.js';
import { holds } from '../support/property.js';

const brackets: Paint = (style, text) => `<${style}>${text}</>`;
const unpainted = (line: string): string => line.replace(/<\w*>|<\/>/g, '');
const word = fc.string({ unit: fc.constantFrom('a', 'b', '-', 'É'), minLength: 1, maxLength: 12 });
const blocks = fc.array(fc.array(word, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });

describe('layOut', () => {
  it('aligns columns and lets the last cell of a row run on', () => {
    const { lines, starts, width } = layOut([
      ['t', 'set', 'what'],
      ['0.00', '4', 'a long remark that widens nothing'],
      ['0.04', 'a long end'],
      [],
    ]);
    expect(lines).toEqual([
      't     set  what',
      '0.00  4    a long remark that widens nothing',
      '0.04  a long end',
      '',
    ]);
    expect(starts).toEqual([0, 6, 11]);
    expect(width).toBe(44);
  });

  it('leaves out empty cells at the end of a row, and blanks after it', () => {
    expect(
      layOut([
        ['a', '', ''],
        ['b', 'c', 'd'],
      ]).lines,
    ).toEqual(['a', 'b  c  d']);
  });

  it('takes the gaps that it is given', () => {
    expect(layOut([['a', 'b', 'c']], undefined, (column) => column).lines).toEqual(['ab c']);
  });

  it('has nothing to say of no rows', () => {
    expect(layOut([])).toEqual({ lines: [], starts: [], width: 0 });
  });

  it('is moved by no colour', () => {
    holds(
      fc.property(fc.array(fc.array(word, { maxLength: 5 }), { maxLength: 6 }), (texts) => {
        const painted = texts.map((row) => row.map((text) => ({ text, style: 'red' as const })));
        const plain = layOut(texts);
        expect(layOut(painted, brackets).lines.map(unpainted)).toEqual(plain.lines);
        expect(Math.max(0, ...plain.lines.map((line) => line.length))).toBe(plain.width);
      }),
    );
  });

  it('puts every cell at the start of its column', () => {
    holds(
      fc.property(fc.array(fc.array(word, { maxLength: 5 }), { maxLength: 6 }), (rows) => {
        const { lines, starts } = layOut(rows);
        rows.forEach((row, r) =>
          row.forEach((text, c) => expect(lines[r]?.slice(starts[c]).startsWith(text)).toBe(true)),
        );
      }),
    );
  });
});

describe('placed', () => {
  it('puts texts at their places, or behind what is in the way', () => {
    expect(
      placed([
        [2, 'ab'],
        [6, 'c'],
      ]),
    ).toBe('  ab  c');
    expect(
      placed([
        [2, 'abcdef'],
        [6, 'c'],
      ]),
    ).toBe('  abcdef c');
  });
});

describe('paragraph', () => {
  it('breaks between words, under the end of its head', () => {
    expect(paragraph('D  ', 'one two three four', 12)).toEqual(['D  one two', '   three', '   four']);
  });

  it('keeps every word, in order, and no line longer than it has to be', () => {
    holds(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 40 }),
        (words, width) => {
          const lines = paragraph('> ', words.join(' '), width);
          expect(lines.map((line) => line.slice(2)).join(' ')).toBe(words.join(' '));
          for (const line of lines) expect(line.length <= width || !line.slice(2).includes(' ')).toBe(true);
        },
      ),
    );
  });
});

describe('flow', () => {
  it('puts blocks beside each other as long as they fit', () => {
    const lines = flow([['aa', 'a'], ['b'], ['ccc', 'c']], 8);
    expect(lines).toEqual(['aa  b', 'a', 'ccc', 'c']);
  });

  it('loses no line and uses no more width than there is', () => {
    holds(
      fc.property(blocks, fc.integer({ min: 1, max: 50 }), (texts, width) => {
        const lines = flow(texts, width);
        const found = lines.flatMap((line) => line.split(' ')).filter((text) => text !== '');
        expect(found.toSorted()).toEqual(texts.flat().toSorted());
        const needed = Math.max(width, ...texts.flat().map((text) => text.length));
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(needed);
      }),
    );
  });
});
