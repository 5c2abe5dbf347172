/** How the redundant set stands, between the core's matrices and the bits of a packet. */
import type { Arrivals } from '../../core/exchange/others.js';
import type { SetState } from '../../core/redundancy/redundant-set.js';
import type { Beacon, Packet, State } from '../../line/protocol/packet.js';

export type StateBody = Pick<State, 'left' | 'takesPart' | 'bypassed' | 'rows'>;

export function stateBody(
  { left, takesPart, cast, lamps }: SetState,
  bypassed: readonly number[],
  computers: number,
): StateBody {
  const row = (matrix: readonly number[], i: number): number =>
    bitsOf(matrix.slice(i * computers, (i + 1) * computers));
  const rows = left.map((_, i) => ({ cast: row(cast, i), lamps: row(lamps, i) }));
  return { left: bitsOf(left), takesPart: bitsOf(takesPart), bypassed: bitsOf(bypassed), rows };
}

/** By the time master of that beacon, in its cycle. */
export function stateTold(packets: readonly Packet[], { sender, cycle }: Beacon): State | undefined {
  const isTold = (packet: Packet): packet is State =>
    packet.type === 'state' && packet.sender === sender && packet.cycle === cycle;
  return packets.find(isTold);
}

/** @returns undefined where nobody arrives */
export function arrivalsOf(
  taken: readonly number[],
  state: State | undefined,
  computers: number,
  elements: number,
): Arrivals | undefined {
  if (state === undefined) return taken.length === 0 ? undefined : { computers: taken };
  const { left, takesPart, bypassed, rows } = state;
  const matrix = (of: 'cast' | 'lamps'): number[] =>
    Array.from({ length: computers }, (_, i) => numbersOf(rows[i]?.[of] ?? 0, computers)).flat();
  return {
    computers: taken,
    state: {
      left: numbersOf(left, computers),
      takesPart: numbersOf(takesPart, computers),
      cast: matrix('cast'),
      lamps: matrix('lamps'),
      bypassed: numbersOf(bypassed, elements),
    },
  };
}

function bitsOf(numbers: readonly number[]): number {
  return numbers.reduce((bits, is, i) => (is === 0 ? bits : bits | (1 << i)), 0) >>> 0;
}

function numbersOf(bits: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (bits >>> i) & 1);
}
