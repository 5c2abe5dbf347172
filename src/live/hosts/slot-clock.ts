/** A host's way through the slots of the present cycle: its own it speaks in, the others' it waits for. */
import { assert } from '../../core/at.js';
import type { SlotPurpose } from '../../line/protocol/cycle-plan.js';
import { isInTime, type TimedSlot } from '../../line/protocol/slots.js';
import type { Saying } from '../mouth.js';
import type { Post } from './post.js';
import type { Radio } from './radio.js';

export class SlotClock {
  cycle = 0;
  readonly post: Post;
  readonly own: number;
  readonly #radio: Radio;
  readonly #slots: readonly TimedSlot[];
  #startUs = 0;

  constructor(radio: Radio, post: Post, own: number, slots: readonly TimedSlot[]) {
    this.post = post;
    this.own = own;
    this.#radio = radio;
    this.#slots = slots;
  }

  begin(cycle: number, startUs: number): void {
    this.cycle = cycle;
    this.#startUs = startUs;
  }

  all(purpose: SlotPurpose, round?: number): readonly TimedSlot[] {
    return this.#slots.filter((slot) => slot.purpose === purpose && slot.round === round);
  }

  ofElement(purpose: 'command' | 'response', element: number): TimedSlot {
    const slot = this.#slots.find(
      (candidate) => candidate.purpose === purpose && candidate.element === element,
    );
    assert(slot !== undefined, 'every element has its slots');
    return slot;
  }

  /** Says it when its slot begins. */
  sayIn(slot: TimedSlot, ...packets: readonly Saying[]): void {
    this.post.listen(this.#startUs + slot.startUs);
    this.sayNow(slot, ...packets);
  }

  /** Who is late for it is silent. */
  sayNow(slot: TimedSlot, ...packets: readonly Saying[]): void {
    if (isInTime(slot, this.#radio.nowUs - this.#startUs)) this.#radio.say(...packets);
  }

  /** Until a slot has been heard by all. */
  hear({ heardUs }: Pick<TimedSlot, 'heardUs'>, isEnough?: () => boolean): void {
    this.post.listen(this.#startUs + heardUs, isEnough);
  }

  /** A slot has begun: what was due before is over. */
  waitFor({ startUs }: TimedSlot, isEnough?: () => boolean): void {
    this.post.listen(this.#startUs + startUs, isEnough);
  }
}
