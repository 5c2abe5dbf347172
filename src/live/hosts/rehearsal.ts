/**
 * The first cycles of a fresh thread are slow until the engine has compiled them, and it goes on compiling long after; where
 * all hosts are on one machine, in all of them in the same slot. So a host lives some hundred cycles before the first, in
 * no time, on a line on which the others say what it says.
 */
import type { ModeEntry } from '../../core/exchange/modes.js';
import { FIRST_TERMINAL } from '../../line/protocol/packet.js';
import type { TimedSlot } from '../../line/protocol/slots.js';
import type { Saying } from '../mouth.js';
import type { HostTask } from './host-messages.js';
import { HostParts } from './host-parts.js';
import type { Event, Radio } from './radio.js';

const CYCLES = 600;

export function rehearse(task: HostTask, mode: ModeEntry): void {
  const { scenario, common, station } = task;
  const radio = new Rehearsal(task.slots, station);
  const played = { ...scenario, receptions: undefined, cycle: { ...scenario.cycle, cycles: CYCLES } };
  const parts = new HostParts({ ...task, scenario: played }, mode, radio, {
    trace: () => undefined,
    cycle: () => undefined,
    wakeUs: () => 0,
  });
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    const startUs = cycle * common.periodUs;
    parts.post.beginCycle(cycle, startUs);
    parts.begin({ cycle, startUs, dueUs: startUs, leads: false, arrivals: undefined });
    parts.run.advance(1);
  }
  parts.run.finish();
}

/** Time passes as soon as it is waited for. */
class Rehearsal implements Radio {
  nowUs = 0;
  readonly isStopped = false;
  readonly isOpen = true;
  readonly #slots: readonly TimedSlot[];
  readonly #station: number;
  readonly #coming: Event[] = [];
  #sequence = 0;

  constructor(slots: readonly TimedSlot[], station: number) {
    this.#slots = slots;
    this.#station = station;
  }

  say(...packets: readonly Saying[]): void {
    for (const packet of packets) for (const slot of this.#slots) this.#sayAlso(packet, slot);
  }

  hear(untilUs: number): Event | undefined {
    const event = this.#coming.shift();
    if (event === undefined) this.nowUs = Math.max(this.nowUs, untilUs);
    return event;
  }

  /** What is said in a slot of one's own all others say in theirs. */
  #sayAlso(packet: Saying, { purpose, round, sender, slot }: TimedSlot): void {
    const isSame = packet.type === purpose && (packet.type !== 'message' || packet.round === round);
    if (!isSame || sender === this.#station || sender >= FIRST_TERMINAL) return;
    this.#sequence = (this.#sequence + 1) & 0xff;
    const said = { ...packet, sender, slot, sequence: this.#sequence };
    this.#coming.push({ kind: 'packet', packet: said, atUs: this.nowUs });
  }
}
