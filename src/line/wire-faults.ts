/**
 * What can go wrong between a sender and one receiver: small behaviours, hung onto an ear of a multi-drop line. What is
 * random in them hangs on a seed, so a run that failed can be run again.
 */
import { draw, key } from '../core/prng.js';

/** What becomes of a burst on its way to one receiver: nothing, itself, or something else; at once or later. */
export type WireFault = (bytes: Uint8Array, from: string) => readonly Arrival[];

export interface Arrival {
  readonly bytes: Uint8Array;
  readonly delayMs: number;
}

const at0 = (bytes: Uint8Array): readonly Arrival[] => [{ bytes, delayMs: 0 }];

/** Hears nothing. */
export const deaf: WireFault = () => [];

/** Every burst comes later. */
export function delayed(delayMs: number): WireFault {
  return (bytes) => [{ bytes, delayMs }];
}

/** Hears of each burst only with a chance of `perMillion`. */
export function dropping(perMillion: number, seed: number): WireFault {
  const happens = dice(seed, 1);
  return (bytes) => (happens(perMillion) ? [] : at0(bytes));
}

/** One bit of a burst is wrong, with a chance of `perMillion`. */
export function corrupting(perMillion: number, seed: number): WireFault {
  const happens = dice(seed, 2);
  const place = key(seed, 3);
  let count = 0;
  return (bytes) => {
    if (bytes.length === 0 || !happens(perMillion)) return at0(bytes);
    const damaged = bytes.slice();
    const bit = draw(place, count++) % (bytes.length * 8);
    damaged[bit >>> 3] = (damaged[bit >>> 3] ?? 0) ^ (1 << (bit & 7));
    return at0(damaged);
  };
}

/** As at another baud rate: as many bytes, none of them right. */
export function garbled(seed: number): WireFault {
  const noise = key(seed, 4);
  let count = 0;
  return (bytes) => at0(bytes.map(() => draw(noise, count++) & 0xff));
}

/** Only what certain senders say passes through the fault. */
export function from(sender: string, fault: WireFault): WireFault {
  return (bytes, whose) => (whose === sender ? fault(bytes, whose) : at0(bytes));
}

function dice(seed: number, branch: number): (perMillion: number) => boolean {
  const chance = key(seed, branch);
  let count = 0;
  return (perMillion) => draw(chance, count++) % 1_000_000 < perMillion;
}
