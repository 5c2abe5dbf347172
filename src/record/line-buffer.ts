/**
 * Lines of a trace as bytes (UTF-8): written piece by piece as things happen, and put in order of time once a cycle.
 *
 * Text is made of strings only once, as pieces that are kept; what differs from line to line, numbers and words, is
 * written digit by digit. Strings built for every line would cost several times what the cycle itself does.
 */
import { byteAt, float64At, int32At } from '../core/at.js';
import type { TimeNs } from '../core/time.js';

/** Takes finished lines, each with its newline, as UTF-8. The bytes are on loan until it returns. */
export type TraceSink = (lines: Uint8Array) => void;

/** A text as it is written. */
export type Piece = Uint8Array;

const ENCODER = new TextEncoder();
export const piece = (text: string): Piece => ENCODER.encode(text);

const HEAD = piece('{"t":');
const TAIL = piece('}\n');
const HEX_DIGITS = piece('0123456789abcdef');
const ZERO = 0x30;
const MINUS = 0x2d;
const BILLION = 1e9;
/** Room for any number: a sign and 16 digits. */
const MARGIN = 32;
/** Lines from which on a sort that is quick for many is also quicker. */
const MANY_LINES = 256;
/** Finished lines are handed on when so much has come together: a call for every line would cost more than the line. */
const CHUNK = 1 << 14;

export class LineBuffer {
  readonly #sink: TraceSink;
  /** Bodies of this cycle's lines, in the order in which they were written. */
  #bodies = new Uint8Array(1 << 14);
  #size = 0;
  #lines = 0;
  #timeNs = new Float64Array(64);
  /** Where a line's body ends. */
  #end = new Int32Array(64);
  #order = new Int32Array(64);

  /** Finished lines. */
  #out = new Uint8Array(CHUNK + MARGIN);
  #outSize = 0;

  constructor(sink: TraceSink) {
    this.#sink = sink;
  }

  /** Begins a line. */
  begin(timeNs: TimeNs, start: Piece): void {
    if (this.#lines === this.#timeNs.length) this.#makeRoomForLines();
    this.#timeNs[this.#lines++] = timeNs;
    this.piece(start);
  }

  piece(text: Piece): void {
    this.#need(text.length);
    this.#bodies.set(text, this.#size);
    this.#size += text.length;
  }

  byte(code: number): void {
    this.#need(1);
    this.#bodies[this.#size++] = code;
  }

  /** The lowest digits of a whole number. */
  hex(value: number, digits: number): void {
    this.#need(digits);
    let shift = 4 * digits;
    for (let i = 0; i < digits; i++) {
      shift -= 4;
      this.#bodies[this.#size++] = byteAt(HEX_DIGITS, (value >>> shift) & 15);
    }
  }

  /** A whole number, 0 … 2^53. */
  whole(value: number): void {
    this.#need(MARGIN);
    this.#size = writeWhole(value, this.#bodies, this.#size);
  }

  /** Ends the line. */
  end(): void {
    this.#end[this.#lines - 1] = this.#size;
  }

  /** Finishes the lines of a cycle: in order of time, those of equal time as they came. */
  endCycle(cycle: number): void {
    if (this.#lines === 0) return;
    const middle = piece(`,"cycle":${cycle},`);
    const order = this.#sort();
    for (let i = 0; i < this.#lines; i++) {
      const line = int32At(order, i);
      const start = line === 0 ? 0 : int32At(this.#end, line - 1);
      this.#finish(float64At(this.#timeNs, line), middle, start, int32At(this.#end, line));
    }
    this.#lines = 0;
    this.#size = 0;
  }

  /** Hands on what has come together. */
  flush(): void {
    if (this.#outSize > 0) this.#sink(this.#out.subarray(0, this.#outSize));
    this.#outSize = 0;
  }

  #finish(timeNs: TimeNs, middle: Piece, start: number, end: number): void {
    const length = HEAD.length + middle.length + (end - start) + TAIL.length + MARGIN;
    if (this.#outSize + length > CHUNK) this.flush();
    if (length > this.#out.length) this.#out = new Uint8Array(length);
    const out = this.#out;
    let size = put(out, this.#outSize, HEAD);
    size = writeWhole(timeNs, out, size);
    size = put(out, size, middle);
    out.set(this.#bodies.subarray(start, end), size);
    size += end - start;
    this.#outSize = put(out, size, TAIL);
  }

  /** @returns the lines in order of time. Buses run side by side, so that few are out of place in a usual cycle. */
  #sort(): Int32Array {
    const order = this.#order;
    const timeNs = this.#timeNs;
    for (let i = 0; i < this.#lines; i++) order[i] = i;
    if (this.#lines > MANY_LINES)
      return order.subarray(0, this.#lines).sort((a, b) => float64At(timeNs, a) - float64At(timeNs, b));

    for (let i = 1; i < this.#lines; i++) {
      const ownNs = float64At(timeNs, i);
      let place = i;
      for (; place > 0; place--) {
        const before = int32At(order, place - 1);
        if (float64At(timeNs, before) <= ownNs) break;
        order[place] = before;
      }
      order[place] = i;
    }
    return order;
  }

  #need(bytes: number): void {
    if (this.#size + bytes <= this.#bodies.length) return;
    const larger = new Uint8Array(2 * (this.#size + bytes));
    larger.set(this.#bodies);
    this.#bodies = larger;
  }

  #makeRoomForLines(): void {
    const room = 2 * this.#lines;
    const timeNs = new Float64Array(room);
    timeNs.set(this.#timeNs);
    this.#timeNs = timeNs;
    const end = new Int32Array(room);
    end.set(this.#end);
    this.#end = end;
    this.#order = new Int32Array(room);
  }
}

/** Copies a short piece, byte by byte: that beats a call into the engine. @returns where it ends */
function put(to: Uint8Array, at: number, text: Piece): number {
  for (let i = 0; i < text.length; i++) to[at++] = byteAt(text, i);
  return at;
}

/** Writes a whole number, up to 2^53 on either side of 0, in decimal digits. @returns where it ends */
function writeWhole(value: number, to: Uint8Array, at: number): number {
  const size = Math.abs(value);
  if (value < 0) to[at++] = MINUS;
  if (size < BILLION) return writeDigits(size, 1, to, at);
  const billions = Math.floor(size / BILLION);
  return writeDigits(size - billions * BILLION, 9, to, writeDigits(billions, 1, to, at));
}

/** @param value below a billion @param least digits, filled with zeros from the left */
function writeDigits(value: number, least: number, to: Uint8Array, at: number): number {
  let digits = 1;
  for (let bound = 10; bound <= value; bound *= 10) digits++;
  digits = Math.max(digits, least);
  let rest = value | 0;
  for (let place = at + digits - 1; place >= at; place--) {
    const tenth = (rest / 10) | 0;
    to[place] = ZERO + rest - tenth * 10;
    rest = tenth;
  }
  return at + digits;
}
