/** The beginnings of a trace's lines: who does what to whom, said once for each and kept. */
import { at } from '../core/at.js';
import type { DecisionEvent, MessageEvent } from '../core/observer.js';
import { piece, type Piece } from './line-buffer.js';

export class TraceNames {
  /** Names as JSON, quotes and all. */
  readonly computers: readonly string[];
  readonly #elements: readonly string[];
  readonly #transmissions = new Map<string, Map<string, Piece>>();
  /** By element and computer, then by what was heard, or by outcome and use. */
  readonly #readings: Map<string, Piece>[];
  readonly #decisions: Map<string, Map<string, Piece>>[];
  /** By path, one array for each as the transport keeps them, then by receiver. */
  readonly #messages = new WeakMap<readonly number[], Piece[]>();

  constructor(computers: readonly string[], elements: readonly string[]) {
    this.computers = computers.map((name) => JSON.stringify(name));
    this.#elements = elements.map((name) => JSON.stringify(name));
    const pairs = elements.flatMap(() => computers);
    this.#readings = pairs.map(() => new Map<string, Piece>());
    this.#decisions = pairs.map(() => new Map<string, Map<string, Piece>>());
  }

  /** Up to the words. */
  transmission(bus: string, from: string): Piece {
    const byFrom = kept(this.#transmissions, bus, () => new Map<string, Piece>());
    return kept(byFrom, from, () => {
      const who = `"bus":${JSON.stringify(bus)},"from":${JSON.stringify(from)}`;
      return piece(`"event":"transmission",${who},"words":[`);
    });
  }

  reading(element: number, computer: number, kind: string): Piece {
    return kept(at(this.#readings, this.#pair(element, computer)), kind, () =>
      piece(`"event":"reading",${this.#who(element, computer)},"reading":"${kind}"`),
    );
  }

  /** Up to the first digit of the digest. */
  decision({ element, computer, outcome, use }: DecisionEvent): Piece {
    const byOutcome = at(this.#decisions, this.#pair(element, computer));
    const byUse = kept(byOutcome, outcome, () => new Map<string, Piece>());
    return kept(byUse, use, () => {
      const who = this.#who(element, computer);
      return piece(`"event":"decision",${who},"outcome":"${outcome}","use":"${use}","input":"`);
    });
  }

  /** Up to the value. */
  message({ round, commander, path, sender, receiver }: MessageEvent): Piece {
    const byReceiver = kept(this.#messages, path, (): Piece[] => []);
    const known = byReceiver[receiver];
    if (known !== undefined) return known;
    const about = JSON.stringify(commander);
    const names = path.map((member) => (member < 0 ? about : at(this.computers, member))).join(',');
    const who = `"sender":${at(this.computers, sender)},"receiver":${at(this.computers, receiver)}`;
    const text = `"event":"message","round":${round},"about":${about},"path":[${names}],${who},"value":"`;
    return (byReceiver[receiver] = piece(text));
  }

  #pair(element: number, computer: number): number {
    return element * this.computers.length + computer;
  }

  #who(element: number, computer: number): string {
    return `"element":${at(this.#elements, element)},"computer":${at(this.computers, computer)}`;
  }
}

interface Store<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

/** What is kept under a key, made when it is first asked for. */
function kept<K, V>(store: Store<K, V>, key: K, make: () => V): V {
  let value = store.get(key);
  if (value === undefined) store.set(key, (value = make()));
  return value;
}
