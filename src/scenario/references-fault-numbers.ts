/**
 * Numbers of faults that would change nothing, or that go past what the target has: a place beyond the end of a line, a
 * word that no message holds, a bit that no word has.
 */

import {
  readsOf,
  type BusConfig,
  type FaultConfig,
  type FaultOf,
  type LineConfig,
  type ScenarioConfig,
  type WordFormatName,
} from '../core/config.js';
import { quote } from './nearest.js';
import type { Complaint, Path } from './problems.js';
import { lineNamed } from './references-lines.js';
import { sensorWords } from './schema.js';

type WithWord = Extract<FaultConfig, { readonly word: number }>;

export function checkNumbers(scenario: ScenarioConfig, fault: FaultConfig, path: Path): Complaint[] {
  const complain = (key: string, message: string, remedy: string): Complaint[] => [
    { path: [...path, key], message, remedy },
  ];
  const words = 'word' in fault ? checkWord(scenario, fault, complain) : [];
  switch (fault.behaviour) {
    case 'series-resistance':
      return checkSteps(fault, path);
    case 'wrong-terminator':
      return checkTerminator(lineOf(scenario, fault.target), fault, complain);
    case 'open':
    case 'short':
      return checkPlace(lineOf(scenario, fault.target), fault, complain);
    case 'skew':
      if (fault.risingLateNs !== 0 || fault.fallingLateNs !== 0) return [];
      return complain('risingLateNs', 'changes nothing: no crossing is late or early', 'give either a time');
    case 'drift':
      if (fault.bitTimePpmPerS !== 0 || fault.levelPpmPerS !== 0) return [];
      return complain('behaviour', 'changes nothing: nothing drifts', 'give bitTimePpmPerS or levelPpmPerS');
    case 'zero-crossing':
      if (fault.lateNs !== 0) return words;
      return [...words, ...complain('lateNs', 'changes nothing: 0 ns late is in time', 'give another time')];
    case 'ambiguous':
      return [...words, ...checkAmbiguous(fault, complain)];
    case 'threshold':
    case 'noisy':
      return checkEars(scenario, fault, complain);
    case 'wrong-sensor':
    case 'stuck-sensor':
      return checkSensor(scenario, fault, complain);
    case 'busy':
      return checkBusy(scenario, fault, complain);
    default:
      return words;
  }
}

type Complain = (key: string, message: string, remedy: string) => Complaint[];

function lineOf({ buses }: ScenarioConfig, name: string): LineConfig | undefined {
  return buses.map((bus) => lineNamed(bus, name)).find((line) => line !== undefined);
}

function checkSteps({ ohm }: FaultOf<'series-resistance'>, path: Path): Complaint[] {
  if (typeof ohm === 'number') return [];
  return ohm.flatMap(({ timeUs }, index) => {
    const before = ohm[index - 1];
    if (before === undefined || before.timeUs < timeUs) return [];
    const message = `this step, at ${timeUs}, is not after the one before it, at ${before.timeUs}`;
    return [{ path: [...path, 'ohm', index, 'timeUs'], message, remedy: 'list the steps in ascending time' }];
  });
}

function checkTerminator(
  line: BusConfig['line'] | undefined,
  { target, end, ohm }: FaultOf<'wrong-terminator'>,
  complain: Complain,
): Complaint[] {
  if (line?.terminatorsOhm[end] !== ohm) return [];
  const message = `changes nothing: end ${end} of ${quote(target)} has ${ohm} ohm anyway`;
  return complain('ohm', message, 'give another resistance, or the other end');
}

function checkPlace(
  line: BusConfig['line'] | undefined,
  { target, atM }: FaultOf<'open' | 'short'>,
  complain: Complain,
): Complaint[] {
  if (line === undefined || atM <= line.lengthM) return [];
  const message = `the line of ${quote(target)} ends at ${line.lengthM} m`;
  return complain('atM', message, `give a place from 0 to ${line.lengthM}`);
}

function checkAmbiguous({ flips }: FaultOf<'ambiguous'>, complain: Complain): Complaint[] {
  let ones = 0;
  for (let bits = flips; bits > 0; bits >>= 1) ones += bits & 1;
  if (ones % 2 === 0) return [];
  const message = `${ones} ambiguous bits would be a parity error to some, not another word`;
  return complain('flips', message, 'give an even number of bits, as 3 or 40960');
}

function checkEars(
  { computers, terminals }: ScenarioConfig,
  fault: FaultOf<'threshold' | 'noisy'>,
  complain: Complain,
): Complaint[] {
  const ears = [...computers, ...terminals].find(({ id }) => id === fault.target)?.receiver;
  const key = fault.behaviour === 'threshold' ? 'thresholdMv' : 'noiseMv';
  const now = 'thresholdMv' in fault ? fault.thresholdMv : fault.noiseMv;
  if (ears?.[key] !== now) return [];
  return complain(key, `changes nothing: ${quote(fault.target)} has ${now} mV anyway`, 'give another level');
}

function checkSensor(
  { terminals }: ScenarioConfig,
  { sensor, target }: FaultOf<'wrong-sensor'> | FaultOf<'stuck-sensor'>,
  complain: Complain,
): Complaint[] {
  const terminal = terminals.find(({ id }) => id === target);
  const held = terminal === undefined ? 0 : sensorWords(terminal);
  if (sensor === undefined || sensor < held) return [];
  const message = `there is no data word ${sensor}: the sensors of ${quote(target)} come to ${held} words`;
  return complain('sensor', message, `give one from 0 to ${held - 1}`);
}

function checkBusy(scenario: ScenarioConfig, { target }: FaultOf<'busy'>, complain: Complain): Complaint[] {
  if (formatsOf(scenario, target).includes('mil-std-1553b')) return [];
  const message = `${quote(target)} has no status word to say it with: its bus speaks shuttle`;
  return complain('behaviour', message, 'use silence or late, or give its bus "wordFormat": "mil-std-1553b"');
}

/** Bit times of a word: sync 3, payload, parity 1. */
const BITS: Readonly<Record<WordFormatName, number>> = { 'mil-std-1553b': 20, shuttle: 28 };

/** The formats that a terminal or computer ever speaks in. */
function formatsOf({ buses, terminals, exchange }: ScenarioConfig, target: string): WordFormatName[] {
  const terminal = terminals.find(({ id }) => id === target);
  if (terminal === undefined) return [exchange.wordFormat, ...buses.map(({ wordFormat }) => wordFormat)];
  return buses.filter(({ id }) => id === terminal.bus).map(({ wordFormat }) => wordFormat);
}

function checkWord(scenario: ScenarioConfig, fault: WithWord, complain: Complain): Complaint[] {
  const bits = Math.max(...formatsOf(scenario, fault.target).map((format) => BITS[format]));
  const longest = longestAnswer(scenario, fault.target);
  const noBit =
    'bit' in fault && fault.bit > bits
      ? complain('bit', `there is no bit ${fault.bit} in a word of ${bits}`, `give one from 4 to ${bits}`)
      : [];
  // Who is never polled never answers, which the run will say.
  if (longest === undefined || longest === 0 || fault.word < longest) return noBit;
  const message = `no answer of ${quote(fault.target)} has a word ${fault.word}: the longest has ${longest}`;
  return [...noBit, ...complain('word', message, `give one from 0 to ${longest - 1}`)];
}

/** In words, of a terminal; what a computer has to say depends on the mode. */
function longestAnswer({ buses, terminals }: ScenarioConfig, target: string): number | undefined {
  if (!terminals.some(({ id }) => id === target)) return undefined;
  const answers = buses.flatMap((bus) =>
    readsOf(bus)
      .filter(({ terminal }) => terminal === target)
      .map(({ words }) => words + (bus.wordFormat === 'shuttle' ? 0 : 1)),
  );
  return Math.max(0, ...answers);
}
