/** Schedules with other traffic than reads, and with two lines: what goes over which, and what the computers have of it. */
import { describe, expect, it } from 'vitest';
import type { Transmission } from '../../src/core/bus/transmission.js';
import { payloadOf } from '../../src/core/bus/word.js';
import type { Observer } from '../../src/core/observer.js';
import { runScenario } from '../../src/run/run-scenario.js';
import { imuWords, prepare, smallVehicle, violatedChecks } from '../support/flights.js';

const READ = { terminal: 'IMU' };
const TERMINALS = [
  { id: 'IMU', bus: 'main', address: 3, words: imuWords(1) },
  {
    id: 'LOG',
    bus: 'main',
    address: 4,
    words: [{ signal: 'constant', value: 7, noiseLsb: 0 }],
    wrapAroundSubaddress: 30,
  },
  {
    id: 'PAN',
    bus: 'main',
    address: 5,
    words: [{ signal: 'constant', value: 9, noiseLsb: 0 }],
    wrapAroundSubaddress: 30,
  },
];

/** Who said how many words in a cycle, and the words' payloads. */
class Tape implements Observer {
  readonly detailed = true;
  said: string[] = [];
  lines: string[] = [];

  transmission(bus: string, from: string, tx: Transmission): void {
    if (bus.startsWith('ICC')) return;
    const words = [...tx.words.subarray(0, tx.count)].map((image) =>
      payloadOf(tx.format, image).toString(16),
    );
    this.said.push(`${from}: ${words.join(' ')}`);
    this.lines.push(`${bus} ${from}`);
  }
}

function vehicle(
  schedule: readonly object[],
  keys: object = {},
  bus: object = {},
): ReturnType<typeof smallVehicle> {
  return smallVehicle({
    buses: [{ id: 'main', commander: 'A', schedule, ...bus }],
    terminals: TERMINALS,
    rules: { sumwordEveryCycles: 0 },
    ...keys,
  });
}

/** What is said in the first cycle after the read. */
function traffic(...slots: readonly object[]): string[] {
  const tape = new Tape();
  const { run } = prepare(vehicle([READ, ...slots]), 'none', [tape]);
  run(1);
  return tape.said.slice(2);
}

describe('a slot of the schedule', () => {
  it.each<readonly [string, object, readonly string[]]>([
    [
      'BC→RT',
      { transfer: 'bc-rt', terminal: 'LOG', subaddress: 2, data: [1, 0xffff] },
      ['A: 2042 1 ffff', 'LOG: 2000'],
    ],
    [
      'RT→RT',
      { transfer: 'rt-rt', terminal: 'LOG', subaddress: 1, receiver: 'PAN', receiverSubaddress: 2, words: 1 },
      ['A: 2841 2421', 'LOG: 2000 7', 'PAN: 2800'],
    ],
    ['mode code', { transfer: 'mode', terminal: 'LOG', mode: 'synchronize' }, ['A: 27e1', 'LOG: 2000']],
    [
      'mode code, data transmitted',
      { transfer: 'mode', terminal: 'LOG', mode: 'transmit-bit-word' },
      ['A: 27f3', 'LOG: 2000 0'],
    ],
    [
      'mode code, data received',
      { transfer: 'mode', terminal: 'LOG', mode: 'synchronize-with-data', value: 5 },
      ['A: 23f1 5', 'LOG: 2000'],
    ],
    ['BC→RTs', { transfer: 'bc-rts', subaddress: 2, data: [6] }, ['A: f841 6']],
    [
      'RT→RTs',
      { transfer: 'rt-rts', terminal: 'LOG', subaddress: 1, receiverSubaddress: 2, words: 1 },
      ['A: f841 2421', 'LOG: 2000 7'],
    ],
    ['broadcast mode code', { transfer: 'mode-rts', mode: 'reset' }, ['A: ffe8']],
    [
      'broadcast mode code with data',
      { transfer: 'mode-rts', mode: 'synchronize-with-data', value: 1 },
      ['A: fbf1 1'],
    ],
  ])('%s', (_, slot, said) => {
    expect(traffic(slot)).toEqual(said);
  });

  it('sends in its order and time, in one cycle of so many; only reads are elements', () => {
    const tape = new Tape();
    const early = { transfer: 'mode-rts', mode: 'synchronize', everyCycles: 3 };
    const { vehicle: flown, run } = prepare(vehicle([early, READ, { ...early, offsetUs: 5000 }]), 'om1', [
      tape,
    ]);
    const perCycle = Array.from({ length: 4 }, () => {
      tape.said = [];
      run(1);
      return tape.said.map((line) => line.split(' ')[1]).join(' ');
    });
    const read = '1c26 1800';
    expect(perCycle).toEqual([`ffe1 ${read} ffe1`, read, read, `ffe1 ${read} ffe1`]);
    expect(flown.elements.map(({ name }) => name)).toEqual(['IMU']);
    expect(flown.buses[0]?.doneNs).toBe(3 * 40_000_000 + 5_000_000 + 20_000);
  });

  it('what is transmitted to another arrives: through a subaddress that wraps around, from LOG to PAN and back', () => {
    const said = traffic(
      { transfer: 'bc-rt', terminal: 'LOG', subaddress: 30, data: [0xbeef] },
      {
        transfer: 'rt-rt',
        terminal: 'LOG',
        subaddress: 30,
        receiver: 'PAN',
        receiverSubaddress: 30,
        words: 1,
      },
      { transfer: 'rt-rts', terminal: 'PAN', subaddress: 30, receiverSubaddress: 3, words: 1 },
    );
    expect(said.filter((line) => line.endsWith('beef'))).toEqual([
      'A: 23c1 beef',
      'LOG: 2000 beef',
      'PAN: 2800 beef',
    ]);
  });

  it('a terminal that is silent is waited for; what fails is noticed', () => {
    const silent = {
      id: 'mute',
      behaviour: 'series-resistance',
      target: 'LOG',
      from: { cycle: 0 },
      ohm: 1e9,
    };
    const slot = { transfer: 'bc-rt', terminal: 'LOG', subaddress: 2, data: [1] };
    const run = runScenario(
      vehicle([READ, slot], { faults: [silent], cycle: { periodUs: 40_000, cycles: 3 } }),
      'om1',
    );
    expect(run.faults.map(({ status, detectedUs }) => [status, (detectedUs ?? 0) > 0])).toEqual([
      ['noticed', true],
    ]);
    expect(run.hearing.length).toBe(1);
  });
});

const SHORT_ON = (target: string): object => ({
  id: 'short',
  behaviour: 'wrong-terminator',
  target,
  end: 1,
  ohm: 0,
  from: { cycle: 2 },
  until: { cycle: 5 },
});
const TAPS = { lengthM: 20, tapsM: { A: 0, B: 1, C: 1, D: 1, IMU: 20, LOG: 20, PAN: 20 } };

/** By cycle: the lines on which the commander spoke. */
function linesUsed(retry: string, target = 'main.A', slots: readonly object[] = [READ]): string[] {
  const tape = new Tape();
  const scenario = vehicle(slots, { faults: [SHORT_ON(target)] }, { line: TAPS, lineB: TAPS, retry });
  const { run, vehicle: flown } = prepare(scenario, 'om1', [tape]);
  const used = Array.from({ length: 8 }, () => {
    tape.lines = [];
    run(1);
    return tape.lines
      .filter((line) => line.endsWith(' A'))
      .map((line) => line.charAt(5))
      .join('');
  });
  expect(violatedChecks(flown)).toEqual([]);
  return used;
}

describe('a dual redundant bus', () => {
  it.each([
    // Two reads without data, and the element is given up.
    ['none', 'A A A A    '],
    ['same', 'A A AA AA    '],
    ['other', 'A A AB B B B B B'],
    ['same-then-other', 'A A AAB B B B B B'],
  ])(
    'a short on line A from cycle 2 to 4, retry %s: the line that worked stays the first choice',
    (retry, used) => {
      expect(linesUsed(retry).join(' ')).toBe(used);
    },
  );

  it('a fault of line B hurts nobody who never goes there', () => {
    const used = linesUsed('same-then-other', 'main.B');
    expect(used.join('')).toBe('AAAAAAAA');
  });

  it('a command that must not come twice is not sent again', () => {
    const sync = { transfer: 'mode', terminal: 'LOG', mode: 'synchronize' };
    const status = { transfer: 'mode', terminal: 'PAN', mode: 'transmit-status' };
    expect(linesUsed('same-then-other', 'main.A', [READ, sync, status])[2]).toBe('AABAAAB');
  });

  it('the computers have what came with the attempt that counted; the fault of the line is noticed', () => {
    const scenario = vehicle(
      [READ],
      { faults: [SHORT_ON('main.A')] },
      { line: TAPS, lineB: TAPS, retry: 'other' },
    );
    const run = runScenario({ ...scenario, cycle: { ...scenario.cycle, cycles: 8 } }, 'om1');
    expect([run.noDataCycles, run.hearing.length, run.verdict]).toEqual([0, 1, 'agreed']);
    expect(run.faults.map(({ status, firstCycle }) => [status, firstCycle])).toEqual([['noticed', 2]]);
    const without = { ...scenario, buses: scenario.buses.map((bus) => ({ ...bus, retry: 'none' as const })) };
    expect(runScenario(without, 'om1').noDataCycles).toBeGreaterThan(0);
  });

  it('with nothing wrong goes on as if it had one line', () => {
    const outcome = (bus: object): unknown => {
      const { hearing, patterns, wire } = runScenario(vehicle([READ], {}, bus), 'om1');
      return { hearing, patterns, wire };
    };
    expect(outcome({ lineB: {}, retry: 'same-then-other' })).toEqual(outcome({}));
  });
});
