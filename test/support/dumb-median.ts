/** The median as in a school book: sorted, the middle one, or the mean of the two in the middle. */
export function dumbMedian(readings: readonly number[]): number | undefined {
  const sorted = [...readings].sort((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return sorted.length === 0 ? undefined : middle.reduce((sum, reading) => sum + reading, 0) / middle.length;
}
