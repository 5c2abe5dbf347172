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

  /** @returns false when the line did not take it */
  say(saying: Saying): boolean {
    const packet = encodePacket({ ...saying, sender: this.#station, sequence: this.#sequence });
    if (!this.#end.say(encodeBurst([packet]))) return false;
    this.#sequence = (this.#sequence + 1) % (EVERYBODY + 1);
    this.#ear.said(packet);
    return true;
  }
}
