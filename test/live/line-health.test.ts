import { describe, expect, it } from 'vitest';
import { LineHealth, type LineCycle } from '../../src/live/line-health.js';

const OPEN = { kind: 'open' } as const;
const well: LineCycle = { name: 'A', state: OPEN, spokeTo: 3, heardBy: 3, senders: 2, heard: 2, garbage: 0 };
const quiet: LineCycle = { ...well, spokeTo: 0, heardBy: 0, senders: 0, heard: 0 };
const unheard = { ...well, heardBy: 0 };
const deaf = { ...well, heard: 0 };
const garbage = { ...deaf, garbage: 3 };
const listens = { ...well, spokeTo: 0, heardBy: 0 };
const lost: LineCycle = { ...quiet, state: { kind: 'lost', detail: 'un\u0007plugged' } };
const stuck: LineCycle = { ...quiet, state: { kind: 'stuck', detail: 'a write' } };

// What the line did, cycle by cycle, and what is told in which cycle.
const TABLE: Readonly<Record<string, [readonly LineCycle[], readonly string[]]>> = {
  'is well': [[well, well, well], []],
  'one bad cycle is none': [[well, deaf, well, unheard, well], []],
  'different troubles in turn are none for certain': [[deaf, unheard, deaf, unheard], []],
  deaf: [[well, deaf, deaf, deaf], ['2 line A: hears nothing, since cycle 1']],
  garbage: [[garbage, garbage], ['1 line A: hears nothing but garbage, since cycle 0']],
  'unheard, then heard': [
    [unheard, unheard, well],
    ['1 line A: nobody hears it, since cycle 0', '2 line A: back after 1 cycle'],
  ],
  'unheard is not over because it hears': [
    [unheard, unheard, listens, listens],
    ['1 line A: nobody hears it, since cycle 0'],
  ],
  'a silence that nobody had to break tells nothing': [
    [deaf, quiet, deaf, quiet, well],
    ['2 line A: hears nothing, since cycle 0', '4 line A: back after 2 cycles'],
  ],
  'a lost port is told at once, in one line of text': [
    [lost, lost, well],
    ['0 line A: lost (un plugged), since cycle 0', '2 line A: back after 2 cycles'],
  ],
  'a stuck port is back when it was heard': [
    [stuck, listens, well],
    ['0 line A: stuck (a write), since cycle 0', '2 line A: back after 2 cycles'],
  ],
};

describe('the health of a line', () => {
  it.each(Object.entries(TABLE))('%s', (_, [cycles, told]) => {
    const health = new LineHealth(['A'], 2);
    const texts = cycles.flatMap((line, cycle) =>
      health.judge([line], cycle).map(({ text }) => `${cycle} ${text}`),
    );
    expect(texts).toEqual(told);
  });
});
