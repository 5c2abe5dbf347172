/**
 * Mid-value select: what a computer makes of redundant sensors that all measure the same thing. The middle of three needs
 * no threshold, follows no single failed sensor beyond its neighbours, and is the same for everybody who has the same
 * readings; that they do have the same is the business of the exchange before.
 *
 *     none -> no value    a -> a    a b -> mean    a b c -> the middle    more -> the median, of an even number the mean of
 *                                                                         the two in the middle
 *
 * With an even number the mean may hide that half the sensors say one thing and half another: 100 100 9999 9999 gives
 * 5049.5, which nobody measured. Such a spread is flagged; that it is selected all the same is for the caller to judge.
 */
import { assert, int32At } from '../at.js';

/**
 * - `ok`: as good as its readings;
 * - `two-two`: of four or another even number more, half lie on either side of a gap wider than the tolerance;
 * - `none`: there was no reading, and the value is none.
 */
export type SelectionFlag = 'ok' | 'two-two' | 'none';

/** Selects again and again without allocating. The fields hold the last selection. */
export class MidValue {
  /** In the unit of the readings (LSB); half an LSB is possible, where two are averaged. 0 under the flag `none`. */
  value = 0;
  flag: SelectionFlag = 'none';
  /** Between the two readings that were averaged, in LSB; 0 where one was selected. Two sensors may be judged by it. */
  gap = 0;
  private readonly sorted: Int32Array;

  /**
   * @param capacity the most readings that are selected from
   * @param tolerance how far apart, in LSB, the two middle ones of an even number may be, inclusive; 0 or more
   */
  constructor(
    capacity: number,
    readonly tolerance: number,
  ) {
    assert(capacity >= 1 && tolerance >= 0, 'a selection needs room, and a tolerance that is none below 0');
    this.sorted = new Int32Array(capacity);
  }

  /**
   * Selects from the first `count` of `readings`; the caller has left out those without data.
   * @throws AssertionError when there are more than `capacity`
   */
  select(readings: Int32Array, count: number): void {
    assert(count >= 0 && count <= this.sorted.length, 'more readings than this selection was made for');
    if (count === 4) {
      this.selectOfFour(readings);
      return;
    }
    this.sort(readings, count);
    if (count === 0) {
      this.value = 0;
      this.gap = 0;
      this.flag = 'none';
      return;
    }
    const upper = int32At(this.sorted, Math.trunc(count / 2));
    const lower = int32At(this.sorted, Math.trunc((count - 1) / 2));
    this.settle(lower, upper, count);
  }

  /** The commonest case, without sorting: the middle two are the greater low and the lesser high of two pairs. */
  private selectOfFour(readings: Int32Array): void {
    const a = int32At(readings, 0);
    const b = int32At(readings, 1);
    const c = int32At(readings, 2);
    const d = int32At(readings, 3);
    const low = Math.max(Math.min(a, b), Math.min(c, d));
    const high = Math.min(Math.max(a, b), Math.max(c, d));
    this.settle(Math.min(low, high), Math.max(low, high), 4);
  }

  private settle(lower: number, upper: number, count: number): void {
    this.value = (lower + upper) / 2;
    this.gap = upper - lower;
    this.flag = count >= 4 && this.gap > this.tolerance ? 'two-two' : 'ok';
  }

  /** By insertion: for the handful there is, nothing is quicker. */
  private sort(readings: Int32Array, count: number): void {
    const sorted = this.sorted;
    for (let i = 0; i < count; i++) {
      const reading = int32At(readings, i);
      let j = i;
      for (; j > 0 && int32At(sorted, j - 1) > reading; j--) sorted[j] = int32At(sorted, j - 1);
      sorted[j] = reading;
    }
  }
}
