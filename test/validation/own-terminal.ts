/** The emulated remote terminal behind the interface of the validation plan, on two lines, in virtual time. */
import { MIL_STD_1553B } from '../../src/core/bus/mil-std-1553b.js';
import { responseTimeNs, startAfterNs } from '../../src/core/bus/message.js';
import { Receiver } from '../../src/core/bus/receiver.js';
import { RemoteTerminal } from '../../src/core/bus/remote-terminal.js';
import { setHealthy } from '../../src/core/bus/signal.js';
import { TerminalPort, type SpokenAnswer } from '../../src/core/bus/terminal-port.js';
import { Transmission } from '../../src/core/bus/transmission.js';
import { isCommandSync, makeImage, MIL_STD_1553B_WORD as WORD, payloadOf } from '../../src/core/bus/word.js';
import type { TerminalConfig } from '../../src/core/config.js';
import { HEALTHY } from '../support/bus.js';
import type {
  Answer,
  Condition,
  Damage,
  SentWord,
  Stimulus,
  TerminalFacts,
  TerminalUnderTest,
  Word,
} from './terminal-under-test.js';

const ADDRESS = 10;
const WRAPS = 30;
const LINES = ['A', 'B'] as const;
const EARS = { thresholdMv: 500, zeroCrossingNs: 200, noiseMv: 3 };

export class OwnTerminal implements TerminalUnderTest {
  readonly facts: TerminalFacts;
  readonly #terminal: RemoteTerminal;
  readonly #port: TerminalPort;
  #nowNs = 0;

  /** @param legal the subaddresses that it implements; it detects illegal commands if this is given */
  constructor(
    name: string,
    legal?: { readonly receive: readonly number[]; readonly transmit: readonly number[] },
  ) {
    const vectorWord = 0x1234;
    const common = { name, address: ADDRESS, transmits: 1, receives: 2, wrapsAround: WRAPS, vectorWord };
    this.facts = legal === undefined ? common : { ...common, legal };
    const config: TerminalConfig = {
      id: 'T',
      bus: 'main',
      address: ADDRESS,
      responseUs: 6,
      transmitter: HEALTHY,
      receiver: EARS,
      words: [],
      wrapAroundSubaddress: WRAPS,
      legalSubaddresses: legal,
    };
    this.#terminal = new RemoteTerminal(config);
    this.#terminal.source = (data, words) => {
      for (let i = 0; i < words; i++) data[i] = 0x5a00 + i;
    };
    this.#terminal.protocol.modes.conditions.vectorWord = vectorWord;
    this.#port = new TerminalPort(this.#terminal, new Receiver(EARS), MIL_STD_1553B, 1);
  }

  set(condition: Condition, isOn: boolean): Promise<void> {
    this.#terminal.protocol.modes.conditions[condition] = isOn;
    return Promise.resolve();
  }

  play(script: readonly Stimulus[]): Promise<readonly Answer[]> {
    const sent: Transmission[] = [];
    let lastEndNs = this.#nowNs;
    for (const { line, words, afterUs, since } of script) {
      const tx = transmissionOf(words);
      const fromNs = since === 'all' ? Math.max(lastEndNs, this.#port.busyUntilNs) : lastEndNs;
      tx.startNs = startAfterNs(fromNs, afterUs * 1000);
      this.#port.hear(LINES.indexOf(line), tx);
      sent.push(tx);
      lastEndNs = Math.max(lastEndNs, tx.endNs);
    }
    this.#nowNs = Math.max(lastEndNs, this.#port.busyUntilNs);
    return Promise.resolve(this.#port.takeSpoken().map((spoken) => answerOf(spoken, sent)));
  }
}

function transmissionOf(words: readonly SentWord[]): Transmission {
  const tx = new Transmission(WORD);
  for (const { sync, bits } of words) tx.append(makeImage(WORD, sync, bits));
  setHealthy(tx.wave, HEALTHY);
  words.forEach(({ damage }, place) => {
    if (damage !== undefined) harm(tx, place, damage);
  });
  return tx;
}

function harm(tx: Transmission, place: number, damage: Damage): void {
  switch (damage.what) {
    case 'parity':
      tx.damage.invertParity(place);
      return;
    case 'sync':
      tx.damage.breakSync(place, Number.parseInt(damage.pattern, 2));
      return;
    case 'bi-phase':
      tx.damage.breakBit(place, damage.bit, damage.half);
      return;
    case 'word-length':
      tx.damage.changeBitCount(place, damage.bits);
      return;
    case 'gap':
      tx.damage.widenGap(place, damage.ns);
      return;
  }
}

/** It answers the last transmission that was over when it began. */
function answerOf({ line, tx, endNs }: SpokenAnswer, sent: readonly Transmission[]): Answer {
  const to = sent.findLastIndex((stimulus) => stimulus.endNs <= tx.startNs);
  const words = [...tx.words.subarray(0, tx.count)].filter(
    (_, w) => tx.startNs + (w + 1) * WORD.wordNs <= endNs,
  );
  return {
    to,
    line: line === 0 ? 'A' : 'B',
    words: words.map(wordOf),
    responseUs: responseTimeNs(sent[to]?.endNs ?? NaN, tx.startNs) / 1000,
    isWhole: endNs === tx.endNs,
  };
}

function wordOf(image: number): Word {
  return { sync: isCommandSync(WORD, image) ? 'command' : 'data', bits: payloadOf(WORD, image) };
}
