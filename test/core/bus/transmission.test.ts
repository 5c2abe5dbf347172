import { describe, expect, it } from 'vitest';
import { responseTimeNs, startAfterNs } from '../../../src/core/bus/message.js';
import type { Waveform } from '../../../src/core/bus/signal.js';
import { MAX_WORDS, Transmission } from '../../../src/core/bus/transmission.js';
import { Transmitter } from '../../../src/core/bus/transmitter.js';
import { makeImage, MIL_STD_1553B_WORD as MIL, SHUTTLE_WORD as SHUTTLE } from '../../../src/core/bus/word.js';
import { HEALTHY, sending } from '../../support/bus.js';
import { lineText } from '../../support/line-code.js';

const image = makeImage(MIL, 'command', 0x1234);
const other = makeImage(MIL, 'data', 0xffff);

describe('a transmission', () => {
  it('takes 20 µs a word in 1553, back to back', () => {
    const tx = sending(MIL, [image, other, other]);
    tx.startNs = 1_000;
    expect([tx.stepNs, tx.durationNs, tx.endNs]).toEqual([20_000, 60_000, 61_000]);
  });

  it('takes 33 µs a word on the Shuttle, the gap after the last not counted', () => {
    const tx = sending(SHUTTLE, [makeImage(SHUTTLE, 'data', 1), makeImage(SHUTTLE, 'data', 2)]);
    expect([tx.stepNs, tx.durationNs]).toEqual([33_000, 61_000]);
    // 54 words take about 1.8 ms.
    for (let i = 2; i < 54; i++) tx.append(makeImage(SHUTTLE, 'data', i));
    expect(tx.durationNs).toBe(54 * 33_000 - 5_000);
  });

  it('of nothing takes no time', () => {
    expect(new Transmission(SHUTTLE).durationNs).toBe(0);
  });

  it('is refilled: what was sent before is gone', () => {
    const tx = sending(MIL, [image, image]);
    const before = lineText(tx.halves.subarray(0, 40));
    tx.clear();
    expect(tx.count).toBe(0);
    tx.append(other);
    expect(lineText(tx.halves.subarray(0, 40))).toBe(lineText(sending(MIL, [other]).halves.subarray(0, 40)));
    expect(lineText(tx.halves.subarray(0, 40))).not.toBe(before);
    tx.append(image);
    expect(lineText(tx.halves.subarray(40, 80))).toBe(before);
  });

  it('knows the line states beside a half-bit, across contiguous words', () => {
    const tx = sending(MIL, [image, other]);
    expect([tx.neighbour(0, -1), tx.neighbour(0, 0), tx.neighbour(0, 3)]).toEqual([0, 1, -1]);
    // Parity of 1234 is 0: low, then high; the data sync begins low.
    expect([tx.neighbour(0, 39), tx.neighbour(0, 40), tx.neighbour(1, -1), tx.neighbour(1, 0)]).toEqual([
      1, -1, 1, -1,
    ]);
    expect(tx.neighbour(1, 40)).toBe(0);
  });

  it('has idle line around each word where there are gaps', () => {
    const words = [makeImage(SHUTTLE, 'data', 1), makeImage(SHUTTLE, 'data', 2)];
    const tx = sending(SHUTTLE, words);
    expect([tx.neighbour(0, 56), tx.neighbour(1, -1), tx.neighbour(1, 0)]).toEqual([0, 0, -1]);
  });

  it('holds the longest message there is, and stops the run at a longer one', () => {
    const tx = new Transmission(MIL);
    for (let i = 0; i < MAX_WORDS; i++) tx.append(other);
    expect(tx.halves.length).toBe(MAX_WORDS * 40);
    tx.append(other);
    expect(() => tx.halves).toThrow('outside');
  });
});

describe('the time between two words (figure 8)', () => {
  it('is measured from mid-parity to mid-sync: 2 µs of it are no dead time', () => {
    const parityMidNs = 20_000 - 500;
    const nextStartNs = 20_000 + 4_000;
    const syncMidNs = nextStartNs + 1_500;
    expect(responseTimeNs(20_000, nextStartNs)).toBe(syncMidNs - parityMidNs);
    expect(responseTimeNs(20_000, 22_000)).toBe(4_000);
    expect(startAfterNs(20_000, 4_000)).toBe(22_000);
    for (const timeNs of [2_000, 4_000, 12_000, 14_000])
      expect(responseTimeNs(777, startAfterNs(777, timeNs))).toBe(timeNs);
  });
});

describe('a transmitter', () => {
  it('gives each transmission a healthy wave, then lets behaviours bend it, in their order', () => {
    const calls: string[] = [];
    const transmitter = new Transmitter(HEALTHY);
    const bend = (name: string, gain: number) => ({
      shape(wave: Waveform, timeNs: number, loadOhm: number) {
        calls.push(`${name} at ${timeNs} into ${loadOhm} ohm, ${wave.positiveMv} mV`);
        wave.positiveMv *= gain;
      },
    });
    transmitter.behaviours.push(bend('first', 0.5), bend('second', 0.1));
    const tx = sending(MIL, [image]);
    tx.startNs = 42;
    for (let i = 0; i < 2; i++) {
      transmitter.drive(tx, 35);
      expect([tx.wave.positiveMv, tx.wave.negativeMv, tx.wave.edgeNs]).toEqual([150, 3000, 187.5]);
    }
    const once = ['first at 42 into 35 ohm, 3000 mV', 'second at 42 into 35 ohm, 1500 mV'];
    expect(calls).toEqual([...once, ...once]);
  });
});
