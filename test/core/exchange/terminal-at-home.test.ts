/** A terminal's own host asks it in every cycle in which it is due: whether it is asked is not for that host to decide. */
import { describe, expect, it } from 'vitest';
import type { Element } from '../../../src/core/bus/element.js';
import type { Outside } from '../../../src/core/bus/outside.js';
import type { Others } from '../../../src/core/exchange/others.js';
import { findMode } from '../../../src/core/exchange/modes.js';
import { runScenario, ScenarioRun } from '../../../src/run/run-scenario.js';
import { loadScenario } from '../../../src/scenario/load.js';

const { scenario: full } = loadScenario('sts-124-line');
const CYCLES = 12;
const scenario = { ...full, faults: [], events: [], expect: {}, cycle: { ...full.cycle, cycles: CYCLES } };

/** No answer is heard in cycles 2 and 3, after which two reads all give the element up. */
function asked(terminal: string | undefined): number[] {
  const cycles: number[] = [];
  let cycle = 0;
  const outside: Outside = {
    ears: 'line',
    listen: ({ readings }: Element) => {
      cycles.push(cycle);
      return readings.map(() => (cycle === 2 || cycle === 3 ? 'nothing' : 'sent'));
    },
  };
  const others: Others = {
    own: undefined,
    terminal,
    isAway: (now) => {
      cycle = now;
      return false;
    },
    arrivals: () => undefined,
    converse: () => undefined,
    said: () => undefined,
    conclude: () => undefined,
    did: () => undefined,
  };
  const mode = findMode('om1');
  if (mode === undefined) throw new Error('om1 is a mode');
  const run = new ScenarioRun(scenario, mode, undefined, { outside, others });
  run.advance(CYCLES);
  return cycles;
}

describe('a terminal that is given up', () => {
  it('is not asked any more by a host of a computer', () => {
    expect(asked(undefined)).toEqual([0, 1, 2, 3]);
  });

  it('is asked in its own host, which cannot know whether the others gave it up too', () => {
    expect(asked('FA2')).toEqual([...Array(CYCLES).keys()]);
  });

  it('is asked again in the replay of such a record', () => {
    const receptions = (terminal?: string) => ({
      ears: 'line' as const,
      exceptions: [
        {
          element: 'FA2',
          cycles: [2, 3] as const,
          heard: { GPC1: 'nothing', GPC2: 'nothing', GPC3: 'nothing' } as const,
        },
      ],
      others: { terminal, away: [], arrivals: [], messages: [], deeds: [] },
    });
    const heard = (terminal?: string): string[] =>
      runScenario({ ...scenario, receptions: receptions(terminal) }, 'om1').hearing.map(
        ({ cycle, readings }) => `${cycle} ${readings['GPC4'] ?? ''}`,
      );
    expect(heard()).toEqual(['0 ok', '2 ok', '4 not-read']);
    expect(heard('FA2')).toEqual(['0 ok', '2 ok', '4 ok']);
  });
});
