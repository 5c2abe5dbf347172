/**
 * A terminal at the end of a serial line behind the interface of the validation plan: each stimulus is a command packet, and
 * response times are those on the emulated bus, which the packets carry.
 */
import {
  isCommandSync,
  makeImage,
  MIL_STD_1553B_WORD as WORD,
  payloadOf,
} from '../../../src/core/bus/word.js';
import type {
  Answer,
  SentWord,
  Stimulus,
  TerminalFacts,
  TerminalUnderTest,
} from '../../validation/terminal-under-test.js';
import type { Board } from './board.js';
import { ADDRESS, burst, command, play } from './commander.js';

const WORD_NS = 20_000;
/** From mid-parity to mid-sync, against from end to start. */
const MIDDLES_NS = 2_000;

export class SerialTerminal implements TerminalUnderTest {
  readonly facts: TerminalFacts = {
    name: 'board',
    address: ADDRESS,
    transmits: 1,
    receives: 2,
    wrapsAround: 30,
    vectorWord: 0,
  };
  readonly #board: Board;
  #sequence = 0;

  constructor(board: Board) {
    this.#board = board;
  }

  play(script: readonly Stimulus[]): Promise<readonly Answer[]> {
    return Promise.resolve(script.flatMap((stimulus, to) => this.#ask(stimulus, to)));
  }

  set(): Promise<void> {
    return Promise.reject(new Error('a serial line carries no condition of a subsystem'));
  }

  #ask({ words }: Stimulus, to: number): Answer[] {
    const asked = command(1, { sequence: this.#sequence++ & 0xff, words: words.map(imageOf) });
    return play(this.#board, burst(asked)).packets.map((packet) => {
      if (typeof packet === 'string' || packet.type !== 'response')
        throw new Error(`no response: ${JSON.stringify(packet)}`);
      const heard = packet.words.map((image) => ({
        sync: isCommandSync(WORD, image) ? ('command' as const) : ('data' as const),
        bits: payloadOf(WORD, image),
      }));
      const responseNs = packet.offsetNs - asked.offsetNs - words.length * WORD_NS + MIDDLES_NS;
      return { to, line: 'A' as const, words: heard, responseUs: responseNs / 1000, isWhole: true };
    });
  }
}

/** Of all that may be wrong with a word, a line carries a wrong parity bit. */
function imageOf({ sync, bits, damage }: SentWord): number {
  const image = makeImage(WORD, sync, bits);
  if (damage === undefined) return image;
  if (damage.what !== 'parity') throw new Error(`a serial line does not carry ${damage.what}`);
  return image ^ 1;
}
