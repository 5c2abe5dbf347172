import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ears, fly, imuWords, ohmFor, smallVehicle, violatedChecks } from '../support/flights.js';
import { holds } from '../support/property.js';

// "Any single fault": a terminal that some hear and others do not, a computer whose transmitter fades on its intercomputer
// bus and on the bus that it commands, a computer that tells each receiver something else, a terminal that falls silent.

const CYCLES = 40;

const level = fc.integer({ min: 100, max: 1000 });
const moment = fc.record({ cycle: fc.nat(CYCLES - 10) });
const format = fc.constantFrom('mil-std-1553b', 'shuttle');

/** It fades in steps, and never comes back. */
const growth = fc
  .array(level, { minLength: 1, maxLength: 4 })
  .map((levels) =>
    [...levels].sort((a, b) => b - a).map((mv, i) => ({ timeUs: i * 333_000, ohm: ohmFor(mv) })),
  );

const fading = (target: fc.Arbitrary<string>): fc.Arbitrary<Record<string, unknown>> =>
  fc.record({
    id: fc.constant('fading'),
    behaviour: fc.constant('series-resistance'),
    target,
    from: moment,
    ohm: growth,
  });
const silent = fc.record({
  id: fc.constant('silent'),
  behaviour: fc.constant('series-resistance'),
  target: fc.constant('IMU'),
  from: moment,
  ohm: fc.constant(1e9),
});
const twoFaced = (target: fc.Arbitrary<string>): fc.Arbitrary<Record<string, unknown>> =>
  fc.record({
    id: fc.constant('two-faced'),
    behaviour: fc.constant('two-faced'),
    target,
    from: moment,
    as: fc.constantFrom('relay', 'commander', 'both'),
  });

interface Case {
  readonly thresholds: readonly number[];
  readonly fault: Record<string, unknown>;
  readonly [key: string]: unknown;
}

function scenarioOf({ thresholds, fault, busFormat, exchangeFormat, links, seed, until }: Case) {
  return smallVehicle({
    seed,
    cycle: { periodUs: 40_000, cycles: CYCLES },
    computers: ears(...thresholds),
    buses: [{ id: 'main', wordFormat: busFormat, commander: 'A', schedule: [{ terminal: 'IMU' }] }],
    terminals: [{ id: 'IMU', bus: 'main', address: 3, words: imuWords(2) }],
    exchange: {
      links: fault['behaviour'] === 'two-faced' ? 'pointToPoint' : links,
      wordFormat: exchangeFormat,
    },
    faults: [{ ...fault, ...(until === null ? {} : { until }) }],
  });
}

function anyCase(computers: number): fc.Arbitrary<Case> {
  const someone = fc.nat(computers - 1).map((i) => String.fromCharCode(65 + i));
  return fc.record({
    seed: fc.nat(0xffffffff),
    thresholds: fc.array(fc.integer({ min: 200, max: 860 }), { minLength: computers, maxLength: computers }),
    busFormat: format,
    exchangeFormat: format,
    links: fc.constantFrom('broadcast', 'pointToPoint'),
    fault: fc.oneof(fading(fc.constant('IMU')), silent, fading(someone), twoFaced(someone)),
    until: fc.option(fc.record({ timeUs: fc.integer({ min: 1_240_001, max: 1_700_000 }) })),
  });
}

describe('om1 under any single fault', () => {
  it.each([4, 5, 6, 7])('%i computers agree, use what a healthy terminal sent, and stay together', (n) => {
    holds(
      fc.property(anyCase(n), (drawn) => {
        const { vehicle } = fly(scenarioOf(drawn), 'om1');
        expect(violatedChecks(vehicle)).toEqual([]);
      }),
      200,
    );
  });
});
