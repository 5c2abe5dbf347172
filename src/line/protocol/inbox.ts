/**
 * What a participant takes of what it hears, and what it throws away and why: the table of garbage in
 * hardware/protocol.md as code. It keeps one cycle at a time, so its memory is bounded whatever comes in.
 */
import type { PlannedSlot, SlotPurpose } from './cycle-plan.js';
import { EVERYBODY, FIRST_TERMINAL, OPEN_SLOT, type Packet, type RejectReason } from './packet.js';
import type { DiscardReason } from './frame-decoder.js';

export type RefuseReason = 'stranger' | 'intruder' | 'impostor' | 'stale' | 'duplicate' | 'late' | 'surplus';

/** Everything for which bytes or packets are thrown away. */
export type GarbageReason = DiscardReason | RejectReason | RefuseReason;

export type Verdict =
  | { readonly kind: 'taken' }
  /** One's own, come back: the line carried it. */
  | { readonly kind: 'echo' }
  | { readonly kind: 'refused'; readonly reason: RefuseReason };

/** Types that may stand in a slot; whatever has to do with joining and testing may only be said in the open one. */
const TYPES: Readonly<Record<SlotPurpose, readonly Packet['type'][]>> = {
  beacon: ['beacon'],
  command: ['command'],
  response: ['response'],
  message: ['message'],
  // Who is not in the set yet says so in its own slot, where nobody else can talk at the same time.
  output: ['output', 'hello'],
  open: ['hello', 'state', 'leave', 'ping', 'pong'],
};

/** Slots in which one packet is all that is due; a round's messages may need several. */
const ONE_ONLY: ReadonlySet<SlotPurpose> = new Set(['command', 'response', 'output']);

const TAKEN: Verdict = { kind: 'taken' };
const ECHO: Verdict = { kind: 'echo' };
const refused = (reason: RefuseReason): Verdict => ({ kind: 'refused', reason });

export class Inbox {
  readonly #own: number;
  readonly #slots: ReadonlyMap<number, PlannedSlot>;
  readonly #knows: (station: number) => boolean;
  #cycle = -1;
  /** Slots below this one are over, the open one never. */
  #closedBelow = 0;
  /** Of this cycle, as sender, slot, sequence. */
  readonly #taken = new Set<number>();
  readonly #filled = new Set<number>();
  /** Own packets of this cycle that have not come back yet, byte for byte. */
  readonly #sent = new Map<string, number>();

  /**
   * @param own station; EVERYBODY for one who only listens
   * @param knows does the scenario know this station?
   */
  constructor(own: number, plan: readonly PlannedSlot[], knows: (station: number) => boolean) {
    this.#own = own;
    this.#slots = new Map(plan.map((slot) => [slot.slot, slot]));
    this.#knows = knows;
  }

  /** What belongs to the cycle before is stale from now on. */
  beginCycle(cycle: number): void {
    this.#cycle = cycle;
    this.#closedBelow = 0;
    this.#taken.clear();
    this.#filled.clear();
    this.#sent.clear();
  }

  /** The time of all slots before this one is up. */
  closeBefore(slot: number): void {
    this.#closedBelow = slot;
  }

  /** Remembers an own packet, to know it when it comes back. */
  send(bytes: Uint8Array): void {
    const text = bytes.join();
    this.#sent.set(text, (this.#sent.get(text) ?? 0) + 1);
  }

  /** Own packets of this cycle of which no echo has come. */
  get unheard(): number {
    let count = 0;
    for (const times of this.#sent.values()) count += times;
    return count;
  }

  /** @param bytes the packet as it came, of which `packet` was read */
  judge(packet: Packet, bytes: Uint8Array): Verdict {
    if (packet.sender === this.#own) return this.#takeBack(bytes) ? ECHO : refused('impostor');
    if (!this.#knows(packet.sender)) return refused('stranger');
    const slot = this.#slots.get(packet.slot);
    if (slot === undefined || !belongs(packet, slot)) return refused('intruder');
    // Who begins, or returns, cannot know the cycle; and a beacon is what tells it.
    if (packet.type === 'beacon' || packet.slot === OPEN_SLOT) return this.#takeOnce(packet);
    if (packet.cycle !== this.#cycle) return refused('stale');
    if (packet.slot < this.#closedBelow) return refused(this.#isTaken(packet) ? 'duplicate' : 'late');
    const verdict = this.#takeOnce(packet);
    if (verdict.kind !== 'taken' || !ONE_ONLY.has(slot.purpose)) return verdict;
    if (this.#filled.has(packet.slot)) return refused('surplus');
    this.#filled.add(packet.slot);
    return verdict;
  }

  #takeBack(bytes: Uint8Array): boolean {
    const text = bytes.join();
    const times = this.#sent.get(text) ?? 0;
    if (times <= 1) this.#sent.delete(text);
    else this.#sent.set(text, times - 1);
    return times > 0;
  }

  #takeOnce(packet: Packet): Verdict {
    if (this.#isTaken(packet)) return refused('duplicate');
    this.#taken.add(keyOf(packet));
    return TAKEN;
  }

  #isTaken(packet: Packet): boolean {
    return this.#taken.has(keyOf(packet));
  }
}

function belongs({ type, sender }: Packet, slot: PlannedSlot): boolean {
  if (!TYPES[slot.purpose].includes(type)) return false;
  // Any computer may have taken over as time master, or been given the bus, and nobody else.
  if (slot.purpose === 'beacon' || slot.purpose === 'command') return sender < FIRST_TERMINAL;
  return slot.sender === EVERYBODY || slot.sender === sender;
}

/** Sender, slot and sequence have a byte each. */
function keyOf({ sender, slot, sequence }: Packet): number {
  return (sender << 16) | (slot << 8) | sequence;
}
