/**
 * The arithmetic of a cycle on a line: when each slot begins, whether all of them fit into the period, and what would
 * do if they do not. `doctor` shows it, `attach` runs by it, and the page hardware/protocol.md tells it in words.
 *
 *   | beacon |g| wait | command |g| wait | response |g| wait | c0 |g| c1 |g| … | spare |
 *
 * g is the guard after each burst. A slot that depends on an earlier one waits until that was heard; the spare time of
 * a period goes to these waits in equal parts, so that a late wake-up costs nothing where there is room. Where each
 * sender has a clock of its own, and the next one speaks whether he was late or not, the guards get such a part too, and
 * the waits a second one: to think about what was heard.
 */
import type { PlannedSlot, SetUp } from './cycle-plan.js';

export const USUAL_BAUD_RATES = [
  9_600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600, 1_000_000, 2_000_000, 3_000_000,
] as const;

/** 8N1: a start bit, eight bits, a stop bit. */
const BITS_PER_BYTE = 10;

export interface LineTiming {
  readonly baud: number;
  /** Silence after each burst: for drivers to let go, and for the clocks of two senders that differ. */
  readonly guardUs: number;
  /** Longest time from the last bit on the wire to the program that waits for it. */
  readonly latencyUs: number;
  /** Longest time that a terminal takes from a command to its response. */
  readonly turnAroundUs: number;
}

export interface TimedSlot extends PlannedSlot {
  /** Since the start of the cycle. */
  readonly startUs: number;
  /** The burst alone, guard and wait not included. */
  readonly onLineUs: number;
  /** Silence after it, its part of the spare time included. */
  readonly guardUs: number;
  /** When the last of it has been heard, or never will be. */
  readonly heardUs: number;
}

export interface SlotTable {
  readonly slots: readonly TimedSlot[];
  readonly bytes: number;
  /** All bursts, all guards, all waits; their sum is what a cycle needs. */
  readonly onLineUs: number;
  readonly guardsUs: number;
  readonly waitsUs: number;
  readonly neededUs: number;
  /** Negative: so much is missing. */
  readonly spareUs: number;
  readonly fits: boolean;
}

/** How long so many bytes take, rounded up. */
export function bytesUs(bytes: number, baud: number): number {
  return Math.ceil((bytes * BITS_PER_BYTE * 1_000_000) / baud);
}

/** Lays out a cycle; where it does not fit, as it would be without its period. */
export function layOut(
  plan: readonly PlannedSlot[],
  setUp: SetUp,
  timing: LineTiming,
  periodUs: number,
): SlotTable {
  const tight = sums(plan, setUp, timing);
  const spareUs = periodUs - tight.neededUs;
  const extraUs = Math.max(0, Math.floor(spareUs / sharesOf(plan, setUp)));
  const slots = place(plan, setUp, timing, extraUs);
  return { slots, ...tight, spareUs, fits: spareUs >= 0 };
}

/** Among how many places the spare time is divided. */
export function sharesOf(plan: readonly PlannedSlot[], setUp: SetUp): number {
  // The end of the cycle waits too: what was said last has to be heard before the next beacon.
  const waits = 1 + plan.filter((slot) => slot.waits).length;
  return setUp === 'four-ears' ? waits : 2 * waits + plan.length;
}

/** The least of the usual rates at which the cycle fits; undefined if none does: a longer period, then. */
export function leastBaud(
  plan: readonly PlannedSlot[],
  setUp: SetUp,
  timing: LineTiming,
  periodUs: number,
): number | undefined {
  return USUAL_BAUD_RATES.find((baud) => sums(plan, setUp, { ...timing, baud }).neededUs <= periodUs);
}

function sums(plan: readonly PlannedSlot[], setUp: SetUp, timing: LineTiming) {
  let [bytes, onLineUs, waitsUs] = [0, 0, hearingUs(setUp, timing)];
  for (const slot of plan) {
    bytes += slot.bytes;
    onLineUs += bytesUs(slot.bytes, timing.baud);
    waitsUs += waitUs(slot, setUp, timing);
  }
  const guardsUs = plan.length * timing.guardUs;
  return { bytes, onLineUs, guardsUs, waitsUs, neededUs: onLineUs + guardsUs + waitsUs };
}

function place(plan: readonly PlannedSlot[], setUp: SetUp, timing: LineTiming, extraUs: number): TimedSlot[] {
  let nowUs = 0;
  const guardUs = timing.guardUs + (setUp === 'four-ears' ? 0 : extraUs);
  const waitExtraUs = setUp === 'four-ears' ? extraUs : 2 * extraUs;
  return plan.map((slot) => {
    if (slot.waits) nowUs += waitUs(slot, setUp, timing) + waitExtraUs;
    const startUs = nowUs;
    const onLineUs = bytesUs(slot.bytes, timing.baud);
    nowUs += onLineUs + guardUs;
    return { ...slot, startUs, onLineUs, guardUs, heardUs: nowUs + hearingUs(setUp, timing) + extraUs };
  });
}

function waitUs(slot: PlannedSlot, setUp: SetUp, timing: LineTiming): number {
  if (!slot.waits) return 0;
  return hearingUs(setUp, timing) + (slot.purpose === 'response' ? timing.turnAroundUs : 0);
}

/**
 * From a sender's slot to everybody's having heard it: one latency for the burst itself. Where each has a clock of its
 * own, set by the beacon as it was heard, the sender may lag by another.
 */
function hearingUs(setUp: SetUp, { latencyUs }: LineTiming): number {
  return setUp === 'four-ears' ? latencyUs : 2 * latencyUs;
}

/**
 * Who is late by more than the slot and its guard is silent: the next one speaks.
 * @param nowUs since the start of the cycle, by the own clock
 */
export function isInTime({ startUs, onLineUs, guardUs }: TimedSlot, nowUs: number): boolean {
  return nowUs - startUs <= onLineUs + guardUs;
}
