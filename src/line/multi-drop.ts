/**
 * A pair of wires with many taps: what one says all others hear. Not a line itself but what memory, cross-wired mocks
 * and the hub between pseudo-terminals have in common, and the place for faults of a single ear.
 */
import type { WireFault } from './wire-faults.js';

export interface Tap {
  /** The bytes are copied. */
  say(bytes: Uint8Array): void;
  disconnect(): void;
}

interface Ear {
  readonly hear: (bytes: Uint8Array) => void;
  /** Hears itself, as many RS-485 adapters do. */
  readonly echo: boolean;
}

export class MultiDrop {
  readonly #ears = new Map<string, Ear>();
  /** By receiver; they stay when it disconnects, as a bad wire stays when the plug is pulled. */
  readonly #faults = new Map<string, WireFault>();
  readonly #mute = new Set<string>();
  readonly #timers = new Set<NodeJS.Timeout>();

  /** One tap to a name: who connects again replaces the one before. */
  connect(name: string, hear: (bytes: Uint8Array) => void, echo = false): Tap {
    const ear: Ear = { hear, echo };
    this.#ears.set(name, ear);
    return {
      say: (bytes) => {
        if (this.#ears.get(name) === ear) this.#carry(name, bytes.slice());
      },
      disconnect: () => {
        if (this.#ears.get(name) === ear) this.#ears.delete(name);
      },
    };
  }

  /** @param fault undefined: healed */
  setEar(receiver: string, fault: WireFault | undefined): void {
    if (fault === undefined) this.#faults.delete(receiver);
    else this.#faults.set(receiver, fault);
  }

  /** Whatever it says, nobody hears it. */
  setMute(sender: string, mute: boolean): void {
    if (mute) this.#mute.add(sender);
    else this.#mute.delete(sender);
  }

  /** Somebody who does not stop talking. @returns ends it */
  babble(from: string, bytes: Uint8Array, everyMs: number): () => void {
    const timer = setInterval(() => {
      this.#carry(from, bytes);
    }, everyMs);
    this.#timers.add(timer);
    return () => {
      clearInterval(timer);
      this.#timers.delete(timer);
    };
  }

  /** Nothing that is under way arrives any more. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#ears.clear();
  }

  #carry(from: string, bytes: Uint8Array): void {
    if (this.#mute.has(from)) return;
    for (const [name, ear] of this.#ears) {
      if (name === from && !ear.echo) continue;
      const arrivals = this.#faults.get(name)?.(bytes, from) ?? [{ bytes, delayMs: 0 }];
      for (const arrival of arrivals) this.#deliver(name, ear, arrival.bytes.slice(), arrival.delayMs);
    }
  }

  /** Never at once: on a wire nobody is heard before he has spoken. */
  #deliver(name: string, ear: Ear, bytes: Uint8Array, delayMs: number): void {
    const arrive = (): void => {
      if (this.#ears.get(name) === ear) ear.hear(bytes);
    };
    if (delayMs === 0) {
      queueMicrotask(arrive);
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      arrive();
    }, delayMs);
    this.#timers.add(timer);
  }
}
