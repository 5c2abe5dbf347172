/** Any fault of the catalogue, with any numbers that its schema takes, on a small vehicle of any make. */
import fc from 'fast-check';
import type { Behaviour, ScenarioConfig } from '../../src/core/config.js';
import { CATALOGUE, type TargetKind } from '../../src/core/fault/catalogue.js';
import { imuWords, smallVehicle } from './flights.js';

type Keys = Record<string, unknown>;

export const PERIOD_US = 40_000;

const int = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
const notZero = (min: number, max: number): fc.Arbitrary<number> => int(min, max).filter((n) => n !== 0);
const late = int(-250, 250);
const struck = { fromMessage: int(1, 5), messages: fc.option(int(1, 4), { nil: undefined }) };
const word = int(0, 4);
const bit = int(4, 20);

const OWN: Readonly<Record<Behaviour, fc.Arbitrary<Keys>>> = {
  'series-resistance': fc.record({ ohm: fc.oneof(int(1, 1000), fc.constant(1e9)) }),
  'half-wave': fc.record({ polarity: fc.constantFrom('positive', 'negative'), lateNs: int(0, 250) }),
  skew: fc.record({ risingLateNs: notZero(-250, 250), fallingLateNs: late }),
  drift: fc.record({
    bitTimePpmPerS: notZero(-1_000_000, 1_000_000),
    levelPpmPerS: int(-1_000_000, 1_000_000),
  }),
  silence: fc.constant({}),
  babble: fc.constant({}),
  stuck: fc.record({ level: fc.constantFrom('high', 'low') }),
  'wrong-terminator': fc.record({ end: int(0, 1), ohm: fc.constantFrom(0, 7, 35, 200, 1e9) }),
  open: fc.record({ atM: int(0, 9) }),
  short: fc.record({ atM: int(0, 9) }),
  'noise-burst': fc.record({ noiseMv: int(1, 3000) }),
  threshold: fc.record({ thresholdMv: fc.constantFrom(1, 90, 1234, 7000, 99_999) }),
  deaf: fc.constant({}),
  noisy: fc.record({ noiseMv: int(60, 3000) }),
  gap: fc.record({ ...struck, word: int(1, 4), gapNs: int(1, 80).map((halves) => 500 * halves) }),
  'word-count': fc.record({ ...struck, words: notZero(-9, 40) }),
  'bit-count': fc.record({ ...struck, word, bits: notZero(-2, 3) }),
  manchester: fc.record({ ...struck, word, bit, half: fc.constantFrom('first', 'second') }),
  sync: fc.record({
    ...struck,
    word,
    pattern: fc.oneof(
      fc.constant('inverse'),
      int(0, 63).map((n) => n.toString(2).padStart(6, '0')),
    ),
  }),
  parity: fc.record({ ...struck, word }),
  'zero-crossing': fc.record({
    ...struck,
    word,
    bit,
    crossing: fc.constantFrom('leading', 'mid'),
    lateNs: notZero(-250, 250),
  }),
  corrupt: fc.record({ ...struck, word, flips: int(1, 65_535) }),
  ambiguous: fc.record({
    ...struck,
    word,
    flips: fc.constantFrom(3, 768, 65_535),
    thresholdMv: int(300, 600),
  }),
  'wrong-sensor': fc.record({
    sensor: fc.option(int(0, 3), { nil: undefined }),
    addLsb: notZero(-65_535, 65_535),
  }),
  'stuck-sensor': fc.record({ sensor: fc.option(int(0, 3), { nil: undefined }) }),
  busy: fc.constant({}),
  late: fc.record({ lateUs: int(1, 3000) }),
  crash: fc.constant({}),
  slow: fc.record({ lateUs: int(1, 9000) }),
  'stuck-output': fc.constant({}),
  'two-faced': fc.record({
    as: fc.constantFrom('relay', 'commander', 'both'),
    lies: fc.option(
      fc.array(
        fc.record({ to: fc.constantFrom('A', 'B'), say: fc.constantFrom('error', 'nothing', [1, 2]) }),
        {
          minLength: 1,
          maxLength: 3,
        },
      ),
      { nil: undefined },
    ),
  }),
};

const NAMES: Readonly<Record<TargetKind, readonly string[]>> = {
  computer: ['A', 'B', 'C', 'D'],
  terminal: ['IMU', 'GYRO'],
  bus: ['fore', 'aft'],
};

const intermittent = fc.option(
  fc.oneof(
    fc.record({ onCycles: int(1, 3), offCycles: int(1, 3) }),
    fc.record({ probability: fc.double({ min: 0.01, max: 1, noNaN: true }) }),
  ),
  { nil: undefined },
);

/** @param lastUs when the last of them is over, at the latest; absent: some never end */
export function anyFault(lastUs?: number): fc.Arbitrary<Keys> {
  const behaviours = Object.keys(OWN) as Behaviour[];
  return fc.constantFrom(...behaviours).chain((behaviour) => {
    // A liar talks to others than itself.
    const names = CATALOGUE[behaviour].targets.flatMap((kind) => NAMES[kind]);
    const targets = behaviour === 'two-faced' ? ['C', 'D'] : names;
    const common = fc.record({
      behaviour: fc.constant(behaviour),
      target: fc.constantFrom(...targets),
      from: fc.record({ timeUs: int(0, 4 * PERIOD_US) }),
      until:
        lastUs === undefined
          ? fc.option(fc.record({ timeUs: int(5 * PERIOD_US, 30 * PERIOD_US) }), { nil: undefined })
          : fc.constant({ timeUs: lastUs }),
      intermittent,
    });
    return fc.tuple(common, OWN[behaviour]).map(([some, own]) => ({ ...some, ...own }));
  });
}

const format = fc.constantFrom('mil-std-1553b', 'shuttle');

/** Two buses with a terminal each. A terminal that can be busy speaks 1553. */
export function vehicleWithFaults(
  faults: fc.Arbitrary<readonly Keys[]>,
  cycles: number,
): fc.Arbitrary<ScenarioConfig> {
  const drawn = fc.record({
    seed: fc.nat(0xffffffff),
    faults,
    formats: fc.tuple(format, format),
    sumwordEveryCycles: int(0, 3),
    noiseMv: fc.constantFrom(0, 3, 20),
  });
  return drawn.map(({ seed, faults: some, formats, sumwordEveryCycles, noiseMv }) => {
    const tapsM = (terminal: string): object => ({ A: 1, B: 3, [terminal]: 5, C: 7, D: 9 });
    return smallVehicle({
      seed,
      cycle: { periodUs: PERIOD_US, cycles },
      computers: [400, 450, 500, 550].map((thresholdMv, i) => ({
        id: 'ABCD'.charAt(i),
        receiver: { thresholdMv, noiseMv, zeroCrossingNs: 160 + 20 * i },
      })),
      buses: [
        { id: 'fore', commander: 'A', line: { tapsM: tapsM('IMU') }, schedule: [{ terminal: 'IMU' }] },
        {
          id: 'aft',
          commander: 'B',
          wordFormat: some.some(({ behaviour }) => behaviour === 'busy') ? 'mil-std-1553b' : formats[0],
          line: { tapsM: tapsM('GYRO') },
          schedule: [{ terminal: 'GYRO', everyCycles: 2 }],
        },
      ],
      terminals: [
        { id: 'IMU', bus: 'fore', address: 3, words: imuWords(2) },
        { id: 'GYRO', bus: 'aft', address: 4, words: imuWords(1) },
      ],
      exchange: { links: 'pointToPoint', wordFormat: formats[1] },
      rules: { sumwordEveryCycles },
      faults: some.map((fault, i) => ({ id: `f${i}`, ...fault })),
    });
  });
}
