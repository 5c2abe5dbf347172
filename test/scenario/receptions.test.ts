/** Receptions of a live run in a scenario file: what is refused, and what they do to the readings. */
import { describe, expect, it } from 'vitest';
import type { ReceptionConfig } from '../../src/core/config.js';
import { runScenario } from '../../src/run/run-scenario.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { smallScenario, type Json } from '../support/scenarios.js';

function scenarioWith(exceptions: readonly unknown[], ears = 'line') {
  const file = { ...(smallScenario() as Record<string, Json>), receptions: { ears, exceptions } };
  return parseScenario(JSON.stringify({ ...file, faults: [] }), 'x.json');
}

const heard = (names: Record<string, unknown>, cycles = [3, 4], element = 'IMU') => ({
  element,
  cycles,
  heard: names,
});

describe('refused', () => {
  const table: Readonly<Record<string, readonly [unknown[], RegExp]>> = {
    'an element that is not there': [
      [heard({}, [0, 1], 'IMX')],
      /there is no element "IMX" — did you mean "IMU"/,
    ],
    'a computer that is not there': [[heard({ E: 'nothing' })], /there is no computer "E"/],
    'cycles that overlap': [[heard({}), heard({}, [4, 9])], /these cycles come before what was told/],
    'cycles backwards': [[heard({}, [9, 4])], /these cycles come before what was told/],
    'words that are none': [[heard({ A: ['4ffff'] })], /must be what came/],
  };
  it.each(Object.entries(table))('%s', (_, [exceptions, told]) => {
    expect(() => scenarioWith(exceptions)).toThrow(told);
  });
});

describe('heard again', () => {
  const hearing = (exceptions: readonly unknown[]) =>
    runScenario(scenarioWith(exceptions), 'om1')
      .hearing.filter(({ cycle }) => cycle < 10)
      .map(({ cycle, readings }) => [cycle, Object.values(readings).join(' ')]);
  // IMU has address 3: its status word, and four data words with good parity, all zero.
  const words = ['23001', '00001', '00001', '00001', '00001'];

  it.each<[string, ReceptionConfig['heard'], string]>([
    ['damaged', { B: 'damaged' }, 'ok parity ok ok'],
    ['nothing', { D: 'nothing' }, 'ok ok ok no-response'],
    ['other words', { B: words }, 'ok ok ok ok'],
    ['a word too few', { B: words.slice(1) }, 'ok sync ok ok'],
    ['a word of wrong parity', { B: [...words.slice(0, 2), '00000'] }, 'ok parity ok ok'],
    ['words that end too early', { B: words.slice(0, 3) }, 'ok word-count ok ok'],
    ["another terminal's words", { B: ['24000', ...words.slice(1)] }, 'ok address ok ok'],
  ])('%s', (_, names, readings) => {
    const well = 'ok ok ok ok';
    const change =
      readings === well
        ? []
        : [
            [3, readings],
            [5, well],
          ];
    expect(hearing([heard(names)])).toEqual([[0, well], ...change]);
  });
});
