/** What holds under every fault of the catalogue, alone or with others, on any small vehicle, in every mode. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WireTap } from '../../../src/core/bus/medium.js';
import { newWaveform, setHealthy } from '../../../src/core/bus/signal.js';
import type { Transmission } from '../../../src/core/bus/transmission.js';
import type { ScenarioConfig } from '../../../src/core/config.js';
import type { ExchangeName } from '../../../src/core/exchange/modes.js';
import type { Observer, ReadingEvent } from '../../../src/core/observer.js';
import { anyFault, PERIOD_US, vehicleWithFaults } from '../../support/any-fault.js';
import { HEALTHY } from '../../support/bus.js';
import { prepare } from '../../support/flights.js';
import { holds } from '../../support/property.js';

const CYCLES = 14;
const mode = fc.constantFrom<ExchangeName>('none', 'status', 'om1', 'ic');
const someFaults = fc.array(anyFault(), { minLength: 1, maxLength: 3 });

class Readings implements Observer {
  readonly detailed = true;
  readonly all: ReadingEvent[] = [];
  reading(event: ReadingEvent): void {
    this.all.push({ ...event });
  }
}

/** Everything that came out of a run, in so many numbers. */
function outcome(scenario: ScenarioConfig, name: ExchangeName, shortCut: boolean): unknown {
  const readings = new Readings();
  const { vehicle, log, run } = prepare(scenario, name, [readings]);
  for (const { receiver } of vehicle.computers) receiver.shortCut = shortCut;
  run(CYCLES);
  const faults = vehicle.faults.faults.map(({ status, appliedNs, detectedNs, isolatedNs }) => [
    status,
    appliedNs,
    detectedNs,
    isolatedNs,
  ]);
  const { pages, votes, accused } = log;
  return { readings: readings.all, pages, votes, accused, faults };
}

/** Looks at each transmission from some time on. */
class Look implements WireTap {
  readonly odd: string[] = [];
  seen = 0;
  readonly #fromNs: number;
  readonly #sound = newWaveform();

  constructor(fromNs: number) {
    this.#fromNs = fromNs;
    setHealthy(this.#sound, HEALTHY);
  }

  transmission(bus: string, from: string, tx: Transmission): void {
    if (tx.startNs < this.#fromNs) return;
    this.seen++;
    const isSound = JSON.stringify(tx.wave) === JSON.stringify(this.#sound);
    if (tx.isDamaged || tx.isDisturbed || !isSound) this.odd.push(`${from} on ${bus}`);
  }
}

describe('whatever is wrong', () => {
  it('every run comes to its end, with a time for each fault that acted and for nothing else', () => {
    holds(
      fc.property(vehicleWithFaults(someFaults, CYCLES), mode, (scenario, name) => {
        const { vehicle, run } = prepare(scenario, name);
        run(CYCLES);
        expect(vehicle.cycle).toBe(CYCLES - 1);
        for (const { appliedNs, detectedNs, isolatedNs, applicable } of vehicle.faults.faults) {
          for (const timeNs of [appliedNs, detectedNs, isolatedNs])
            if (timeNs !== undefined) expect(Number.isFinite(timeNs)).toBe(true);
          if (appliedNs === undefined || !applicable)
            expect([detectedNs, isolatedNs]).toEqual([undefined, undefined]);
        }
        expect(Number.isFinite(vehicle.timing.endNs)).toBe(true);
      }),
      150,
    );
  });

  it('the short cut of the ears gives what the full model gives', () => {
    holds(
      fc.property(vehicleWithFaults(someFaults, CYCLES), mode, (scenario, name) => {
        expect(outcome(scenario, name, true)).toEqual(outcome(scenario, name, false));
      }),
      25,
    );
  });

  it('when the fault is over, the wire is as sound as it ever was, and all hear what is read', () => {
    const overUs = 8 * PERIOD_US;
    let looked = 0;
    holds(
      fc.property(vehicleWithFaults(fc.tuple(anyFault(overUs)), CYCLES), mode, (scenario, name) => {
        const readings = new Readings();
        const look = new Look((overUs + PERIOD_US) * 1000);
        const { vehicle, run } = prepare(scenario, name, [readings]);
        for (const { medium } of vehicle.buses) medium.taps.push(look);
        for (const medium of vehicle.links.media) medium.taps.push(look);
        run(CYCLES);
        expect(look.odd).toEqual([]);
        looked += look.seen;
        const after = readings.all.filter(({ timeNs }) => timeNs >= (overUs + PERIOD_US) * 1000);
        for (const { kind } of after) expect(kind).toBe('ok');
      }),
      100,
    );
    expect(looked).toBeGreaterThan(1000);
  });
});
