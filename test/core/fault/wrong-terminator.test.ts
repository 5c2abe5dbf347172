/** The echo of a wrong terminator at every distance, through medium and ears; and what becomes of it in a vehicle. */
import { describe, expect, it } from 'vitest';
import { Medium } from '../../../src/core/bus/medium.js';
import type { ReadingKind } from '../../../src/core/bus/reading.js';
import { makeImage, MIL_STD_1553B_WORD as MIL } from '../../../src/core/bus/word.js';
import type { WrongTerminatorConfig } from '../../../src/core/config.js';
import { Fault } from '../../../src/core/fault/fault.js';
import { WrongTerminator } from '../../../src/core/fault/wrong-terminator.js';
import { line, receiver, sending } from '../../support/bus.js';
import { fly, violatedChecks, smallVehicle } from '../../support/flights.js';

const OPEN = 1e9;
const words = [0x1234, 0xffff, 0x0000, 0x5555, 0xa5c3].map((payload) => makeImage(MIL, 'data', payload));

function wrong(end: 0 | 1, ohm: number): { fault: Fault; behaviour: WrongTerminator } {
  const config: WrongTerminatorConfig = {
    id: 'end',
    target: 'bus',
    behaviour: 'wrong-terminator',
    end,
    ohm,
    from: { timeUs: 0 },
  };
  const fault = new Fault(config);
  fault.fromNs = 1_000;
  fault.untilNs = 2_000;
  return { fault, behaviour: new WrongTerminator(fault, config) };
}

/** What a station `metres` from the far end hears of one at the near end, 100 m away; thresholds in share of the level. */
function heardAt(metres: number, ohm: number, share: number, riseNs = 150): ReadingKind | undefined {
  const config = { lengthM: 100, tapsM: { far: 100 - metres }, terminatorsOhm: [70, ohm] as const };
  const wire = new Medium('bus', line(config), 1);
  wire.attach('near', receiver());
  wire.attach('far', receiver({ thresholdMv: 6000 * share, noiseMv: 3 }));
  const readings = wire.newReadings();
  wire.transmit(0, sending(MIL, words, { levelMv: 6000, riseNs }), readings);
  return readings[1]?.kind;
}

const metresUpTo = (last: number): number[] => Array.from({ length: last + 1 }, (_, m) => m);

describe('an end of a line at 0.2 m/ns', () => {
  it('matched is no end at all', () => {
    expect(metresUpTo(100).filter((m) => heardAt(m, 70, 0.95) !== 'ok')).toEqual([]);
  });

  it('of twice the right resistance leaves everyone well served', () => {
    // A third of the wave comes back: at worst two thirds of the level are left.
    expect(metresUpTo(100).filter((m) => heardAt(m, 140, 0.6) !== 'ok')).toEqual([]);
    expect(metresUpTo(100).filter((m) => heardAt(m, 140, 0.7) !== 'ok').length).toBeGreaterThan(20);
  });

  it('that is open gives the full level up to 20 m from it, and cancels half-bits from about 40 m', () => {
    expect(metresUpTo(20).filter((m) => heardAt(m, OPEN, 0.98) !== 'ok')).toEqual([]);
    const deaf = metresUpTo(60).filter((m) => heardAt(m, OPEN, 0.1) !== 'ok');
    expect([deaf[0], deaf.at(-1)]).toEqual([expect.toSatisfy((m: number) => m > 33 && m <= 40), 60]);
    expect(deaf).toEqual(metresUpTo(60).slice(deaf[0]));
    // Half-bits are lost, not words: it is an error, not silence.
    expect(new Set(deaf.map((m) => heardAt(m, OPEN, 0.1)))).not.toContain('no-response');
  });

  it('that is shorted leaves nothing beside it, the wave undone by its own echo', () => {
    expect([heardAt(0, 0, 0.05), heardAt(2, 0, 0.05)]).toEqual(['no-response', 'no-response']);
    expect(heardAt(5, 0, 0.6)).not.toBe('ok');
    // 50 m away the echo of a half-bit falls on the next, and upside down it agrees with it wherever they differ.
    const wire = line({ lengthM: 100, tapsM: { far: 50 }, terminatorsOhm: [70, 0] });
    expect(wire.arrivals('near', 'far')[1]).toEqual({ delayNs: 750, gain: -1 });
  });
});

describe('a wrong terminator', () => {
  it('stands in its place from its beginning to before its end, and is applied when a wave meets it', () => {
    const { fault, behaviour } = wrong(1, OPEN);
    const wire = line({ lengthM: 50, tapsM: { B: 30 } });
    wire.behaviours.push(behaviour);
    const echoes = [0, 999, 1_000, 1_999, 2_000].map((timeNs) => {
      wire.settle(timeNs);
      return wire.arrivals('A', 'B').length - 1;
    });
    expect([echoes, fault.appliedNs]).toEqual([[0, 0, 1, 1, 0], 1_000]);
  });

  it('of the right value is none', () => {
    const { fault, behaviour } = wrong(0, 70);
    const wire = line({ lengthM: 50 });
    wire.behaviours.push(behaviour);
    expect([wire.settle(1_500), fault.appliedNs]).toEqual([false, undefined]);
  });

  it('at both ends at once lets a wave go to and fro', () => {
    const wire = line({ lengthM: 50, tapsM: { B: 30 } });
    wire.behaviours.push(wrong(0, 210).behaviour, wrong(1, 210).behaviour);
    wire.settle(1_500);
    // Γ = 1/2 each: from the near end 150 and 650 ns late, from the far one 350, and so on.
    expect(
      wire
        .arrivals('A', 'B')
        .map(({ gain }) => gain)
        .slice(0, 3),
    ).toEqual([1.5, 0.75, 0.375]);
  });
});

describe('in a vehicle', () => {
  const bus = (keys: Record<string, unknown>): Record<string, unknown> => ({
    buses: [
      {
        id: 'main',
        commander: 'A',
        line: { lengthM: 65, tapsM: { A: 60, B: 52, C: 15, D: 13 }, ...keys },
        schedule: [{ terminal: 'IMU' }],
      },
    ],
  });
  const openEnd = (keys: Record<string, unknown> = {}): Record<string, unknown> => ({
    faults: [
      {
        id: 'f',
        target: 'main',
        behaviour: 'wrong-terminator',
        end: 1,
        ohm: OPEN,
        from: { cycle: 20 },
        ...keys,
      },
    ],
  });

  it.each([
    ['split', '2-2'],
    ['commfault', '4'],
  ])('two hear and two do not; the rule %s makes it %s', (onPartialError, pattern) => {
    const { log } = fly(smallVehicle({ ...bus({}), ...openEnd(), rules: { onPartialError } }), 'status');
    expect(log.patterns.at(-1)).toBe(pattern);
    if (pattern === '2-2') expect(log.pages.at(-1)?.groups).toBe('A B | C D');
  });

  it('is noticed when a computer errs on an element of its bus, and isolated when all have given that up', () => {
    const { vehicle, log } = fly(smallVehicle({ ...bus({}), ...openEnd() }), 'om1');
    const [fault] = vehicle.faults.faults;
    expect([log.patterns, log.cyclesWithoutData, violatedChecks(vehicle)]).toEqual([['4'], [20, 21], []]);
    expect(fault?.appliedNs).toBe(20 * 40_000_000);
    expect([fault?.status, Math.floor((fault?.detectedNs ?? NaN) / 40e6)]).toEqual(['noticed', 20]);
    expect(Math.floor((fault?.isolatedNs ?? NaN) / 40e6)).toBe(21);
  });

  it('is over when it ends', () => {
    const keys = { ...bus({}), ...openEnd({ until: { cycle: 21 } }) };
    const { log, vehicle } = fly(smallVehicle(keys), 'om1');
    expect([
      log.cyclesWithoutData,
      vehicle.elements[0]?.readings.slice(0, 4).map(({ kind }) => kind),
    ]).toEqual([[20], ['ok', 'ok', 'ok', 'ok']]);
  });

  it('of twice the right resistance is applied, and nobody notices', () => {
    const { vehicle, log } = fly(smallVehicle({ ...bus({}), ...openEnd({ ohm: 140 }) }), 'status');
    const [fault] = vehicle.faults.faults;
    expect([fault?.appliedNs, fault?.status, log.patterns]).toEqual([20 * 40_000_000, 'unnoticed', ['4']]);
  });

  it('is one fault as any other: the bound of om1 holds', () => {
    const { vehicle } = fly(smallVehicle({ ...bus({}), ...openEnd() }), 'om1');
    expect([vehicle.faults.regionsAt(30 * 40_000_000), vehicle.healthy.length]).toEqual([1, 4]);
  });
});
