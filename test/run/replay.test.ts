import { describe, expect, it } from 'vitest';
import type { ReplayResult } from '../../src/record/result.js';
import { patternSequence } from '../../src/run/expectations.js';
import {
  isAsExpected,
  ModeRefused,
  replay,
  type Progress,
  type ReplayOptions,
} from '../../src/run/replay.js';
import { runScenario } from '../../src/run/run-scenario.js';
import { loadScenario } from '../../src/scenario/load.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { changed, fileText, smallScenario, type Json, type Step } from '../support/scenarios.js';

function small(...changes: readonly (readonly [at: readonly Step[], value: Json])[]) {
  const json = changes.reduce((text, [at, value]) => changed(text, at, value), smallScenario());
  return { scenario: parseScenario(fileText(json), 'small.json'), sha256: 'abc' };
}

const modesOf = (result: ReplayResult): string[] => result.runs.map((run) => run.exchange);
const computers = (n: number): Json => Array.from({ length: n }, (_, i) => ({ id: 'ABCDEFGH'.charAt(i) }));
const refusal = async (input: ReturnType<typeof small>, options: ReplayOptions): Promise<string> => {
  const error = await replay(input, options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ModeRefused);
  return (error as ModeRefused).message;
};

describe('the modes of a replay', () => {
  it('are those that the scenario expects something of, in their usual order', async () => {
    const expecting = small([['expect'], { om1: {}, none: {} }]);
    expect(modesOf(await replay(expecting))).toEqual(['none', 'om1']);
  });

  it('are all that the number of computers bears, where it expects nothing', async () => {
    expect(modesOf(await replay(small()))).toEqual(['none', 'status', 'om1', 'ic']);
    expect(modesOf(await replay(small([['computers'], computers(3)])))).toEqual(['none', 'status']);
    expect(modesOf(await replay(small([['computers'], computers(3)]), { exchange: 'all' }))).toEqual([
      'none',
      'status',
    ]);
  });

  it('are those that are named, in that order', async () => {
    expect(modesOf(await replay(small(), { exchange: ['om1', 'none'] }))).toEqual(['om1', 'none']);
  });

  it('are refused below their bound, before anything runs', async () => {
    const three = small([['computers'], computers(3)]);
    let opened = 0;
    const openTrace = () => {
      opened++;
      return () => undefined;
    };
    const told = await refusal(three, { exchange: ['none', 'om1'], openTrace });
    expect(told).toMatch(/^om1 needs N > 3 computers, and small has 3: .*"belowBound": true.*--force/);
    expect(opened).toBe(0);
  });

  it('run below it with force, or where the scenario says so, and the result says that the bound is not met', async () => {
    const three = [['computers'], computers(3)] as const;
    for (const result of [
      await replay(small(three), { exchange: ['om1'], force: true }),
      await replay(small(three, [['belowBound'], true]), { exchange: ['om1'] }),
    ]) {
      expect(result.runs[0]).toMatchObject({ n: 4, m: 1, bound: { needs: 'N > 3', has: 3, met: false } });
    }
  });

  it('are refused with two computers whatever one says', async () => {
    const two = small([['computers'], computers(2)], [['belowBound'], true]);
    expect(await refusal(two, { exchange: ['om1'], force: true })).toMatch(
      /^om1 needs N > 3.*has 2: .*cannot run/,
    );
  });

  it('must exist, and be at least one', async () => {
    expect(await refusal(small(), { exchange: ['om9'] })).toContain('"om9"');
    expect(await refusal(small(), { exchange: [] })).toContain('name one');
  });
});

describe('the bound', () => {
  const liar = (target: string): Json => ({
    id: `liar-${target}`,
    target,
    behaviour: 'two-faced',
    as: 'both',
    from: { cycle: 2 },
  });
  const links: readonly [Step[], Json] = [['exchange'], { links: 'pointToPoint' }];

  it('is not met while more is out of order at once than it bears, and says what would do', async () => {
    const twoLiars = small(links, [['faults'], [liar('B'), liar('C')]]);
    const result = await replay(twoLiars, { exchange: ['none', 'om1'] });
    expect(result.runs.map((run) => run.bound)).toEqual([
      { needs: 'N > 0', has: 4, met: true },
      { needs: 'N > 6 and m = 2, for 2 faults at once', has: 4, met: false },
    ]);
  });

  it('counts a terminal among them', async () => {
    const both = small(links, [['faults', 1], liar('B')]);
    expect((await replay(both, { exchange: ['om1'] })).runs[0]?.bound.met).toBe(false);
  });
});

describe('a replay', () => {
  it('is the same with the same seed, and another with another', async () => {
    const hashes = async (seed: number): Promise<string[]> =>
      (await replay(small(), { seed })).runs.map((run) => run.traceSha256);
    expect(await hashes(5)).toEqual(await hashes(5));
    const [five, six] = [await hashes(5), await hashes(6)];
    five.forEach((hash, i) => expect(hash).not.toBe(six[i]));
    expect((await replay(small(), { seed: 6 })).seed).toBe(6);
  });

  it('gives every mode a trace of its own', async () => {
    const traces = new Map<string, string>();
    const openTrace = (mode: string) => (lines: Uint8Array) =>
      traces.set(mode, (traces.get(mode) ?? '') + Buffer.from(lines).toString());
    await replay(small(), { exchange: ['none', 'om1'], openTrace });
    expect([...traces.keys()]).toEqual(['none', 'om1']);
    expect(traces.get('none')).not.toBe(traces.get('om1'));
  });

  it('tells how far it is, and runs to its end', async () => {
    const told: Progress[] = [];
    const pause = (progress: Progress): Promise<'go on'> => {
      told.push(progress);
      return Promise.resolve('go on');
    };
    const { runs, interrupted } = await replay(small(), { exchange: ['none'], pause });
    expect(told.map((progress) => progress.cycle)).toEqual([16, 32, 48, 50]);
    expect(told.at(-1)).toEqual({ exchange: 'none', cycle: 50, cycles: 50 });
    expect([runs[0]?.cycles, interrupted]).toEqual([50, undefined]);
  });

  it('ends when it is told to, with what there is and nothing held against it', async () => {
    const expecting = small(
      [['expect'], { none: { patterns: ['1-1-1-1'] }, om1: {} }],
      [['faults', 0, 'from'], { cycle: 40 }],
    );
    const result = await replay(expecting, { pause: () => Promise.resolve('stop') });
    expect(result.interrupted).toBe(true);
    expect(result.runs).toHaveLength(1);
    expect(result.runs[0]).toMatchObject({ exchange: 'none', cycles: 16, asExpected: null, unmet: [] });
  });
});

describe('what is expected', () => {
  it('where something is: that it comes out', async () => {
    const met = await replay(small([['expect'], { none: { patterns: ['4'] } }]));
    expect([met.runs[0]?.asExpected, isAsExpected(met)]).toEqual([true, true]);
    const unmet = await replay(small([['expect'], { none: { patterns: ['3-1'] } }]));
    expect([unmet.runs[0]?.asExpected, isAsExpected(unmet)]).toEqual([false, false]);
    expect(unmet.runs[0]?.unmet).toEqual(['patterns: expected 3-1, came out 4']);
  });

  it('where nothing is: that the checks hold', async () => {
    const heard = await replay(small([['faults'], []]));
    expect([heard.runs[0]?.asExpected, isAsExpected(heard)]).toEqual([null, true]);
    // 0.46 Vpp: too little for D alone.
    const ears = ['A', 'B', 'C', 'D'].map((id) => ({
      id,
      receiver: { thresholdMv: id === 'D' ? 600 : 400 },
    }));
    const split = await replay(small([['computers'], ears], [['faults', 0, 'ohm'], 420]), {
      exchange: ['none'],
    });
    expect([split.runs[0]?.asExpected, isAsExpected(split)]).toEqual([null, false]);
  });

  it('everywhere: that a fault acts which has something to act on', async () => {
    const elsewhere = small(
      [['terminals', 1], { id: 'SPARE', bus: 'main', address: 4, words: [{ signal: 'constant' }] }],
      [['faults', 0, 'target'], 'SPARE'],
    );
    const idle = await replay(elsewhere, { exchange: ['none'] });
    expect(idle.runs[0]).toMatchObject({ asExpected: false, unmet: ['fault crack on SPARE never acted'] });
  });

  it('of a relay that lies: nothing where nobody asks it', async () => {
    const liar = { id: 'liar', target: 'B', behaviour: 'two-faced', as: 'relay', from: { cycle: 2 } };
    const lying = small([['exchange'], { links: 'pointToPoint' }], [['faults'], [liar]]);
    const { runs } = await replay(lying, { exchange: ['none', 'om1'] });
    expect(runs.map((run) => run.faults[0])).toMatchObject([
      { status: 'not-applicable', firstCycle: null, appliedUs: null, detectedUs: null, isolatedUs: null },
      { status: 'noticed', firstCycle: 2 },
    ]);
    expect(runs.map((run) => run.asExpected)).toEqual([null, null]);
  });
});

describe('the incident, through the public function', () => {
  it.each([1, 2, 3, 4_000_000_000, 4_294_967_295])('comes out with seed %d as with any', async (seed) => {
    const result = await replay(loadScenario('sts-124'), { seed, exchange: ['none', 'status', 'om1'] });
    const [none, status, om1] = result.runs;
    expect(patternSequence(status?.patterns ?? [])).toEqual(['4', '3-1', '2-1-1', '1-1-1-1', '4']);
    expect(patternSequence(om1?.patterns ?? [])).toEqual(['4']);
    expect([om1?.failVotes, om1?.accused, om1?.noDataCycles]).toEqual([[], [{ id: 'FA2', cycle: 125 }], 4]);
    expect(none?.patterns.some((change) => change.stateGroups.length > 1)).toBe(true);
    expect([status?.asExpected, om1?.asExpected]).toEqual([true, true]);
  });
});

describe('runScenario', () => {
  it('runs one mode, by name or entry, in one go', async () => {
    const { scenario } = small();
    let lines = 0;
    const run = runScenario(scenario, 'om1', () => lines++);
    expect(run).toEqual((await replay(small(), { exchange: ['om1'] })).runs[0]);
    expect(lines).toBeGreaterThan(0);
  });
});
