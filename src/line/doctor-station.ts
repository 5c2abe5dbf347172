/** A station while `doctor` tries its line: it hears frames, counts what is none, and answers pings. */
import type { Subscription } from 'rxjs';
import type { Line, Opened } from './line.js';
import { FrameDecoder } from './protocol/frame-decoder.js';
import { encodeBurst } from './protocol/framing.js';
import { decodePacket, encodePacket } from './protocol/packet-codec.js';
import { EVERYBODY, OPEN_SLOT, type Packet } from './protocol/packet.js';

/** @param atMs by performance.now() */
type Hearer = (packet: Packet, atMs: number) => void;

export function burstOf(packet: Packet): Uint8Array {
  return encodeBurst([encodePacket(packet)]);
}

export class TestStation {
  packets = 0;
  garbageBytes = 0;
  /** Why the line ended by itself. */
  lost: string | null = null;
  opened: Opened = { ok: false, problem: 'failed', detail: 'not opened yet' };
  readonly name: string;
  readonly number: number;
  readonly #line: Line;
  readonly #decoder = new FrameDecoder();
  readonly #hearers = new Set<Hearer>();
  #listening: Subscription | undefined;
  #sequence = 0;

  constructor(name: string, number: number, line: Line) {
    this.name = name;
    this.number = number;
    this.#line = line;
  }

  get isOpen(): boolean {
    return this.#line.isOpen;
  }

  async open(): Promise<void> {
    this.#listening = this.#line.events.subscribe((event) => {
      if (event.kind === 'bytes') this.#take(event.bytes, performance.now());
      else if (event.kind === 'ended' && event.reason !== 'closed') this.lost = event.detail;
    });
    this.opened = await this.#line.open();
  }

  async close(): Promise<void> {
    await this.#line.close();
    this.#listening?.unsubscribe();
  }

  /** @returns ends it */
  hear(hearer: Hearer): () => void {
    this.#hearers.add(hearer);
    return () => this.#hearers.delete(hearer);
  }

  ping(receiver: number, token: number): Packet {
    return { type: 'ping', ...this.nextHeader(), receiver, token, filling: new Uint8Array(0) };
  }

  /** Of a packet outside the table of slots. */
  nextHeader(): Pick<Packet, 'sender' | 'sequence' | 'slot' | 'cycle'> {
    const sequence = this.#sequence;
    this.#sequence = (sequence + 1) % (EVERYBODY + 1);
    return { sender: this.number, sequence, slot: OPEN_SLOT, cycle: 0 };
  }

  /** @returns how many bytes that takes on the line */
  say(packet: Packet): number {
    const burst = burstOf(packet);
    void this.#line.write(burst);
    return burst.length;
  }

  #take(bytes: Uint8Array, atMs: number): void {
    for (const event of this.#decoder.push(bytes)) {
      const packet = event.kind === 'packet' ? decodePacket(event.packet) : undefined;
      if (packet === undefined || packet.type === 'rejected') {
        this.garbageBytes += event.bytes;
        continue;
      }
      this.packets++;
      if (packet.type === 'ping' && packet.receiver === this.number && packet.sender !== this.number)
        this.say({ ...packet, ...this.nextHeader(), type: 'pong', receiver: packet.sender });
      for (const hearer of this.#hearers) hearer(packet, atMs);
    }
  }
}
