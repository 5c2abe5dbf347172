/** Results as a replay would give them, made by hand: as little as a test asks for. */
import type {
  FaultResult,
  HearingChange,
  PatternChange,
  ReplayResult,
  RunResult,
} from '../../src/record/result.js';

export function resultOf(runs: readonly RunResult[], keys: Partial<ReplayResult> = {}): ReplayResult {
  return {
    format: 1,
    tool: { name: 'quadruplex', version: '0.0.0' },
    scenario: { name: 'made-up', title: 'Made up', sha256: '' },
    seed: 1,
    computers: ['A', 'B', 'C'],
    claims: [],
    runs,
    ...keys,
  };
}

const held = { held: true, violations: 0, firstCycle: null };

export function runOf(keys: Partial<RunResult> = {}): RunResult {
  return {
    exchange: 'none',
    n: 3,
    m: 0,
    bound: { needs: 'N > 0', has: 3, met: true },
    verdict: 'agreed',
    asExpected: null,
    unmet: [],
    cycles: 10,
    patterns: [patternOf(0, [['A', 'B', 'C']])],
    membership: [{ cycle: 0, timeUs: 0, members: ['A', 'B', 'C'], bears: 0, text: '3 computers in the set' }],
    hearing: [hearingOf(0, 'IMU', { A: 'ok', B: 'ok', C: 'ok' })],
    failVotes: [],
    accused: [],
    noDataCycles: 0,
    cycleSlips: 0,
    skippedFrames: 0,
    wireViolations: {},
    wire: { inputUs: 1000, exchangeUs: 500, frameUs: 40_000, share: 0.0375 },
    checks: { agreement: held, validity: held, healthyVotedOut: held },
    faults: [],
    notes: [],
    traceSha256: '0'.repeat(64),
    ...keys,
  };
}

/** @param lit the lamps that are lit, voter and target by place */
export function patternOf(
  cycle: number,
  groups: readonly (readonly string[])[],
  stateGroups = groups,
  lit: readonly (readonly [voter: number, target: number])[] = [],
): PatternChange {
  const n = groups.flat().length;
  const cam = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (__, j) =>
      lit.some(([voter, target]) => voter === i && target === j) ? 1 : 0,
    ),
  );
  const pattern = groups.map((group) => group.length).join('-');
  return { cycle, timeUs: cycle * 40_000, pattern, groups, stateGroups, cam };
}

export function hearingOf(
  cycle: number,
  element: string,
  readings: HearingChange['readings'],
  outcome: HearingChange['outcome'] = 'own',
): HearingChange {
  return { cycle, timeUs: cycle * 40_000, element, readings, outcome };
}

export function faultOf(keys: Partial<FaultResult> = {}): FaultResult {
  return {
    id: 'crack',
    target: 'IMU',
    status: 'noticed',
    firstCycle: 2,
    appliedUs: 80_000,
    detectedUs: 81_000,
    isolatedUs: null,
    ...keys,
  };
}
