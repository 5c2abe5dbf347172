import { describe, expect, it } from 'vitest';
import type { ReadingKind } from '../../../src/core/bus/reading.js';
import { makeImage, MIL_STD_1553B_WORD as MIL, SHUTTLE_WORD as SHUTTLE } from '../../../src/core/bus/word.js';
import { hear, heardOf, receiver, sending, thoroughReceiver } from '../../support/bus.js';

const scan = Array.from({ length: 54 }, (_, i) => makeImage(SHUTTLE, 'data', (10 << 19) | (i << 3) | 5));
const message = [0x1234, 0xffff, 0, 0x5555].map((payload) => makeImage(MIL, 'data', payload));

describe('a receiver on a healthy wire', () => {
  it('hears every word as it was sent, when it arrives', () => {
    const tx = sending(SHUTTLE, scan);
    tx.startNs = -1_000;
    const ears = receiver();
    expect(heardOf(hear(ears, tx, { delayNs: 200 }))).toEqual({ kind: 'ok', words: scan, startNs: -800 });
    expect(ears.closeLooks).toBe(0);
  });

  it('keeps nothing of what it heard before', () => {
    const ears = receiver();
    const reading = hear(ears, sending(SHUTTLE, scan));
    hear(ears, sending(MIL, message.slice(0, 2)), {}, reading);
    expect(heardOf(reading)).toMatchObject({ kind: 'ok', words: message.slice(0, 2) });
    hear(ears, sending(MIL, message), { gain: 0.01 }, reading);
    expect(heardOf(reading)).toMatchObject({ kind: 'no-response', words: [] });
  });

  it('hears what the line leaves of a level', () => {
    const tx = sending(MIL, message, { levelMv: 6000 });
    expect(hear(receiver({ thresholdMv: 500 }), tx, { gain: 0.1 }).kind).toBe('ok');
    expect(hear(receiver({ thresholdMv: 700 }), tx, { gain: 0.1 }).kind).toBe('no-response');
  });
});

describe('the ears of STS-124: who hears FA2 at which level, and takes no close look for it', () => {
  const thresholdsMv = [360, 520, 440, 600];
  const [ok, none]: ReadingKind[] = ['ok', 'no-response'];
  it.each([
    [6000, [ok, ok, ok, ok]],
    [560, [ok, ok, ok, none]],
    [480, [ok, none, ok, none]],
    [400, [ok, none, none, none]],
  ])('%i mV', (levelMv, expected) => {
    const tx = sending(SHUTTLE, scan, { levelMv });
    for (let noiseKey = 0; noiseKey < 20; noiseKey++) {
      const quick = thresholdsMv.map((thresholdMv) => receiver({ thresholdMv, zeroCrossingNs: 250 }));
      expect(quick.map((ears) => hear(ears, tx, { noiseKey }).kind)).toEqual(expected);
      expect(quick.map(({ closeLooks }) => closeLooks)).toEqual([0, 0, 0, 0]);
      if (noiseKey > 2) continue;
      const full = thresholdsMv.map((thresholdMv) => thoroughReceiver({ thresholdMv, zeroCrossingNs: 250 }));
      expect(full.map((ears) => hear(ears, tx, { noiseKey }).kind)).toEqual(expected);
      expect(full.map(({ closeLooks }) => closeLooks)).toEqual([1, 1, 1, 1]);
    }
  });

  it('swapped ears hear for whoever wears them; between the levels nobody is lost', () => {
    const tx = sending(SHUTTLE, scan, { levelMv: 560 });
    const deaf = thresholdsMv.toReversed().map((thresholdMv) => hear(receiver({ thresholdMv }), tx).kind);
    expect(deaf).toEqual([none, ok, ok, ok]);
    const loud = sending(SHUTTLE, scan, { levelMv: 640 });
    expect(thresholdsMv.map((thresholdMv) => hear(receiver({ thresholdMv }), loud).kind)).toEqual([
      ok,
      ok,
      ok,
      ok,
    ]);
  });
});

describe('the short cut', () => {
  const kinds = (levelMv: number): unknown => {
    const ears = receiver({ thresholdMv: 500, noiseMv: 3 });
    const kind = hear(ears, sending(MIL, message, { levelMv })).kind;
    return [kind, ears.closeLooks];
  };

  it('is not taken within the noise bound of the threshold, 17.9 mV of peak each way', () => {
    expect(kinds(464)).toEqual(['no-response', 0]);
    expect(kinds(464.2)).toEqual(['no-response', 1]);
    expect(kinds(535.8)).toEqual(['ok', 1]);
    expect(kinds(535.9)).toEqual(['ok', 0]);
  });

  it('is not taken where crossings come near their tolerance', () => {
    const taken = (skewNs: number): unknown => {
      const ears = receiver({ zeroCrossingNs: 200, noiseMv: 3 });
      const { kind } = hear(ears, sending(MIL, message, { levelMv: 6000, risingLateNs: skewNs }));
      return [kind, ears.closeLooks];
    };
    // Behind the filter the slope is 24 mV/ns, so the jitter of two crossings is 1.5 ns at most.
    expect(taken(198)).toEqual(['ok', 0]);
    expect(taken(199)).toEqual(['ok', 1]);
    expect(taken(201)).toEqual(['manchester', 1]);
    expect(taken(-202)).toEqual(['manchester', 1]);
  });

  it('is the same for the same wave again, for another in between, and for a changed one', () => {
    const ears = receiver({ thresholdMv: 500 });
    const tx = sending(MIL, message, { levelMv: 6000 });
    const faint = sending(MIL, message, { levelMv: 400 });
    const heard = [tx, tx, faint, tx, faint, faint].map((sent) => hear(ears, sent).kind);
    expect(heard).toEqual(['ok', 'ok', 'no-response', 'ok', 'no-response', 'no-response']);
  });

  it.each([
    ['positiveMv', 100],
    ['negativeMv', 100],
    ['edgeNs', 700],
    ['risingLateNs', 240],
    ['fallingLateNs', 240],
  ] as const)('is thought over when %s alone changes', (key, value) => {
    const ears = receiver({ thresholdMv: 5900 });
    const tx = sending(MIL, message, { levelMv: 6000 });
    expect(hear(ears, tx).kind).toBe('ok');
    tx.wave[key] = value;
    expect(hear(ears, tx).kind).not.toBe('ok');
  });

  it('can be switched off at any time', () => {
    const ears = receiver();
    const tx = sending(MIL, message);
    hear(ears, tx);
    ears.shortCut = false;
    hear(ears, tx);
    expect(ears.closeLooks).toBe(1);
  });
});

describe('zero crossings (4.5.2.1.2.1)', () => {
  const skewed = sending(MIL, message, { risingLateNs: 100, fallingLateNs: -100 });

  it('skewed by 200 ns: a receiver that tolerates 150 rejects what one that tolerates 250 accepts', () => {
    const within = (zeroCrossingNs: number): string => hear(receiver({ zeroCrossingNs }), skewed).kind;
    expect([within(150), within(250)]).toEqual(['manchester', 'ok']);
    const full = (zeroCrossingNs: number): string => hear(thoroughReceiver({ zeroCrossingNs }), skewed).kind;
    expect([full(150), full(250)]).toEqual(['manchester', 'ok']);
  });

  it('all late by the same are not late: each is held against the one before', () => {
    const late = sending(MIL, message, { risingLateNs: 120, fallingLateNs: 120 });
    expect(hear(thoroughReceiver({ zeroCrossingNs: 25 }), late).kind).toBe('ok');
  });

  it('are shifted by unbalanced polarities, the more the slower the edge', () => {
    // A quarter of the positive half left: crossings are 0.3 of an edge apart, each way from the middle.
    const heard = (riseNs: number): string =>
      hear(receiver({ zeroCrossingNs: 150 }), sending(MIL, message, { riseNs, positiveMv: 750 })).kind;
    expect([heard(100), heard(300)]).toEqual(['ok', 'manchester']);
  });

  it('do not exist in a dead wire: noise alone, however loud, is no word', () => {
    const ears = thoroughReceiver({ thresholdMv: 1, noiseMv: 1000, zeroCrossingNs: 500 });
    const dead = sending(MIL, [message[0] ?? 0], { levelMv: 0 });
    for (let noiseKey = 0; noiseKey < 2_000; noiseKey++)
      expect(hear(ears, dead, { noiseKey }).kind).not.toBe('ok');
  });
});

describe('the limits of 4.5.2.1.2.1', () => {
  it.each([200, 300, 500, 700, 860])('a threshold of %i mV responds at 0.86 Vpp and above', (thresholdMv) => {
    const least = thresholdMv === 860 ? 900 : 860;
    for (const levelMv of [least, 2100, 14_000])
      expect(hear(receiver({ thresholdMv }), sending(MIL, message, { levelMv })).kind).toBe('ok');
  });

  it.each([201, 210, 240, 500, 860])('a threshold of %i mV does not respond at 0.20 Vpp', (thresholdMv) => {
    for (let noiseKey = 0; noiseKey < 50; noiseKey++) {
      const reading = hear(receiver({ thresholdMv }), sending(MIL, message, { levelMv: 200 }), { noiseKey });
      expect([reading.kind === 'ok', reading.count]).toEqual([false, 0]);
    }
  });
});

describe('the words of a broken transmission', () => {
  it('are kept up to the first error, which gives the reading its name', () => {
    const words = [...message.slice(0, 2), (message[2] ?? 0) ^ 1, ...message.slice(3)];
    const reading = hear(thoroughReceiver(), sending(MIL, words));
    expect(heardOf(reading)).toMatchObject({ kind: 'parity', words: message.slice(0, 2) });
  });

  it('differ from receiver to receiver and from time to time, by their noise alone', () => {
    const tx = sending(SHUTTLE, scan, { levelMv: 518 });
    const ears = receiver({ thresholdMv: 500, noiseMv: 3 });
    const readings = Array.from({ length: 40 }, (_, noiseKey) => hear(ears, tx, { noiseKey }));
    expect(new Set(readings.map(({ count }) => count)).size).toBeGreaterThan(5);
    readings.forEach((reading, noiseKey) => {
      expect(heardOf(hear(ears, tx, { noiseKey }))).toEqual(heardOf(reading));
    });
    const later = Array.from({ length: 40 }, (_, noiseKey) => hear(ears, tx, { noiseKey, firstWord: 54 }));
    expect(later.map(heardOf)).not.toEqual(readings.map(heardOf));
  });

  it('have noise of their own: word k of a transmission has the draws of word firstWord + k', () => {
    const ears = receiver({ thresholdMv: 500, noiseMv: 3 });
    const heardAlone = scan.map(
      (image, i) =>
        hear(ears, sending(SHUTTLE, [image], { levelMv: 518 }), { noiseKey: 1, firstWord: i }).kind,
    );
    const firstBad = heardAlone.findIndex((kind) => kind !== 'ok');
    expect(firstBad).toBeGreaterThan(0);
    const together = hear(ears, sending(SHUTTLE, scan, { levelMv: 518 }), { noiseKey: 1 });
    expect([together.kind, together.count]).toEqual([heardAlone[firstBad], firstBad]);
  });
});
