/**
 * The intercomputer buses: one per sender, one way, all in parallel, with wire time.
 *
 * `broadcast`, as on the Shuttle: one transmission is heard by all, so only a marginal transmitter can make receivers
 * differ. `pointToPoint`: a wire per pair, so each receiver is sent its own, and can be told something else.
 */
import { at, int32At, objectAt } from '../at.js';
import { Line } from '../bus/line.js';
import { Medium } from '../bus/medium.js';
import { INTERMESSAGE_GAP_NS, messageFormat, type MessageFormat } from '../bus/message.js';
import { Reading } from '../bus/reading.js';
import type { Receiver } from '../bus/receiver.js';
import { MAX_WORDS, Transmission } from '../bus/transmission.js';
import type { Transmitter } from '../bus/transmitter.js';
import { oddParity, payloadOf, type Image } from '../bus/word.js';
import type { ExchangeConfig, LineConfig } from '../config.js';
import { key } from '../prng.js';
import type { TimeNs } from '../time.js';
import type { Draft, Others } from './others.js';
import { Testimony } from './testimony.js';
import { NOT_NAMED, Utterance, type Mouth } from './utterance.js';

/** Holds back what a computer says. */
export interface Delay {
  /** By how much, ns. */
  lateNs(timeNs: TimeNs): number;
}

/** A computer as the links see it. */
export interface Participant {
  readonly name: string;
  readonly receiver: Receiver;
  readonly transmitter: Transmitter;
}

/** Short, matched cabling inside an avionics bay. */
const BAY_LINE: LineConfig = {
  velocityMPerNs: 0.2,
  lengthM: 1,
  impedanceOhm: 70,
  terminatorsOhm: [70, 70],
  lossPpmPerM: 0,
  tapsM: {},
};

interface Link {
  readonly medium: Medium;
  readonly tx: Transmission;
  readonly readings: readonly Reading[];
  /** Station of each computer on this medium; −1 where it is not connected. */
  readonly stationOf: Int32Array;
  /** What was last said on it, before it became words. */
  told: Utterance;
  /** Room for what a mouth makes of it. */
  readonly bent: Utterance;
}

export class Links {
  readonly computers: number;
  readonly isBroadcast: boolean;
  readonly media: readonly Medium[];
  /** By computer: what bends its words. */
  readonly mouths: readonly Mouth[][];
  /** By computer: what holds its words back. */
  readonly delays: readonly Delay[][];
  /** How long after a round was opened anybody waits for words that do not come, ns. */
  timeoutNs = Infinity;
  /** Computers that live elsewhere: what they say is what came from them. */
  others: Others | undefined;
  /** What those say of their readings. */
  readonly testimony: Testimony;

  readonly #participants: readonly Participant[];
  readonly #format: MessageFormat;
  /** [sender][receiver]; on broadcast links one and the same for all receivers. */
  readonly #links: readonly (readonly Link[])[];
  /** Each link once. */
  readonly #wires: readonly Link[];
  readonly #heard = new Utterance();
  /** What the computer at home is going to say, while it is only asked for it. */
  #drafts: Draft[] | undefined;
  readonly #came = new Reading();
  #cycle = 0;
  #openedNs: TimeNs = -Infinity;
  /** In this round somebody was waited for in vain until then. */
  #waitedNs: TimeNs = -Infinity;

  constructor(
    participants: readonly Participant[],
    config: Pick<ExchangeConfig, 'links' | 'wordFormat'>,
    linksKey: number,
  ) {
    this.#participants = participants;
    this.computers = participants.length;
    this.testimony = new Testimony(participants.length);
    this.isBroadcast = config.links === 'broadcast';
    this.#format = messageFormat(config.wordFormat);
    this.mouths = participants.map(() => []);
    this.delays = participants.map(() => []);
    const everyone = participants.map((_, i) => i);
    this.#links = participants.map((sender, s) => {
      const senderKey = key(linksKey, s);
      const shared = this.#newLink(`ICC-${sender.name}`, everyone, senderKey);
      if (this.isBroadcast) return everyone.map(() => shared);
      return everyone.map((r) => {
        const name = `ICC-${sender.name}-${at(participants, r).name}`;
        return r === s ? shared : this.#newLink(name, [s, r], key(senderKey, r));
      });
    });
    this.#wires = [...new Set(this.#links.flatMap((links, s) => links.filter((_, r) => r !== s)))];
    this.media = this.#wires.map((link) => link.medium);
  }

  beginCycle(cycle: number): void {
    this.#cycle = cycle;
    this.testimony.beginCycle();
    for (const medium of this.media) medium.beginCycle(cycle);
  }

  /** Opens a round: nothing is sent before this time, and who stays silent is not taken for who spoke last. */
  openRound(timeNs: TimeNs): void {
    this.#openedNs = timeNs;
    this.#waitedNs = timeNs;
    for (const { medium, readings } of this.#wires) {
      medium.freeNs = Math.max(medium.freeNs, timeNs - INTERMESSAGE_GAP_NS);
      for (const reading of readings) reading.silence();
    }
  }

  /**
   * Where the others are elsewhere: asks what the computer at home has to say in a round, and waits for what the others do.
   * @param speak says all that the computer at home has to say; nothing of it is on the wire before it is said again
   */
  converse(round: number, speak: (own: number) => void): void {
    if (this.others === undefined) return;
    this.testimony.round = round;
    const drafts: Draft[] = [];
    if (this.others.own !== undefined) {
      this.#drafts = drafts;
      speak(this.others.own);
      this.#drafts = undefined;
    }
    this.others.converse(round, drafts);
  }

  /**
   * When the last wire falls idle, or the wait for who did not speak is over; where nobody was to say anything, when the
   * round was opened.
   */
  get roundEndNs(): TimeNs {
    let endNs = this.#waitedNs;
    for (const medium of this.media) endNs = Math.max(endNs, medium.freeNs);
    return endNs;
  }

  /**
   * Says something to everybody: once on a broadcast bus, else to each in turn. The utterance is to stay as it is until
   * it was heard.
   */
  say(utterance: Utterance): void {
    for (let receiver = 0; receiver < this.computers; receiver++) {
      if (receiver === utterance.sender) continue;
      this.tell(utterance, receiver);
      if (this.isBroadcast) return;
    }
  }

  /** Says something to one receiver; on a broadcast bus all others hear it too. Who has no power stays silent. */
  tell(utterance: Utterance, receiver: number): void {
    if (this.#drafts !== undefined) {
      this.#draft(utterance, receiver, this.#drafts);
      return;
    }
    const { transmitter } = objectAt(this.#participants, utterance.sender);
    if (!transmitter.isOn) return;
    const link = this.#link(utterance.sender, receiver);
    const startNs = link.medium.freeNs + INTERMESSAGE_GAP_NS;
    const { tx } = link;
    const delays = objectAt(this.delays, utterance.sender);
    const lateNs = delays.length > 0 ? sumOfDelays(delays, startNs) : 0;
    link.told = this.#isBent(utterance) ? this.#bend(utterance, receiver, link.bent, startNs) : utterance;
    tx.clear();
    tx.startNs = startNs + lateNs;
    link.told.compose(this.#format, tx);
    if (this.others !== undefined && !this.#takeWhatCame(link, utterance.sender, this.others)) return;
    transmitter.drive(tx, link.medium.line.loadOhm);
    if ((tx.count === 0 || lateNs > 0) && this.#isMissed(tx)) {
      tx.damage.changeWordCount(-tx.count);
      tx.startNs = startNs;
    }
    link.medium.transmit(int32At(link.stationOf, utterance.sender), tx, link.readings);
  }

  /** What somebody elsewhere says is not for this host to know beforehand. */
  #draft(utterance: Utterance, receiver: number, drafts: Draft[]): void {
    const { sender } = utterance;
    if (sender !== this.others?.own || !objectAt(this.#participants, sender).transmitter.isOn) return;
    const { bent, medium, tx } = this.#link(sender, receiver);
    const before = drafts.at(-1);
    tx.clear();
    const { stepNs } = tx;
    const startNs =
      INTERMESSAGE_GAP_NS +
      (before === undefined ? medium.freeNs : before.startNs + before.words.length * stepNs);
    const told = this.#isBent(utterance) ? this.#bend(utterance, receiver, bent, startNs) : utterance;
    told.compose(this.#format, tx);
    drafts.push({ startNs, words: Array.from(tx.words.subarray(0, tx.count)) });
  }

  /** Puts what really came from a computer elsewhere in place of what was expected. @returns false if that is nothing */
  #takeWhatCame(link: Link, sender: number, others: Others): boolean {
    const { told: expected, tx, bent, readings } = link;
    const came = others.said(expected, tx);
    if (came === undefined) {
      this.testimony.take(sender, expected, 'as-expected');
      return true;
    }
    for (const reading of readings) reading.silence();
    // Words out of order are no message: DEFAULT for all alike.
    if (came === 'nothing' || !bent.parse(this.#format, sender, this.#readingOf(came))) return false;
    this.testimony.take(sender, expected, bent);
    link.told = bent;
    tx.clear();
    for (const image of came) tx.append(image);
    return true;
  }

  #readingOf(images: readonly Image[]): Reading {
    const reading = this.#came;
    const isGood = (image: Image): boolean => oddParity(payloadOf(this.#format.word, image)) === (image & 1);
    const isAny = images.length > 0 && images.length <= MAX_WORDS;
    if (!isAny || !images.every(isGood)) reading.silence();
    else reading.takeVerbatim(Int32Array.from(images), images.length);
    return reading;
  }

  /** Nobody hears what nobody waits for any more. */
  #isMissed(tx: Transmission): boolean {
    const isMissed = tx.count === 0 || tx.endNs > this.#openedNs + this.timeoutNs;
    if (isMissed && this.timeoutNs < Infinity) this.#waitedNs = this.#openedNs + this.timeoutNs;
    return isMissed;
  }

  #isBent({ sender }: Utterance): boolean {
    return objectAt(this.mouths, sender).length > 0;
  }

  /** What a receiver is really told, where somebody bends it on its way out. */
  #bend(utterance: Utterance, receiver: number, bent: Utterance, timeNs: TimeNs): Utterance {
    bent.copyFrom(utterance);
    bent.value = NOT_NAMED;
    for (const mouth of objectAt(this.mouths, utterance.sender))
      mouth.tell(bent, receiver, this.#cycle, timeNs);
    return bent;
  }

  /**
   * What `receiver` last heard from `sender`, as an utterance on loan until the next call.
   * @returns undefined if it was silence or no valid message
   */
  hear(sender: number, receiver: number): Utterance | undefined {
    const link = this.#link(sender, receiver);
    const reading = objectAt(link.readings, int32At(link.stationOf, receiver));
    // The same words parse to the same utterance.
    if (reading.verbatim) return link.told;
    return this.#heard.parse(this.#format, sender, reading) ? this.#heard : undefined;
  }

  /** When `receiver` heard the end of what `sender` last said. */
  heardNs(sender: number, receiver: number): TimeNs {
    const link = this.#link(sender, receiver);
    return objectAt(link.readings, int32At(link.stationOf, receiver)).startNs + link.tx.durationNs;
  }

  #link(sender: number, receiver: number): Link {
    return objectAt(objectAt(this.#links, sender), receiver);
  }

  #newLink(name: string, members: readonly number[], linkKey: number): Link {
    const medium = new Medium(name, new Line(BAY_LINE), linkKey);
    const stationOf = new Int32Array(this.#participants.length).fill(-1);
    for (const member of members) {
      const { name: computer, receiver } = at(this.#participants, member);
      stationOf[member] = medium.attach(computer, receiver);
    }
    return {
      medium,
      tx: new Transmission(this.#format.word),
      readings: medium.newReadings(),
      stationOf,
      told: new Utterance(),
      bent: new Utterance(),
    };
  }
}

function sumOfDelays(delays: readonly Delay[], timeNs: TimeNs): number {
  let sumNs = 0;
  for (const delay of delays) sumNs += delay.lateNs(timeNs);
  return sumNs;
}
