/** The scenario's fault on the wire: frames that a receiver's emulated ear would not make out come to it damaged, or not at all. */
import type { MultiDrop } from '../line/multi-drop.js';
import type { WireFault } from '../line/wire-faults.js';
import type { Injury } from './messages.js';

/**
 * @param names of the computers, as the wire knows them
 * @param injuryOf what is to become, now, of what this sender says on its way to this computer
 */
export function injure(
  wire: MultiDrop,
  names: readonly string[],
  injuryOf: (from: string, computer: number) => Injury,
): void {
  names.forEach((name, computer) => {
    const fault: WireFault = (bytes, from) => {
      const injury = injuryOf(from, computer);
      if (injury === 'nothing') return [];
      return [{ bytes: injury === 'none' ? bytes : damaged(bytes), delayMs: 0 }];
    };
    wire.setEar(name, fault);
  });
}

/** One bit is wrong, in the middle. */
function damaged(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  const middle = copy.length >> 1;
  if (middle < copy.length) copy[middle] = (copy[middle] ?? 0) ^ 1;
  return copy;
}
