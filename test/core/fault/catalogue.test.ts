/**
 * Each behaviour of the catalogue on a real vehicle: what the ears make of it, what the monitor sees, and what becomes of it
 * in the record. The four computers differ in their ears alone, from A, which needs least level and the best crossings, to D.
 */
import { describe, expect, it } from 'vitest';
import { at } from '../../../src/core/at.js';
import type { ExchangeName } from '../../../src/core/exchange/modes.js';
import { BEHAVIOURS } from '../../../src/core/fault/catalogue.js';
import { fly, prepare, smallVehicle } from '../../support/flights.js';

type Keys = Record<string, unknown>;
const PERIOD_NS = 40_000_000;
const FIRST = 5;

const TOLERANCES_NS = [150, 200, 230, 250];
const computers = TOLERANCES_NS.map((zeroCrossingNs, i) => ({
  id: 'ABCD'.charAt(i),
  receiver: { thresholdMv: 400 + 50 * i, noiseMv: 1, zeroCrossingNs },
}));

/** A, the terminal and B lie on one side of the line's middle, C and D on the other. */
function vehicleWith(keys: Keys, cycles = 40): ReturnType<typeof smallVehicle> {
  const line = { tapsM: { A: 1, IMU: 2, B: 3, C: 8, D: 9 } };
  return smallVehicle({
    computers,
    cycle: { periodUs: 40_000, cycles },
    buses: [{ id: 'main', commander: 'A', line, schedule: [{ terminal: 'IMU' }] }],
    exchange: { links: 'pointToPoint' },
    faults: [{ id: 'f', from: { cycle: FIRST }, ...keys }],
  });
}

/** The readings of one cycle while the fault lasts, each by itself. */
function heardIn(keys: Keys): { heard: string; seen: string[] } {
  const { vehicle } = fly(vehicleWith(keys, FIRST + 1), 'none');
  const { readings } = at(vehicle.elements, 0);
  const heard = [0, 1, 2, 3].map((i) => at(readings, i).kind).join(' ');
  return { heard, seen: [...vehicle.monitor.violations.keys()] };
}

const alike = (kind: string): string => [kind, kind, kind, kind].join(' ');

/** What each ear makes of a terminal's answer, and what the monitor holds against the traffic. */
const ON_THE_BUS: readonly [Keys, heard: string, seen: string[]][] = [
  [{ behaviour: 'series-resistance', target: 'IMU', ohm: 365 }, 'ok ok ok no-response', []],
  [{ behaviour: 'half-wave', target: 'IMU', polarity: 'negative', lateNs: 100 }, alike('ok'), []],
  [
    { behaviour: 'half-wave', target: 'IMU', polarity: 'negative', lateNs: 220 },
    'manchester manchester ok ok',
    [],
  ],
  [{ behaviour: 'skew', target: 'IMU', risingLateNs: 90, fallingLateNs: -90 }, 'manchester ok ok ok', []],
  [{ behaviour: 'skew', target: 'IMU', risingLateNs: -130, fallingLateNs: 130 }, alike('manchester'), []],
  [{ behaviour: 'silence', target: 'IMU' }, alike('no-response'), []],
  [{ behaviour: 'silence', target: 'A' }, alike('no-response'), []],
  [{ behaviour: 'babble', target: 'IMU' }, alike('no-response'), ['overlap']],
  [{ behaviour: 'stuck', target: 'IMU', level: 'low' }, alike('sync'), ['sync']],
  [{ behaviour: 'wrong-terminator', target: 'main', end: 1, ohm: 0 }, alike('no-response'), []],
  [{ behaviour: 'open', target: 'main', atM: 5 }, 'ok ok no-response no-response', []],
  [{ behaviour: 'short', target: 'main', atM: 5 }, alike('no-response'), []],
  [{ behaviour: 'threshold', target: 'D', thresholdMv: 7000 }, 'ok ok ok no-response', []],
  [{ behaviour: 'threshold', target: 'IMU', thresholdMv: 7000 }, alike('no-response'), []],
  [{ behaviour: 'deaf', target: 'C' }, 'ok ok no-response ok', []],
  [{ behaviour: 'deaf', target: 'IMU' }, alike('no-response'), []],
  [{ behaviour: 'noisy', target: 'D', noiseMv: 1500 }, 'ok ok ok manchester', []],
  [{ behaviour: 'gap', target: 'IMU', word: 3, gapNs: 3000 }, alike('contiguity'), ['contiguity']],
  [{ behaviour: 'word-count', target: 'IMU', words: -1 }, alike('word-count'), ['word-count']],
  [{ behaviour: 'word-count', target: 'IMU', words: 2 }, alike('word-count'), ['word-count']],
  [{ behaviour: 'bit-count', target: 'IMU', word: 2, bits: 2 }, alike('bit-count'), ['bit-count']],
  [
    { behaviour: 'manchester', target: 'IMU', word: 2, bit: 7, half: 'second' },
    alike('manchester'),
    ['manchester'],
  ],
  [{ behaviour: 'sync', target: 'IMU', word: 2, pattern: '011000' }, alike('sync'), ['sync']],
  [{ behaviour: 'parity', target: 'IMU', word: 0 }, alike('parity'), ['parity']],
  [{ behaviour: 'parity', target: 'A' }, alike('no-response'), ['parity']],
  [
    { behaviour: 'zero-crossing', target: 'IMU', word: 1, bit: 9, crossing: 'mid', lateNs: 210 },
    'manchester manchester ok ok',
    ['zero-crossing'],
  ],
  [{ behaviour: 'corrupt', target: 'IMU', word: 1, flips: 0x1000 }, alike('ok'), []],
  [{ behaviour: 'ambiguous', target: 'IMU', word: 1, flips: 0x3000, thresholdMv: 475 }, alike('ok'), []],
  [{ behaviour: 'wrong-sensor', target: 'IMU', addLsb: 500 }, alike('ok'), []],
  [{ behaviour: 'stuck-sensor', target: 'IMU' }, alike('ok'), []],
  [{ behaviour: 'late', target: 'IMU', lateUs: 20 }, alike('late'), ['response-time']],
  [{ behaviour: 'late', target: 'IMU', lateUs: 5 }, alike('ok'), []],
  [{ behaviour: 'crash', target: 'A' }, alike('no-response'), []],
];

describe('what a fault does on the flight bus', () => {
  it.each(ON_THE_BUS.map(([keys, ...rest]) => [JSON.stringify(keys), keys, ...rest] as const))(
    '%s',
    (_what, keys, heard, seen) => {
      expect(heardIn(keys)).toEqual({ heard, seen });
    },
  );

  it('a busy terminal answers with its status alone, the busy bit set', () => {
    const { heard } = heardIn({ behaviour: 'busy', target: 'IMU' });
    expect(heard).toBe(alike('validity'));
  });

  it('a drifting level falls under each threshold in its turn, a drifting clock under none', () => {
    // 6.0 V lose 90 % a second; after a second 0.6 are left, and each 40 ms takes 0.216 away.
    const fading = vehicleWith({ behaviour: 'drift', target: 'IMU', levelPpmPerS: -900_000 });
    const firstMiss = [0, 1, 2, 3].map(() => -1);
    const { vehicle, run } = prepare(fading, 'none');
    for (let cycle = 0; cycle < 40; cycle++) {
      run(1);
      firstMiss.forEach((missed, i) => {
        if (missed < 0 && !at(vehicle.elements, 0).heardWell(i)) firstMiss[i] = cycle;
      });
    }
    expect(firstMiss).toEqual([31, 31, 31, 31]);
    const { vehicle: slipping } = fly(
      vehicleWith({ behaviour: 'drift', target: 'IMU', bitTimePpmPerS: 10_000 }),
      'none',
    );
    expect(at(slipping.faults.faults, 0).status).toBe('unnoticed');
  });
});

/** Of D, which commands no bus: the cycle in which it is noticed, and out of the set, under none, status and om1. */
const MODES: readonly ExchangeName[] = ['none', 'status', 'om1'];
type Seen = readonly [noticed: number | undefined, out: number | undefined];
const OF_A_COMPUTER: readonly [Keys, none: Seen, status: Seen, om1: Seen][] = [
  [{ behaviour: 'series-resistance', ohm: 1e9 }, [16, 16], [5, 5], [5, 16]],
  [{ behaviour: 'half-wave', polarity: 'positive', lateNs: 250 }, [16, 16], [5, 5], [5, 16]],
  [{ behaviour: 'skew', risingLateNs: 130, fallingLateNs: -130 }, [16, 16], [5, 5], [5, 16]],
  [{ behaviour: 'silence' }, [16, 16], [5, 5], [5, 16]],
  [{ behaviour: 'babble' }, [16, 16], [5, 5], [5, 16]],
  [{ behaviour: 'stuck', level: 'high' }, [16, 16], [5, 5], [5, 16]],
  [{ behaviour: 'parity' }, [16, 16], [5, 5], [5, 16]],
  [{ behaviour: 'gap', gapNs: 5000 }, [16, 16], [5, 5], [5, 16]],
  [{ behaviour: 'word-count', words: -1 }, [16, 16], [5, 5], [5, 16]],
  [{ behaviour: 'bit-count', bits: -1 }, [16, 16], [5, 5], [5, 16]],
  [{ behaviour: 'manchester', bit: 4, half: 'first' }, [16, 16], [5, 5], [5, 16]],
  [{ behaviour: 'sync', pattern: 'inverse' }, [16, 16], [5, 5], [5, 16]],
  // Other words are as good as any, so only what they say can give them away.
  [{ behaviour: 'corrupt', word: 1, flips: 0x1000 }, [16, 16], [5, 5], [5, 16]],
  // It hears neither the terminal nor its fellows; the lone error rule, or its sumword, is its end.
  [{ behaviour: 'deaf' }, [16, 16], [5, 5], [5, 16]],
  [{ behaviour: 'threshold', thresholdMv: 9000 }, [16, 16], [5, 5], [5, 16]],
  [{ behaviour: 'crash' }, [16, 16], [5, 5], [5, 16]],
  [{ behaviour: 'slow', lateUs: 5000 }, [16, 16], [5, 5], [5, 16]],
  [
    { behaviour: 'slow', lateUs: 500 },
    [undefined, undefined],
    [undefined, undefined],
    [undefined, undefined],
  ],
  [{ behaviour: 'stuck-output' }, [16, 16], [16, 16], [16, 16]],
];

describe('what becomes of a computer with a fault', () => {
  it.each(OF_A_COMPUTER.map(([keys, ...seen]) => [JSON.stringify(keys), keys, seen] as const))(
    '%s',
    (_what, keys, expected) => {
      const cycleOf = (timeNs: number | undefined): number | undefined =>
        timeNs === undefined ? undefined : Math.floor(timeNs / PERIOD_NS);
      const seen = MODES.map((mode) => {
        const { vehicle } = fly(vehicleWith({ target: 'D', ...keys }), mode);
        const { detectedNs, isolatedNs, appliedNs } = at(vehicle.faults.faults, 0);
        expect(appliedNs, `${mode}: never applied`).toBeDefined();
        expect(vehicle.checks.healthyVotedOut.held, mode).toBe(true);
        expect(vehicle.checks.agreement.held, mode).toBe(true);
        return [cycleOf(detectedNs), cycleOf(isolatedNs)];
      });
      expect(seen).toEqual(expected);
    },
  );
});

describe('the tables above', () => {
  it('leave no behaviour out', () => {
    const tried = [...ON_THE_BUS, ...OF_A_COMPUTER].map(([{ behaviour }]) => behaviour);
    const elsewhere = ['drift', 'busy', 'noise-burst', 'two-faced'];
    expect(BEHAVIOURS.filter((behaviour) => ![...tried, ...elsewhere].includes(behaviour))).toEqual([]);
  });
});
