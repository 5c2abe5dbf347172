/**
 * One host's part in the exchange: its computer's words go out in its slots, and what came in the others' slots takes the
 * place of what the emulation expected of them.
 */
import type { Transmission } from '../../core/bus/transmission.js';
import type { Image } from '../../core/bus/word.js';
import type { Arrivals, Deeds, Draft, Others } from '../../core/exchange/others.js';
import type { Utterance } from '../../core/exchange/utterance.js';
import type { TimeNs } from '../../core/time.js';
import { packMessages } from '../../line/protocol/cycle-plan.js';
import { FIRST_TERMINAL } from '../../line/protocol/packet.js';
import type { OthersBook } from '../others-book.js';
import type { SlotClock } from './slot-clock.js';
import type { Begin } from './begin.js';
import { deedsOf, isSameDeeds, isSent, messageSaying, offsetNs, outputOf, wordsAbout } from './words.js';

export class HostTalk implements Others {
  readonly own: number | undefined;
  readonly witness: number | undefined;
  readonly terminal: string | undefined;
  /** Start of the cycle, in bus time. */
  startNs: TimeNs = 0;
  readonly #clock: SlotClock;
  readonly #book: OthersBook;
  readonly #computers: number;
  #cycle = 0;
  #arrivals: Arrivals | undefined;
  #round = 0;

  /**
   * @param computers how many
   * @param terminals their names
   */
  constructor(clock: SlotClock, book: OthersBook, computers: number, terminals: readonly string[]) {
    this.own = clock.own < computers ? clock.own : undefined;
    this.witness = this.own;
    this.terminal = terminals[clock.own - FIRST_TERMINAL];
    this.#clock = clock;
    this.#book = book;
    this.#computers = computers;
  }

  /** All cycles up to this one were without this host. */
  begin({ cycle, arrivals }: Begin): void {
    this.#cycle = cycle;
    this.#arrivals = arrivals;
    if (arrivals !== undefined) this.#book.arrivals(cycle, arrivals);
  }

  isAway(cycle: number): boolean {
    if (cycle >= this.#cycle) return false;
    this.#book.away(cycle);
    return true;
  }

  arrivals(): Arrivals | undefined {
    return this.#arrivals;
  }

  converse(round: number, drafts: readonly Draft[]): void {
    this.#round = round;
    const slots = this.#clock.all('message', round);
    const mine = slots.find(({ sender }) => sender === this.own);
    if (mine !== undefined) {
      const messages = drafts.map(({ startNs, words }) => ({
        offsetNs: offsetNs(startNs, this.startNs),
        words,
      }));
      const packets = packMessages(messages).map((packed) =>
        messageSaying(mine.slot, this.#cycle, round, packed),
      );
      this.#clock.sayIn(mine, ...packets);
    }
    const last = slots.at(-1);
    if (last !== undefined) this.#clock.hear(last);
  }

  said({ sender, commander }: Utterance, words: Transmission): readonly Image[] | 'nothing' | undefined {
    if (sender === this.own) return undefined;
    const round = this.#round;
    const slot = this.#clock.all('message', round).find((candidate) => candidate.sender === sender);
    const packets = slot === undefined ? [] : this.#clock.post.in(slot.slot);
    const came = wordsAbout(packets, round, commander) ?? 'nothing';
    const said = came !== 'nothing' && isSent(came, words) ? undefined : came;
    this.#book.message(this.#cycle, sender, round, commander, said);
    return said;
  }

  conclude(own: Deeds | undefined): void {
    const slots = this.#clock.all('output');
    const mine = slots.find(({ sender }) => sender === this.own);
    if (mine !== undefined && own !== undefined)
      this.#clock.sayIn(mine, {
        type: 'output',
        slot: mine.slot,
        cycle: this.#cycle,
        ...outputOf(own, this.startNs),
      });
    const last = slots.at(-1);
    if (last !== undefined) this.#clock.hear(last);
  }

  did(computer: number, expected: Deeds): Deeds | 'nothing' | undefined {
    if (computer === this.own) return undefined;
    const slot = this.#clock.all('output').find(({ sender }) => sender === computer);
    const [output] = slot === undefined ? [] : this.#clock.post.in(slot.slot);
    const done =
      output?.type === 'output'
        ? deedsOf(computer, output, expected, this.startNs, this.#computers)
        : 'nothing';
    const did = done !== 'nothing' && isSameDeeds(done, expected) ? undefined : done;
    this.#book.deeds(this.#cycle, computer, did, this.startNs);
    return did;
  }
}
