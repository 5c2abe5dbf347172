import { expect, it } from 'vitest';
import { LineNotes } from '../../src/live/line-notes.js';

it('of the lines a run tells as much as a record holds, and in the end that it tells no more', () => {
  const told: string[] = [];
  const notes = new LineNotes((text) => told.push(text));
  for (let i = 0; i < 999; i++) notes.add(`line GPC3: ${i}`);
  expect([told.length, told.at(-1)]).toEqual([999, 'line GPC3: 998']);
  for (let i = 999; i < 3000; i++) notes.add(`line GPC3: ${i}`);
  expect([told.length, told.at(-1)]).toEqual([1000, 'lines: no more is told of them in this run']);
});
