import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cycleWork, type CycleSpec } from '../../src/bench/cycle-work.js';
import { measurePhases, phaseTimes, StopWatch } from '../../src/bench/phase-work.js';
import { heldInBand, heldMarginal } from '../../src/bench/scenarios.js';
import { findMode } from '../../src/core/exchange/modes.js';
import { Vehicle } from '../../src/core/vehicle.js';
import { ControlCycle } from '../../src/core/cycle.js';
import { runScenario } from '../../src/run/run-scenario.js';
import { loadScenario } from '../../src/scenario/load.js';

const nominal = loadScenario('nominal').scenario;
const sts124 = loadScenario('sts-124').scenario;
const om1 = findMode('om1');

let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'quadruplex-work-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const spec = (part: Partial<CycleSpec> = {}): CycleSpec => ({
  scenario: nominal,
  mode: 'om1',
  shortCut: true,
  trace: 'off',
  folder,
  ...part,
});

function countsAfter(cycles: number, part: Partial<CycleSpec> = {}): Record<string, number> {
  const work = cycleWork(spec(part));
  for (let i = 0; i < cycles; i++) work.run();
  work.close();
  return work.counts();
}

describe('the work of a cycle row', () => {
  it('violates nothing on a healthy vehicle', () => {
    const counts = countsAfter(12);
    expect(counts).toMatchObject({
      cycles: 12,
      closeLooks: 0,
      agreementViolations: 0,
      validityViolations: 0,
    });
  });

  it('works out every half-bit with the short cut off, to the same end', () => {
    const counts = countsAfter(12, { shortCut: false });
    expect(counts['closeLooks']).toBeGreaterThan(12 * 7);
    expect(counts).toMatchObject({ agreementViolations: 0, words: countsAfter(12)['words'] });
  });

  it('writes the lines of a replay', () => {
    if (om1 === undefined) throw new Error('no om1');
    let lines = '';
    runScenario({ ...nominal, cycle: { ...nominal.cycle, cycles: 12 } }, om1, (bytes) => {
      lines += Buffer.from(bytes).toString();
    });
    expect(countsAfter(12, { trace: 'memory' })['traceBytes']).toBe(lines.length);
    expect(countsAfter(12, { trace: 'disk' })['traceBytes']).toBe(lines.length);
    const [file = ''] = readdirSync(folder);
    expect(readFileSync(path.join(folder, file), 'utf8')).toBe(lines);
  });
});

describe('sts-124 held marginal', () => {
  function run(scenario: typeof sts124, cycles: number): Vehicle {
    if (om1 === undefined) throw new Error('no om1');
    const vehicle = new Vehicle(scenario, om1);
    const control = new ControlCycle(vehicle);
    for (let cycle = 0; cycle < cycles; cycle++) control.run(cycle);
    return vehicle;
  }

  it('is read in every cycle, and never heard by GPC4', () => {
    const { elements, computers, checks } = run(heldMarginal(sts124), 200);
    const [fa2] = elements;
    expect(fa2?.polled).toBe(true);
    expect(computers.map(({ index }) => fa2?.readings[index]?.kind)).toEqual([
      'ok',
      'ok',
      'ok',
      'no-response',
    ]);
    expect(checks.agreement.held).toBe(true);
  });

  it('in the band leaves the decision to the noise of GPC4 alone', () => {
    const { computers } = run(heldInBand(sts124), 50);
    expect(computers.map(({ receiver }) => receiver.closeLooks > 0)).toEqual([false, false, false, true]);
  });
});

describe('phases', () => {
  it('are told apart by whoever measures', () => {
    let now = 0;
    const watch = new StopWatch(() => now, 0);
    const ears = { hearsClearly: () => (now += 2) < 0, lookClosely: () => void (now += 3) };
    watch.listenTo(ears);
    for (let cycle = 0; cycle < 2; cycle++) {
      watch.enter('bus');
      now += 10;
      if (!ears.hearsClearly()) ears.lookClosely();
      watch.enter('exchange');
      now += 20;
      watch.enter('bus');
      now += 1;
      watch.endCycle();
      // Between two cycles.
      now += 1_000;
    }
    expect(watch.phases()).toEqual({ bus: 16, exchange: 20, law: 0, vote: 0, record: 0 });
    expect(watch.decoding()).toEqual({ bus: 5, exchange: 0, law: 0, vote: 0, record: 0 });
    const whole = { bus: 16, exchange: 20, law: 3, vote: 2, record: 1 };
    expect(phaseTimes(whole, watch.decoding())).toEqual({
      bus: 11,
      decode: 5,
      exchange: 20,
      law: 3,
      vote: 2,
      record: 1,
    });
  });

  it('leave interrupted cycles out', () => {
    let now = 0;
    const watch = new StopWatch(() => now, 0);
    for (let cycle = 0; cycle < 200; cycle++) {
      watch.enter('law');
      now += cycle === 150 ? 1_000_000 : 10;
      watch.endCycle();
    }
    expect(watch.phases().law).toBe(10);
  });

  it('come one after the other in a cycle, each border told once', () => {
    if (om1 === undefined) throw new Error('no om1');
    const told: string[] = [];
    const control = new ControlCycle(new Vehicle(nominal, om1), { enter: (phase) => told.push(phase) });
    // Sumwords are exchanged in cycle 0, not in cycle 1.
    control.run(0);
    expect(told.splice(0)).toEqual('bus exchange record law vote exchange vote law vote record'.split(' '));
    control.run(1);
    expect(told).toEqual('bus exchange record law vote law vote record'.split(' '));
  });

  it('are measured for as long as there is time', () => {
    let now = 0;
    const options = { clock: () => (now += 10), warmUpNs: 0, measureNs: 2_000, isStopped: () => false };
    for (const decoding of [false, true]) {
      const times = measurePhases(spec(), options, decoding);
      expect(Object.keys(times)).toEqual(['bus', 'exchange', 'law', 'vote', 'record']);
    }
  });
});
