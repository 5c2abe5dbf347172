/**
 * The ears of one host among many: it commands where its computer does, answers where its terminal is asked, and brings what
 * its own line made of an answer. What the others heard they say themselves.
 */
import { at, int32At } from '../../core/at.js';
import type { Element } from '../../core/bus/element.js';
import { MIL_STD_1553B } from '../../core/bus/mil-std-1553b.js';
import type { Outside, Reception } from '../../core/bus/outside.js';
import { Transmission } from '../../core/bus/transmission.js';
import type { Image } from '../../core/bus/word.js';
import { readsOf, type ScenarioConfig } from '../../core/config.js';
import type { TimeNs } from '../../core/time.js';
import { FIRST_TERMINAL } from '../../line/protocol/packet.js';
import type { TimedSlot } from '../../line/protocol/slots.js';
import type { ReceptionBook } from '../reception-book.js';
import type { SlotClock } from './slot-clock.js';
import { isSent, offsetNs } from './words.js';

interface Place {
  readonly bus: number;
  readonly terminal: number;
  readonly command: TimedSlot;
  readonly response: TimedSlot;
}

export class HostEars implements Outside {
  /** The scenario's faults act in each receiver, on the words that came. */
  readonly ears = 'emulated';
  said: readonly Image[] | undefined;
  /** Who commands a bus now. */
  commanderOf: (bus: number) => number = () => 0;
  /** Of the cycle. */
  startNs: TimeNs = 0;
  /** Terminals elsewhere that were asked in this cycle, as far as this host knows. */
  readonly asked = new Set<number>();
  readonly #clock: SlotClock;
  readonly #book: ReceptionBook;
  readonly #computers: number;
  readonly #places: readonly Place[];
  readonly #command = new Transmission(MIL_STD_1553B.word);

  constructor(scenario: ScenarioConfig, clock: SlotClock, book: ReceptionBook) {
    this.#clock = clock;
    this.#book = book;
    this.#computers = scenario.computers.length;
    const reads = scenario.buses.flatMap((config, bus) => readsOf(config).map((slot) => ({ bus, slot })));
    this.#places = reads.map(({ bus, slot }, element) => ({
      bus,
      terminal: FIRST_TERMINAL + scenario.terminals.findIndex(({ id }) => id === slot.terminal),
      command: clock.ofElement('command', element),
      response: clock.ofElement('response', element),
    }));
  }

  listen(element: Element): readonly Reception[] {
    const { own, cycle } = this.#clock;
    const place = at(this.#places, element.index);
    if (this.commanderOf(place.bus) === own) this.#sayCommand(element, place);
    this.said = undefined;
    const heard = place.terminal === own ? this.#answer(element, place) : this.#hearAnswer(element, place);
    const receptions = Array.from({ length: this.#computers }, (_, i) => (i === own ? heard : 'sent'));
    this.#book.add(cycle, element.name, receptions, this.said);
    return receptions;
  }

  #sayCommand(element: Element, { bus, command }: Place): void {
    this.#command.clear();
    MIL_STD_1553B.composeRead(element.command, this.#command);
    this.#clock.sayIn(command, {
      type: 'command',
      slot: command.slot,
      cycle: this.#clock.cycle,
      bus,
      offsetNs: offsetNs(element.commandStartNs, this.startNs),
      words: [int32At(this.#command.words, 0)],
    });
  }

  /** As its terminal: at once when it is asked, with what the emulated one says to that, unless the answer's slot is over. */
  #answer({ response }: Element, { bus, command, response: slot }: Place): Reception {
    const { post, cycle } = this.#clock;
    const isAsked = (): boolean => post.in(command.slot).length > 0;
    this.#clock.waitFor(slot, isAsked);
    if (isAsked() && response.count > 0)
      this.#clock.sayNow(slot, {
        type: 'response',
        slot: slot.slot,
        cycle,
        bus,
        offsetNs: offsetNs(response.startNs, this.startNs),
        words: Array.from(response.words.subarray(0, response.count)),
      });
    this.#clock.hear(slot);
    return 'sent';
  }

  #hearAnswer({ response }: Element, { bus, terminal, command, response: slot }: Place): Reception {
    const { post } = this.#clock;
    // Garbage before that was the command.
    this.#clock.hear(command, () => post.in(command.slot).length > 0);
    if (this.commanderOf(bus) === this.#clock.own || post.in(command.slot).length > 0)
      this.asked.add(terminal);
    post.takeGarbage();
    this.#clock.hear(slot, () => post.in(slot.slot).length > 0);
    const [answer] = post.in(slot.slot);
    if (answer?.type !== 'response' || answer.bus !== bus) return post.takeGarbage() ? 'damaged' : 'nothing';
    if (!isSent(answer.words, response)) this.said = answer.words;
    return 'sent';
  }
}
