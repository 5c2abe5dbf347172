/**
 * Faults of ours, as opposed to faults of the world: the world's errors are values that travel with the data; an index
 * out of range or a broken invariant is a bug in this program, and the run stops at the place where it shows.
 *
 * With `noUncheckedIndexedAccess` every `array[i]` may be undefined. These accessors settle that once, and loudly, where
 * a `!` would settle it silently.
 */

/** A bug in this program. Nothing catches it on purpose; a caller's bad input is reported otherwise. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/**
 * Stops the run unless `condition` holds. In hot code give a constant message: a template is built before the call.
 * @throws AssertionError with `message`
 */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** Anything but undefined, which would look like a missing item. */
type Item = object | string | number | bigint | boolean | symbol | null;

/**
 * The item at `index` (0 … length − 1). For all but inner loops: see {@link int32At}.
 * @throws AssertionError where there is none: out of range, not an integer, or a hole
 */
export function at<T extends Item>(array: ArrayLike<T>, index: number): T {
  const item = array[index];
  if (item === undefined) throw outOfRange(index, array.length);
  return item;
}

/**
 * {@link at} for inner loops over Int32Array. V8 remembers the kinds of array seen by a *function*, not by each of its
 * callers, and gives up at more than four; `at` serves arrays of every kind, so there each access then costs a call
 * (measured: 10 ns against 2). This one sees one kind, and its check is the bounds check that the engine makes anyway.
 * @throws AssertionError where there is none
 */
export function int32At(array: Int32Array, index: number): number {
  const item = array[index];
  if (item === undefined) throw outOfRange(index, array.length);
  return item;
}

/** {@link int32At} for Float64Array. */
export function float64At(array: Float64Array, index: number): number {
  const item = array[index];
  if (item === undefined) throw outOfRange(index, array.length);
  return item;
}

/** {@link int32At} for Uint8Array. */
export function byteAt(array: Uint8Array, index: number): number {
  const item = array[index];
  if (item === undefined) throw outOfRange(index, array.length);
  return item;
}

/** {@link at} for hot code that goes through an array of objects, apart for the same reason as {@link int32At}. */
export function objectAt<T extends object | null>(array: readonly T[], index: number): T {
  const item = array[index];
  if (item === undefined) throw outOfRange(index, array.length);
  return item;
}

/** Apart from the accessors, so that they stay small enough to be inlined. */
function outOfRange(index: number, length: number): AssertionError {
  return new AssertionError(`index ${String(index)} is outside an array of ${String(length)}`);
}
