/**
 * What comes to a host over its line, sorted: beacons, and what was said in each slot of the present cycle, as far as the
 * table of garbage (hardware/protocol.md, 9) lets it. It holds one cycle at a time.
 */
import { OPEN_SLOT, type Beacon, type Hello, type Packet } from '../../line/protocol/packet.js';
import { Inbox } from '../../line/protocol/inbox.js';
import type { TimedSlot } from '../../line/protocol/slots.js';
import type { Event, Radio } from './radio.js';

export interface HeardBeacon {
  readonly beacon: Beacon;
  readonly atUs: number;
}

/** Beacons and early packets that nobody has looked at yet. */
const MOST_WAITING = 64;

/** Who talks without end is not listened to without end. */
const MOST_AT_ONCE = 1000;

const NO_BYTES = new Uint8Array(0);

export class Post {
  readonly beacons: HeardBeacon[] = [];
  /** Stations of which something good came in this cycle, in a slot of their own. */
  readonly heardFrom = new Set<number>();
  /** Computers that want to be taken in. */
  readonly hellos: Hello[] = [];
  readonly #radio: Radio;
  readonly #inbox: Inbox;
  /** Slots that wait, and when those before them have been heard, and are over. */
  readonly #waits: readonly { readonly slot: number; readonly overUs: number }[];
  readonly #bySlot = new Map<number, Packet[]>();
  readonly #early: Event[] = [];
  #hasGarbage = false;
  #refused: Record<string, number> = {};
  #cycle = -1;
  #lastBeacon: Beacon | undefined;
  #startUs = -Infinity;

  constructor(radio: Radio, own: number, slots: readonly TimedSlot[], knows: (station: number) => boolean) {
    this.#radio = radio;
    this.#inbox = new Inbox(own, slots, knows);
    this.#waits = slots.flatMap(({ slot, waits }, i) =>
      waits ? [{ slot, overUs: slots[i - 1]?.heardUs ?? 0 }] : [],
    );
  }

  beginCycle(cycle: number, startUs: number): void {
    this.#cycle = cycle;
    this.#startUs = startUs;
    this.#inbox.beginCycle(cycle);
    this.#bySlot.clear();
    this.heardFrom.clear();
    this.hellos.length = 0;
    for (const event of this.#early.splice(0)) this.#take(event);
  }

  /** Takes in what comes until then, or until it is enough. */
  listen(untilUs: number, isEnough?: () => boolean): void {
    while (isEnough?.() !== true) {
      const event = this.#radio.hear(untilUs);
      if (event === undefined) return;
      this.#take(event);
      // What lies there already is looked at, however late it is; what goes on coming is not waited for.
      if (event.atUs > untilUs) return;
    }
  }

  /** @returns whether anything that was no frame came since this was last asked */
  takeGarbage(): boolean {
    const had = this.#hasGarbage;
    this.#hasGarbage = false;
    return had;
  }

  /** Takes in what lies there already. */
  drain(): void {
    for (let left = MOST_AT_ONCE; left > 0; left--) {
      const event = this.#radio.hear(-Infinity);
      if (event === undefined) return;
      this.#take(event);
    }
  }

  /** What was said in a slot of this cycle, in order. */
  in(slot: number): readonly Packet[] {
    return this.#bySlot.get(slot) ?? [];
  }

  /** What was thrown away since it was last asked for, by reason. */
  takeRefused(): Readonly<Record<string, number>> {
    const refused = this.#refused;
    this.#refused = {};
    return refused;
  }

  #take(event: Event): void {
    if (event.kind === 'garbage') {
      this.#hasGarbage = true;
      return;
    }
    const { packet, atUs } = event;
    if (packet.type !== 'beacon' && packet.cycle === this.#cycle + 1 && packet.slot !== OPEN_SLOT) {
      push(this.#early, event);
      return;
    }
    this.#inbox.closeBefore(this.#firstOpenAt(atUs));
    const verdict = this.#inbox.judge(packet, NO_BYTES);
    if (verdict.kind === 'refused') this.#refused[verdict.reason] = (this.#refused[verdict.reason] ?? 0) + 1;
    if (verdict.kind === 'taken') this.#keep(packet, atUs);
  }

  #keep(packet: Packet, atUs: number): void {
    if (packet.type === 'beacon') this.#keepBeacon(packet, atUs);
    else if (packet.type === 'hello') this.hellos.push(packet);
    else {
      if (packet.slot !== OPEN_SLOT) this.heardFrom.add(packet.sender);
      this.#file(packet);
    }
  }

  /** A beacon begins a cycle, and the inbox forgets with a cycle what it took: here it is known when it comes twice. */
  #keepBeacon(beacon: Beacon, atUs: number): void {
    const { sender, cycle, sequence } = beacon;
    const last = this.#lastBeacon;
    if (last?.sender === sender && last.cycle === cycle && last.sequence === sequence) return;
    this.#lastBeacon = beacon;
    push(this.beacons, { beacon, atUs });
  }

  #file(packet: Packet): void {
    const packets = this.#bySlot.get(packet.slot) ?? [];
    push(packets, packet);
    this.#bySlot.set(packet.slot, packets);
  }

  /** The slot before which all are over. */
  #firstOpenAt(atUs: number): number {
    let open = 0;
    for (const { slot, overUs } of this.#waits) if (atUs - this.#startUs > overUs) open = slot;
    return open;
  }
}

function push<T>(list: T[], item: T): void {
  if (list.length === MOST_WAITING) list.shift();
  list.push(item);
}
