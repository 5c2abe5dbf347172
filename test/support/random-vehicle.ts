/**
 * "Any single fault", drawn at random, or as many at once as a mode bears: a terminal that fades, so that some hear it and others do not, or that falls silent;
 * a computer whose transmitter fades, on its intercomputer bus and on the bus that it commands; a computer that tells each
 * receiver something else. And the vehicle around it: any ears, formats, links and rules.
 */
import fc from 'fast-check';
import type { ScenarioConfig } from '../../src/core/config.js';
import { imuWords, ohmFor, smallVehicle } from './flights.js';

const CYCLES = 40;
const PERIOD_US = 40_000;

type Keys = Record<string, unknown>;

const letter = (i: number): string => String.fromCharCode('A'.charCodeAt(0) + i);

const format = fc.constantFrom('mil-std-1553b', 'shuttle');
const links = fc.constantFrom('broadcast', 'pointToPoint');
const from = fc.record({ cycle: fc.nat(CYCLES - 10) });
const until = fc.option(fc.record({ timeUs: fc.integer({ min: 31 * PERIOD_US, max: 45 * PERIOD_US }) }), {
  nil: undefined,
});

/** Fades in steps, through the levels that some receivers hear and others do not. */
const growth = fc
  .array(fc.integer({ min: 100, max: 1000 }), { minLength: 1, maxLength: 4 })
  .map((levelsMv) => levelsMv.sort((a, b) => b - a))
  .map((levelsMv) => levelsMv.map((mv, i) => ({ timeUs: i * 8 * PERIOD_US, ohm: ohmFor(mv) })));

function fading(target: fc.Arbitrary<string>): fc.Arbitrary<Keys> {
  const silent = fc.constant(1e9);
  return fc.record({
    id: fc.constant('fading'),
    behaviour: fc.constant('series-resistance'),
    target,
    from,
    until,
    ohm: fc.oneof({ weight: 4, arbitrary: growth }, { weight: 1, arbitrary: silent }),
  });
}

function twoFaced(target: fc.Arbitrary<string>): fc.Arbitrary<Keys> {
  return fc.record({
    id: fc.constant('two-faced'),
    behaviour: fc.constant('two-faced'),
    target,
    from,
    until,
    as: fc.constantFrom('relay', 'commander', 'both'),
  });
}

const rules = fc.record({
  bypassAfter: fc.integer({ min: 1, max: 3 }),
  sumwordEveryCycles: fc.integer({ min: 1, max: 4 }),
  sumwordLimit: fc.integer({ min: 1, max: 3 }),
  departedCommander: fc.constantFrom('keep', 'lost'),
});

/** What may go wrong: so many computers at once, each in some way, and a terminal besides, counted among them or not. */
export interface FaultsDrawn {
  readonly computers: number;
  readonly terminals: number;
}

/** One fault: of a terminal or of a computer. */
export function vehicleWithOneFault(computers: number): fc.Arbitrary<ScenarioConfig> {
  const half = fc.constantFrom({ computers: 0, terminals: 1 }, { computers: 1, terminals: 0 });
  return half.chain((faults) => vehicleWith(computers, faults));
}

/** Two buses with a terminal each; A commands the one, B the other. Their ears hear healthy terminals in any case. */
export function vehicleWith(computers: number, faulty: FaultsDrawn): fc.Arbitrary<ScenarioConfig> {
  const receiver = fc.record({
    thresholdMv: fc.integer({ min: 200, max: 860 }),
    noiseMv: fc.constantFrom(0, 3, 20),
  });
  const drawn = fc.record({
    seed: fc.nat(0xffffffff),
    receivers: fc.array(receiver, { minLength: computers, maxLength: computers }),
    formats: fc.tuple(format, format, format),
    links,
    equality: fc.constantFrom('whole', 'word'),
    rules,
    everyCycles: fc.integer({ min: 1, max: 3 }),
    faults: faultsOn(computers, faulty),
  });
  return drawn.map(({ seed, receivers, formats, links: kind, equality, rules: some, everyCycles, faults }) =>
    smallVehicle({
      seed,
      cycle: { periodUs: PERIOD_US, cycles: CYCLES },
      computers: receivers.map((its, i) => ({ id: letter(i), receiver: its })),
      buses: [
        { id: 'fore', wordFormat: formats[0], commander: 'A', schedule: [{ terminal: 'IMU' }] },
        { id: 'aft', wordFormat: formats[1], commander: 'B', schedule: [{ terminal: 'GYRO', everyCycles }] },
      ],
      terminals: [
        { id: 'IMU', bus: 'fore', address: 3, words: imuWords(2) },
        { id: 'GYRO', bus: 'aft', address: 4, words: imuWords(1).slice(3) },
      ],
      exchange: {
        links: faults.some((fault) => fault['behaviour'] === 'two-faced') ? 'pointToPoint' : kind,
        wordFormat: formats[2],
        equality,
      },
      // Those that are faulty must not be able to vote out one that is not.
      rules: { ...some, votesToConcede: faulty.computers + 1 },
      faults,
    }),
  );
}

/** Different computers, and any terminals. */
function faultsOn(computers: number, faulty: FaultsDrawn): fc.Arbitrary<Keys[]> {
  const somewhere = fc.constantFrom('IMU', 'GYRO');
  const victims = fc.uniqueArray(fc.nat(computers - 1), {
    minLength: faulty.computers,
    maxLength: faulty.computers,
  });
  const ofComputers = victims.chain((chosen) =>
    fc.tuple(
      ...chosen.map((i) => {
        const its = fc.constant(letter(i));
        return fc.oneof(fading(its), twoFaced(its));
      }),
    ),
  );
  const ofTerminals = fc.tuple(...Array.from({ length: faulty.terminals }, () => fading(somewhere)));
  return fc
    .tuple(ofComputers, ofTerminals)
    .map((faults) => faults.flat().map((fault, i) => ({ ...fault, id: `fault-${i}` })));
}
