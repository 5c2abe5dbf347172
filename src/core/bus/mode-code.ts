/**
 * The mode codes (MIL-STD-1553B 4.3.3.5.1.7, table I): which exist, which way they go, what may be done with them.
 *
 * A code below 16 has no data word. The T/R bit is part of the code: the same five bits with the other bit are reserved.
 */
import { assert } from '../at.js';
import type { ModeName } from '../config.js';

export interface ModeCode {
  readonly name: ModeName;
  readonly code: number;
  /** T/R bit: true = the terminal transmits its data word, if there is one. */
  readonly transmit: boolean;
  /** May all terminals be told at once? Not where each would have to answer. */
  readonly broadcast: boolean;
  /**
   * Is a second one without effect if the first was heard? A controller may send only such a one again: a terminal
   * synchronized twice is synchronized wrongly, and a shutdown repeated on the other bus shuts down the other transmitter.
   */
  readonly idempotent: boolean;
  /** Does it leave the status word as it is (4.3.3.5.1.7.3, 4.3.3.5.1.7.12)? */
  readonly keepsStatus: boolean;
}

function mode(
  code: number,
  name: ModeName,
  ...is: readonly ('receive' | 'broadcast' | 'idempotent' | 'keepsStatus')[]
): ModeCode {
  const has = (what: (typeof is)[number]): boolean => is.includes(what);
  return {
    name,
    code,
    transmit: !has('receive'),
    broadcast: has('broadcast'),
    idempotent: has('idempotent'),
    keepsStatus: has('keepsStatus'),
  };
}

/** All that are not reserved. */
export const MODE_CODES: readonly ModeCode[] = [
  mode(0, 'dynamic-bus-control'),
  mode(1, 'synchronize', 'broadcast'),
  mode(2, 'transmit-status', 'idempotent', 'keepsStatus'),
  mode(3, 'self-test', 'broadcast'),
  mode(4, 'transmitter-shutdown', 'broadcast'),
  mode(5, 'override-transmitter-shutdown', 'broadcast'),
  mode(6, 'inhibit-terminal-flag', 'broadcast', 'idempotent'),
  mode(7, 'override-inhibit-terminal-flag', 'broadcast', 'idempotent'),
  mode(8, 'reset', 'broadcast'),
  mode(16, 'transmit-vector-word'),
  mode(17, 'synchronize-with-data', 'receive', 'broadcast'),
  mode(18, 'transmit-last-command', 'idempotent', 'keepsStatus'),
  mode(19, 'transmit-bit-word', 'idempotent'),
  mode(20, 'selected-transmitter-shutdown', 'receive', 'broadcast', 'idempotent'),
  mode(21, 'override-selected-transmitter-shutdown', 'receive', 'broadcast', 'idempotent'),
];

const BY_BITS: readonly (ModeCode | undefined)[] = Array.from({ length: 64 }, (_, bits) =>
  MODE_CODES.find(({ code, transmit }) => code === (bits & 31) && transmit === bits > 31),
);

/** @returns undefined if the code is reserved with this T/R bit */
export function modeCode(code: number, transmit: boolean): ModeCode | undefined {
  return BY_BITS[(transmit ? 32 : 0) + code];
}

export function modeNamed(name: ModeName): ModeCode {
  const found = MODE_CODES.find((entry) => entry.name === name);
  assert(found !== undefined, 'every name is in the table');
  return found;
}

/** Does a data word go with a mode code (4.3.3.5.1.7)? */
export function hasDataWord(code: number): boolean {
  return code >= 16;
}
