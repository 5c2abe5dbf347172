/** Big-endian numbers into and out of bytes, in order. Reading past the end gives zeros, and is remembered. */
import { assert } from '../../core/at.js';

export class Writer {
  readonly #view: DataView;
  #place = 0;

  constructor(most: number) {
    this.#view = new DataView(new ArrayBuffer(most));
  }

  u8(value: number): void {
    this.#check(value, 0, 0xff);
    this.#view.setUint8(this.#next(1), value);
  }

  i16(value: number): void {
    this.#check(value, -0x8000, 0x7fff);
    this.#view.setInt16(this.#next(2), value);
  }

  u16(value: number): void {
    this.#check(value, 0, 0xffff);
    this.#view.setUint16(this.#next(2), value);
  }

  u24(value: number): void {
    this.u8(value >>> 16);
    const place = this.#next(2);
    this.#view.setUint16(place, value & 0xffff);
  }

  u32(value: number): void {
    this.#check(value, 0, 0xffffffff);
    this.#view.setUint32(this.#next(4), value);
  }

  bytes(values: Uint8Array): void {
    for (const value of values) this.u8(value);
  }

  /** What was written. */
  done(): Uint8Array {
    return new Uint8Array(this.#view.buffer, 0, this.#place);
  }

  #next(bytes: number): number {
    const place = this.#place;
    this.#place += bytes;
    assert(this.#place <= this.#view.byteLength, 'a packet fits into one frame');
    return place;
  }

  #check(value: number, least: number, most: number): void {
    assert(Number.isInteger(value) && value >= least && value <= most, 'a number fits its field');
  }
}

export class Reader {
  readonly #view: DataView;
  #place = 0;
  /** More was asked for than there is. */
  overrun = false;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#view.byteLength - this.#place;
  }

  u8(): number {
    return this.has(1) ? this.#view.getUint8(this.#place++) : 0;
  }

  i16(): number {
    return this.has(2) ? this.#view.getInt16(this.#take(2)) : 0;
  }

  u16(): number {
    return this.has(2) ? this.#view.getUint16(this.#take(2)) : 0;
  }

  u24(): number {
    if (!this.has(3)) return 0;
    return (this.u8() << 16) | this.#view.getUint16(this.#take(2));
  }

  u32(): number {
    return this.has(4) ? this.#view.getUint32(this.#take(4)) : 0;
  }

  /** A copy of all that is left. */
  rest(): Uint8Array {
    const from = this.#view.byteOffset + this.#take(this.left);
    return new Uint8Array(this.#view.buffer).slice(from, this.#view.byteOffset + this.#view.byteLength);
  }

  #take(bytes: number): number {
    const place = this.#place;
    this.#place += bytes;
    return place;
  }

  /** Are there so many bytes left? Remembered as an overrun if not. */
  has(bytes: number): boolean {
    if (this.left >= bytes) return true;
    this.#place = this.#view.byteLength;
    this.overrun = true;
    return false;
  }
}
