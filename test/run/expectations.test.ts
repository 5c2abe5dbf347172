import { describe, expect, it } from 'vitest';
import {
  idleFaults,
  patternSequence,
  unexpectedViolations,
  unmetExpectations,
} from '../../src/run/expectations.js';
import { faultOf, patternOf, runOf } from '../support/results.js';

const run = runOf({
  verdict: 'split',
  patterns: [
    patternOf(0, [['A', 'B', 'C']]),
    patternOf(1, [['A', 'B', 'C']], [['A', 'B'], ['C']]),
    patternOf(2, [['A', 'B'], ['C']]),
    patternOf(3, [['A', 'B', 'C']]),
  ],
  accused: [
    { id: 'IMU', cycle: 1 },
    { id: 'RADAR', cycle: 2 },
  ],
  noDataCycles: 2,
  checks: {
    agreement: { held: false, violations: 1, firstCycle: 1 },
    validity: { held: true, violations: 0, firstCycle: null },
    healthyVotedOut: { held: false, violations: 1, firstCycle: 2 },
  },
  bound: { needs: 'N > 3', has: 3, met: false },
});

describe('expectations', () => {
  it('take the patterns in order of appearance, repeats left out', () => {
    expect(patternSequence(run.patterns)).toEqual(['3', '2-1', '3']);
  });

  it('leave no check of a live run that did not hold unsaid, unless a split or the checks themselves are expected', () => {
    expect(unexpectedViolations({ verdict: 'agreed' }, run)).toEqual([
      'agreement violated in 1 cycle, first in cycle 1',
      'healthyVotedOut violated in 1 cycle, first in cycle 2',
    ]);
    expect(unexpectedViolations({ verdict: 'split' }, run)).toEqual([]);
    expect(unexpectedViolations({ violated: ['agreement'] }, run)).toEqual([]);
    expect(unexpectedViolations({ verdict: 'agreed' }, runOf())).toEqual([]);
  });

  it('are met, or not looked at', () => {
    expect(unmetExpectations({}, run)).toEqual([]);
    const all = {
      verdict: 'split',
      patterns: ['3', '2-1', '3'],
      accused: ['IMU', 'RADAR'],
      noDataCycles: 2,
      violated: ['healthyVotedOut', 'agreement'],
      boundMet: false,
    } as const;
    expect(unmetExpectations(all, run)).toEqual([]);
  });

  it('say what came out instead, one by one', () => {
    const none = {
      verdict: 'agreed',
      patterns: ['3'],
      accused: [],
      noDataCycles: 0,
      violated: [],
      boundMet: true,
    } as const;
    expect(unmetExpectations(none, run)).toEqual([
      'verdict: expected agreed, came out split',
      'patterns: expected 3, came out 3, 2-1, 3',
      'accused: expected none, came out IMU, RADAR',
      'cycles without data: expected 0, came out 2',
      'checks violated: expected none, came out agreement, healthyVotedOut',
      'bound met: expected true, came out false',
    ]);
  });
});

describe('idle faults', () => {
  it('are those that have something to act on and never did', () => {
    const faults = [
      faultOf({ id: 'acted' }),
      faultOf({ id: 'unseen', status: 'unnoticed', detectedUs: null }),
      faultOf({ id: 'nowhere', status: 'not-applicable', appliedUs: null, firstCycle: null }),
      faultOf({ id: 'idle', status: 'unnoticed', appliedUs: null, firstCycle: null, detectedUs: null }),
    ];
    expect(idleFaults({ faults })).toEqual(['fault idle on IMU never acted']);
  });
});
