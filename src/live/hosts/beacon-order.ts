/** Which beacon is to be followed, and which is none of this run (hardware/protocol.md, 7). */
import { GATHERING, type Beacon } from '../../line/protocol/packet.js';
import type { Common } from '../four-ears.js';

/** Terms are compared modulo 256; of two time masters in the same term the lower number leads. */
export function outranks({ sender, term }: Beacon, ownTerm: number, master: number | undefined): boolean {
  const ahead = (term - ownTerm) & 0xff;
  return (ahead >= 1 && ahead <= 127) || (ahead === 0 && sender <= (master ?? sender));
}

/** Why somebody who hears it has to be silent; undefined: it is one of this run. */
export function problemWith(beacon: Beacon, common: Common): string | undefined {
  const { sender, scenario, configuration, periodUs } = beacon;
  if (scenario !== common.scenario) return `computer ${sender} runs another scenario: nothing is said`;
  if (configuration === common.configuration) return undefined;
  const period =
    periodUs === common.periodUs ? '' : `, a period of ${periodUs} us and not ${common.periodUs}`;
  return `computer ${sender} runs other numbers in its line configuration${period}: nothing is said`;
}

/**
 * Nothing is lived through twice, as a record has each cycle once: where by this beacon that would be, it is not of this run.
 * A terminal is in the cycle whose beacon it hears, a computer in the one after.
 * @param lived the last cycle that this host was in, -1: none
 */
export function problemOfThePast(beacon: Beacon, lived: number, isComputer: boolean): string | undefined {
  const { sender, cycle } = beacon;
  const isPast = cycle === GATHERING || cycle < (isComputer ? lived : lived + 1);
  if (lived < 0 || !isPast) return undefined;
  const where = cycle === GATHERING ? 'begins anew' : `is in cycle ${cycle}`;
  return `computer ${sender} ${where}, and this host was in cycle ${lived}: nothing is said until that is past`;
}
