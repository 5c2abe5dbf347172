/**
 * Is the cycle of a line configuration possible? Told before anything is opened, with what would do: a baud rate, or
 * else a period.
 */
import type { ScenarioConfig } from '../core/config.js';
import { timingOf, type LineConfiguration } from './configuration.js';
import { planCycle, type PlannedSlot, type SetUp } from './protocol/cycle-plan.js';
import { layOut, leastBaud, sharesOf, type SlotTable } from './protocol/slots.js';

export interface Feasibility {
  readonly plan: readonly PlannedSlot[];
  readonly table: SlotTable;
  /** The least of the usual rates that would do; undefined where none does. */
  readonly leastBaud: number | undefined;
  /** Undefined where the cycle is possible. */
  readonly problem: { readonly message: string; readonly remedy: string } | undefined;
}

export function judgeCycle(
  configuration: LineConfiguration,
  scenario: ScenarioConfig,
  exchange: string,
): Feasibility {
  const { setUp } = configuration;
  const { periodUs = scenario.cycle.periodUs } = configuration;
  const timing = timingOf(configuration);
  const plan = planCycle(scenario, exchange, setUp);
  const table = layOut(plan, setUp, timing, periodUs);
  const least = leastBaud(plan, setUp, timing, periodUs);
  if (table.fits) return { plan, table, leastBaud: least, problem: undefined };
  const { bytes, onLineUs, guardsUs, waitsUs, neededUs } = table;
  const message =
    `a cycle of ${periodUs} us is impossible at ${timing.baud} baud: ${bytes} bytes take ${onLineUs} us, ` +
    `${plan.length} guards ${guardsUs}, waits ${waitsUs}, together ${neededUs}`;
  const remedy =
    least === undefined
      ? `no usual baud rate would do: guards and waits alone take ${guardsUs + waitsUs} us; shorten them, or lengthen the period`
      : `set line.baud to ${least} or more, or periodUs to ${neededUs} or more`;
  return { plan, table, leastBaud: least, problem: { message, remedy } };
}

/**
 * How long one way through a line may really take: as configured, and the share of the cycle's spare time that each of
 * its waits is given. Where every sender has a clock of its own, a wait covers two ways.
 */
export function roomUs({ plan, table }: Feasibility, { setUp, slots }: LineConfiguration): number {
  const part = Math.max(0, table.spareUs) / sharesOf(plan, setUp);
  return slots.latencyUs + Math.floor(part / waysPerWait(setUp));
}

/** The least period in which there is room for ways of such a length. */
export function periodFor(
  latencyUs: number,
  { plan, table }: Feasibility,
  { setUp, slots }: LineConfiguration,
): number {
  const perWay = waysPerWait(setUp) * sharesOf(plan, setUp);
  return table.neededUs + perWay * Math.max(0, latencyUs - slots.latencyUs);
}

/** Where every sender has a clock of its own, a wait covers two ways. */
function waysPerWait(setUp: SetUp): number {
  return setUp === 'four-ears' ? 1 : 2;
}
