import { describe, expect, it } from 'vitest';
import { plannedRows, selectRows } from '../../src/bench/rows.js';
import { loadScenario } from '../../src/scenario/load.js';

const rows = plannedRows(loadScenario('nominal').scenario, loadScenario('sts-124').scenario);
const names = (...only: string[]): string[] =>
  selectRows(rows, only).map(({ what, name }) => `${what} ${name}`);

describe('rows', () => {
  it('have names of their own', () => {
    expect(new Set(rows.map(({ what, name }) => `${what} ${name}`)).size).toBe(rows.length);
  });

  it('are all measured but those that have to be asked for', () => {
    expect(names()).toHaveLength(rows.length - 4);
    expect(names().filter((name) => name.includes('heap'))).toEqual([]);
    expect(names('cycle').filter((name) => name.includes('heap'))).toEqual([]);
  });

  it.each([
    ['live', ['live 25Hz', 'live 50Hz', 'live 100Hz']],
    ['ic/4-1', ['exchange ic/4-1']],
    ['om1/1', ['wire om1/10', 'wire om1/13']],
    ['nominal/om1', ['cycle nominal/om1']],
    ['nominal/om1/', ['cycle nominal/om1/trace-memory', 'cycle nominal/om1/trace-disk']],
    ['cycle/sts-124/st', ['cycle sts-124/status', 'cycle sts-124/status/short-cut-off']],
    [
      'heap',
      [
        'cycle heap/nominal/none',
        'cycle heap/nominal/status',
        'cycle heap/nominal/om1',
        'cycle heap/nominal/ic',
      ],
    ],
    ['om2', ['wire om2/7', 'wire om2/10', 'wire om2/13']],
    // Of more it would be hundreds of thousands of messages a cycle.
    ['ic3', ['wire ic3/10']],
    ['fit/25Hz', ['wire fit/25Hz']],
    ['fit/50Hz/ic', ['wire fit/50Hz/ic']],
  ])('%s chooses %j', (term, expected) => expect(names(term)).toEqual(expected));

  it('come in their own order, each once, however they are asked for', () => {
    expect(names('live/50Hz', 'ic/7-2', 'live', 'live/25Hz')).toEqual([
      'exchange ic/7-2',
      'live 25Hz',
      'live 50Hz',
      'live 100Hz',
    ]);
  });

  it.each([
    ['exchnge', 'did you mean "exchange"?'],
    ['sts124/om1', 'did you mean "sts-124/om1"?'],
    // As near to one name as to another.
    ['ic/4-2', 'rows: wire, exchange, cycle, live, line, none/4'],
    ['zzz', 'rows: wire, exchange, cycle, live, line, none/4'],
  ])('refuse %s with a remedy', (term, remedy) => {
    expect(() => names(term)).toThrow(`there is no row "${term}" — ${remedy}`);
  });
});
