/**
 * The line code once more, straight from the words of the standard and with strings: what the codec is held against.
 * A half-bit is `+`, `-` or `0` (idle).
 */
const SYNC = { command: '+++---', data: '---+++' } as const;

/** The line states of a word; parity is the last of its `bits`. */
export function dumbLine(sync: 'command' | 'data', bits: string): string {
  return SYNC[sync] + bits.replaceAll(/[01]/g, (bit) => (bit === '1' ? '+-' : '-+'));
}

export function binary(value: number, bits: number): string {
  return value.toString(2).padStart(bits, '0');
}

export function onesIn(value: number): number {
  let ones = 0;
  for (let rest = value; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}

/** The bits of a word, with the parity that the standard asks for. */
export function withParity(payload: number, bits: number): string {
  return binary(payload, bits) + (onesIn(payload) % 2 === 0 ? '1' : '0');
}

export function lineStates(line: string): Int32Array {
  return Int32Array.from(line, (half) => (half === '+' ? 1 : half === '-' ? -1 : 0));
}

export function lineText(states: Int32Array): string {
  return Array.from(states, (state) => (state > 0 ? '+' : state < 0 ? '-' : '0')).join('');
}
