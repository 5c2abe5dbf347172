import { describe, expect, it } from 'vitest';
import { messageFormat } from '../../../src/core/bus/message.js';
import { Transmission } from '../../../src/core/bus/transmission.js';
import { Transmitter } from '../../../src/core/bus/transmitter.js';
import type { SeriesResistanceConfig } from '../../../src/core/config.js';
import { Fault } from '../../../src/core/fault/fault.js';
import { SeriesResistance } from '../../../src/core/fault/series-resistance.js';

const MS = 1_000_000;

function faulty(ohm: SeriesResistanceConfig['ohm']): { fault: Fault; transmitter: Transmitter } {
  const config: SeriesResistanceConfig = {
    id: 'crack',
    target: 'T',
    behaviour: 'series-resistance',
    from: { timeUs: 0 },
    ohm,
  };
  const fault = new Fault(config);
  fault.fromNs = 0;
  fault.untilNs = 100 * MS;
  const transmitter = new Transmitter({ levelMv: 6000, riseNs: 150 });
  transmitter.behaviours.push(new SeriesResistance(fault, config));
  return { fault, transmitter };
}

/** The wave that leaves for a load of 35 ohm, half of the line's 70. */
function driven(transmitter: Transmitter, timeNs: number): Transmission {
  const tx = new Transmission(messageFormat('shuttle').word);
  tx.startNs = timeNs;
  transmitter.drive(tx, 35);
  return tx;
}

/** Peak to peak. */
function levelMv(transmitter: Transmitter, timeNs: number): number {
  const { positiveMv, negativeMv } = driven(transmitter, timeNs).wave;
  return positiveMv + negativeMv;
}

describe('a resistance in series with a transmitter of 6.0 Vpp', () => {
  it.each([
    [0, 6000],
    [35, 3000],
    [340, 560],
    [402.5, 480],
    [490, 400],
    [1e9, 0.00021],
  ])('%d ohm leave %d mVpp', (ohm, mv) => {
    expect(levelMv(faulty(ohm).transmitter, 0)).toBeCloseTo(mv, 7);
  });

  it('shrinks both polarities alike and changes nothing else', () => {
    const healthy = driven(new Transmitter({ levelMv: 6000, riseNs: 150 }), 0).wave;
    const { wave } = driven(faulty(340).transmitter, 0);
    expect(wave).toEqual({ ...healthy, positiveMv: wave.positiveMv, negativeMv: wave.positiveMv });
  });

  it('acts from its beginning to before its end', () => {
    const { fault, transmitter } = faulty(35);
    expect([-1, 0, 100 * MS - 1, 100 * MS].map((timeNs) => levelMv(transmitter, timeNs))).toEqual([
      6000, 3000, 3000, 6000,
    ]);
    expect(fault.appliedNs).toBe(0);
  });

  it('grows in steps, each from its time on, the first from the beginning of the fault', () => {
    const { transmitter } = faulty([
      { timeUs: 20_000, ohm: 35 },
      { timeUs: 40_000, ohm: 340 },
      { timeUs: 60_000, ohm: 490 },
    ]);
    const levels = [0, 20, 39.999999, 40, 59.999999, 60, 99].map((ms) => levelMv(transmitter, ms * MS));
    expect(levels.map(Math.round)).toEqual([3000, 3000, 3000, 560, 560, 400, 400]);
  });

  it('is not applied where it changes nothing: before its time, or at 0 ohm', () => {
    const none = faulty([
      { timeUs: 0, ohm: 0 },
      { timeUs: 50_000, ohm: 35 },
    ]);
    for (const timeNs of [-1, 0, 49 * MS]) driven(none.transmitter, timeNs);
    expect(none.fault.appliedNs).toBeUndefined();
    driven(none.transmitter, 50 * MS);
    driven(none.transmitter, 51 * MS);
    expect(none.fault.appliedNs).toBe(50 * MS);
  });
});
