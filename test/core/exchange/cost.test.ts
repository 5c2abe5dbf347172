import { describe, expect, it } from 'vitest';
import type { ScenarioConfig } from '../../../src/core/config.js';
import { costOf } from '../../../src/core/exchange/cost.js';
import { boundIsMet, MODES } from '../../../src/core/exchange/modes.js';
import type { MessageEvent, Observer } from '../../../src/core/observer.js';
import { ears, modeOf, prepare, smallVehicle } from '../../support/flights.js';

/** So many computers with good ears, in a frame that is long enough for anything. */
function many(computers: number, keys: Record<string, unknown> = {}): ScenarioConfig {
  return smallVehicle({
    cycle: { periodUs: 10_000_000, cycles: 4 },
    computers: ears(...Array.from({ length: computers }, () => 400)),
    ...keys,
  });
}

const ORAL = MODES.filter(({ commander }) => commander !== undefined);
const CASES = [4, 5, 7, 8]
  .flatMap((n) => ORAL.filter(({ m }) => boundIsMet(n, m)).map((mode) => [mode.name, n] as const))
  .flatMap(([mode, n]) => ['broadcast', 'pointToPoint'].map((links) => [mode, n, links] as const));

// By arithmetic, against what the emulated buses do.
describe('what a mode costs', () => {
  it.each(CASES)('%s among %i, %s', (name, n, links) => {
    const mode = modeOf(name);
    for (const wordFormat of ['mil-std-1553b', 'shuttle']) {
      const scenario = many(n, { exchange: { links, wordFormat } });
      const messages: MessageEvent[] = [];
      const counter: Observer = { detailed: true, message: (message) => messages.push(message) };
      const { vehicle, run } = prepare(scenario, mode, [counter]);
      run(1);
      const cost = costOf(scenario, mode);
      expect(messages.length).toBe(cost.messages);
      run(1);
      // No sumwords in this one.
      expect(vehicle.timing.exchangeNs).toBe(cost.exchangeNs);
    }
  });

  it('counts every element in the fullest cycle, and in the emptiest only those that are always read', () => {
    const buses = [
      {
        id: 'main',
        commander: 'A',
        schedule: [
          { terminal: 'IMU', element: 'fast' },
          { terminal: 'IMU', element: 'slow', everyCycles: 2, subaddress: 2 },
        ],
      },
    ];
    const [one, two] = [many(4), many(4, { buses })];
    const sumwords = 36;
    expect(costOf(one, modeOf('om1')).messages).toBe(12 + sumwords);
    expect(costOf(two, modeOf('om1')).messages).toBe(24 + sumwords);
    expect(costOf(two, modeOf('om1')).exchangeNs).toBe(costOf(one, modeOf('om1')).exchangeNs);
    expect(costOf(many(4, { rules: { sumwordEveryCycles: 0 } }), modeOf('om1')).messages).toBe(12);
  });

  it('has the sumwords in every cycle, where they are exchanged in every cycle', () => {
    const scenario = many(7, { rules: { sumwordEveryCycles: 1 } });
    for (const name of ['om1', 'om2', 'ic', 'ic2'] as const) {
      const { vehicle, run } = prepare(scenario, name);
      run(1);
      expect(costOf(scenario, modeOf(name)).exchangeNs, name).toBe(vehicle.timing.exchangeNs);
    }
  });

  it.each([
    // (n, m) and messages in all, as the literature counts them, for one commander among n.
    [4, 'om1', 36],
    [7, 'om2', 1_092],
    [10, 'om3', 36_090],
    [13, 'om4', 1_408_992],
  ] as const)('of %i computers that agree on sumwords alone, %s takes %i', (n, mode, messages) => {
    const scenario = many(n);
    const nothingRead = { ...scenario, buses: scenario.buses.map((bus) => ({ ...bus, schedule: [] })) };
    expect(costOf(nothingRead, modeOf(mode)).messages).toBe(messages);
  });

  it('costs nothing where nothing is agreed on', () => {
    for (const name of ['none', 'status'] as const)
      expect(costOf(many(16), modeOf(name))).toEqual({ messages: 0, exchangeNs: 0 });
  });
});
