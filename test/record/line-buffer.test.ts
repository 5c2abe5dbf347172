/** Lines as bytes: what comes out is what building strings would have given. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineBuffer, piece } from '../../src/record/line-buffer.js';
import { holds } from '../support/property.js';

interface Entry {
  readonly timeNs: number;
  readonly text: string;
}

/** By way of the buffer: each inner list is a cycle. */
function written(cycles: readonly (readonly Entry[])[]): string {
  let text = '';
  const lines = new LineBuffer((bytes) => (text += Buffer.from(bytes).toString()));
  cycles.forEach((entries, cycle) => {
    for (const { timeNs, text: body } of entries) {
      lines.begin(timeNs, piece(body));
      lines.end();
    }
    lines.endCycle(cycle);
  });
  lines.flush();
  return text;
}

/** The dumb way. */
const dumb = (cycles: readonly (readonly Entry[])[]): string =>
  cycles
    .flatMap((entries, cycle) =>
      entries
        .toSorted((a, b) => a.timeNs - b.timeNs)
        .map(({ timeNs, text }) => `{"t":${timeNs},"cycle":${cycle},${text}}\n`),
    )
    .join('');

/** What a number or a word looks like in a line. */
function line(write: (lines: LineBuffer) => void): string {
  let text = '';
  const lines = new LineBuffer((bytes) => (text += Buffer.from(bytes).toString()));
  lines.begin(0, piece('"x":'));
  write(lines);
  lines.end();
  lines.endCycle(7);
  lines.flush();
  return text.slice('{"t":0,"cycle":7,"x":'.length, -'}\n'.length);
}

describe('numbers', () => {
  const sizes = [0, 1, 9, 10, 99, 100, 12_345, 999_999_999, 1e9, 1_000_000_001, 2 ** 31, 2 ** 32, 1e15];
  const all = [...sizes, Number.MAX_SAFE_INTEGER].flatMap((size) => [size, -size]);

  it.each(all)('%d as a time', (timeNs) => {
    // Minus zero is written as zero.
    expect(written([[{ timeNs, text: '"a":1' }]])).toBe(`{"t":${timeNs},"cycle":0,"a":1}\n`);
  });

  it.each(sizes)('%d in a line', (value) => {
    expect(
      line((lines) => {
        lines.whole(value);
      }),
    ).toBe(String(value));
  });

  it.each([
    [0, 4, '0000'],
    [0xbeef, 4, 'beef'],
    [0x12_3456, 4, '3456'],
    [0x12_3456, 6, '123456'],
    [0xffff_ffff, 8, 'ffffffff'],
    [0x0000_00ff, 8, '000000ff'],
  ])('%d as %d hexadecimal digits is %s', (value, digits, text) => {
    expect(
      line((lines) => {
        lines.hex(value, digits);
      }),
    ).toBe(text);
  });
});

describe('order', () => {
  it('is that of time in each cycle; what is said at the same time stays as it was said', () => {
    const said = (timeNs: number, name: string): Entry => ({ timeNs, text: `"n":"${name}"` });
    const text = written([[said(5, 'c'), said(3, 'a'), said(5, 'd'), said(3, 'b')], [], [said(1, 'e')]]);
    expect([...text.matchAll(/"n":"(.)"/g)].map(([, name]) => name).join('')).toBe('abcde');
  });

  it('and all else is what strings would give, however many lines and however long', () => {
    const entry = fc.record({
      timeNs: fc.oneof(fc.integer({ min: -20, max: 20 }), fc.maxSafeInteger()),
      // A line of its own may be longer than what is handed on at once; text need not be ASCII.
      text: fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 0, max: 40_000 }).map((n) => 'x'.repeat(n)),
      ),
    });
    const cycles = fc.array(fc.array(entry, { maxLength: 600, size: 'max' }), { maxLength: 3 });
    holds(
      fc.property(cycles, (some) => {
        expect(written(some)).toBe(dumb(some));
      }),
      30,
    );
  });
});
