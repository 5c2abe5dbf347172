import { describe, expect, it } from 'vitest';
import { Medium } from '../../../src/core/bus/medium.js';
import type { Reading } from '../../../src/core/bus/reading.js';
import { makeImage, SHUTTLE_WORD as WORD } from '../../../src/core/bus/word.js';
import { heardOf, line, Notes, receiver, sending } from '../../support/bus.js';

const scan = Array.from({ length: 54 }, (_, i) => makeImage(WORD, 'data', (10 << 19) | (i << 3) | 5));
/** 17 mV of peak over a threshold of 500 mV: marginal, so that noise shows. */
const marginal = () => sending(WORD, scan, { levelMv: 518 });

/** A medium with as many listeners, all alike. */
function medium(stations: number, busKey = 1): Medium {
  const wire = new Medium('bus', line({ tapsM: { S0: 0, S1: 10, S2: 30 } }), busKey);
  for (let i = 0; i < stations; i++) wire.attach(`S${i}`, receiver());
  return wire;
}

/** What each station makes of a marginal scan. */
function heardAfter(wire: Medium, cycle: number, before: () => void = () => undefined): object[] {
  const readings = wire.newReadings();
  wire.beginCycle(cycle);
  before();
  wire.transmit(0, marginal(), readings);
  return readings.map(heardOf);
}

describe('the medium', () => {
  it('numbers its stations in order, and gives each but the sender a reading', () => {
    const wire = new Medium('bus', line(), 1);
    expect(['A', 'B', 'C'].map((name) => wire.attach(name, receiver()))).toEqual([0, 1, 2]);
    const readings = wire.newReadings();
    expect(readings.length).toBe(3);
    wire.transmit(1, sending(WORD, scan), readings);
    expect(readings.map(({ kind, count }) => [kind, count])).toEqual([
      ['ok', 54],
      ['no-response', 0],
      ['ok', 54],
    ]);
    // The sender's own reading is left as it was.
    wire.transmit(0, sending(WORD, scan.slice(0, 2)), readings);
    expect(readings.map(({ count }) => count)).toEqual([54, 2, 2]);
  });

  it('brings the wave to each station in its own time, and falls idle when it has passed the last', () => {
    const wire = medium(3);
    const readings = wire.newReadings();
    const tx = sending(WORD, scan.slice(0, 1));
    tx.startNs = 1_000;
    wire.transmit(1, tx, readings);
    expect(readings.map(({ startNs }: Reading) => startNs)).toEqual([1_050, 0, 1_100]);
    expect([wire.delayNs(1, 0), wire.delayNs(1, 1), wire.delayNs(1, 2), wire.delayNs(2, 0)]).toEqual([
      50, 0, 100, 150,
    ]);
    expect(wire.freeNs).toBe(1_000 + 28_000 + 100);
    wire.transmit(0, tx, readings);
    expect(wire.freeNs).toBe(1_000 + 28_000 + 150);
  });

  it('counts the time on the wire, cycle by cycle', () => {
    const wire = medium(2);
    const readings = wire.newReadings();
    for (let i = 0; i < 2; i++) wire.transmit(0, sending(WORD, scan.slice(0, 1)), readings);
    expect(wire.busyNs).toBe(56_000);
    wire.beginCycle(1);
    expect(wire.busyNs).toBe(0);
  });

  it('shows every transmission to every tap, as it was sent, after all have heard it', () => {
    const wire = medium(2);
    const notes = [new Notes(), new Notes()];
    wire.taps.push(...notes);
    const tx = sending(WORD, scan.slice(0, 2), { levelMv: 10 });
    wire.transmit(1, tx, wire.newReadings());
    for (const { all } of notes)
      expect(all).toEqual([{ bus: 'bus', from: 'S1', startNs: 0, endNs: 61_000, words: scan.slice(0, 2) }]);
  });

  it('leaves less of a wave further away', () => {
    const wire = new Medium('bus', line({ lossPpmPerM: 20_000, tapsM: { near: 1, far: 60 } }), 1);
    for (const name of ['sender', 'near', 'far']) wire.attach(name, receiver({ thresholdMv: 2000 }));
    const readings = wire.newReadings();
    wire.transmit(0, sending(WORD, scan), readings);
    expect(readings.slice(1).map(({ kind }) => kind)).toEqual(['ok', 'no-response']);
    wire.transmit(2, sending(WORD, scan), readings);
    expect(readings.slice(0, 2).map(({ kind }) => kind)).toEqual(['no-response', 'no-response']);
  });
});

describe('the draws of noise on a medium', () => {
  it('are the same again for the same bus, cycle, station and word', () => {
    expect(heardAfter(medium(4), 3)).toEqual(heardAfter(medium(4), 3));
    const wire = medium(4);
    const first = heardAfter(wire, 3);
    heardAfter(wire, 4);
    expect(heardAfter(wire, 3)).toEqual(first);
  });

  it('differ with the bus, the cycle, the station and the words before', () => {
    const wire = medium(8);
    const heard = heardAfter(wire, 3);
    expect(new Set(heard.slice(1).map((reading) => JSON.stringify(reading))).size).toBeGreaterThan(4);
    expect(heardAfter(medium(8, 2), 3)).not.toEqual(heard);
    expect(heardAfter(wire, 4)).not.toEqual(heard);
    const afterOthers = heardAfter(wire, 3, () => wire.transmit(1, marginal(), wire.newReadings()));
    expect(afterOthers).not.toEqual(heard);
  });

  it('do not depend on who else is attached, then or later', () => {
    const few = heardAfter(medium(4), 3);
    expect(heardAfter(medium(9), 3).slice(0, 4)).toEqual(few);
    const wire = medium(4);
    heardAfter(wire, 2);
    wire.attach('late', receiver());
    expect(heardAfter(wire, 3).slice(0, 4)).toEqual(few);
  });

  it('do not depend on whether others look closely', () => {
    const wire = new Medium('bus', line({ tapsM: { S1: 10, S2: 30 } }), 1);
    // Station 1 hears well and draws nothing at all.
    wire.attach('S0', receiver());
    wire.attach('S1', receiver({ thresholdMv: 100 }));
    wire.attach('S2', receiver());
    expect(heardAfter(wire, 3)[2]).toEqual(heardAfter(medium(3), 3)[2]);
  });
});
