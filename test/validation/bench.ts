/** The test bench: builds messages, plays them, compares what came back, and after each provocation sees whether the
 *  terminal still answers a good command. Who does not has locked up, and failed. */
import type {
  Answer,
  Line,
  SentWord,
  Stimulus,
  TerminalFacts,
  TerminalUnderTest,
} from './terminal-under-test.js';

/** MIL-STD-1553B 4.3.3.8, in microseconds. */
const RESPONSE_US = { least: 4, greatest: 12 };
const GAP_US = 12;
const BROADCAST = 31;
export const CLEAR = '0';
export const NONE = '-';
export const ME = '400';

export const data = (bits: number): SentWord => ({ sync: 'data', bits });
export const count = (n: number, first = 1): SentWord[] =>
  Array.from({ length: n }, (_, i) => data(first + i));
export const command = (address: number, transmit: 0 | 1, subaddress: number, words: number): SentWord => ({
  sync: 'command',
  bits: (address << 11) | (transmit << 10) | (subaddress << 5) | (words & 31),
});
export const status = (address: number, flags = 0): SentWord => ({
  sync: 'command',
  bits: (address << 11) | flags,
});

export class Bench {
  readonly facts: TerminalFacts;
  cases = 0;
  readonly failures: string[] = [];
  readonly #terminal: TerminalUnderTest;

  constructor(terminal: TerminalUnderTest) {
    this.#terminal = terminal;
    this.facts = terminal.facts;
  }

  transmit(words: number, subaddress = this.facts.transmits): SentWord {
    return command(this.facts.address, 1, subaddress, words);
  }

  receive(words: number, subaddress = this.facts.receives): SentWord {
    return command(this.facts.address, 0, subaddress, words);
  }

  mode(code: number, transmit: 0 | 1 = 1, address = this.facts.address): SentWord {
    return command(address, transmit, 31, code);
  }

  broadcast(words: number, subaddress = this.facts.receives): SentWord {
    return command(BROADCAST, 0, subaddress, words);
  }

  set(...to: Parameters<TerminalUnderTest['set']>): Promise<void> {
    return this.#terminal.set(...to);
  }

  /**
   * One case: plays these messages and compares the answers, one for each: "-" for none, else the status flags in
   * hexadecimal and, unless it ends in " …", the data words; "…3" stands for any three. Then a good command.
   */
  async sees(what: string, script: readonly Stimulus[], answers: readonly string[]): Promise<void> {
    this.#compare(what, await this.#playAndAsk(script), script, [...answers, '0 …1']);
  }

  /** As {@link sees}, while a condition of the terminal stands in every status word: that it answers at the end is enough. */
  async seesWithFlags(what: string, script: readonly Stimulus[], answers: readonly string[]): Promise<void> {
    const heard = await this.#playAndAsk(script);
    if (!heard.some(({ to }) => to === script.length)) this.#fail(what, 'a good command is not answered');
    this.#compare(what, heard, script, answers);
  }

  /** A second message in the midst of a first: what gets through of the first answer does not matter. */
  async interrupts(what: string, first: Stimulus, second: Stimulus, answer: string): Promise<void> {
    const script = [first, second];
    const heard = (await this.#playAndAsk(script)).filter(({ to }) => to > 0);
    this.#compare(what, heard, script, [NONE, answer, '0 …1']);
  }

  #playAndAsk(script: readonly Stimulus[]): Promise<readonly Answer[]> {
    this.cases++;
    return this.#terminal.play([...script, on(script.at(-1)?.line ?? 'A', this.transmit(1))]);
  }

  #compare(
    what: string,
    heard: readonly Answer[],
    script: readonly Stimulus[],
    expected: readonly string[],
  ): void {
    const shown = expected.map((like, i) =>
      this.#show(
        heard.filter(({ to }) => to === i),
        script[i]?.line,
        like,
      ),
    );
    if (shown.join(', ') !== expected.join(', '))
      this.#fail(what, `expected ${expected.join(', ')}, came ${shown.join(', ')}`);
  }

  #fail(what: string, how: string): void {
    if (this.failures.length < 10) this.failures.push(`${what}: ${how}`);
  }

  #show(answers: readonly Answer[], line: Line | undefined, like: string): string {
    if (answers.length === 0) return NONE;
    return answers.map((answer) => this.#text(answer, line, like)).join(' and ');
  }

  #text({ words, responseUs, isWhole, line }: Answer, asked: Line | undefined, like: string): string {
    const [first, ...rest] = words;
    const flaws = [
      ...(isWhole ? [] : ['broken off']),
      ...(asked === undefined || asked === line ? [] : [`on line ${line}`]),
      ...(responseUs >= RESPONSE_US.least && responseUs <= RESPONSE_US.greatest
        ? []
        : [`after ${responseUs} us`]),
      ...(first === undefined || (first.sync === 'command' && first.bits >>> 11 === this.facts.address)
        ? []
        : ['no status word of its own']),
      ...(rest.every(({ sync }) => sync === 'data') ? [] : ['a command word amid the data']),
    ];
    const flags = first === undefined ? '' : (first.bits & 0x7ff).toString(16);
    const values = like.includes('…')
      ? rest.length > 0
        ? [`…${rest.length}`]
        : []
      : rest.map(({ bits }) => String(bits));
    return [flags, ...values, ...flaws].join(' ');
  }
}

/** A message on a line, a comfortable gap after all that came before. */
export function on(line: Line, ...words: readonly SentWord[]): Stimulus {
  return { line, words, afterUs: GAP_US, since: 'all' };
}

/** A message so long after all that came before it. */
export function gapped(afterUs: number, line: Line, ...words: readonly SentWord[]): Stimulus {
  return { line, words, afterUs, since: 'all' };
}

/** A message so long after the last one, whatever the terminal says meanwhile. */
export function over(afterUs: number, line: Line, ...words: readonly SentWord[]): Stimulus {
  return { line, words, afterUs, since: 'stimulus' };
}

/** Any so many data words after a status word without flags. */
export function answered(words: number): string {
  return words === 0 ? CLEAR : `0 …${words}`;
}

export function damaged(word: SentWord, damage: SentWord['damage']): SentWord {
  return damage === undefined ? word : { ...word, damage };
}

/** A list with one word damaged. */
export function damagedAt(words: readonly SentWord[], place: number, damage: SentWord['damage']): SentWord[] {
  return words.map((word, i) => (i === place ? damaged(word, damage) : word));
}
