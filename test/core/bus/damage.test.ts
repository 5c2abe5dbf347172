/** Each item of the error injector's menu: what receivers and the monitor make of it, and how long it then takes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BusMonitor } from '../../../src/core/bus/bus-monitor.js';
import type { Damage } from '../../../src/core/bus/damage.js';
import type { Transmission } from '../../../src/core/bus/transmission.js';
import { makeImage, MIL_STD_1553B_WORD as MIL, SHUTTLE_WORD as SHUTTLE } from '../../../src/core/bus/word.js';
import { FORMATS, hear, heardOf, receiver, sending, thoroughReceiver } from '../../support/bus.js';
import { lineText } from '../../support/line-code.js';
import { holds } from '../../support/property.js';

const PAYLOADS = [0x5000, 0x1234, 0xabcd, 0x0ff0];
const sent = (format = MIL): Transmission =>
  sending(
    format,
    PAYLOADS.map((payload, i) => makeImage(format, i === 0 ? 'command' : 'data', payload)),
  );

type Harm = (damage: Damage) => void;
function damaged(harm: Harm, format = MIL): Transmission {
  const tx = sent(format);
  harm(tx.damage);
  return tx;
}

/** @returns how the reading ends, after how many good words */
function heard(tx: Transmission, config: Parameters<typeof receiver>[0] = {}): unknown[] {
  const reading = hear(receiver(config), tx);
  expect(reading.verbatim).toBe(false);
  return [reading.kind, reading.count];
}

function seen(tx: Transmission): string[] {
  const monitor = new BusMonitor();
  monitor.transmission('B', 'T', tx);
  return [...monitor.violations.keys()];
}

const MENU: readonly [name: string, harm: Harm, heard: unknown[], seen: string[], halfBits?: number][] = [
  ['nothing', () => undefined, ['ok', 4], []],
  ['parity of word 2', (d) => d.invertParity(2), ['parity', 2], ['parity']],
  ['another sync on word 1: a valid word', (d) => d.invertSync(1), ['ok', 4], []],
  ['sync 111100', (d) => d.breakSync(1, 0b111100), ['sync', 1], ['sync']],
  ['sync 110000', (d) => d.breakSync(1, 0b110000), ['sync', 1], ['sync']],
  ['sync 111001', (d) => d.breakSync(1, 0b111001), ['sync', 1], ['sync']],
  ['sync 011000', (d) => d.breakSync(1, 0b011000), ['sync', 1], ['sync']],
  ['sync 000111 on the command word: the inverse', (d) => d.breakSync(0, 0b000111), ['ok', 4], []],
  ['bit 4, first half', (d) => d.breakBit(2, 4, 'first'), ['manchester', 2], ['manchester']],
  ['bit 20, second half', (d) => d.breakBit(3, 20, 'second'), ['manchester', 3], ['manchester']],
  ['the last word one bit short', (d) => d.changeBitCount(3, -1), ['bit-count', 3], ['bit-count'], -2],
  ['the last word two bits short', (d) => d.changeBitCount(3, -2), ['bit-count', 3], ['bit-count'], -4],
  [
    'a word short, so that it runs into the next sync',
    (d) => d.changeBitCount(1, -1),
    ['manchester', 1],
    ['bit-count'],
    -2,
  ],
  ['a word one bit long', (d) => d.changeBitCount(1, 1), ['bit-count', 1], ['bit-count'], 2],
  ['a word three bits long', (d) => d.changeBitCount(3, 3), ['bit-count', 3], ['bit-count'], 6],
  ['a gap of 2 µs', (d) => d.widenGap(2, 2_000), ['contiguity', 2], ['contiguity'], 4],
  ['a gap of 0.5 µs, which ears may bear', (d) => d.widenGap(2, 500), ['ok', 4], ['contiguity'], 1],
  ['a word missing', (d) => d.changeWordCount(-1), ['ok', 3], [], -40],
  ['all words missing', (d) => d.changeWordCount(-9), ['no-response', 0], [], -160],
  ['two words too many', (d) => d.changeWordCount(2), ['ok', 6], [], 80],
  ['a valid word in place of another', (d) => d.replace(1, makeImage(MIL, 'data', 7)), ['ok', 4], []],
  [
    'a mid-bit crossing 250 ns late',
    (d) => d.shiftCrossing(1, 5, 'mid', 250),
    ['manchester', 1],
    ['zero-crossing'],
  ],
  ['one 100 ns early', (d) => d.shiftCrossing(1, 5, 'mid', -100), ['ok', 4], ['zero-crossing']],
  ['one 25 ns late, as it may', (d) => d.shiftCrossing(1, 5, 'mid', 25), ['ok', 4], []],
];

describe('damage', () => {
  it.each(MENU)('%s', (_, harm, expected, violations, halfBits = 0) => {
    const tx = damaged(harm);
    expect(heard(tx)).toEqual(expected);
    // The monitor's notes on words alone; what the message as a whole lacks is another matter.
    expect(seen(tx).filter((v) => v !== 'word-count')).toEqual(violations);
    expect(tx.durationNs).toBe(80_000 + halfBits * 500);
    expect(tx.endNs).toBe(tx.startNs + tx.durationNs);
  });

  it('is gone with the next use of the transmission', () => {
    const tx = damaged((d) => d.changeBitCount(0, 3));
    tx.clear();
    tx.append(makeImage(MIL, 'data', 5));
    expect(tx.durationNs).toBe(20_000);
    expect(hear(receiver(), tx).verbatim).toBe(true);
    expect(lineText(tx.halves.subarray(0, 40))).toBe(
      lineText(sending(MIL, [makeImage(MIL, 'data', 5)]).halves.subarray(0, 40)),
    );
    tx.damage.breakBit(0, 7, 'first');
    expect(heard(tx)).toEqual(['manchester', 0]);
  });

  it('says the last word again where words are too many', () => {
    const tx = damaged((d) => d.changeWordCount(1));
    expect([...tx.words.subarray(0, tx.count)]).toEqual([
      ...sent().words.subarray(0, 4),
      makeImage(MIL, 'data', 0x0ff0),
    ]);
  });

  it('on the Shuttle leaves the gap: a short word ends in silence, a gap may be as long as the word time-out', () => {
    expect(heard(damaged((d) => d.changeBitCount(1, -1), SHUTTLE))).toEqual(['bit-count', 1]);
    expect(heard(damaged((d) => d.changeBitCount(1, 3), SHUTTLE))).toEqual(['bit-count', 1]);
    expect(heard(damaged((d) => d.widenGap(1, 26_000), SHUTTLE))).toEqual(['ok', 4]);
    expect(heard(damaged((d) => d.widenGap(1, 26_500), SHUTTLE))).toEqual(['contiguity', 1]);
    expect(damaged((d) => d.widenGap(1, 26_500), SHUTTLE).durationNs).toBe(sent(SHUTTLE).durationNs + 26_500);
  });

  it('a leading crossing is there only between two bits alike', () => {
    // 1234 = 0001 0010 …: bits 4 to 6 are 0, bit 7 is 1.
    const tx = sent();
    expect(tx.damage.shiftCrossing(1, 5, 'leading', 200)).toBe(true);
    expect(tx.damage.shiftCrossing(1, 7, 'leading', 200)).toBe(false);
  });

  it('of a crossing is a matter of each receiver: with 150 ns it is lost, with 250 it is heard', () => {
    const tx = damaged((d) => d.shiftCrossing(2, 9, 'mid', 200));
    expect(heard(tx, { zeroCrossingNs: 150 })).toEqual(['manchester', 2]);
    expect(heard(tx, { zeroCrossingNs: 250 })).toEqual(['ok', 4]);
  });

  it('is not heard where nothing is', () => {
    const tx = damaged((d) => d.invertParity(0));
    tx.wave.positiveMv = tx.wave.negativeMv = 10;
    expect(heard(tx)).toEqual(['no-response', 0]);
  });
});

/** Any harm to any word, twice over. */
const anyHarm: fc.Arbitrary<Harm> = fc
  .tuple(fc.nat(3), fc.integer({ min: 4, max: 20 }), fc.integer({ min: -250, max: 250 }), fc.nat(8))
  .map(([word, bit, lateNs, which]): Harm => {
    const kinds: Harm[] = [
      (d) => d.invertParity(word),
      (d) => d.invertSync(word),
      (d) => d.breakSync(word, bit),
      (d) => d.breakBit(word, bit, 'first'),
      (d) => d.breakBit(word, bit, 'second'),
      (d) => d.changeBitCount(word, (bit % 6) - 2),
      (d) => d.widenGap(word, 500 * bit),
      (d) => d.replace(word, makeImage(MIL, 'data', bit)),
      (d) => d.shiftCrossing(word, bit, lateNs > 0 ? 'mid' : 'leading', lateNs),
    ];
    return kinds[which] ?? kinds[0] ?? (() => undefined);
  });

describe.each(FORMATS)('in $name', ({ format: { word } }) => {
  it('damage leaves every word before it as it was, and gives each receiver the full model', () => {
    holds(
      fc.property(fc.array(anyHarm, { minLength: 1, maxLength: 2 }), fc.nat(600), (harms, extraMv) => {
        const make = (): Transmission => {
          const tx = damaged((d) => harms.forEach((harm) => harm(d)), word);
          tx.wave.positiveMv = tx.wave.negativeMv = 150 + extraMv;
          return tx;
        };
        const quick = hear(receiver(), make());
        expect(heardOf(quick)).toEqual(heardOf(hear(thoroughReceiver(), make())));
        expect(quick.verbatim).toBe(false);
        const tx = make();
        expect([...quick.words.subarray(0, quick.count)]).toEqual([...tx.words.subarray(0, quick.count)]);
      }),
      400,
    );
  });
});
