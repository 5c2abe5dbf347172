/** Somebody who talks without end on a line, between the bursts of all others, whom only one of them hears. */
import type { MultiDrop } from '../../../src/line/multi-drop.js';
import { deaf, from } from '../../../src/line/wire-faults.js';

export class Babbler {
  readonly #spared: readonly string[];
  #stop: (() => void) | undefined;

  /** @param spared those who do not hear it */
  constructor(spared: readonly string[]) {
    this.#spared = spared;
  }

  start({ wire }: { readonly wire: MultiDrop }): void {
    for (const name of this.#spared) wire.setEar(name, from('babbler', deaf));
    this.#stop = wire.babble('babbler', new Uint8Array(200).fill(0x55), 5);
  }

  stop({ wire }: { readonly wire: MultiDrop }): void {
    this.#stop?.();
    for (const name of this.#spared) wire.setEar(name, undefined);
  }
}
