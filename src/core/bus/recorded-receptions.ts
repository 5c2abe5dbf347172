/** The receptions of a live run, heard again: what makes its record a scenario like any other. */
import type { ReceptionConfig, ReceptionsConfig } from '../config.js';
import { spansBy, type Spans } from '../spans.js';
import type { Element } from './element.js';
import type { Image } from './word.js';
import type { EarKind, Outside, Reception } from './outside.js';

interface Exception {
  readonly heard: readonly Reception[];
  readonly sent: readonly Image[] | undefined;
}

export class RecordedReceptions implements Outside {
  readonly ears: EarKind;
  said: readonly Image[] | undefined;
  readonly #asSent: readonly Reception[];
  /** By element. */
  readonly #exceptions: ReadonlyMap<string, Spans<Exception>>;
  readonly #cycle: () => number;

  /**
   * @param names of the computers
   * @param cycle the present one
   */
  constructor({ ears, exceptions }: ReceptionsConfig, names: readonly string[], cycle: () => number) {
    this.ears = ears;
    this.#cycle = cycle;
    this.#asSent = names.map(() => 'sent');
    this.#exceptions = spansBy(
      exceptions.map(({ element, cycles, heard, sent }) => ({
        key: element,
        cycles,
        what: { heard: names.map((name) => receptionOf(heard[name])), sent: sent?.map(imageOf) },
      })),
    );
  }

  listen({ name }: Element): readonly Reception[] {
    const exception = this.#exceptions.get(name)?.at(this.#cycle());
    this.said = exception?.sent;
    return exception?.heard ?? this.#asSent;
  }
}

function receptionOf(heard: ReceptionConfig['heard'][string] | undefined): Reception {
  if (heard === undefined) return 'sent';
  return typeof heard === 'string' ? heard : heard.map(imageOf);
}

function imageOf(hex: string): Image {
  return Number.parseInt(hex, 16);
}
