/** What one participant says: packets with its number and count, as bursts on its line. */
import { EVERYBODY, type Packet } from '../line/protocol/packet.js';
import { encodeBurst } from '../line/protocol/framing.js';
import { encodePacket } from '../line/protocol/packet-codec.js';
import type { Ear } from './ear.js';
import type { LineEnd } from './line-end.js';

/** A packet without what its sender fills in. */
export type Saying = Packet extends infer P
  ? P extends Packet
    ? Omit<P, 'sender' | 'sequence'>
    : never
  : never;

export class Mouth {
  readonly #station: number;
  readonly #end: LineEnd;
  readonly #ear: Ear;
  #sequence = 0;

  constructor(station: number, end: LineEnd, ear: Ear) {
    this.#station = station;
    this.#end = end;
    this.#ear = ear;
  }

  /** Packets of one burst. @returns false when the line did not take it */
  say(...sayings: readonly Saying[]): boolean {
    const packets = sayings.map((saying, i) => {
      const sequence = (this.#sequence + i) % (EVERYBODY + 1);
      return encodePacket({ ...saying, sender: this.#station, sequence });
    });
    if (!this.#end.say(encodeBurst(packets))) return false;
    this.#sequence = (this.#sequence + packets.length) % (EVERYBODY + 1);
    for (const packet of packets) this.#ear.said(packet);
    return true;
  }
}
