import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScenarioConfig } from '../../../src/core/config.js';
import { planCycle, type PlannedSlot, type SetUp } from '../../../src/line/protocol/cycle-plan.js';
import { EVERYBODY, OPEN_SLOT } from '../../../src/line/protocol/packet.js';
import { bytesUs, layOut, leastBaud, USUAL_BAUD_RATES } from '../../../src/line/protocol/slots.js';
import { loadScenario } from '../../../src/scenario/load.js';
import { holds } from '../../support/property.js';

const { scenario } = loadScenario('sts-124-line');
const TIMING = { baud: 460_800, guardUs: 250, latencyUs: 1000, turnAroundUs: 500 };
const ONE_HOST_EACH: SetUp = 'one-host-per-computer';

const said = (plan: readonly PlannedSlot[]) =>
  plan.map(({ slot, purpose, sender, round }) =>
    [slot, purpose, sender, ...(round === undefined ? [] : [round])].join(' '),
  );
const without = (changes: Partial<ScenarioConfig['rules']>): ScenarioConfig => ({
  ...scenario,
  rules: { ...scenario.rules, ...changes },
});

describe('planCycle', () => {
  it('leaves the exchange of four ears in memory', () => {
    for (const mode of ['none', 'status', 'om1']) {
      expect(said(planCycle(scenario, mode, 'four-ears'))).toEqual([
        `0 beacon ${EVERYBODY}`,
        '1 command 1',
        '2 response 64',
        `${OPEN_SLOT} open ${EVERYBODY}`,
      ]);
    }
  });

  const rounds: [mode: string, sumwords: number, rounds: number][] = [
    ['none', 4, 1],
    ['none', 0, 0],
    ['status', 4, 3],
    ['status', 0, 2],
    ['om1', 4, 3],
    ['om1', 0, 1],
  ];
  it.each(rounds)('gives %s with sumwords every %i cycles %i rounds of four', (mode, every, count) => {
    const plan = planCycle(without({ sumwordEveryCycles: every }), mode, ONE_HOST_EACH);
    const messages = plan.filter(({ purpose }) => purpose === 'message');
    const expected = Array.from({ length: count }, (_, r) => [0, 1, 2, 3].map((sender) => [r + 1, sender]));
    expect(messages.map(({ round, sender }) => [round, sender])).toEqual(expected.flat());
    expect(plan.map(({ slot }) => slot).slice(0, -1)).toEqual(plan.slice(0, -1).map((_, i) => i));
  });

  it('has one sender in each slot but the open one and the beacon', () => {
    const plan = planCycle(scenario, 'om1', ONE_HOST_EACH);
    expect(plan.filter(({ sender }) => sender === EVERYBODY).map(({ purpose }) => purpose)).toEqual([
      'beacon',
      'open',
    ]);
  });
});

describe('layOut', () => {
  it('adds up a cycle as one does by hand', () => {
    // 37 + 24 + 48 + 24 bytes of ten bits: 322, 209, 417 and 209 us at 1,152,000 baud, each rounded up.
    const plan = planCycle(scenario, 'om1', 'four-ears');
    const timing = { baud: 1_152_000, guardUs: 100, latencyUs: 200, turnAroundUs: 50 };
    const { slots, ...table } = layOut(plan, 'four-ears', timing, 10_000);
    expect(table).toEqual({
      bytes: 133,
      onLineUs: 322 + 209 + 417 + 209,
      guardsUs: 400,
      // Before the response, before the open slot, and at the end.
      waitsUs: 250 + 200 + 200,
      neededUs: 2207,
      spareUs: 7793,
      fits: true,
    });
    const extraUs = Math.floor(7793 / 3);
    expect(slots.map(({ startUs }) => startUs)).toEqual([
      0,
      322 + 100,
      422 + 209 + 100 + 250 + extraUs,
      981 + extraUs + 417 + 100 + 200 + extraUs,
    ]);
  });

  it('never lets two slots overlap, nor a slot begin before it can know what it needs', () => {
    const timings = fc.record({
      baud: fc.constantFrom(...USUAL_BAUD_RATES),
      guardUs: fc.nat(3000),
      latencyUs: fc.nat(20_000),
      turnAroundUs: fc.nat(5000),
    });
    const cases = fc.tuple(
      timings,
      fc.constantFrom<SetUp>('four-ears', ONE_HOST_EACH),
      fc.constantFrom('none', 'status', 'om1'),
      fc.integer({ min: 1000, max: 1_000_000 }),
    );
    holds(
      fc.property(cases, ([timing, setUp, mode, periodUs]) => {
        const table = layOut(planCycle(scenario, mode, setUp), setUp, timing, periodUs);
        let freeUs = 0;
        for (const slot of table.slots) {
          expect(slot.startUs).toBeGreaterThanOrEqual(freeUs + (slot.waits ? timing.latencyUs : 0));
          freeUs = slot.startUs + slot.onLineUs + timing.guardUs;
        }
        const endUs = table.slots.at(-1)?.heardUs ?? 0;
        expect(endUs >= freeUs + timing.latencyUs).toBe(true);
        // A cycle that fits ends in its period; one that does not is laid out all the same, to be shown.
        expect(endUs <= periodUs).toBe(table.fits);
        expect(table.neededUs + table.spareUs).toBe(periodUs);
      }),
      500,
    );
  });
});

describe('leastBaud', () => {
  const cases: [setUp: SetUp, mode: string, hz: number, baud: number | undefined][] = [
    ['four-ears', 'om1', 25, 38_400],
    // 133 bytes are 5.8 ms at 230,400, guards and waits 4.5.
    ['four-ears', 'om1', 100, 460_800],
    [ONE_HOST_EACH, 'none', 25, 230_400],
    // 824 bytes are 71.5 ms at 115,200, guards and waits 21.5.
    [ONE_HOST_EACH, 'om1', 10, 115_200],
    [ONE_HOST_EACH, 'om1', 12.5, 230_400],
    [ONE_HOST_EACH, 'om1', 25, 460_800],
    [ONE_HOST_EACH, 'om1', 100, undefined],
  ];
  it.each(cases)('%s, %s at %f Hz needs %s baud', (setUp, mode, hz, baud) => {
    expect(leastBaud(planCycle(scenario, mode, setUp), setUp, TIMING, 1e6 / hz)).toBe(baud);
  });

  it('is the least that fits', () => {
    const periods = fc.integer({ min: 10_000, max: 500_000 });
    const plan = planCycle(scenario, 'om1', ONE_HOST_EACH);
    holds(
      fc.property(periods, (periodUs) => {
        const least = leastBaud(plan, ONE_HOST_EACH, TIMING, periodUs) ?? Infinity;
        for (const baud of USUAL_BAUD_RATES)
          expect(layOut(plan, ONE_HOST_EACH, { ...TIMING, baud }, periodUs).fits).toBe(baud >= least);
      }),
    );
  });
});

describe('bytesUs', () => {
  it('is ten bit times a byte, rounded up', () => {
    expect([bytesUs(24, 115_200), bytesUs(1, 1_000_000), bytesUs(0, 9600)]).toEqual([2084, 10, 0]);
  });
});
