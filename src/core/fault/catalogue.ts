/**
 * The catalogue of faults: what each does, to what, of which class it is, and what carries it. The one list that the
 * schema, the checks of a scenario, the fault board and the table in the README go by.
 */
import type { Behaviour } from '../config.js';

/** What a fault can be of. */
export type TargetKind = 'terminal' | 'computer' | 'bus';

/** Where a fault sits, for a reader. */
export type FaultPart = 'transmitter' | 'line' | 'receiver' | 'words' | 'terminal' | 'computer';

/**
 * How its receivers see it (Thambidurai and Park 1988). `benign`: everybody sees that it is bad, or that nothing came.
 * `symmetric`: wrong, and alike for all. `asymmetric`: something else for each. `by the ears`: where a marginal signal is
 * still a word depends on each receiver, so it may be any of these, or nothing at all.
 */
export type FaultClass = 'benign' | 'symmetric' | 'asymmetric' | 'by the ears';

/**
 * What a computer's fault needs, to act at all. `always`: there is some in every exchange mode. `speech`: anything that it
 * says, to terminals or to computers. `exchange`: messages between computers. `lies`: those that `as` names. A terminal's
 * and a line's faults act on the flight bus, in every mode.
 */
export type Carrier = 'always' | 'speech' | 'exchange' | 'lies';

export interface CatalogueEntry {
  readonly part: FaultPart;
  /** In a few words, after "a fault: …". */
  readonly does: string;
  readonly targets: readonly TargetKind[];
  readonly class: FaultClass;
  readonly carrier: Carrier;
}

const STATION = ['computer', 'terminal'] as const;
const TERMINAL = ['terminal'] as const;
const COMPUTER = ['computer'] as const;
const BUS = ['bus'] as const;

function entries(
  part: FaultPart,
  targets: readonly TargetKind[],
  carrier: Carrier,
): (does: string, faultClass: FaultClass) => CatalogueEntry {
  return (does, faultClass) => ({ part, does, targets, class: faultClass, carrier });
}

const transmitter = entries('transmitter', STATION, 'speech');
const line = entries('line', BUS, 'always');
const receiver = entries('receiver', STATION, 'always');
const words = entries('words', STATION, 'speech');
const terminal = entries('terminal', TERMINAL, 'always');
const computer = entries('computer', COMPUTER, 'always');

export const CATALOGUE: Readonly<Record<Behaviour, CatalogueEntry>> = {
  'series-resistance': transmitter('a resistance in series takes level away', 'by the ears'),
  'half-wave': transmitter('one polarity is no longer driven: half the level, late crossings', 'by the ears'),
  skew: transmitter('rising and falling crossings come early or late', 'by the ears'),
  drift: transmitter('bit time or level drifts as time goes on', 'by the ears'),
  silence: transmitter('says nothing when it should', 'benign'),
  babble: transmitter('talks without end, and over whoever else is to talk', 'benign'),
  stuck: transmitter('holds one level for as long as it should talk', 'benign'),

  'wrong-terminator': line('one end has the wrong resistance: echoes', 'by the ears'),
  open: line('broken through: nothing passes, and both new ends echo', 'by the ears'),
  short: line('shorted: nothing passes, and echoes come back upside down', 'by the ears'),
  'noise-burst': line('noise, the same for all who listen', 'by the ears'),

  threshold: receiver('its threshold has shifted', 'benign'),
  deaf: receiver('hears nothing', 'benign'),
  noisy: receiver('has more noise of its own', 'benign'),

  gap: words('dead time before a word', 'benign'),
  'word-count': words('words are missing, or there are too many', 'benign'),
  'bit-count': words('a word is too short or too long', 'benign'),
  manchester: words('both halves of a bit at one level', 'benign'),
  sync: words('a sync that is none, or the other one', 'benign'),
  parity: words('the parity bit is inverted', 'benign'),
  'zero-crossing': words('one crossing in a word comes early or late', 'by the ears'),
  corrupt: words('other data, with the parity that belongs to it', 'symmetric'),
  ambiguous: words('bits neither 0 nor 1, which each receiver takes as it will', 'asymmetric'),

  'wrong-sensor': terminal('a sensor reads wrong', 'symmetric'),
  'stuck-sensor': terminal('a sensor reads the same for ever', 'symmetric'),
  busy: terminal('answers that it is busy, and sends no data', 'benign'),
  late: terminal('answers late', 'benign'),

  crash: computer('stops: says nothing and commands nothing', 'benign'),
  slow: { ...computer('its messages to the others come late', 'benign'), carrier: 'exchange' },
  'stuck-output': computer('its commands stay as they were', 'symmetric'),
  'two-faced': { ...computer('tells each of the others something else', 'asymmetric'), carrier: 'lies' },
};

export const BEHAVIOURS = Object.keys(CATALOGUE) as readonly Behaviour[];

/** Which behaviours a kind of target can have. */
export function behavioursOf(kind: TargetKind): readonly Behaviour[] {
  return BEHAVIOURS.filter((behaviour) => CATALOGUE[behaviour].targets.includes(kind));
}
