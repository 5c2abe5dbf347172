import { expect, it } from 'vitest';
import { EarTurn } from '../../src/live/ear-turn.js';

const SENT = [0x20001, 0x1];
const OTHER = [0x20001, 0x3];

type Step = 'command' | 'garbage' | readonly number[];

// What comes to one ear while a terminal is asked: C the command, x a frame that was damaged, the response's words.
const TABLE: readonly [commands: boolean, steps: readonly Step[], pending: number, outcome: unknown][] = [
  [false, ['command', SENT], 0, 'sent'],
  [false, ['command', OTHER], 0, OTHER],
  [false, ['command', SENT, OTHER], 0, 'sent'],
  [false, ['command', OTHER, SENT], 0, OTHER],
  [false, ['command', 'garbage'], 0, 'damaged'],
  [false, ['command'], 0, 'nothing'],
  [false, ['command'], 5, 'damaged'],
  [false, [], 0, 'nothing'],
  // What comes first in pieces was the command …
  [false, ['garbage'], 0, 'nothing'],
  [false, ['garbage', SENT], 0, 'sent'],
  [false, ['garbage', 'garbage'], 0, 'damaged'],
  // … but not at the ear of who said it.
  [true, ['garbage'], 0, 'damaged'],
  [true, [SENT], 0, 'sent'],
  // A good response counts, whatever else there was.
  [false, ['command', 'garbage', SENT], 3, 'sent'],
];

it.each(TABLE)('commands %j, hears %j, %i bytes pending: %j', (commands, steps, pending, outcome) => {
  const turn = new EarTurn(commands);
  for (const step of steps) {
    if (step === 'command') turn.command();
    else if (step === 'garbage') turn.garbage();
    else turn.response(step);
  }
  expect(turn.outcome(pending, SENT)).toEqual(outcome);
});
