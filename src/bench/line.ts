/**
 * The line rows: what a cycle needs on a serial line at the usual baud rates, and the least rate for each frame rate.
 * Found by building the frames of every slot, with the guard and waits that a line configuration has by default.
 */
import type { ScenarioConfig } from '../core/config.js';
import { Histogram } from '../record/histogram.js';
import { planCycle, type LineMode, type SetUp } from '../line/protocol/cycle-plan.js';
import { layOut, leastBaud, type LineTiming } from '../line/protocol/slots.js';
import { modeOf } from './cycle-work.js';
import { percentilesOf } from './percentiles.js';
import type { LineRow } from './report.js';
import { withComputers } from './scenarios.js';

/** Rates that every adapter has, and those that the better ones have. */
export const LINE_BAUDS = [115_200, 230_400, 460_800, 921_600] as const;
export const LINE_COMPUTERS = [4, 5, 7] as const;
/** The defaults of a line configuration. */
export const LINE_TIMING: Omit<LineTiming, 'baud'> = { guardUs: 250, latencyUs: 1000, turnAroundUs: 500 };

/** @param computers ears of one host, or hosts */
export function lineRow(
  nominal: ScenarioConfig,
  setUp: SetUp,
  mode: LineMode,
  computers: number,
  name: string,
): LineRow {
  const scenario = withComputers(nominal, computers);
  const plan = planCycle(scenario, mode, setUp);
  const needed = (baud: number): number => layOut(plan, setUp, { ...LINE_TIMING, baud }, 0).neededUs;
  const least = (hz: number): number | null =>
    leastBaud(plan, setUp, { ...LINE_TIMING, baud: 0 }, 1e6 / hz) ?? null;
  const [usual] = LINE_BAUDS;
  const histogram = new Histogram();
  histogram.record(needed(usual) * 1000);
  return {
    what: 'line',
    kind: 'slots',
    name,
    title: `${setUp}, ${mode} among ${computers} computers on a serial line`,
    computers,
    m: modeOf(mode).m,
    exchange: mode,
    scenario: `nominal with ${computers} computers`,
    perSecond: 1e6 / needed(usual),
    ns: percentilesOf(histogram),
    clock: 'bus',
    spread: null,
    setUp,
    bytes: plan.reduce((sum, slot) => sum + slot.bytes, 0),
    slots: plan.length,
    ...LINE_TIMING,
    neededUs: Object.fromEntries(LINE_BAUDS.map((baud) => [String(baud), needed(baud)])),
    leastBaud: { '25': least(25), '50': least(50), '100': least(100) },
  };
}
