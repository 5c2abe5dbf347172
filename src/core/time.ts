/** Virtual time: an integer number of nanoseconds. A double holds ±104 days of it exactly. */
export type TimeNs = number;

export const NS_PER_US = 1_000;
export const NS_PER_MS = 1_000_000;

/** Microseconds of a scenario as virtual time, rounded to whole nanoseconds. */
export function usToNs(timeUs: number): TimeNs {
  return Math.round(timeUs * NS_PER_US);
}

export function nsToUs(timeNs: TimeNs): number {
  return timeNs / NS_PER_US;
}
