/** Which beacon is to be followed, and which is none of this run (hardware/protocol.md, 7). */
import type { Beacon } from '../../line/protocol/packet.js';
import type { Common } from '../four-ears.js';

/** Terms are compared modulo 256; of two time masters in the same term the lower number leads. */
export function outranks({ sender, term }: Beacon, ownTerm: number, master: number | undefined): boolean {
  const ahead = (term - ownTerm) & 0xff;
  return (ahead >= 1 && ahead <= 127) || (ahead === 0 && sender <= (master ?? sender));
}

/** Why somebody who hears it has to be silent; undefined: it is one of this run. */
export function problemWith({ sender, scenario, configuration }: Beacon, common: Common): string | undefined {
  if (scenario !== common.scenario) return `computer ${sender} runs another scenario: nothing is said`;
  if (configuration === common.configuration) return undefined;
  return `computer ${sender} runs other numbers in its line configuration: nothing is said`;
}
