/** The receptions of a live run, heard again: what makes its record a scenario like any other. */
import { at } from '../at.js';
import type { ReceptionConfig, ReceptionsConfig } from '../config.js';
import type { Element } from './element.js';
import type { Image } from './word.js';
import type { EarKind, Outside, Reception } from './outside.js';

interface Exception {
  readonly config: ReceptionConfig;
  readonly heard: readonly Reception[];
  readonly sent: readonly Image[] | undefined;
}

export class RecordedReceptions implements Outside {
  readonly ears: EarKind;
  said: readonly Image[] | undefined;
  readonly #asSent: readonly Reception[];
  /** By element, in order of their cycles. */
  readonly #exceptions = new Map<string, Exception[]>();
  /** By element: the first exception that is not over. */
  readonly #next = new Map<string, number>();
  readonly #cycle: () => number;

  /**
   * @param names of the computers
   * @param cycle the present one
   */
  constructor({ ears, exceptions }: ReceptionsConfig, names: readonly string[], cycle: () => number) {
    this.ears = ears;
    this.#cycle = cycle;
    this.#asSent = names.map(() => 'sent');
    for (const config of [...exceptions].sort((a, b) => at(a.cycles, 0) - at(b.cycles, 0))) {
      const heard = names.map((name) => receptionOf(config.heard[name]));
      const sent = config.sent?.map(imageOf);
      const known = this.#exceptions.get(config.element) ?? [];
      this.#exceptions.set(config.element, [...known, { config, heard, sent }]);
    }
  }

  listen({ name }: Element): readonly Reception[] {
    this.said = undefined;
    const exceptions = this.#exceptions.get(name);
    if (exceptions === undefined) return this.#asSent;
    const cycle = this.#cycle();
    let next = this.#next.get(name) ?? 0;
    while (next < exceptions.length && at(exceptions, next).config.cycles[1] < cycle) next++;
    this.#next.set(name, next);
    const exception = exceptions[next];
    if (exception === undefined || exception.config.cycles[0] > cycle) return this.#asSent;
    this.said = exception.sent;
    return exception.heard;
  }
}

function receptionOf(heard: ReceptionConfig['heard'][string] | undefined): Reception {
  if (heard === undefined) return 'sent';
  return typeof heard === 'string' ? heard : heard.map(imageOf);
}

function imageOf(hex: string): Image {
  return Number.parseInt(hex, 16);
}
