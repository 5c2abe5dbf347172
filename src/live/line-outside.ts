/** Lines as the ears of a vehicle: what is polled in the cycle goes out in its slots, and what comes is what was heard. */
import type { EarKind, Outside, Reception } from '../core/bus/outside.js';
import type { Element } from '../core/bus/element.js';
import { MIL_STD_1553B } from '../core/bus/mil-std-1553b.js';
import { Transmission } from '../core/bus/transmission.js';
import { assert, at, int32At } from '../core/at.js';
import type { Image } from '../core/bus/word.js';
import { readsOf } from '../core/config.js';
import { FIRST_TERMINAL } from '../line/protocol/packet.js';
import type { TimedSlot } from '../line/protocol/slots.js';
import type { CycleMailbox } from './cycle-mailbox.js';
import type { Injury, LiveTask } from './messages.js';
import { ReceptionBook } from './reception-book.js';

/** Where each element is in the vehicle and in the table of slots. */
interface Place {
  readonly bus: number;
  readonly terminal: number;
  /** A board, or another process. */
  readonly isElsewhere: boolean;
  readonly command: TimedSlot;
  readonly response: TimedSlot;
}

export class LineOutside implements Outside {
  readonly ears: EarKind;
  readonly book: ReceptionBook;
  said: readonly Image[] | undefined;
  readonly #mailbox: CycleMailbox;
  readonly #injures: boolean;
  readonly #computers: number;
  readonly #places: readonly Place[];
  readonly #command = new Transmission(MIL_STD_1553B.word);
  /** Who commands a bus now. */
  #commanderOf: (bus: number) => number = () => 0;
  #cycle = 0;
  /** When the cycle began, and the start of its bus time. */
  #begunNs = 0;
  #startNs = 0;

  constructor(task: LiveTask, mailbox: CycleMailbox) {
    this.ears = task.faults === 'ears' ? 'emulated' : 'line';
    this.#injures = task.faults === 'wire';
    this.#mailbox = mailbox;
    this.#computers = task.scenario.computers.length;
    this.book = new ReceptionBook(task.scenario.computers.map(({ id }) => id));
    this.#places = placesIn(task);
  }

  commandedBy(commanderOf: (bus: number) => number): void {
    this.#commanderOf = commanderOf;
  }

  /** A cycle begins, as soon as it may after its deadline. */
  begin(cycle: number, begunNs: number, startNs: number): void {
    this.#cycle = cycle;
    this.#begunNs = begunNs;
    this.#startNs = startNs;
    this.#mailbox.tell({ kind: 'begin', cycle });
  }

  listen(element: Element): readonly Reception[] {
    const { index, response } = element;
    const place = at(this.#places, index);
    const untilMs = performance.timeOrigin + this.#slotNs(place.response.heardUs) / 1e6;
    this.#mailbox.waitUntil(this.#slotNs(place.command.startUs));
    this.#mailbox.tell({
      kind: 'poll',
      cycle: this.#cycle,
      element: index,
      bus: place.bus,
      slots: [place.command.slot, place.response.slot],
      terminal: place.terminal,
      commander: this.#commanderOf(place.bus),
      commandImage: this.#commandOf(element),
      commandOffsetNs: this.#offsetNs(element.commandStartNs),
      answer:
        response.count === 0 || place.isElsewhere
          ? undefined
          : {
              offsetNs: this.#offsetNs(response.startNs),
              words: Array.from({ length: response.count }, (_, w) => int32At(response.words, w)),
            },
      injuries: this.#injuriesOf(element),
      untilMs,
    });
    const answer = this.#mailbox.waitForAnswer(this.#cycle, index, untilMs);
    const heard = answer?.receptions ?? [];
    this.said = place.isElsewhere ? heard.find((reception) => typeof reception !== 'string') : undefined;
    const { said } = this;
    const receptions =
      said === undefined ? heard : heard.map((words) => (isSame(words, said) ? 'sent' : words));
    this.book.add(this.#cycle, element.name, receptions, said);
    return receptions;
  }

  #slotNs(us: number): number {
    return this.#begunNs + us * 1000;
  }

  /** Bus time since the start of the cycle. */
  #offsetNs(timeNs: number): number {
    return Math.max(0, Math.round(timeNs - this.#startNs));
  }

  #commandOf(element: Element): number {
    this.#command.clear();
    MIL_STD_1553B.composeRead(element.command, this.#command);
    return int32At(this.#command.words, 0);
  }

  /** What the emulated ears could not hear is damaged on the wire, on its way to them alone. */
  #injuriesOf(element: Element): Injury[] {
    return Array.from({ length: this.#computers }, (_, computer) => {
      const { kind } = at(element.readings, computer);
      if (!this.#injures || kind === 'ok' || element.response.count === 0) return 'none';
      return kind === 'no-response' ? 'nothing' : 'damaged';
    });
  }
}

function isSame(reception: Reception, words: readonly Image[]): boolean {
  return (
    typeof reception !== 'string' &&
    reception.length === words.length &&
    reception.every((word, i) => word === words[i])
  );
}

function placesIn({ scenario, slots, elsewhere }: LiveTask): Place[] {
  const find = (element: number, purpose: 'command' | 'response'): TimedSlot => {
    const slot = slots.find((candidate) => candidate.element === element && candidate.purpose === purpose);
    assert(slot !== undefined, 'every element has its slots');
    return slot;
  };
  const elements = scenario.buses.flatMap((config, bus) => readsOf(config).map((slot) => ({ bus, slot })));
  return elements.map(({ bus, slot }, element) => ({
    bus,
    terminal: FIRST_TERMINAL + scenario.terminals.findIndex(({ id }) => id === slot.terminal),
    isElsewhere: elsewhere.includes(slot.terminal),
    command: find(element, 'command'),
    response: find(element, 'response'),
  }));
}
