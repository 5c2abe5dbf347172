/**
 * What a host says about the run itself, each in its slot: the beacon, hello, the state of the set. Whoever is late for it is
 * silent (hardware/protocol.md, 6): a beacon that comes late would set the others' clocks wrong.
 */
import { assert } from '../../core/at.js';
import { OPEN_SLOT } from '../../line/protocol/packet.js';
import { isInTime, type TimedSlot } from '../../line/protocol/slots.js';
import type { Common } from '../four-ears.js';
import type { Saying } from '../mouth.js';
import type { Post } from './post.js';
import type { Radio } from './radio.js';
import type { StateBody } from './set-state.js';

export class Herald {
  /** How long a beacon is on the line, and when all have heard it. */
  readonly beaconUs: number;
  readonly beaconHeardUs: number;
  readonly #radio: Radio;
  readonly #post: Post;
  readonly #common: Common;
  readonly #beacon: TimedSlot;
  readonly #hello: TimedSlot | undefined;
  readonly #open: TimedSlot;

  constructor(radio: Radio, post: Post, own: number, slots: readonly TimedSlot[], common: Common) {
    this.#radio = radio;
    this.#post = post;
    this.#common = common;
    const [first, last] = [slots[0], slots.at(-1)];
    assert(first?.purpose === 'beacon' && last?.purpose === 'open', 'a cycle begins and ends as planned');
    this.#beacon = first;
    this.#open = last;
    this.#hello = slots.find(({ purpose, sender }) => purpose === 'output' && sender === own);
    this.beaconUs = first.onLineUs;
    this.beaconHeardUs = first.heardUs;
  }

  /** @param startUs of the cycle, by the own clock */
  sayBeacon(cycle: number, startUs: number, bits: { present: number; joined: number; term: number }): void {
    this.#sayIn(startUs, this.#beacon, { type: 'beacon', slot: 0, cycle, ...this.#common, ...bits });
  }

  /** A computer says it in the slot of its output, and nothing else. */
  sayHello(cycle: number, startUs: number): void {
    if (this.#hello === undefined) return;
    const { scenario, configuration } = this.#common;
    const { slot } = this.#hello;
    this.#sayIn(startUs, this.#hello, {
      ...{ type: 'hello', slot, cycle, role: 'computer' },
      ...{ scenario, configuration },
    });
  }

  /** To those who said hello in this cycle. */
  sayState(cycle: number, startUs: number, state: StateBody): void {
    this.#sayIn(startUs, this.#open, { type: 'state', slot: OPEN_SLOT, cycle, ...state });
  }

  #sayIn(cycleUs: number, slot: TimedSlot, saying: Saying): void {
    this.#post.listen(cycleUs + slot.startUs);
    const isIn = isInTime(slot, this.#radio.nowUs - cycleUs);
    if (isIn && !this.#radio.isStopped) this.#radio.say(saying);
  }
}
