/** The validation plan itself: a terminal with one thing wrong fails in the paragraph that is about it. */
import { describe, expect, it } from 'vitest';
import { Bench } from './bench.js';
import { OwnTerminal } from './own-terminal.js';
import { COMMANDS } from './plan/commands.js';
import { ERRORS } from './plan/errors.js';
import { OPERATION } from './plan/operation.js';
import { OPTIONS } from './plan/options.js';
import type { Answer, Condition, Damage, Stimulus, TerminalUnderTest } from './terminal-under-test.js';

const PLAN = [...COMMANDS, ...ERRORS, ...OPERATION, ...OPTIONS];

type Heard = (script: readonly Stimulus[]) => readonly Stimulus[];
type Said = (answers: readonly Answer[], script: readonly Stimulus[]) => readonly Answer[];

/** A good terminal behind something that spoils what it hears, or what it says. */
class Spoilt implements TerminalUnderTest {
  readonly #good = new OwnTerminal('good');
  readonly facts = this.#good.facts;
  readonly #heard: Heard;
  readonly #said: Said;

  constructor(heard: Heard, said: Said) {
    this.#heard = heard;
    this.#said = said;
  }

  async play(script: readonly Stimulus[]): Promise<readonly Answer[]> {
    return this.#said(await this.#good.play(this.#heard(script)), script);
  }

  set(condition: Condition, isOn: boolean): Promise<void> {
    return this.#good.set(condition, isOn);
  }
}

const asIs: Said = (answers) => answers;

/** Does not see this kind of damage. */
function blindTo(...kinds: readonly Damage['what'][]): Heard {
  return (script) =>
    script.map((stimulus) => ({
      ...stimulus,
      words: stimulus.words.map(({ sync, bits, damage }) =>
        damage === undefined || kinds.includes(damage.what) ? { sync, bits } : { sync, bits, damage },
      ),
    }));
}

function withWords(change: (words: Answer['words']) => Answer['words']): Said {
  return (answers) => answers.map((answer) => ({ ...answer, words: change(answer.words) }));
}

/** After the first damaged word it says nothing any more. */
function locksUp(): Said {
  let isLocked = false;
  return (answers, script) => {
    isLocked ||= script.some(({ words }) => words.some(({ damage }) => damage?.what === 'sync'));
    return isLocked ? [] : answers;
  };
}

const same: Heard = (script) => script;
const DEFECTS: readonly (readonly [what: string, title: string, heard: Heard, said: Said])[] = [
  ['takes words of even parity', 'Parity', blindTo('parity'), asIs],
  ['does not count bits', 'Word length', blindTo('word-length'), asIs],
  ['takes what is no Manchester code', 'Bi-phase encoding', blindTo('bi-phase'), asIs],
  ['takes any sync', 'Sync encoding', blindTo('sync'), asIs],
  ['does not mind gaps', 'Contiguous data', blindTo('gap'), asIs],
  ['locks up after a bad sync', 'Sync encoding', same, locksUp()],
  [
    'forgets message error',
    'Message length: receive command',
    same,
    withWords((words) => words.map((word, i) => (i === 0 ? { ...word, bits: word.bits & ~0x400 } : word))),
  ],
  [
    'answers late',
    'RT response to command words',
    same,
    (answers) => answers.map((answer) => ({ ...answer, responseUs: 12.5 })),
  ],
  [
    'answers for another address',
    'RT-RT response to command words',
    same,
    withWords((words) => words.map((word, i) => (i === 0 ? { ...word, bits: word.bits ^ 0x800 } : word))),
  ],
  ['loses a word of 32', 'Data wraparound', same, withWords((words) => words.slice(0, 32))],
  [
    'answers on the wrong line',
    'Bus switching',
    same,
    (answers) => answers.map((answer) => ({ ...answer, line: 'A' })),
  ],
  [
    'is deaf on line B',
    'Transmitter shutdown and override',
    same,
    (answers) => answers.filter(({ line }) => line === 'A'),
  ],
  [
    'finishes what it says whatever comes',
    'Superseding commands',
    (script) => script.map((stimulus) => ({ ...stimulus, since: 'all' })),
    asIs,
  ],
  [
    'does not remember broadcasts',
    'Broadcast mode commands',
    same,
    withWords((words) => words.map((word, i) => (i === 0 ? { ...word, bits: word.bits & ~0x10 } : word))),
  ],
];

describe('the plan finds a terminal that', () => {
  it.each(DEFECTS)('%s, in: %s', async (_, title, heard, said) => {
    const paragraph = PLAN.find((candidate) => candidate.title === title);
    const bench = new Bench(new Spoilt(heard, said));
    await paragraph?.run(bench);
    expect(bench.failures).not.toEqual([]);
  });
});
