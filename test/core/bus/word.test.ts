import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BAD_BIT_COUNT,
  BAD_MANCHESTER,
  BAD_PARITY,
  BAD_SYNC,
  decode,
  encode,
  isCommandSync,
  makeImage,
  MIL_STD_1553B_WORD as MIL,
  oddParity,
  payloadOf,
  SHUTTLE_WORD as SHUTTLE,
  SILENT,
  SYNC_HALF_BITS,
  type Sync,
  type WordFormat,
} from '../../../src/core/bus/word.js';
import { binary, dumbLine, lineStates, lineText, onesIn, withParity } from '../../support/line-code.js';
import { holds } from '../../support/property.js';

const SYNCS: readonly Sync[] = ['command', 'data'];
const FORMATS = [MIL, SHUTTLE] as const;

function encoded(format: WordFormat, image: number): Int32Array {
  const halves = new Int32Array(format.halfBits);
  encode(format, image, halves);
  return halves;
}

/** Sends bit `bit` (0 = the first after the sync) the other way round. */
function invertBit(halves: Int32Array, bit: number): void {
  const place = SYNC_HALF_BITS + 2 * bit;
  halves.subarray(place, place + 2).reverse();
}

/** All payloads of one sync, on the line. */
function* allWords(sync: Sync): Generator<[image: number, halves: Int32Array]> {
  const halves = new Int32Array(MIL.halfBits);
  for (let payload = 0; payload < 0x10000; payload++) {
    const image = makeImage(MIL, sync, payload);
    encode(MIL, image, halves);
    yield [image, halves];
  }
}

describe('word formats', () => {
  it('20 bit times without a gap, and 28 bit times in 33 µs with it', () => {
    expect([MIL.halfBits, MIL.wordNs, MIL.gapNs]).toEqual([40, 20_000, 0]);
    expect([SHUTTLE.halfBits, SHUTTLE.wordNs, SHUTTLE.wordNs + SHUTTLE.gapNs]).toEqual([56, 28_000, 33_000]);
  });
});

describe('MIL-STD-1553B words, all 262,144 of both syncs (4.3.3)', () => {
  /** What the decoder says to each image on the line. Every inversion of whole bits leads to another one of these. */
  const verdicts = new Int32Array(0x40000);
  const halves = new Int32Array(MIL.halfBits);
  for (let image = 0; image < verdicts.length; image++) {
    encode(MIL, image, halves);
    verdicts[image] = decode(MIL, halves);
  }
  /** Images of one sync and valid parity. */
  const validImages = (sync: Sync): number[] =>
    Array.from({ length: 0x10000 }, (_, payload) => makeImage(MIL, sync, payload));

  it.each(SYNCS)('%s sync: on the line as the standard draws them', (sync) => {
    for (let bits = 0; bits < 0x20000; bits++) {
      encode(MIL, (sync === 'command' ? 0x20000 : 0) + bits, halves);
      if (lineText(halves) !== dumbLine(sync, binary(bits, 17))) expect.fail(`${sync} ${binary(bits, 17)}`);
    }
  });

  it('half of them are valid, those of odd parity, and read as what was sent', () => {
    let valid = 0;
    verdicts.forEach((verdict, image) => {
      const isOdd = onesIn(image & 0x1ffff) % 2 === 1;
      if (verdict !== (isOdd ? image : BAD_PARITY)) expect.fail(binary(image, 18));
      if (isOdd) valid++;
    });
    expect([verdicts.length, valid]).toEqual([262_144, 131_072]);
  });

  it.each(SYNCS)('%s sync: 65,536 valid words, one for each payload', (sync) => {
    const images = validImages(sync);
    expect(new Set(images).size).toBe(65_536);
    images.forEach((image, payload) => {
      const same = payloadOf(MIL, image) === payload && isCommandSync(MIL, image) === (sync === 'command');
      if (!same || verdicts[image] !== image) expect.fail(binary(image, 18));
    });
  });

  it('both half-bits of a bit swapped on the line are that bit inverted in the image', () => {
    for (const [image, line] of allWords('command')) {
      const bit = image % 17;
      invertBit(line, bit);
      if (decode(MIL, line) !== BAD_PARITY) expect.fail(binary(image, 18));
      invertBit(line, (bit + 5) % 17);
      if (decode(MIL, line) !== (image ^ (0x10000 >>> bit) ^ (0x10000 >>> ((bit + 5) % 17))))
        expect.fail(binary(image, 18));
    }
  });

  it.each(SYNCS)('%s sync: parity sees each of the 1,114,112 single inversions', (sync) => {
    let seen = 0;
    for (const image of validImages(sync))
      for (let bit = 0; bit < 17; bit++) if (verdicts[image ^ (1 << bit)] === BAD_PARITY) seen++;
    expect(seen).toBe(1_114_112);
  });

  it.each(SYNCS)('%s sync: and none of the 8,912,896 double inversions', (sync) => {
    let unseen = 0;
    for (const image of validImages(sync)) {
      for (let first = 0; first < 17; first++) {
        for (let second = first + 1; second < 17; second++) {
          const other = image ^ (1 << first) ^ (1 << second);
          if (verdicts[other] === other) unseen++;
        }
      }
    }
    expect(unseen).toBe(8_912_896);
  });

  it.each(SYNCS)(
    '%s sync: any one half-bit inverted is seen, and as what; ten of the 40 in each word',
    (sync) => {
      let seen = 0;
      for (const [image, line] of allWords(sync)) {
        for (let k = 0; k < 10; k++) {
          const half = (image + 4 * k) % 40;
          line[half] = -(line[half] ?? 0);
          if (decode(MIL, line) === (half < SYNC_HALF_BITS ? BAD_SYNC : BAD_MANCHESTER)) seen++;
          line[half] = -(line[half] ?? 0);
        }
      }
      expect(seen).toBe(10 * 65_536);
    },
  );

  it('no data imitates a sync: it is never three half-bits at one level', () => {
    for (const [, halves] of allWords('data')) {
      if (/\+\+\+|---/.test(lineText(halves).slice(SYNC_HALF_BITS + 1))) expect.fail(lineText(halves));
    }
  });
});

describe('Shuttle words', () => {
  /** All 65,536 data of one address, all addresses and validity patterns of one datum, each mode bit pattern. */
  function* slices(): Generator<number> {
    for (let data = 0; data < 0x10000; data++) yield (10 << 19) | (data << 3) | 5;
    for (let rest = 0; rest < 0x100; rest++) yield ((rest >>> 3) << 19) | (0xa5c3 << 3) | (rest & 7);
    for (let bit = 0; bit < 24; bit++) yield 1 << bit;
  }

  it.each(SYNCS)('%s sync, in slices: on the line as drawn, and found again', (sync) => {
    for (const payload of slices()) {
      const image = makeImage(SHUTTLE, sync, payload);
      const halves = encoded(SHUTTLE, image);
      if (lineText(halves) !== dumbLine(sync, withParity(payload, 24))) expect.fail(binary(payload, 24));
      if (decode(SHUTTLE, halves) !== image || payloadOf(SHUTTLE, image) !== payload)
        expect.fail(binary(payload, 24));
      if (isCommandSync(SHUTTLE, image) !== (sync === 'command')) expect.fail(binary(payload, 24));
    }
  });

  it('any payload, with one bit or two inverted, or one half-bit', () => {
    const bit = fc.nat(24);
    holds(
      fc.property(
        fc.constantFrom(...SYNCS),
        fc.nat(0xffffff),
        bit,
        bit,
        fc.nat(55),
        (sync, payload, i, j, half) => {
          const image = makeImage(SHUTTLE, sync, payload);
          const halves = encoded(SHUTTLE, image);
          expect(decode(SHUTTLE, halves)).toBe(image);
          invertBit(halves, i);
          expect(decode(SHUTTLE, halves)).toBe(BAD_PARITY);
          invertBit(halves, j);
          expect(decode(SHUTTLE, halves)).toBe(image ^ (1 << (24 - i)) ^ (1 << (24 - j)));
          halves[half] = -(halves[half] ?? 0);
          expect(decode(SHUTTLE, halves)).toBe(half < SYNC_HALF_BITS ? BAD_SYNC : BAD_MANCHESTER);
        },
      ),
      2_000,
    );
  });

  it('parity makes the ones odd in each of the 16,777,216 payloads', () => {
    const ones = Uint8Array.from({ length: 0x1000 }, (_, twelve) => onesIn(twelve));
    let odd = 0;
    for (let payload = 0; payload < 0x1000000; payload++) {
      const inPayload = (ones[payload >>> 12] ?? 0) + (ones[payload & 0xfff] ?? 0);
      if ((inPayload + oddParity(payload)) % 2 === 1) odd++;
    }
    expect(odd).toBe(0x1000000);
  });
});

describe.each(FORMATS)('what is no $name word', (format) => {
  const word = dumbLine('command', withParity(0x2c36, format.payloadBits));
  const read = (line: string): number => decode(format, lineStates(line.padEnd(format.halfBits, '0')));

  it('idle is silence', () => {
    expect(read('')).toBe(SILENT);
  });

  it('a word that is short by bits has a bad bit count, down to its bare sync', () => {
    for (let halves = SYNC_HALF_BITS; halves < format.halfBits; halves += 2)
      expect(read(word.slice(0, halves)), `${halves} half-bits`).toBe(BAD_BIT_COUNT);
  });

  it('a word that stops within a bit is no Manchester code', () => {
    for (let halves = SYNC_HALF_BITS + 1; halves < format.halfBits; halves += 2)
      expect(read(word.slice(0, halves)), `${halves} half-bits`).toBe(BAD_MANCHESTER);
  });

  it('part of a sync is a bad sync, and so is a word without one', () => {
    for (let halves = 1; halves < SYNC_HALF_BITS; halves++)
      expect(read(word.slice(0, halves)), `${halves} half-bits`).toBe(BAD_SYNC);
    expect(read('000000' + word.slice(SYNC_HALF_BITS))).toBe(BAD_SYNC);
  });

  it('a half-bit that falls idle breaks the sync or the code', () => {
    for (let half = 0; half < format.halfBits; half++) {
      const expected = half < SYNC_HALF_BITS ? BAD_SYNC : BAD_MANCHESTER;
      expect(read(`${word.slice(0, half)}0${word.slice(half + 1)}`), `half-bit ${half}`).toBe(expected);
    }
  });

  // The patterns of MIL-HDBK-1553A, section 100: for a command word as written, for a data word inverted.
  it.each(['111100', '110000', '111001', '011000'])('sync pattern %s is none', (pattern) => {
    const upright = pattern.replaceAll('1', '+').replaceAll('0', '-');
    const inverse = pattern.replaceAll('1', '-').replaceAll('0', '+');
    expect(read(upright + word.slice(SYNC_HALF_BITS))).toBe(BAD_SYNC);
    expect(read(inverse + word.slice(SYNC_HALF_BITS))).toBe(BAD_SYNC);
  });

  it('sync pattern 000111, the last of those five, is simply the other sync', () => {
    const image = read('---+++' + word.slice(SYNC_HALF_BITS));
    expect(image).toBe(makeImage(format, 'data', 0x2c36));
    expect(isCommandSync(format, image)).toBe(false);
  });

  it('reads and writes at its place among other words', () => {
    const halves = new Int32Array(3 * format.halfBits);
    encode(format, makeImage(format, 'data', 0x1234), halves, format.halfBits);
    expect(decode(format, halves, format.halfBits)).toBe(makeImage(format, 'data', 0x1234));
    expect([decode(format, halves), decode(format, halves, 2 * format.halfBits)]).toEqual([SILENT, SILENT]);
  });
});
