/** A radio in virtual time: what others say stands in a script, what is said is written down. */
import { at } from '../../../src/core/at.js';
import type { Event, Radio } from '../../../src/live/hosts/radio.js';
import type { Saying } from '../../../src/live/mouth.js';
import type { Packet } from '../../../src/line/protocol/packet.js';

/** Microseconds that somebody sleeps, after a time. */
export interface Sleep {
  readonly afterUs: number;
  readonly forUs: number;
}

export class ScriptedRadio implements Radio {
  nowUs = 0;
  isOpen = true;
  readonly said: { readonly us: number; readonly saying: Saying }[] = [];
  readonly #script: { readonly us: number; readonly packet: Packet }[];
  readonly #endUs: number;
  readonly #sleeps: Sleep[];

  constructor(
    script: readonly { us: number; packet: Packet }[],
    endUs: number,
    sleeps: readonly Sleep[] = [],
  ) {
    this.#script = [...script].sort((a, b) => a.us - b.us);
    this.#endUs = endUs;
    this.#sleeps = [...sleeps];
  }

  get isStopped(): boolean {
    return this.nowUs >= this.#endUs;
  }

  say(...packets: readonly Saying[]): void {
    for (const saying of packets) this.said.push({ us: this.nowUs, saying });
  }

  hear(untilUs: number): Event | undefined {
    if (this.isStopped) return undefined;
    const [next] = this.#script;
    if (next !== undefined && next.us <= Math.max(untilUs, this.nowUs)) {
      this.#script.shift();
      this.#advance(next.us);
      return { kind: 'packet', packet: next.packet, atUs: next.us };
    }
    this.#advance(Math.min(untilUs, this.#endUs));
    return undefined;
  }

  #advance(us: number): void {
    this.nowUs = Math.max(this.nowUs, us);
    const [sleep] = this.#sleeps;
    if (sleep === undefined || this.nowUs < sleep.afterUs) return;
    this.#sleeps.shift();
    this.nowUs = sleep.afterUs + sleep.forUs;
  }

  /** Beacons that were sent, as `time: cycle/term present joined`. */
  get beacons(): string[] {
    return this.said.flatMap(({ us, saying }) => {
      if (saying.type !== 'beacon') return [];
      const cycle = saying.cycle === 0xffffffff ? 'gathering' : saying.cycle;
      const bits = [saying.present, saying.joined].map((mask) => mask.toString(2).padStart(4, '0'));
      return [`${Math.round(us / 1000)}: ${cycle}/${saying.term} ${bits.join(' ')}`];
    });
  }

  first(type: Saying['type']): { us: number; saying: Saying } {
    return at(
      this.said.filter(({ saying }) => saying.type === type),
      0,
    );
  }
}
