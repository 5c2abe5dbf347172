/**
 * Bytes as they come, in any pieces, to packets. What is no frame becomes a value that says why, and how many bytes it
 * cost; nothing here throws, waits, or holds more than one frame, whatever comes in.
 *
 * After anything at all the next delimiter is a clean start, so a damaged frame costs itself and, where its delimiter
 * was hit, the frame that follows it.
 */
import { DELIMITER, CRC_BYTES, MAX_FRAME_BYTES, unstuff } from './framing.js';
import { crc32 } from './crc32.js';

export type DiscardReason =
  /** More bytes without a delimiter than a frame can have. Told once per so many, while it lasts. */
  | 'too-long'
  /** The stuffing leads past the end: bytes were lost, or it is noise. */
  | 'stuffing'
  /** Shorter than any frame. */
  | 'too-short'
  | 'crc';

/** `bytes` does not count delimiters: what comes in is what events tell of, and what is pending. */
export type FrameEvent =
  | { readonly kind: 'packet'; readonly packet: Uint8Array; readonly bytes: number }
  | { readonly kind: 'discarded'; readonly reason: DiscardReason; readonly bytes: number };

/** Between two delimiters. */
const MOST = MAX_FRAME_BYTES - 1;

export class FrameDecoder {
  readonly #held = new Uint8Array(MOST);
  #count = 0;
  /** What came was too long, and what is still coming belongs to it. */
  #skipping = false;

  /** Bytes of a frame that is not finished. */
  get pending(): number {
    return this.#count;
  }

  /** @returns what the chunk completed; the same whatever chunks the bytes come in */
  push(chunk: Uint8Array): FrameEvent[] {
    const events: FrameEvent[] = [];
    for (const byte of chunk) {
      if (byte === DELIMITER) this.#finish(events);
      else this.#keep(byte, events);
    }
    return events;
  }

  /** The line was closed or lost: what had begun never ends. */
  reset(): void {
    this.#count = 0;
    this.#skipping = false;
  }

  #keep(byte: number, events: FrameEvent[]): void {
    if (this.#count === MOST) {
      events.push({ kind: 'discarded', reason: 'too-long', bytes: this.#count });
      this.#count = 0;
      this.#skipping = true;
    }
    this.#held[this.#count++] = byte;
  }

  #finish(events: FrameEvent[]): void {
    // Two delimiters in a row are the end of one burst and the beginning of the next.
    if (this.#count > 0) events.push(this.#skipping ? this.#discarded('too-long') : this.#open());
    this.reset();
  }

  #open(): FrameEvent {
    const sealed = unstuff(this.#held.subarray(0, this.#count));
    if (sealed === undefined) return this.#discarded('stuffing');
    const length = sealed.length - CRC_BYTES;
    if (length < 1) return this.#discarded('too-short');
    const packet = sealed.subarray(0, length);
    const sent = new DataView(sealed.buffer).getUint32(length);
    return sent === crc32(packet) ? { kind: 'packet', packet, bytes: this.#count } : this.#discarded('crc');
  }

  #discarded(reason: DiscardReason): FrameEvent {
    return { kind: 'discarded', reason, bytes: this.#count };
  }
}
