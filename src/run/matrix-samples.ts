/**
 * One fault of each kind, or a few where it matters how bad it is, made to measure for a vehicle: a level that the
 * deafest computer misses and the others hear is another one in every vehicle.
 */
import { assert } from '../core/at.js';
import {
  readsOf,
  type BusConfig,
  type ComputerConfig,
  type FaultConfig,
  type LinkKind,
  type ScenarioConfig,
  type TerminalConfig,
} from '../core/config.js';
import { BEHAVIOURS } from '../core/fault/catalogue.js';
import { NOISE_BOUND_SIGMA } from '../core/prng.js';
import { PLAIN_SAMPLES } from './matrix-plain-samples.js';

export interface Sample {
  /** What fails, in a few words. */
  readonly what: string;
  readonly fault: FaultConfig;
  /** What it needs of the vehicle's exchange, if that is another than the scenario's. */
  readonly links?: LinkKind;
}

/** What the samples are made for: one terminal, its bus, and one computer that commands none where there is one. */
export interface Site {
  readonly terminal: TerminalConfig;
  readonly bus: BusConfig;
  readonly computer: ComputerConfig;
  readonly computers: readonly ComputerConfig[];
}

export type Common = Pick<FaultConfig, 'id' | 'from'>;
export type SamplesOf = (site: Site, common: Common) => readonly Sample[];
/** An entry for each behaviour of the catalogue: one that is forgotten does not compile. */
type Samples = Readonly<Record<FaultConfig['behaviour'], SamplesOf>>;

const SAMPLES: Samples = {
  ...PLAIN_SAMPLES,
  'series-resistance': ({ terminal, bus, computers }, common) =>
    weakenings(terminal, bus, computers).map(({ what, ohm }) => ({
      what: `${terminal.id} weak: ${what}`,
      fault: { ...common, target: terminal.id, behaviour: 'series-resistance', ohm },
    })),
  'wrong-terminator': ({ bus }, common) => [
    {
      what: `${bus.id} without a terminator`,
      fault: { ...common, target: lineA(bus), behaviour: 'wrong-terminator', end: 1, ohm: 1e9 },
    },
  ],
  // Nobody can tell two the one and the other on a wire that both listen to.
  'two-faced': ({ computer }, common) =>
    (['relay', 'commander'] as const).map((as) => ({
      what: `${computer.id} two-faced as ${as}, a wire per pair`,
      fault: { ...common, target: computer.id, behaviour: 'two-faced', as },
      links: 'pointToPoint',
    })),
};

/** @param firstCycle the cycle in which each fault begins */
export function samplesFor(scenario: ScenarioConfig, firstCycle: number): Sample[] {
  const site = siteOf(scenario);
  const common = { id: 'the fault', from: { cycle: firstCycle } };
  return BEHAVIOURS.flatMap((behaviour) => SAMPLES[behaviour](site, common));
}

function siteOf({ computers, buses, terminals }: ScenarioConfig): Site {
  const bus = buses.find((candidate) => readsOf(candidate).length > 0);
  assert(bus !== undefined, 'something is read in every scenario');
  const polled = readsOf(bus)[0]?.terminal;
  const terminal = terminals.find(({ id }) => id === polled);
  const commanders = new Set(buses.map(({ commander }) => commander));
  const computer = computers.find(({ id }) => !commanders.has(id)) ?? computers[0];
  assert(terminal !== undefined && computer !== undefined, 'what is read exists, and there are computers');
  return { terminal, bus, computer, computers };
}

/** The one line of a bus, or line A of two. */
function lineA({ id, lineB }: BusConfig): string {
  return lineB === undefined ? id : `${id}.A`;
}

/** Resistances that leave a level which one computer does not hear, then two, then none at all. */
function weakenings(
  { transmitter }: TerminalConfig,
  { line }: BusConfig,
  computers: readonly ComputerConfig[],
): { what: string; ohm: number }[] {
  const ears = computers.map(({ receiver }) => receiver).sort((a, b) => b.thresholdMv - a.thresholdMv);
  const loadOhm = line.impedanceOhm / 2;
  return ears.flatMap(({ thresholdMv, noiseMv }, i) => {
    const nextMv = ears[i + 1]?.thresholdMv ?? thresholdMv / 2;
    // Between equal ears no level lies.
    if (nextMv === thresholdMv) return [];
    const levelMv = (thresholdMv + nextMv) / 2;
    // Noise is stated for one polarity, levels from peak to peak.
    const isClear = (thresholdMv - nextMv) / 4 > NOISE_BOUND_SIGMA * noiseMv;
    const deaf = i + 1;
    const some = `${isClear ? '' : 'about '}${deaf} of ${ears.length} miss it`;
    const what = deaf === ears.length ? 'none hears it' : some;
    return [{ what, ohm: (transmitter.levelMv / levelMv - 1) * loadOhm }];
  });
}
