import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameDecoder, type FrameEvent } from '../../../src/line/protocol/frame-decoder.js';
import {
  burstLength,
  encodeBurst,
  MAX_FRAME_BYTES,
  MAX_PACKET_BYTES,
} from '../../../src/line/protocol/framing.js';
import { holds } from '../../support/property.js';

const packets = fc.array(fc.uint8Array({ minLength: 1, maxLength: MAX_PACKET_BYTES }), { maxLength: 6 });
/** Rich in delimiters, small distances and long runs without either: what a decoder can stumble over. */
const noise = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.uint8Array({ maxLength: 40 }) },
      { weight: 2, arbitrary: fc.array(fc.constantFrom(0, 1, 2, 3, 0xff), { maxLength: 40 }) },
      { weight: 1, arbitrary: fc.nat(300).map((length) => new Array<number>(length).fill(0x55)) },
      { weight: 2, arbitrary: packets.map((some) => encodeBurst(some)) },
    ),
    { maxLength: 4 },
  )
  .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])));

const decodeAll = (bytes: Uint8Array) => new FrameDecoder().push(bytes);
const packetsOf = (events: readonly FrameEvent[]) =>
  events.flatMap((event) => (event.kind === 'packet' ? [event.packet] : []));

/** Cuts a text of bytes at the given places. */
function pieces(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const cuts = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...cuts].map((from, i) => bytes.subarray(from, cuts[i] ?? bytes.length));
}

/** COBS as its paper tells it, without a thought for speed. */
function stuffed(bytes: readonly number[]): number[] {
  const blocks = [...bytes, 0].join(',').split(/(?<=(?:^|,)0)(?:,|$)/);
  return blocks
    .filter((block) => block !== '')
    .map((block) => block.split(',').map(Number).slice(0, -1))
    .flatMap((block) => [block.length + 1, ...block]);
}

describe('a burst', () => {
  it('is a delimiter, and per packet its COBS with CRC and a delimiter', () => {
    holds(
      fc.property(packets, (some) => {
        const expected = some.flatMap((packet) => {
          const crc = crc32(packet);
          const sealed = [...packet, crc >>> 24, (crc >>> 16) & 255, (crc >>> 8) & 255, crc & 255];
          return [...stuffed(sealed), 0];
        });
        expect([...encodeBurst(some)]).toEqual([0, ...expected]);
      }),
    );
  });

  it('has the length that was foretold, and no frame above the limit', () => {
    holds(
      fc.property(packets, (some) => encodeBurst(some).length === burstLength(some.map((p) => p.length))),
    );
    expect(encodeBurst([new Uint8Array(MAX_PACKET_BYTES)])).toHaveLength(1 + MAX_FRAME_BYTES);
    expect(() => encodeBurst([new Uint8Array(MAX_PACKET_BYTES + 1)])).toThrow('fits into one frame');
  });
});

describe('the decoder', () => {
  it('gives back what was sent', () => {
    holds(
      fc.property(packets, (some) => {
        expect(packetsOf(decodeAll(encodeBurst(some)))).toEqual(some);
      }),
    );
  });

  it('makes the same of the same bytes in any pieces', () => {
    holds(
      fc.property(noise, fc.array(fc.nat(2000), { maxLength: 8 }), (bytes, places) => {
        const decoder = new FrameDecoder();
        expect(pieces(bytes, places).flatMap((piece) => decoder.push(piece))).toEqual(decodeAll(bytes));
      }),
      500,
    );
  });

  it('takes 100,000 malformed inputs, never throws, holds one frame at most, and accounts for every byte', () => {
    const seed = holds(
      fc.property(noise, (bytes) => {
        const decoder = new FrameDecoder();
        const events = decoder.push(bytes);
        const told = events.reduce((sum, event) => sum + event.bytes, 0);
        const stuffing = bytes.reduce((count, byte) => count + (byte === 0 ? 0 : 1), 0);
        return decoder.pending < MAX_FRAME_BYTES && told + decoder.pending === stuffing;
      }),
      100_000,
    );
    console.log(`100,000 malformed inputs: seed ${seed}`);
  });

  it('is in step again at the next burst, whatever came before it', () => {
    holds(
      fc.property(noise, packets, (before, some) => {
        const decoder = new FrameDecoder();
        decoder.push(before);
        expect(packetsOf(decoder.push(encodeBurst(some)))).toEqual(some);
      }),
      2000,
    );
  });

  it('loses no more than two frames to one damaged byte', () => {
    const damage = fc.tuple(fc.nat(5000), fc.integer({ min: 1, max: 255 }));
    holds(
      fc.property(packets, damage, (some, [place, flip]) => {
        const burst = encodeBurst(some);
        burst[place % burst.length] = (burst[place % burst.length] ?? 0) ^ flip;
        const heard = packetsOf(decodeAll(burst)).map(String);
        expect(heard.length).toBeGreaterThanOrEqual(some.length - 2);
        expect(some.map(String)).toEqual(expect.arrayContaining(heard));
      }),
      2000,
    );
  });

  it('takes no frame with any single bit wrong for a good one', () => {
    const packet = Uint8Array.of(0x11, 0, 7, 0, 0, 0, 1, 2);
    const burst = encodeBurst([packet]);
    for (let bit = 8; bit < burst.length * 8; bit++) {
      const damaged = burst.slice();
      damaged[bit >>> 3] = (damaged[bit >>> 3] ?? 0) ^ (1 << (bit & 7));
      expect(packetsOf(decodeAll(damaged)), `bit ${bit}`).toEqual([]);
    }
  });

  it('forgets what had begun when its line ends', () => {
    const decoder = new FrameDecoder();
    decoder.push(Uint8Array.of(1, 2, 3));
    expect(decoder.pending).toBe(3);
    decoder.reset();
    expect(decoder.pending).toBe(0);
  });
});
