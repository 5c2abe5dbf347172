/**
 * What one participant makes of the bytes on its line: packets of others, its own echo, and garbage with the reason why
 * (hardware/protocol.md, 8 and 9). What comes is counted, never kept.
 */
import type { Packet, RejectReason } from '../line/protocol/packet.js';
import { decodePacket } from '../line/protocol/packet-codec.js';
import { FrameDecoder, type DiscardReason } from '../line/protocol/frame-decoder.js';

export type Heard =
  | { readonly kind: 'packet'; readonly packet: Packet }
  | { readonly kind: 'echo' }
  /** Not even a frame. */
  | { readonly kind: 'garbage'; readonly reason: DiscardReason }
  /** A whole frame, that nobody should have sent. */
  | { readonly kind: 'ignored'; readonly reason: RejectReason | 'impostor' | 'duplicate' };

/** Own bursts of a cycle that may still come back. */
const MOST_OWN = 64;

export class Ear {
  readonly #station: number;
  readonly #decoder = new FrameDecoder();
  readonly #own: Uint8Array[] = [];
  /** By sender: the last packet that was taken. */
  readonly #last = new Map<
    number,
    { readonly cycle: number; readonly slot: number; readonly sequence: number }
  >();

  constructor(station: number) {
    this.#station = station;
  }

  /** Bytes that have not become a frame. */
  get pending(): number {
    return this.#decoder.pending;
  }

  /** The packet goes out on this participant's own line. */
  said(packet: Uint8Array): void {
    if (this.#own.length === MOST_OWN) this.#own.shift();
    this.#own.push(packet);
  }

  /** The line was lost: what had begun never ends. */
  reset(): void {
    this.#decoder.reset();
    this.#own.length = 0;
    this.#last.clear();
  }

  hear(bytes: Uint8Array): Heard[] {
    return this.#decoder
      .push(bytes)
      .map((event) =>
        event.kind === 'packet' ? this.#open(event.packet) : { kind: 'garbage', reason: event.reason },
      );
  }

  #open(bytes: Uint8Array): Heard {
    const packet = decodePacket(bytes);
    if (packet.type === 'rejected') return { kind: 'ignored', reason: packet.reason };
    if (packet.sender === this.#station) return this.#returned(bytes);
    const last = this.#last.get(packet.sender);
    const { cycle, slot, sequence } = packet;
    if (last?.cycle === cycle && last.slot === slot && last.sequence === sequence)
      return { kind: 'ignored', reason: 'duplicate' };
    this.#last.set(packet.sender, { cycle, slot, sequence });
    return { kind: 'packet', packet };
  }

  #returned(bytes: Uint8Array): Heard {
    const place = this.#own.findIndex((own) => isSame(own, bytes));
    if (place < 0) return { kind: 'ignored', reason: 'impostor' };
    this.#own.splice(place, 1);
    return { kind: 'echo' };
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
