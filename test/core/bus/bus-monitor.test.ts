import { describe, expect, it } from 'vitest';
import { BusMonitor } from '../../../src/core/bus/bus-monitor.js';
import { startAfterNs, type MessageFormat } from '../../../src/core/bus/message.js';
import { Transmission } from '../../../src/core/bus/transmission.js';
import { FORMATS } from '../../support/bus.js';

/** A transmission in which time is lost between two words. */
class Stretched extends Transmission {
  override get durationNs(): number {
    return super.durationNs + 3_000;
  }
}

/** Shows transmissions to a monitor one after the other, each so long after the one before. */
class Talk {
  readonly monitor = new BusMonitor();
  readonly #format: MessageFormat;
  #endNs = 0;

  constructor(format: MessageFormat) {
    this.#format = format;
  }

  send(
    from: string,
    afterUs: number,
    compose: (tx: Transmission, format: MessageFormat) => void,
    bus = 'B',
  ): this {
    return this.show(from, afterUs, compose, new Transmission(this.#format.word), bus);
  }

  show(
    from: string,
    afterUs: number,
    compose: (tx: Transmission, format: MessageFormat) => void,
    tx: Transmission,
    bus = 'B',
  ): this {
    compose(tx, this.#format);
    tx.startNs = startAfterNs(this.#endNs, afterUs * 1000);
    this.monitor.transmission(bus, from, tx);
    this.#endNs = tx.endNs;
    return this;
  }

  get violations(): unknown {
    return Object.fromEntries(this.monitor.violations);
  }
}

type Compose = (tx: Transmission, format: MessageFormat) => void;
const read =
  (address = 10, words = 3): Compose =>
  (tx, format) =>
    format.composeRead({ address, subaddress: 1, words }, tx);
const answer =
  (address = 10, words = 3): Compose =>
  (tx, format) =>
    format.composeResponse(address, new Int32Array(32), words, tx);
const message =
  (says: number, words = says): Compose =>
  (tx, format) => {
    format.composeHeader({ commander: 2, kind: 1, words: says }, tx);
    for (let i = 0; i < words; i++) format.composeData(1, Int32Array.of(i), 1, tx);
  };

describe.each(FORMATS)('the bus monitor, in $name', ({ format }) => {
  const talk = (): Talk => new Talk(format);
  const answerWords = 3 + format.firstData;
  const greatestUs = format.maxResponseNs / 1000;

  it('counts, and finds nothing wrong with traffic in order', () => {
    const { monitor, violations } = talk()
      .send('A', 0, read())
      .send('T', 4, answer())
      .send('A', 4, read())
      .send('T', greatestUs, answer())
      .send('A', 12, message(2))
      .send('A', 50, message(1));
    expect([monitor.transmissions, monitor.words, violations]).toEqual([6, 2 + 2 * answerWords + 3 + 2, {}]);
  });

  it('response-time: an answer before 4 µs, or after the longest that the format allows and 1 µs of way', () => {
    expect(talk().send('A', 0, read()).send('T', 3.9, answer()).violations).toEqual({ 'response-time': 1 });
    expect(
      talk()
        .send('A', 0, read())
        .send('T', greatestUs + 1, answer()).violations,
    ).toEqual({});
    expect(
      talk()
        .send('A', 0, read())
        .send('T', greatestUs + 1.1, answer()).violations,
    ).toEqual({
      'response-time': 1,
    });
  });

  it('intermessage-gap: the next message before 4 µs, after an answer or after none; later is no matter', () => {
    const answered = talk().send('A', 0, read()).send('T', 6, answer());
    expect(answered.send('A', 3.9, read()).violations).toEqual({ 'intermessage-gap': 1 });
    expect(talk().send('A', 0, read()).send('A', 3.9, read()).violations).toEqual({ 'intermessage-gap': 1 });
    expect(talk().send('A', 0, message(1)).send('A', 3.9, message(1)).violations).toEqual({
      'intermessage-gap': 1,
    });
    expect(talk().send('A', 0, read()).send('A', 40_000, read()).violations).toEqual({});
  });

  it('overlap: anything that begins before the end of what came before', () => {
    expect(talk().send('A', 0, read()).send('T', 1.9, answer()).violations).toEqual({ overlap: 1 });
    expect(talk().send('A', 0, message(1)).send('A', -5, message(1)).violations).toEqual({ overlap: 1 });
    // Two terminals that answer one command.
    const both = talk().send('A', 0, read()).send('T', 6, answer()).send('U', -20, answer());
    expect(both.violations).toEqual({ overlap: 1 });
  });

  it('contiguity: words of one transmission further apart than the format says', () => {
    const stretched = talk().show('A', 0, message(1), new Stretched(format.word));
    expect(stretched.violations).toEqual({ contiguity: 1 });
  });

  it('word-count: an answer of more or fewer words than asked, a message of others than it says, and nothing', () => {
    expect(talk().send('A', 0, read()).send('T', 6, answer(10, 2)).violations).toEqual({ 'word-count': 1 });
    expect(talk().send('A', 0, read()).send('T', 6, answer(10, 4)).violations).toEqual({ 'word-count': 1 });
    expect(talk().send('A', 0, message(3, 2)).violations).toEqual({ 'word-count': 1 });
    expect(talk().send('A', 0, message(3, 4)).violations).toEqual({ 'word-count': 1 });
    expect(talk().send('A', 0, () => undefined).violations).toEqual({ 'word-count': 1 });
    expect(
      talk()
        .send('A', 0, read())
        .send('T', 6, () => undefined).violations,
    ).toEqual({ 'word-count': 1 });
  });

  it('address: an answer of another terminal', () => {
    expect(talk().send('A', 0, read(10)).send('U', 6, answer(11)).violations).toEqual({ address: 1 });
  });

  it('parity: every word that is sent without its odd parity', () => {
    const spoilt: Compose = (tx) => {
      answer()(tx, format);
      for (const place of [0, 2]) tx.words[place] = (tx.words[place] ?? 0) ^ 1;
    };
    expect(talk().send('A', 0, read()).send('T', 6, spoilt).violations).toEqual({ parity: 2 });
  });

  it('takes no message of the one who asked for the answer', () => {
    expect(talk().send('A', 0, read()).send('A', 40, message(2)).violations).toEqual({});
  });

  it('is not confused by another who commands, answered or not', () => {
    const handedOver = talk().send('A', 0, read()).send('B', 40_000, read()).send('T', 6, answer());
    expect(handedOver.violations).toEqual({});
  });

  it('follows each bus by itself', () => {
    const monitor = new BusMonitor();
    const show = (bus: string, from: string, startNs: number, compose: Compose): void => {
      const tx = new Transmission(format.word);
      compose(tx, format);
      tx.startNs = startNs;
      monitor.transmission(bus, from, tx);
    };
    const { wordNs } = format.word;
    show('left', 'A', 0, read(10));
    show('right', 'B', 0, read(11));
    show('left', 'T', startAfterNs(wordNs, 6_000), answer(10));
    show('right', 'U', startAfterNs(wordNs, 6_000), answer(11));
    expect([monitor.transmissions, [...monitor.violations]]).toEqual([4, []]);
  });
});
